"""Whether a quoted passage is in its source, word for word."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from pydantic import JsonValue

from dikast.records import Check, CheckReason
from dikast.verify.folded_text import FoldedText, fold
from dikast.verify.passages import UNSPACED, Fit, SourcePassage, find_passage, fit_of_marks, trimmed

MIN_QUOTE_WORDS = 3

_MIN_PART_WORDS = 2
_SHOWN_OMISSION = 200
# Two letters of a script without spaces count as a word.
_WORDS = re.compile(rf"[{UNSPACED}]{{1,2}}|[^\W{UNSPACED}]+")
_ELLIPSIS = re.compile(r"(?:[\[(] ?)?(?:…|\.(?: ?\.){2,})(?: ?[\])])?")


def check_quote(quote: str, *, source: str | None) -> Check:
    """Whether `quote` is in `source`, in whole words and whole numbers.

    White space (line breaks too), case and typography (kinds of quotation marks and dashes, ligatures, invisible
    characters) make no difference, nor does punctuation at the ends of the quote; anything else does. `verified` gives
    the passage's span in the source as evidence; `refuted` says that no passage is equal. A quote that leaves out words
    ("the lamp … went out") is verified part by part, in order: its method is `elided-match`, and the evidence gives the
    spans of the parts and what was left out between them.

    A quote of fewer than three words, or with a part of fewer than two, is never verified, since it would be found
    almost anywhere: it is `unknown`, as is any quote where there is no source. A passage that is a part of a compound
    (`existent` of `non-existent`), or in which a mark may be a quotation mark or a prime, is `unknown` too.
    """
    return check_quotes([quote], source=source)[0]


def check_quotes(quotes: Sequence[str], *, source: str | None) -> list[Check]:
    """A check for each of many quotes from one source, which is read only once; see `check_quote`."""
    if source is None:
        return [_unknown(quote, "no-source") for quote in quotes]
    folded = _folded(source)
    return [_check(quote, folded) for quote in quotes]


def check_span(quote: str, *, source: str, start: int, end: int) -> Check:
    """Whether the passage `[start, end)` of the source, which a record names, reads as the quote.

    The source may be written in tokens: white space makes no difference, nor does typography. `refuted` gives the
    passage that stands there.
    """
    passage = source[start:end]
    reading = _unspaced(quote)
    evidence: dict[str, JsonValue] = {"start": start, "end": end, "passage": passage}
    is_span = 0 <= start < end <= len(source)
    if is_span and reading == _unspaced(passage) and fit_of_marks(quote, passage) is not Fit.INSIDE:
        return _verified(quote, "span-match", reading, evidence)
    return _refuted(quote, "span-match", reading, evidence)


def _unspaced(text: str) -> str:
    return fold(fold(text).replace(" ", ""))


# A debate checks many quotes against one story, and an experiment goes through few stories at a time.
@lru_cache(maxsize=16)
def _folded(source: str) -> FoldedText:
    return FoldedText(source)


def _check(quote: str, source: FoldedText) -> Check:
    """The quote as one passage if the source has it, punctuation at its ends left off if needed; else its parts."""
    parts = [part for part in map(trimmed, _ELLIPSIS.split(quote)) if part]
    if _n_words(quote) < MIN_QUOTE_WORDS:
        return _unknown(quote, "too-short")
    wholes = dict.fromkeys((quote.strip(), trimmed(quote), *parts[: len(parts) == 1]))
    passage = _best(find_passage(whole, source) for whole in wholes)
    if len(parts) > 1 and (passage is None or passage.fit is Fit.INSIDE):
        return _check_parts(quote, parts, source)
    return _check_passage(quote, passage, source)


def _best(candidates: Iterator[SourcePassage | None]) -> SourcePassage | None:
    """The first passage that fits exactly, else the first that may fit, else the first at all."""
    return min((passage for passage in candidates if passage), key=lambda passage: passage.fit, default=None)


def _check_passage(quote: str, passage: SourcePassage | None, source: FoldedText) -> Check:
    reading = fold(trimmed(quote))
    if passage is None or passage.fit is Fit.INSIDE:
        outcome = "no equal passage" if passage is None else "only inside a word or a number"
        return _refuted(quote, "passage-match", reading, {"found": outcome, "source_length": len(source.original)})
    if passage.fit is Fit.DOUBTFUL:
        return _unknown(quote, "ambiguous", passage.text)
    evidence: dict[str, JsonValue] = {"start": passage.start, "end": passage.end, "passage": passage.text}
    return _verified(quote, "passage-match", reading, evidence)


def _check_parts(quote: str, parts: Sequence[str], source: FoldedText) -> Check:
    """An elided quote: each part after the one before it."""
    if min(map(_n_words, parts)) < _MIN_PART_WORDS:
        return _unknown(quote, "too-short")
    reading = " … ".join(map(fold, parts))
    passages: list[SourcePassage] = []
    for part in parts:
        passage = find_passage(part, source, after=passages[-1] if passages else None)
        if passage is None or passage.fit is Fit.INSIDE:
            missing: dict[str, JsonValue] = {"found": "not all parts in this order", "missing": part}
            return _refuted(quote, "elided-match", reading, missing)
        if passage.fit is Fit.DOUBTFUL:
            return _unknown(quote, "ambiguous", passage.text)
        passages.append(passage)
    return _verified(quote, "elided-match", reading, _elision_evidence(passages, source))


def _elision_evidence(passages: Sequence[SourcePassage], source: FoldedText) -> dict[str, JsonValue]:
    omissions = [source.original[a.end : b.start].strip() for a, b in itertools.pairwise(passages)]
    return {
        "start": passages[0].start,
        "end": passages[-1].end,
        "parts": [[passage.start, passage.end] for passage in passages],
        "passage": " […] ".join(passage.text for passage in passages),
        "left_out": [_shortened(omission) for omission in omissions],
    }


def _shortened(text: str) -> str:
    if len(text) <= _SHOWN_OMISSION:
        return text
    return f"{text[:_SHOWN_OMISSION]}… ({len(text)} characters)"


def _n_words(text: str) -> int:
    return len(_WORDS.findall(text))


def _verified(quote: str, method: str, reading: str, evidence: dict[str, JsonValue]) -> Check:
    return Check(
        checker="quotes", status="verified", strength="proof", claim=quote, method=method, reading=reading,
        evidence=evidence,
    )  # fmt: skip


def _refuted(quote: str, method: str, reading: str, evidence: dict[str, JsonValue]) -> Check:
    return Check(checker="quotes", status="refuted", claim=quote, method=method, reading=reading, evidence=evidence)


def _unknown(quote: str, reason: CheckReason, passage: str | None = None) -> Check:
    evidence: dict[str, JsonValue] = {}
    if passage is not None:
        evidence["passage"] = passage
    return Check(
        checker="quotes", status="unknown", claim=quote, method="passage-match", reason=reason, evidence=evidence
    )
