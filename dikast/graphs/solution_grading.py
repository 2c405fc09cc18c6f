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
    """The last labels of the seats of these roles become the grading; of none, the evidence alone."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        labellings = scene.context.labellings(state)
        graded = await _graded(scene, move, labellings)
        return {"grading": scene.context.entry("grading", graded)}

    return node


async def _graded(scene: NodeContext, move: GradeMove, labellings: Sequence[Labelling]) -> Grading:
    book = RubricLookup.of(scene.context.protocol)
    solution = scene.context.question.solution or Solution(steps=())
    voters = [seat.name for role in move.grade for seat in scene.stage.seats_of(role)]
    last = _last(labellings, voters)
    blind = scene.context.blind if scene.context.question.images else frozenset()
    labels = [_voted(i, last, move, blind, book) for i in range(len(solution.steps))]
    if move.grounding == "binding" or not voters:
        labels = await together(_bound(scene, solution, label, book) for label in labels)
    labels = inherit(labels)
    answer = next((check for check in scene.said.checks if check.about == FINAL_ANSWER_KEY), None)
    is_answer_right = {"verified": True, "refuted": False}.get(answer.status) if answer is not None else None
    first_error = next((label.step for label in labels if label.is_wrong), None)
    rubric = _applying(book.rubric, scene.context.question)
    total, criteria = score(rubric, labels, is_answer_right, _levels(last))
    return Grading(
        rubric=book.rubric.name,
        grounding=move.grounding if voters else "binding",
        steps=tuple(labels),
        first_error=first_error,
        answer=answer,
        is_answer_right=is_answer_right,
        is_lucky=None if is_answer_right is None else is_answer_right and first_error is not None,
        score=total,
        criteria=criteria,
        labellings=tuple(labellings),
    )


def _applying(rubric: Rubric, question: Question) -> Rubric:
    """The rubric without what asks for the right answer, where nobody knows it."""
    others = tuple(criterion for criterion in rubric.criteria if criterion.measure != "answer")
    if question.references or question.gold is not None or not others:
        return rubric
    return rubric.model_copy(update={"criteria": others})


def _last(labellings: Sequence[Labelling], voters: Sequence[str]) -> list[Labelling]:
    """Of each voter, what it said when it was last asked."""
    found: list[Labelling] = []
    for voter in voters:
        own = [one for one in labellings if one.seat == voter]
        place = own[-1].move if own else None
        said = [one for one in own if one.move == place]
        # In rounds the same move comes round again: what was said last for each sample and step stands.
        latest = {(one.sample, tuple(label.step for label in one.steps)): one for one in said}
        found += latest.values()
    return found


def _voted(
    step: int, labellings: Sequence[Labelling], move: GradeMove, blind: frozenset[str], book: RubricLookup
) -> StepLabel:
    votes = [
        unseen(label, book.rubric) if one.seat in blind else label
        for one in labellings
        for label in one.steps
        if label.step == step
    ]
    if votes:
        return vote(votes, move.quorum)
    return StepLabel(step=step, label="unknown", decided_by="verifier", reason="nothing that a machine can decide")


async def _bound(scene: NodeContext, solution: Solution, label: StepLabel, book: RubricLookup) -> StepLabel:
    checks = [check for check in scene.said.checks if check.about == step_key(label.step)]
    contested: list[Check] = []
    refuted = [check.claim for check in checks if check.status == "refuted"]
    if refuted and label.contest and may_contest(label, solution.steps[label.step], refuted):
        found = await check_step(
            label.contest, context=solution.steps[: label.step], problem=scene.context.question.text
        )
        about = {"checker": CONTEST, "about": step_key(label.step)}
        contested = [check.model_copy(update=about) for check in found]
    return bind(label, checks, contested, book.rubric)


def _levels(labellings: Sequence[Labelling]) -> dict[str, float]:
    """The middle one of the levels picked for each criterion, the lower of two."""
    names = {name for one in labellings for name in one.levels}
    given = {name: [one.levels[name] for one in labellings if name in one.levels] for name in sorted(names)}
    return {name: median_low(values) for name, values in given.items()}


def verdict_of(grading: Grading) -> Verdict:
    """The verdict that a grading is: unparsed where no step of several could be read."""
    if grading.steps and grading.n_unparsed == len(grading.steps):
        return Verdict(status="unparsed", grading=grading, reason=grading.steps[0].reason)
    return Verdict(status="decided", grading=grading)
