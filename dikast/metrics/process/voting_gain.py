"""VotingGain: whether the vote over several labels of each step is better than a single label, or worse.

Wang et al. 2022 (arXiv 2203.11171) vote over samples. In ProcessBench (arXiv 2412.06559, Tables 3 and 9), votes over
eight samples raise strong judges and lower weak ones. So the gain is measured, on solutions that people labelled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dikast.metrics.bootstrap import RESAMPLES
from dikast.metrics.estimate import Estimate
from dikast.metrics.process.count_table import tally
from dikast.metrics.process.judged_solution import JudgedSolution, JudgedSteps, UnknownAs
from dikast.metrics.process.process_bootstrap import estimates
from dikast.metrics.process.process_metrics import balanced_accuracy, process_bench_f1
from dikast.records import Grading, Label, Record, StepLabel

Advice = Literal["vote", "one vote", "undecided"]
_METRICS = {"balanced_accuracy": balanced_accuracy, "process_bench_f1": process_bench_f1}


class VotingGain(Record):
    """By how much a vote exceeds what one of its voters reaches on average.

    `single` and `voted` are the metrics of one voter and of the vote, before evidence overrode any label. `gains` are
    paired differences, the vote less one voter, with intervals over problems. `advice` is `vote` where the interval of
    the gain in balanced accuracy is above 0, `one vote` where it is below 0, else `undecided`.
    """

    solutions: int
    voters: int
    single: dict[str, Estimate]
    voted: dict[str, Estimate]
    gains: dict[str, Estimate]
    advice: Advice


@dataclass(frozen=True)
class Ballot:
    """One solution, judged by the vote (`voted`) and by each voter alone (`singles`)."""

    voted: JudgedSolution
    singles: tuple[JudgedSolution, ...]

    @classmethod
    def of(cls, judged: JudgedSolution, grading: Grading) -> Ballot | None:
        """The ballot behind a grading; None where it has fewer than two voters."""
        voters = _labels_by_voter(grading)
        if len(voters) < 2:
            return None
        voted = [label.model_copy(update={"label": _voted_label(label)}) for label in grading.steps]
        singles = tuple(_judged_with(judged, by_step.values()) for by_step in voters)
        return cls(_judged_with(judged, voted), singles)


def _voted_label(label: StepLabel) -> Label | None:
    """The result of the vote, before evidence overrode it."""
    # Where only the verifier decided and no label was read, there was no vote: the verifier's label is none of it.
    if label.decided_by == "verifier":
        return label.judged
    return label.judged or label.label


def _labels_by_voter(grading: Grading) -> list[dict[int, StepLabel]]:
    """The labels of each voter, by step. A voter is a sample of a seat; only the last move that asked it counts."""
    last_moves = {labelling.seat: labelling.move for labelling in grading.labellings}
    voters: defaultdict[tuple[str, int], dict[int, StepLabel]] = defaultdict(dict)
    for labelling in grading.labellings:
        # A later move of the seat replaced these labels.
        if labelling.move != last_moves[labelling.seat]:
            continue
        by_step = voters[labelling.seat, labelling.sample]
        # A move may ask about one step at a time, so that one voter has several labellings.
        for label in labelling.steps:
            by_step[label.step] = label
    return list(voters.values())


def _judged_with(judged: JudgedSolution, labels: Iterable[StepLabel]) -> JudgedSolution:
    """The same solution, judged by these labels."""
    grading = Grading(rubric="", steps=tuple(labels))
    return replace(judged, steps=JudgedSteps.of(grading, len(judged.gold.steps)))


def voting_gain_of(
    ballots: Sequence[Ballot], *, unknown_as: UnknownAs = "apart", resamples: int = RESAMPLES, seed: int = 0
) -> VotingGain | None:
    """What voting gains on these solutions; None without any."""
    if not ballots:
        return None
    n = len(ballots)
    voted_counts = tally([ballot.voted for ballot in ballots], unknown_as)
    single_counts = tally([single for ballot in ballots for single in ballot.singles], unknown_as)
    single, _ = estimates(
        single_counts,
        _METRICS,
        n=n,
        resamples=resamples,
        seed=seed,
    )
    voted, gains = estimates(
        voted_counts,
        _METRICS,
        others=(single_counts,),
        n=n,
        resamples=resamples,
        seed=seed,
    )
    return VotingGain(
        solutions=n,
        voters=max(len(ballot.singles) for ballot in ballots),
        single=single,
        voted=voted,
        gains=gains,
        advice=_advice(gains.get("balanced_accuracy")),
    )


def _advice(gain: Estimate | None) -> Advice:
    """The advice for a gain in balanced accuracy: undecided unless its interval excludes 0."""
    if gain is None:
        return "undecided"
    low, high = gain.low, gain.high
    # Without resamples there is no interval.
    if low is None or high is None:
        return "undecided"
    if low > 0:
        return "vote"
    if high < 0:
        return "one vote"
    return "undecided"
