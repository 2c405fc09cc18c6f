"""Voting: whether several labels of each step are worth more than one; for a weak judge they may be worth less.

Wang et al. 2022 (arXiv 2203.11171) vote over samples. ProcessBench (arXiv 2412.06559, Tables 3 and 9) shows votes over
eight samples to raise strong judges and to lower weak ones: so it is measured, on solutions that people labelled.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dikast.metrics.bootstrap import RESAMPLES
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.count_table import tally
from dikast.metrics.process.judged_solution import JudgedSolution, JudgedSteps, UnknownAs
from dikast.metrics.process.process_bootstrap import estimates
from dikast.metrics.process.process_metrics import balanced_accuracy, process_bench_f1
from dikast.records import Grading, Label, Labelling, Record, StepLabel

Advice = Literal["vote", "one vote", "undecided"]
_FIGURES = {"balanced_accuracy": balanced_accuracy, "process_bench_f1": process_bench_f1}


class VotingGain(Record):
    """What a vote is worth, over what one of its voters alone is worth on average.

    `single` and `voted` are each figure of one voter and of the vote, before evidence bound it; `gains` how much the
    vote has over one voter, paired, with intervals over problems. `advice` is the gate: `vote` where balanced accuracy
    is surely higher by voting, `one vote` where it is surely lower, else `undecided`.
    """

    solutions: int
    voters: int
    single: dict[str, Estimate]
    voted: dict[str, Estimate]
    gains: dict[str, Estimate]
    advice: Advice


@dataclass(frozen=True)
class Ballot:
    """One solution with what each voter said of it alone, and what the vote came to."""

    voted: JudgedSolution
    singles: tuple[JudgedSolution, ...]

    @classmethod
    def of(cls, judged: JudgedSolution, grading: Grading) -> Ballot | None:
        """The ballot behind a judgement; None where there was one voter, or none."""
        voters = voters_of(grading)
        if len(voters) < 2:
            return None
        n = len(judged.gold.steps)
        voted = [label.model_copy(update={"label": _voted(label)}) for label in grading.steps]
        return cls(replace(judged, said=_said(voted, n)), tuple(replace(judged, said=_said(one, n)) for one in voters))


def _voted(label: StepLabel) -> Label | None:
    """What the vote came to, before evidence bound it: nothing where only evidence spoke, since no vote was read."""
    return label.judged if label.decided_by == "verifier" else label.judged or label.label


def voters_of(grading: Grading) -> list[list[StepLabel]]:
    """The labels of each voter: of each seat and sample, what it said when it was last asked."""
    last: dict[str, str] = {one.seat: one.move for one in grading.labellings}
    found: dict[tuple[str, int], dict[int, StepLabel]] = {}
    for one in grading.labellings:
        if one.move == last[one.seat]:
            found.setdefault(_voter(one), {}).update({label.step: label for label in one.steps})
    return [list(labels.values()) for labels in found.values()]


def _voter(labelling: Labelling) -> tuple[str, int]:
    return labelling.seat, labelling.sample


def _said(labels: Sequence[StepLabel], n: int) -> JudgedSteps:
    return JudgedSteps.of(Grading(rubric="", steps=tuple(labels)), n)


def voting_gain_of(
    ballots: Sequence[Ballot], *, unknown_as: UnknownAs = "apart", resamples: int = RESAMPLES, seed: int = 0
) -> VotingGain | None:
    """What voting is worth on these solutions; None without any."""
    if not ballots:
        return None
    voted = tally([ballot.voted for ballot in ballots], unknown_as)
    singles = tally([single for ballot in ballots for single in ballot.singles], unknown_as)
    n = len(ballots)
    alone, _ = estimates(singles, _FIGURES, n=n, resamples=resamples, seed=seed)
    together, gains = estimates(voted, _FIGURES, others=(singles,), n=n, resamples=resamples, seed=seed)
    return VotingGain(
        solutions=len(ballots),
        voters=max(len(ballot.singles) for ballot in ballots),
        single=alone,
        voted=together,
        gains=gains,
        advice=_advice(gains.get("balanced_accuracy")),
    )


def _advice(gain: Estimate | None) -> Advice:
    if gain is None or gain.low is None or gain.high is None:
        return "undecided"
    return "vote" if gain.low > 0 else "one vote" if gain.high < 0 else "undecided"
