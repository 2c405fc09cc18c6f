"""Precision, recall and F1, averaged over classes with the same weight each."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.records import Record


class MacroScores(Record):
    """The mean of each over the classes that occur as right answers. What no class can be given is None."""

    precision: float | None
    recall: float | None
    f1: float | None


def macro_scores(said: Sequence[int | None], gold: Sequence[int]) -> MacroScores:
    """Macro-averaged precision, recall and F1 of what a judge said (Sokolova and Lapalme 2009, table 3).

    The classes are those of `gold`. A prediction of no class, such as None for a reply that can't be read, is a miss of
    its item's class and no prediction of another. A class that is never predicted has precision 0, and F1 0 where both
    are 0. F1 is the mean of the classes' F1, not the F1 of the means.
    """
    classes = sorted(set(gold))
    if not classes:
        return MacroScores(precision=None, recall=None, f1=None)
    scores = [_class_scores(said, gold, name) for name in classes]
    precision, recall, f1 = (sum(column) / len(classes) for column in zip(*scores, strict=True))
    return MacroScores(precision=precision, recall=recall, f1=f1)


def _class_scores(said: Sequence[int | None], gold: Sequence[int], name: int) -> tuple[float, float, float]:
    """Precision, recall and F1 of one class."""
    n_right = sum(one == name == other for one, other in zip(said, gold, strict=True))
    n_said = sum(one == name for one in said)
    n_gold = sum(other == name for other in gold)
    precision = n_right / n_said if n_said else 0.0
    recall = n_right / n_gold
    f1 = 2 * n_right / (n_said + n_gold)
    return precision, recall, f1
