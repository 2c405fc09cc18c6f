"""The grading of a worked solution: labels voted, bound by evidence, carried along premises, and scored."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median_low

from langgraph.runtime import Runtime

from dikast.graphs.agent_calls import together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.error_propagation import inherit
from dikast.graphs.evidence_binding import CONTEST, bind, may_contest, unseen
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.rubric_lookup import RubricLookup
from dikast.graphs.state import State
from dikast.graphs.vote_aggregation import vote
from dikast.protocols import FINAL_ANSWER_KEY, GradeMove, step_key
from dikast.records import Check, Grading, Labelling, Question, Solution, StepLabel, Verdict
from dikast.rubrics import Rubric, score
from dikast.verify import check_step


def grade(move: GradeMove) -> GraphNode:
    """The last labels of the seats of these roles become the grading; without roles, the evidence alone does."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        grading = await _grading(context, move, context.episode.labellings(state))
        return {"grading": context.episode.entry("grading", grading)}

    return node


async def _grading(context: NodeContext, move: GradeMove, labellings: Sequence[Labelling]) -> Grading:
    question = context.episode.question
    solution = question.solution or Solution(steps=())
    rubric = RubricLookup.of(context.episode.protocol).rubric
    voters = [seat.name for seat in context.seats_of(move.grade)]
    last = last_labellings(labellings, voters)
    blind = context.episode.blind if question.images else frozenset()
    labels = [_voted(step, last, move, blind, rubric) for step in range(len(solution.steps))]
    # Without voters only the evidence can say anything, whatever the move's grounding.
    grounding = move.grounding if voters else "binding"
    if grounding == "binding":
        labels = await together(_bound(context, solution, label, rubric) for label in labels)
    labels = inherit(labels)
    first_error = next((label.step for label in labels if label.is_wrong), None)
    answer = next((check for check in context.history.checks if check.about == FINAL_ANSWER_KEY), None)
    is_answer_right = _is_right(answer)
    total, criteria = score(_applicable(rubric, question), labels, is_answer_right, _levels(last))
    return Grading(
        rubric=rubric.name,
        grounding=grounding,
        steps=tuple(labels),
        first_error=first_error,
        answer=answer,
        is_answer_right=is_answer_right,
        is_lucky=None if is_answer_right is None else is_answer_right and first_error is not None,
        score=total,
        criteria=criteria,
        labellings=tuple(labellings),
    )


def _is_right(answer: Check | None) -> bool | None:
    """Whether the final answer is right; None where it was not checked or could not be decided."""
    if answer is None or answer.status == "unknown":
        return None
    return answer.status == "verified"


def _applicable(rubric: Rubric, question: Question) -> Rubric:
    """The rubric without the criteria that need the right answer, where that is not known."""
    others = tuple(criterion for criterion in rubric.criteria if criterion.measure != "answer")
    is_known = bool(question.references) or question.gold is not None
    if is_known or not others:
        return rubric
    return rubric.model_copy(update={"criteria": others})


def last_labellings(labellings: Sequence[Labelling], voters: Sequence[str]) -> list[Labelling]:
    """What each voter said when it was last asked."""
    latest: list[Labelling] = []
    for voter in voters:
        own = [labelling for labelling in labellings if labelling.seat == voter]
        by_last_move = [labelling for labelling in own if labelling.move == own[-1].move]
        # In rounds the same move is made again: the last reply for each sample and step counts.
        by_call = {(labelling.sample, _steps_of(labelling)): labelling for labelling in by_last_move}
        latest.extend(by_call.values())
    return latest


def _steps_of(labelling: Labelling) -> tuple[int, ...]:
    return tuple(label.step for label in labelling.steps)


def _voted(
    step: int, labellings: Sequence[Labelling], move: GradeMove, blind: frozenset[str], rubric: Rubric
) -> StepLabel:
    votes: list[StepLabel] = []
    for labelling in labellings:
        labels = [label for label in labelling.steps if label.step == step]
        if labelling.seat in blind:
            labels = [unseen(label, rubric) for label in labels]
        votes += labels
    if not votes:
        return StepLabel(step=step, label="unknown", decided_by="verifier", reason="nothing that a machine can decide")
    return vote(votes, move.quorum)


async def _bound(context: NodeContext, solution: Solution, label: StepLabel, rubric: Rubric) -> StepLabel:
    checks = [check for check in context.history.checks if check.about == step_key(label.step)]
    refuted = [check.claim for check in checks if check.status == "refuted"]
    contested: list[Check] = []
    if may_contest(label, solution.steps[label.step], refuted):
        contested = await _checks_of_contest(context, solution, label)
    return bind(label, checks, contested, rubric)


async def _checks_of_contest(context: NodeContext, solution: Solution, label: StepLabel) -> list[Check]:
    """The checks of the judge's own reading of the step, where it says that the machine misread it."""
    earlier = solution.steps[: label.step]
    checks = await check_step(label.contest or "", context=earlier, problem=context.episode.question.text)
    about = {"checker": CONTEST, "about": step_key(label.step)}
    return [check.model_copy(update=about) for check in checks]


def _levels(labellings: Sequence[Labelling]) -> dict[str, float]:
    """The median of the levels picked for each criterion, the lower of two."""
    picked: dict[str, list[float]] = {}
    for labelling in labellings:
        for name, level in labelling.levels.items():
            picked.setdefault(name, []).append(level)
    return {name: median_low(picked[name]) for name in sorted(picked)}


def graded_verdict(grading: Grading) -> Verdict:
    """The verdict that a grading amounts to: unparsed where no step could be read."""
    if grading.steps and grading.n_unparsed == len(grading.steps):
        return Verdict(status="unparsed", grading=grading, reason=grading.steps[0].reason)
    return Verdict(status="decided", grading=grading)
