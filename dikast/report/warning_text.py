"""Doubts: the cautions of a report in words, those of one kind together."""

from __future__ import annotations

from collections.abc import Iterable

from dikast.metrics import Caution

KINDS_IN_WORDS = {
    "judge-argues": "a judge that also argues",
    "below-constant": "below a judge that reads nothing",
    "few-questions": "few questions",
    "unparsed": "verdicts that could not be read",
    "failed": "failed episodes",
    "position": "place of the answers",
    "hard-labels": "bare labels",
    "undecided": "effects that lost verdicts may explain",
    "underpowered": "differences that may be chance",
    "chance-agreement": "agreement by chance",
    "no-gap": "no gap to recover",
    "other-questions": "other questions",
}


def warnings_by_kind(cautions: Iterable[Caution]) -> dict[str, list[Caution]]:
    """The cautions of each kind, under the words for it, in the order in which kinds first come."""
    found: dict[str, list[Caution]] = {}
    for caution in cautions:
        found.setdefault(KINDS_IN_WORDS.get(caution.kind, caution.kind), []).append(caution)
    return found
