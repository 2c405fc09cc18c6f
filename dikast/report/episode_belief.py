"""What the judge of one episode believed, round by round, as a figure."""

from __future__ import annotations

from dikast.protocols import labels_for
from dikast.records import Episode, Look
from dikast.report.figure import Curve, CurvePoint, Curves

MOST_ANSWERS = 6


def belief_figure(episode: Episode) -> Curves | None:
    """The probability of each answer at every look, the verdict last; None where there are fewer than two looks.

    An episode in both orders has a curve for each answer in each of them.
    """
    curves: list[Curve] = []
    last = _last_round(episode) + 1
    labels = dict(zip(episode.order, labels_for(episode.order), strict=True))
    for number, passage in enumerate(episode.passages):
        looks = [*passage.looks, *_verdict_looks(episode, number)]
        for choice in list(episode.order)[:MOST_ANSWERS]:
            points = _points(looks, choice, n_looks=len(passage.looks), last=last)
            if len(points) > 1:
                curves.append(
                    Curve(label=f"answer {labels[choice]}", note="in the other order" if number else "", points=points)
                )
    if not curves:
        return None
    return Curves(
        id="belief",
        title="Belief",
        reading="The judge's probability of each answer after each round; the last point is the verdict.",
        x="round",
        y="probability",
        fixed_limits=(0.0, 1.0),
        curves=tuple(curves),
        ticks=tuple([(float(n), str(n)) for n in range(last)] + [(float(last), "verdict")]),
        fixed_x_limits=(0.0, float(last)),
    )


def _points(looks: list[Look], choice: int, *, n_looks: int, last: int) -> tuple[CurvePoint, ...]:
    """A point for each look that could be read; those after the first `n_looks` are the verdict."""
    points: list[CurvePoint] = []
    for number, look in enumerate(looks):
        if look.probabilities is not None and choice < len(look.probabilities):
            x = last if number >= n_looks else look.round
            points.append(CurvePoint(x=float(x), y=look.probabilities[choice], n=1))
    return tuple(points)


def _verdict_looks(episode: Episode, number: int) -> tuple[Look, ...]:
    """The look for the verdict after a passage: of its own order, where there are several."""
    order = episode.passages[number].order
    return tuple(look for look in episode.verdict.looks if look.order == order)[:1]


def _last_round(episode: Episode) -> int:
    rounds = [turn.round for passage in episode.passages for turn in passage.transcript.turns]
    rounds += [look.round for passage in episode.passages for look in passage.looks]
    return max(rounds, default=0)
