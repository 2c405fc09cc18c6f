"""The grading of a worked solution: labels voted, bound by evidence, carried along premises, and scored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from statistics import median_low

from dikast.graphs.agent_calls import together
from dikast.graphs.check_nodes import right_answers
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.error_propagation import inherit
from dikast.graphs.evidence_binding import CONTEST, bind, may_contest, unseen
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.rubric_lookup import RubricLookup
from dikast.graphs.state import State
from dikast.graphs.vote_aggregation import vote
from dikast.protocols import FINAL_ANSWER_KEY, GradeMove, step_key
from dikast.records import Check, CheckStatus, Grading, Labelling, Question, Solution, StepLabel, Verdict
from dikast.rubrics import Rubric, score
from dikast.verify import check_step

IS_RIGHT: dict[CheckStatus, bool | None] = {
    "verified": True,
    "refuted": False,
    "unknown": None,
}
"""Whether a final answer is right, by the check of it."""


def grade(move: GradeMove) -> GraphNode:
    """The last labels of the seats of these roles become the grading; without roles, the evidence alone does."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        grading = await _grading(context, move, context.episode.labellings(state))
        return {"grading": context.episode.entry("grading", grading)}

    return node


async def _grading(context: NodeContext, move: GradeMove, labellings: Sequence[Labelling]) -> Grading:
    """The grading by the votes among these labellings, which are those of the whole episode, and by the evidence."""
    question = context.episode.question
    solution = question.solution or Solution(steps=())
    rubric = RubricLookup.of(context.episode.protocol).rubric
    voters = [seat.name for seat in context.seats_of(move.grade)]
    last = last_labellings(labellings, voters)
    votes = _votes_by_step(context, last, rubric)
    labels = [_voted(step, votes[step], move.quorum) for step in range(len(solution.steps))]
    # Without voters only the evidence can say anything, whatever the move's grounding.
    grounding = move.grounding if voters else "binding"
    if grounding == "binding":
        labels = await together(_bound(context, solution, label, rubric) for label in labels)
    # Only now: an error that the evidence removes must not be passed on to later steps.
    labels = inherit(labels)
    first_error = next((label.step for label in labels if label.is_wrong), None)
    answer = next((check for check in context.history.checks if check.about == FINAL_ANSWER_KEY), None)
    is_answer_right: bool | None = None
    if answer is not None:
        is_answer_right = IS_RIGHT[answer.status]
    # A wrong answer is no luck; whether an unknown one is lucky is unknown too.
    is_lucky = is_answer_right
    if is_answer_right:
        is_lucky = first_error is not None
    total, criteria = score(applicable_rubric(rubric, question), labels, is_answer_right, _levels(last))
    return Grading(
        rubric=rubric.name,
        grounding=grounding,
        steps=tuple(labels),
        first_error=first_error,
        answer=answer,
        is_answer_right=is_answer_right,
        is_lucky=is_lucky,
        score=total,
        criteria=criteria,
        labellings=tuple(labellings),
    )


def applicable_rubric(rubric: Rubric, question: Question) -> Rubric:
    """The rubric without the criteria that need the right answer, where that is not known."""
    if right_answers(question):
        return rubric
    others = tuple(criterion for criterion in rubric.criteria if criterion.measure != "answer")
    if not others:
        # A rubric with no criterion left could not be scored at all.
        return rubric
    return rubric.model_copy(update={"criteria": others})


def last_labellings(labellings: Sequence[Labelling], voters: Sequence[str]) -> list[Labelling]:
    """The labellings that each voter made when it was last asked, in the order of the voters."""
    latest: list[Labelling] = []
    for voter in voters:
        own = [labelling for labelling in labellings if labelling.seat == voter]
        by_call: dict[tuple[int, tuple[int, ...]], Labelling] = {}
        for labelling in own:
            if labelling.move != own[-1].move:
                continue
            # In rounds the same move is made again: the last reply for each sample and step counts.
            steps = tuple(label.step for label in labelling.steps)
            by_call[labelling.sample, steps] = labelling
        latest.extend(by_call.values())
    return latest


def _votes_by_step(
    context: NodeContext, labellings: Sequence[Labelling], rubric: Rubric
) -> defaultdict[int, list[StepLabel]]:
    """The labels of each step, in order; those of a judge that can't see the question's images as `unseen` has them."""
    votes: defaultdict[int, list[StepLabel]] = defaultdict(list)
    blind = context.episode.blind
    has_images = bool(context.episode.question.images)
    for labelling in labellings:
        is_blind = has_images and labelling.seat in blind
        for label in labelling.steps:
            counted = unseen(label, rubric) if is_blind else label
            votes[label.step].append(counted)
    return votes


def _voted(step: int, votes: Sequence[StepLabel], quorum: int | None) -> StepLabel:
    """One label made of the votes; without any, `unknown`."""
    if votes:
        return vote(votes, quorum)
    return StepLabel(
        step=step,
        label="unknown",
        decided_by="verifier",
        reason="nothing that a machine can decide",
    )


async def _bound(context: NodeContext, solution: Solution, label: StepLabel, rubric: Rubric) -> StepLabel:
    """The label, bound by the checks of its step and by those of the judge's own reading of it."""
    about = step_key(label.step)
    checks: list[Check] = []
    refuted_claims: list[str] = []
    for check in context.history.checks:
        if check.about == about:
            checks.append(check)
            if check.status == "refuted":
                refuted_claims.append(check.claim)
    contested: list[Check] = []
    # The machine may have misread a claim: then the judge's reading is checked too.
    if may_contest(label, solution.steps[label.step], refuted_claims):
        contested = await _checks_of_contest(context, solution, label)
    return bind(label, checks, contested, rubric)


async def _checks_of_contest(context: NodeContext, solution: Solution, label: StepLabel) -> list[Check]:
    """The checks of the judge's own reading of the step, where it says that the machine misread it."""
    checks = await check_step(
        label.contest or "",
        context=solution.steps[: label.step],
        problem=context.episode.question.text,
    )
    origin = {"checker": CONTEST, "about": step_key(label.step)}
    return [check.model_copy(update=origin) for check in checks]


def _levels(labellings: Sequence[Labelling]) -> dict[str, float]:
    """The median of the levels picked for each criterion, from 0 to 1, by the criterion's name; the lower of two."""
    picked: defaultdict[str, list[float]] = defaultdict(list)
    for labelling in labellings:
        for name, level in labelling.levels.items():
            picked[name].append(level)
    # Sorted, so that the record does not depend on which judge named which criterion first.
    return {name: median_low(picked[name]) for name in sorted(picked)}


def graded_verdict(grading: Grading) -> Verdict:
    """The verdict that a grading amounts to: unparsed where no step could be read."""
    n_steps = len(grading.steps)
    if n_steps > 0 and grading.n_unparsed == n_steps:
        return Verdict(status="unparsed", grading=grading, reason=grading.steps[0].reason)
    return Verdict(status="decided", grading=grading)
