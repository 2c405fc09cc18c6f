"""Whether a quoted passage stands in its source, word for word."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from dikast.records import Check

MIN_QUOTE_WORDS = 3

_QUOTE_MARKS = frozenset("'\"`´‘’‚‛“”„‟«»‹›′″")
_DASHES = frozenset("-‐‑‒–—―−﹘﹣－")
_INVISIBLE = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_WORD = re.compile(r"\w+")
_RUN_OF_MARKS = re.compile(r"(['-])\1+")


def check_quote(quote: str, *, source: str | None) -> Check:
    """Whether `quote` stands in `source`, in whole words, as one passage.

    White space (line breaks too), case and typography (kinds of quotation marks and dashes, ligatures, invisible
    characters) make no difference; anything else does. `verified` gives the passage's span in the source as
    evidence; `refuted` says that no passage is equal. A quote of fewer than three words is never verified, since
    it would be found almost anywhere: it is `unknown`, as is any quote where there is no source.
    """
    if source is None:
        return Check(checker="quotes", status="unknown", claim=quote, method="passage-match", reason="no-source")
    wanted = _normal(quote)[0].strip(" '")
    if len(_WORD.findall(wanted)) < MIN_QUOTE_WORDS:
        return Check(checker="quotes", status="unknown", claim=quote, method="passage-match", reason="too-short")
    span = _find(wanted, source)
    if span is None:
        return Check(
            checker="quotes", status="refuted", claim=quote, method="passage-match", reading=wanted,
            evidence={"found": "no equal passage", "source_length": len(source)},
        )  # fmt: skip
    start, end = span
    return Check(
        checker="quotes", status="verified", strength="proof", claim=quote, method="passage-match", reading=wanted,
        evidence={"start": start, "end": end, "passage": source[start:end]},
    )  # fmt: skip


def check_span(quote: str, *, source: str, start: int, end: int) -> Check:
    """Whether the passage `[start, end)` of the source, which a record names, reads as the quote.

    The source may be written in tokens: white space makes no difference, nor does typography. `refuted` gives the
    passage that stands there.
    """
    passage = source[start:end]
    reading = _unspaced(quote)
    is_there = 0 <= start < end <= len(source) and reading == _unspaced(passage)
    return Check(
        checker="quotes", status="verified" if is_there else "refuted", strength="proof" if is_there else None,
        claim=quote, method="span-match", reading=reading, evidence={"start": start, "end": end, "passage": passage},
    )  # fmt: skip


def _unspaced(text: str) -> str:
    return _RUN_OF_MARKS.sub(r"\1", "".join(map(_plain, text)).replace(" ", ""))


def _find(wanted: str, source: str) -> tuple[int, int] | None:
    """The first span of the source that reads as `wanted` and neither begins nor ends inside a word."""
    text, origin = _normal_source(source)
    at = text.find(wanted)
    while at >= 0:
        end = at + len(wanted)
        begins = at == 0 or not (text[at - 1].isalnum() and text[at].isalnum())
        ends = end == len(text) or not (text[end - 1].isalnum() and text[end].isalnum())
        if begins and ends:
            return origin[at], origin[end - 1] + 1
        at = text.find(wanted, at + 1)
    return None


def _normal(text: str) -> tuple[str, tuple[int, ...]]:
    """The text as it is compared, and for each of its characters the index of the one it came from."""
    out: list[str] = []
    origin: list[int] = []
    for i, char in enumerate(text):
        for plain in _plain(char):
            if plain in " '-" and out and out[-1] == plain:
                continue
            out.append(plain)
            origin.append(i)
    return "".join(out), tuple(origin)


@lru_cache(maxsize=4096)
def _plain(char: str) -> str:
    if char in _INVISIBLE:
        return ""
    if char in _QUOTE_MARKS:
        return "'"
    if char in _DASHES:
        return "-"
    if char.isspace():
        return " "
    return unicodedata.normalize("NFKD", char).casefold()


# A debate checks many quotes against one story, and an experiment goes through few stories at a time.
@lru_cache(maxsize=32)
def _normal_source(source: str) -> tuple[str, tuple[int, ...]]:
    return _normal(source)
