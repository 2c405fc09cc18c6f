"""The warnings of a report in words, grouped by kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dikast.metrics import Caution

WORDS_FOR_KINDS = {
    "judge-argues": "a judge that also argues",
    "below-constant": "below a judge that reads nothing",
    "few-questions": "few questions",
    "unparsed": "verdicts that could not be read",
    "silent": "debates in which nobody spoke",
    "unanswered": "replies without an answer",
    "failed": "failed episodes",
    "position": "place of the answers",
    "hard-labels": "bare labels",
    "no-spread": "certainties that are all alike",
    "undecided": "effects that lost verdicts may explain",
    "underpowered": "differences that may be chance",
    "chance-agreement": "agreement by chance",
    "no-gap": "no gap to recover",
    "other-questions": "other questions",
    "tells": "answers that give themselves away",
}


def warnings_by_kind(cautions: Iterable[Caution]) -> dict[str, list[Caution]]:
    """The warnings of each kind, under the words for it, in the order in which kinds first appear."""
    by_kind: defaultdict[str, list[Caution]] = defaultdict(list)
    for caution in cautions:
        words = WORDS_FOR_KINDS.get(caution.kind, caution.kind)
        by_kind[words].append(caution)
    return dict(by_kind)
