"""Whether voting over steps makes a judge better or worse is measured on labelled solutions."""

import random

import pytest

from dikast.metrics.process import Ballot, JudgedSolution, JudgedSteps, voting_gain_of
from dikast.records import Grading, Labelling, Marking, StepLabel, StepMark

VOTERS, STEPS = 5, 4


def labelled(truth: list[bool], p_right: float, rng: random.Random) -> list[StepLabel]:
    """The labels of a judge that is right about each step with this probability."""
    gain = []
    for i, is_right in enumerate(truth):
        says_right = is_right if rng.random() < p_right else not is_right
        gain.append(StepLabel(step=i, label="correct" if says_right else "incorrect"))
    return gain


def ballots(p_right: float, n: int = 120) -> list[Ballot]:
    """Solutions with the votes of five judges, each right with this probability, independently."""
    rng = random.Random(7)
    made = []
    for k in range(n):
        truth = [rng.random() < 0.6 for _ in range(STEPS)]
        votes = [labelled(truth, p_right, rng) for _ in range(VOTERS)]
        wrong = [sum(bool(vote[i].is_wrong) for vote in votes) for i in range(STEPS)]
        steps = tuple(
            StepLabel(step=i, label="incorrect" if count * 2 > VOTERS else "correct") for i, count in enumerate(wrong)
        )
        grading = Grading(
            rubric="r",
            steps=steps,
            labellings=tuple(Labelling(seat="judge", move="1", sample=s, steps=tuple(v)) for s, v in enumerate(votes)),
        )
        gold = Marking(steps=tuple(StepMark(label="correct" if right else "incorrect") for right in truth))
        ballot = Ballot.of(JudgedSolution(f"s{k}", f"p{k}", gold, JudgedSteps.of(grading, STEPS)), grading)
        assert ballot is not None
        made.append(ballot)
    return made


@pytest.mark.parametrize(("p_right", "advice"), [(0.7, "vote"), (0.5, "undecided"), (0.35, "one vote")])
def test_the_advice_says_when_voting_helps_and_when_it_hurts(p_right: float, advice: str) -> None:
    """Condorcet's theorem: votes raise judges better than chance, and lower those below it."""
    gain = voting_gain_of(ballots(p_right), resamples=1000)
    assert gain is not None
    assert gain.advice == advice
    assert gain.voters == VOTERS
    assert gain.single["balanced_accuracy"].value == pytest.approx(p_right, abs=0.04)


def test_a_label_from_evidence_alone_is_no_vote() -> None:
    """No reply could be read for the step: that a machine refuted it is nothing that the vote came to."""
    gold = Marking(steps=(StepMark(label="incorrect"),))
    unparsed = tuple(Labelling(seat=f"judge-{k}", move="1", steps=(StepLabel(step=0),)) for k in range(3))
    overridden = StepLabel(step=0, label="incorrect", decided_by="verifier")
    grading = Grading(rubric="r", steps=(overridden,), labellings=unparsed)
    ballot = Ballot.of(JudgedSolution("s", "p", gold, JudgedSteps.of(grading, 1)), grading)
    assert ballot is not None
    assert ballot.voted.steps.labels == (None,)


def test_a_hand_worked_vote() -> None:
    """Two wrong steps, one right: the voters find 2, 1 and 2 of the three, the vote finds all."""
    gold = Marking(steps=(StepMark(label="incorrect"), StepMark(label="incorrect"), StepMark(label="correct")))
    signs_by_voter = ["XXX", "X..", ".X."]
    votes = [
        tuple(StepLabel(step=i, label="incorrect" if sign == "X" else "correct") for i, sign in enumerate(signs))
        for signs in signs_by_voter
    ]
    voted = tuple(StepLabel(step=i, label=label) for i, label in enumerate(("incorrect", "incorrect", "correct")))
    labellings = tuple(Labelling(seat=f"judge-{k}", move="1", steps=steps) for k, steps in enumerate(votes))
    grading = Grading(rubric="r", steps=voted, labellings=labellings)
    ballot = Ballot.of(JudgedSolution("s", "p", gold, JudgedSteps.of(grading, 3)), grading)
    assert ballot is not None
    gain = voting_gain_of([ballot], resamples=0)
    assert gain is not None
    # Of wrong steps the voters find 4 of 6, of right ones they spare 2 of 3: the mean of the two shares.
    assert gain.single["balanced_accuracy"].value == pytest.approx(2 / 3)
    assert gain.voted["balanced_accuracy"].value == 1
    assert gain.gains["balanced_accuracy"].value == pytest.approx(1 / 3)
    assert gain.advice == "undecided"  # one problem has no interval


def test_a_vote_that_evidence_overrode_counts_as_it_was_voted() -> None:
    steps = (StepLabel(step=0, label="incorrect", decided_by="verifier", judged="correct"),)
    two = tuple(
        Labelling(seat="judge", move="1", sample=s, steps=(StepLabel(step=0, label="correct"),)) for s in (0, 1)
    )
    gold = Marking(steps=(StepMark(label="incorrect"),))
    ballot = Ballot.of(
        JudgedSolution("s", "p", gold, JudgedSteps.always("incorrect")),
        Grading(rubric="r", steps=steps, labellings=two),
    )
    assert ballot is not None
    assert ballot.voted.steps.labels == ("correct",)


def test_only_the_last_labels_of_a_voter_count_and_one_voter_is_no_vote() -> None:
    first = Labelling(seat="judge", move="1", steps=(StepLabel(step=0, label="correct"),))
    last = Labelling(seat="judge", move="3", steps=(StepLabel(step=0, label="incorrect"),))
    gold = Marking(steps=(StepMark(label="incorrect"),))
    judged = JudgedSolution("s", "p", gold, JudgedSteps.always("incorrect"))
    assert Ballot.of(judged, Grading(rubric="r", steps=last.steps, labellings=(first, last))) is None
