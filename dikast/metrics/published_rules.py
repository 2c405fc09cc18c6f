"""The figures that a data set's own script would print, where it counts by another rule than ours."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from dikast.metrics.judged_items import TIE, JudgedItem
from dikast.metrics.macro_scores import macro_scores
from dikast.records import Record


class PublishedFigures(Record):
    """What the published rule gives; `rule` says how it counts. What it has no figure of is None."""

    rule: str
    accuracy: float | None = None
    precision: float | None = None
    recall: float | None = None
    f1: float | None = None
    consistency: float | None = None


@dataclass(frozen=True)
class PublishedRule:
    """A rule in words, and the function that counts by it."""

    words: str
    figures: Callable[[Sequence[JudgedItem], str], PublishedFigures]


def published_figures(items: Sequence[JudgedItem]) -> PublishedFigures | None:
    """The figures of items of one data set by that set's own rule; None if it has none that differs.

    Items whose right answer is not known are no part of it.
    """
    known = [item for item in items if item.gold is not None]
    if not known or known[0].dataset not in _RULES:
        return None
    rule = _RULES[known[0].dataset]
    return rule.figures(known, rule.words)


def _unread_as_tie(items: Sequence[JudgedItem], words: str) -> PublishedFigures:
    """PandaLM's `compute_metrics.py`, JudgeLM's `eval_model_judgement.py`: only the first game counts."""
    gold = [item.gold for item in items if item.gold is not None]
    said = [_first_game(item) for item in items]
    macro = macro_scores(said, gold)
    return PublishedFigures(
        rule=words,
        accuracy=sum(a == b for a, b in zip(said, gold, strict=True)) / len(items),
        precision=macro.precision,
        recall=macro.recall,
        f1=macro.f1,
        consistency=_same_games(items, unread=TIE),
    )


def _first_game(item: JudgedItem) -> int:
    """What the first reply says, and a tie where it can't be read."""
    game = item.games[0] if item.games else None
    return TIE if game is None else game


def _both_right(items: Sequence[JudgedItem], words: str) -> PublishedFigures:
    """ContextualJudgeBench's `compute_acc`."""
    n_right = sum({*item.games} == {item.gold} for item in items)
    return PublishedFigures(
        rule=words,
        accuracy=n_right / len(items),
        consistency=_same_games(items, unread=None),
    )


def _counter(items: Sequence[JudgedItem], words: str) -> PublishedFigures:
    """JudgeBench's `compute_final_metrics`, in which the accuracy is ours."""
    return PublishedFigures(
        rule=words,
        accuracy=sum(item.said == item.gold for item in items) / len(items),
        consistency=_same_games(items, unread=None),
    )


def _unread_as_half(items: Sequence[JudgedItem], words: str) -> PublishedFigures:
    """RewardBench's `run_generative.py` and `run_rm.py`."""
    credit = 0.0
    for item in items:
        if item.said == item.gold:
            credit += 1
        elif item.said is None:
            credit += 0.5
    return PublishedFigures(rule=words, accuracy=credit / len(items))


def _as_the_file_says(items: Sequence[JudgedItem], words: str) -> PublishedFigures:
    """The mean of the file's own `acc`."""
    rights = [item.published_right for item in items if item.published_right is not None]
    return PublishedFigures(rule=words, accuracy=sum(rights) / len(rights) if rights else None)


def _same_games(items: Sequence[JudgedItem], *, unread: int | None) -> float | None:
    """The share of items whose games all say the same, if what can't be read says `unread`."""
    paired = [item for item in items if len(item.games) > 1]
    if not paired:
        return None
    n_same = 0
    for item in paired:
        said = {unread if game is None else game for game in item.games}
        n_same += len(said) == 1
    return n_same / len(paired)


_RULES = {
    "pandalm": PublishedRule("a reply that can't be read counts as a tie", _unread_as_tie),
    "judgelm": PublishedRule(
        "the usual order alone; scores that can't be read count as a tie, also for consistency", _unread_as_tie
    ),
    "contextual": PublishedRule(
        "right in both orders; two replies that can't be read count as consistent", _both_right
    ),
    "judgebench": PublishedRule("as ours; two replies that can't be read count as consistent", _counter),
    "rewardbench": PublishedRule("a reply that can't be read counts as half right", _unread_as_half),
    "personalized": PublishedRule("the mean of the file's own `acc`", _as_the_file_says),
}
