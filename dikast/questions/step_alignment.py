"""Steps proposed for a solution, by a model or by anyone: taken only where they are the solution's own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise

_SENTENCE_ENDS = "。！？；："


def unchanged(text: str, steps: Sequence[str]) -> bool:
    """Whether the steps, joined, are the text: nothing added, left out, changed or moved, white space aside."""
    return _bare(text) == "".join(map(_bare, steps))


def aligned(text: str, proposed: Sequence[str]) -> tuple[str, ...] | None:
    """The spans of the text that the proposed steps are, in the text's own white space; blank ones are left out.

    None where they are not the whole text, or where one is parted from the next inside a word or a number: between
    two steps the text must have white space, or the end of a Chinese or Japanese sentence.
    """
    if not unchanged(text, proposed):
        return None
    sizes = [size for size in (len(_bare(step)) for step in proposed) if size]
    firsts = {0, *accumulate(sizes[:-1])} if sizes else set()
    cuts = [place for i, place in enumerate(_places(text)) if i in firsts]
    if any(not _may_cut(text, cut) for cut in cuts[1:]):
        return None
    return tuple(text[begin:end].strip() for begin, end in pairwise([*cuts, len(text)]))


def _bare(text: str) -> str:
    return "".join(text.split())


def _places(text: str) -> Iterator[int]:
    """Where the signs stand that are not white space."""
    return (place for place, sign in enumerate(text) if not sign.isspace())


def _may_cut(text: str, at: int) -> bool:
    return text[at - 1].isspace() or text[at - 1] in _SENTENCE_ENDS
