"""Private thinking in replies: one table of the marks that models put around it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

PrivateSpan = tuple[int, int]
"""Characters `[start, end)` of a text."""

_TAG_WORDS = (
    "think", "thinking", "antthinking", "deepthink", "thought", "thoughts", "reasoning", "reflection", "scratchpad",
    "analysis", "rationale", "monologue", "deliberation", "contemplation", "ponder", "brainstorm", "planning", "cot",
    "chain[_-]?of[_-]?thought", "private", "hidden", "internal",
)  # fmt: skip
_TAG = "|".join(_TAG_WORDS)
# Of a name such as `seed:think`, `inner_monologue` or `reasoning_content` one word decides. `no_think` asks for none.
_NAME = rf"(?!no[_-]?think|end[_-])(?:[a-z][a-z0-9]{{0,15}}[:_.-]){{0,3}}(?:{_TAG})(?:[_-][a-z]{{1,15}})?"
# A server may escape the brackets of a tag; a reply that is cut off may lack the last one.
_LT = r"(?:<|＜|\\<|&lt;|&#60;|\\u003c)"
_GT = r"(?:>|＞|\\>|&gt;|&#62;|\\u003e|\Z)"

_FORMATS: tuple[tuple[str, str], ...] = (
    # <think> (DeepSeek, Qwen), <thinking>, <thought>, <seed:think>, <reasoning effort="high">; tags may have attributes
    (rf"{_LT}\s?{_NAME}(?:\s[^<>\n]{{0,80}})?{_GT}", rf"{_LT}\s?(?:/\s?|end_of_){_NAME}\s?{_GT}"),
    # [THINK] (Mistral)
    (
        r"\[(?:begin_|start_)?(?:think|thinking|thought|reasoning)\]",
        r"\[(?:/|end_)(?:think|thinking|thought|reasoning)\]",
    ),
    # ◁think▷ (Kimi)
    (rf"◁{_NAME}▷", rf"◁/{_NAME}▷"),
    # <|begin_of_thought|> (OpenThinker), <|START_THINKING|> (Cohere), <|think_start|>, <|thinking|>
    (
        rf"<[|｜](?:begin_of_|start_|begin▁of▁)?(?:{_TAG})(?:_start|_begin)?[|｜]>",
        rf"<[|｜](?:/|end_of_|end_|end▁of▁)(?:{_TAG})[|｜]>|<[|｜](?:{_TAG})_end[|｜]>",
    ),
    # <|inner_prefix|> (Apertus)
    (r"<\|inner_prefix\|>", r"<\|inner_suffix\|>"),
    # <|channel>thought (Gemma)
    (r"<\|channel>(?:thought|thinking|analysis)?", r"<channel\|>"),
    # <unused94>thought (MedGemma)
    (r"<unused94>(?:thought)?", r"<unused95>"),
)
"""The opening and the closing mark of each format, as patterns in which case does not matter."""

_OPENING = re.compile("|".join(opening for opening, _ in _FORMATS), re.IGNORECASE)
_CLOSING = re.compile("|".join(closing for _, closing in _FORMATS), re.IGNORECASE)

# What closes these blocks closes others too: each is private by itself.
_BLOCKS = re.compile(
    r"^[ \t]*```(?:think|thinking|thoughts?|reasoning)[ \t]*\n.*?(?:^[ \t]*```[ \t]*$|\Z)"
    r"|<details(?:\s+type=\"reasoning\"[^<>]{0,200}>|>\s{0,9}<summary>\s?(?:think|thought|reasoning)[^<\n]{0,80}"
    r"</summary>).*?(?:</details>|\Z)",
    re.IGNORECASE | re.DOTALL | re.MULTILINE,
)

# Harmony (gpt-oss) writes every message as a header with a channel, `<|message|>`, and the words.
_HARMONY = re.compile(
    r"(?:<\|start\|>[^<\n]{0,40})?<\|channel\|>(?P<channel>[^<]{0,80})(?:<\|constrain\|>[^<]{0,40})?<\|message\|>"
    r"|<\|(?:end|return|call|start|message|channel)\|>"
)
_ENDS = ("<|end|>", "<|return|>")
_PUBLIC_CHANNEL = "final"
# What is left of harmony where a server drops special tokens: `analysisWe need … assistantfinalThe answer`.
_BARE_ANALYSIS = re.compile(r"\s*(?i:(?:assistant)?(?:analysis|commentary))(?P<glued>[A-Z])?")
_BARE_FINAL = re.compile(r"assistant\s?final")


# A reply is split where it is read, and again for what is recorded of it.
@lru_cache(maxsize=16)
def split_thinking(text: str) -> tuple[str, str]:
    """The public and the private part of a reply, without the marks between them.

    Private is all text between the first opening mark and the last closing mark, all before a closing mark without an
    opening one, and all after an opening mark without a closing one. Of harmony's messages all is private but those of
    the channel `final`. So whatever a text does with its marks, public text may become private, but thinking never
    becomes public.
    """
    private = private_spans(text)
    thinking = "".join(text[start:end] for start, end in private)
    for mark in (_OPENING, _CLOSING, _HARMONY):
        thinking = mark.sub("", thinking)
    public = "".join(text[start:end] for start, end in _between(private, len(text)))
    return public.strip(), thinking.strip()


def mask_thinking(text: str) -> str:
    """The text with blanks in place of its private part, so that every place in it stays the same."""
    pieces: list[str] = []
    at = 0
    for start, end in private_spans(text):
        pieces += (text[at:start], " " * (end - start))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)


def private_spans(text: str) -> list[PrivateSpan]:
    """Where a reply is private, its marks included: ascending, none touching another."""
    blocks = [block.span() for block in _BLOCKS.finditer(text)]
    return _merged([*_tagged_spans(text), *_harmony_spans(text), *blocks])


def _tagged_spans(text: str) -> list[PrivateSpan]:
    """Between the first opening and the last closing mark, and after an opening mark that is never closed."""
    spans: list[PrivateSpan] = []
    end = 0
    for closing in _CLOSING.finditer(text):
        end = closing.end()
    # Without an opening mark before the last closing one, all text before it is private.
    opening = _OPENING.search(text, 0, end)
    if end:
        spans.append((opening.start() if opening else 0, end))
    unclosed = _OPENING.search(text, end)
    if unclosed:
        spans.append((unclosed.start(), len(text)))
    return spans


def _harmony_spans(text: str) -> list[PrivateSpan]:
    """All but the words of the channel `final`, in a text with harmony's marks or with what is left of them."""
    marks = list(_HARMONY.finditer(text))
    if all(mark[0] in _ENDS for mark in marks):
        # Other models end a reply by the same mark; without a channel it says nothing else.
        return [mark.span() for mark in marks] + _bare_harmony_spans(text)
    public: list[PrivateSpan] = []
    for mark, following in pairwise([*marks, None]):
        # A message ends at whatever mark comes next.
        if mark is not None and (mark["channel"] or "").casefold().split()[:1] == [_PUBLIC_CHANNEL]:
            public.append((mark.end(), following.start() if following else len(text)))
    return _between(public, len(text))


def _bare_harmony_spans(text: str) -> list[PrivateSpan]:
    """All before the last `assistantfinal`, in a text that begins with `analysis`; all of it where that is missing."""
    analysis = _BARE_ANALYSIS.match(text)
    if not analysis:
        return []
    finals = list(_BARE_FINAL.finditer(text))
    if finals:
        return [(0, finals[-1].end())]
    # `analysisWe` is no word of a text; `analysis of` may be.
    return [(0, len(text))] if analysis["glued"] else []


def _merged(spans: Iterable[PrivateSpan]) -> list[PrivateSpan]:
    """The union of spans."""
    merged: list[PrivateSpan] = []
    for start, end in sorted(spans):
        if start == end:
            continue
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _between(spans: Sequence[PrivateSpan], length: int) -> list[PrivateSpan]:
    """What ascending spans leave of a text of this length."""
    left: list[PrivateSpan] = []
    at = 0
    for start, end in spans:
        left.append((at, start))
        at = end
    left.append((at, length))
    return left
