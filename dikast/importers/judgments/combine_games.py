"""From the replies of one judge to its verdict.

Replies count as in JudgeBench (Tan et al. 2024, arXiv 2410.12784): a reply for a candidate is one point for it, a tie
an equal part of a point for each, and one that can't be read none. The candidate with most points is the verdict. With
two candidates in both orders this is the published counter: +1 for the label, -1 for the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from dikast.graphs import safe_log
from dikast.importers.judgments.recorded_judgment import RecordedGame
from dikast.questions import TIE
from dikast.records import Look, Verdict


def look_of(game: RecordedGame, n_choices: int) -> Look:
    """One reply as a look of the judge."""
    if game.winner is None:
        return Look(
            round=0,
            order=game.order,
            status="unparsed",
            text=game.text,
            reason=game.reason,
        )
    probabilities = [1 / n_choices] * n_choices
    if game.winner != TIE:
        probabilities = [float(choice == game.winner) for choice in range(n_choices)]
    return Look(
        round=0,
        order=game.order,
        status="decided",
        route="label",
        probabilities=tuple(probabilities),
        logp=tuple(map(safe_log, probabilities)),
        text=game.text,
    )


def combine_games(games: Sequence[RecordedGame], n_choices: int) -> Verdict:
    """The verdict of a judge's replies, with the shares of the points as probabilities.

    It is a tie if every reply that can be read is one. If replies contradict each other, it is decided without a choice
    and no tie. It is unparsed if none can be read.
    """
    looks = tuple(look_of(game, n_choices) for game in games)
    rows = [look.probabilities for look in looks if look.probabilities is not None]
    if not rows:
        return Verdict(status="unparsed", looks=looks, reason=looks[0].reason)
    points = [math.fsum(column) for column in zip(*rows, strict=True)]
    top = max(points)
    is_shared = points.count(top) > 1
    return Verdict(
        status="decided",
        choice=None if is_shared else points.index(top),
        tie=all(game.winner in (TIE, None) for game in games),
        probabilities=tuple(point / len(rows) for point in points),
        route="label",
        looks=looks,
    )
