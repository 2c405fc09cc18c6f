"""Steps that a model or a person proposes for a solution, accepted only if they are the solution's own words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_SENTENCE_ENDS = "。！？；："


def is_unchanged(text: str, steps: Sequence[str]) -> bool:
    """Whether the steps, joined, are the text: nothing added, left out, changed or moved, except white space."""
    return _without_space(text) == "".join(map(_without_space, steps))


def align_steps(text: str, proposed: Sequence[str]) -> tuple[str, ...] | None:
    """The passages of the text that the proposed steps are, with the text's own white space, without blank steps.

    None if the steps are not the whole text, or if two of them meet inside a word or a number: between two steps the
    text must have white space, or the end of a Chinese or Japanese sentence.
    """
    if not is_unchanged(text, proposed):
        return None
    visible_positions = [position for position, character in enumerate(text) if not character.isspace()]
    cuts: list[int] = []
    n_before = 0
    # A step begins at the visible character that follows those of the steps before it. Blank steps are left out.
    for step in filter(None, map(_without_space, proposed)):
        cuts.append(visible_positions[n_before])
        n_before += len(step)
    # The first step begins the text, so that nothing is cut there.
    if not all(_can_cut(text, cut) for cut in cuts[1:]):
        return None
    edges = [*cuts, len(text)]
    return tuple(text[begin:end].strip() for begin, end in pairwise(edges))


def _without_space(text: str) -> str:
    """The visible characters of the text."""
    return "".join(text.split())


def _can_cut(text: str, position: int) -> bool:
    """Whether a step may begin here, by the character before."""
    before = text[position - 1]
    return before.isspace() or before in _SENTENCE_ENDS
