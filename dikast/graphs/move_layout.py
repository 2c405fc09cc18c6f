"""How each kind of move is laid out in the graph: its nodes, by name, and how they follow one another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from dikast.graphs import debate_nodes
from dikast.graphs.node_context import GraphNode
from dikast.protocols import (
    AcceptMove,
    AccuseMove,
    AnswerMove,
    AskMove,
    CheckMove,
    ChooseMove,
    ClaimsMove,
    ConcedeMove,
    CreditMove,
    CriteriaMove,
    CriticiseMove,
    DecideMove,
    DelegateMove,
    EstimateMove,
    ExamineMove,
    GradeMove,
    LabelMove,
    MoveModel,
    PickMove,
    PredictMove,
    PremisesMove,
    RankMove,
    RateMove,
    RequirementsMove,
    RulesMove,
    SolveMove,
    SpeakMove,
    SplitMove,
    TruthSerumMove,
    VerifyMove,
    VoteMove,
)

if TYPE_CHECKING:
    from dikast.graphs.step_labelling import StepNode


@dataclass(frozen=True)
class StepFanOut:
    """A node that every step of the solution is sent to alone, all at once, between two nodes that only wait."""

    before: str
    worker: str
    node: StepNode
    after: str


@dataclass(frozen=True)
class MoveLayout:
    """The nodes of one move, by name: all at once, or one after the other (`is_chain`).

    A move that `is_between_rounds` is left out after the last round, so a round can't end in it unless it `may_end`.
    """

    nodes: list[tuple[str, GraphNode]]
    is_chain: bool = False
    is_between_rounds: bool = False
    may_end: bool = True


def layout_of(move: MoveModel, move_id: str) -> MoveLayout | StepFanOut:
    """The layout of a move. `move_id` is its id in the protocol, which its turns carry."""
    return LAYOUTS[type(move)](move, move_id)


def belief_layout(move: DecideMove, move_id: str) -> MoveLayout:
    """The layout of what the judge is asked between rounds that end once it is sure enough."""
    node = debate_nodes.belief(move, move_id)
    return MoveLayout([(f"{move.decide}_looks", node)], is_between_rounds=True)


# Nodes are imported by the layouts that have them: a protocol uses few kinds of moves, and some need the verifier.
def _speak(move: SpeakMove, move_id: str) -> MoveLayout:
    nodes = [(f"{role}_speaks", debate_nodes.speak(move, move_id, role)) for role in move.speak]
    return MoveLayout(nodes, is_chain=move.order == "sequential")


def _ask(move: AskMove, move_id: str) -> MoveLayout:
    nodes = [(f"{move.ask}_asks", debate_nodes.put_question(move, move_id))]
    return MoveLayout(nodes, is_between_rounds=move.except_last, may_end=not move.except_last)


def _answer(move: AnswerMove, move_id: str) -> MoveLayout:
    from dikast.graphs import answer_and_vote

    # All at once, and never a chain: whose answer comes first must not matter.
    nodes = [(f"{role}_answers", answer_and_vote.answer(move, move_id, role)) for role in move.answer]
    return MoveLayout(nodes)


def _check(move: CheckMove, move_id: str) -> MoveLayout:
    from dikast.graphs import check_budget, check_nodes, claim_reader

    if move.budget is not None:
        name = f"{'_'.join(move.by)}_picks_{move.check}"
        return MoveLayout([(name, check_budget.check_on_budget(move, move_id))])
    node = (f"check_{move.check}", check_nodes.check(move))
    if move.reader is None:
        return MoveLayout([node])
    reading = (f"{move.reader}_reads_{move.check}", claim_reader.read_claims(move, move_id, move.reader))
    return MoveLayout([reading, node], is_chain=True)


def _choose(move: ChooseMove, move_id: str) -> MoveLayout:
    node = debate_nodes.choose(move, move_id)
    return MoveLayout([(f"{move.choose}_chooses", node)])


def _decide(move: DecideMove, move_id: str) -> MoveLayout:
    node = debate_nodes.decide(move, move_id)
    return MoveLayout([(f"{move.decide}_decides", node)])


def _vote(move: VoteMove, move_id: str) -> MoveLayout:
    from dikast.graphs import answer_and_vote

    node = answer_and_vote.vote(move)
    return MoveLayout([("count_votes", node)])


def _solve(move: SolveMove, move_id: str) -> MoveLayout:
    from dikast.graphs import self_solve

    node = self_solve.solve(move, move_id)
    return MoveLayout([(f"{move.solve}_solves", node)])


def _premises(move: PremisesMove, move_id: str) -> MoveLayout:
    from dikast.graphs import step_labelling

    node = step_labelling.find_premises(move, move_id)
    return MoveLayout([(f"{move.premises}_finds_premises", node)])


def _label(move: LabelMove, move_id: str) -> MoveLayout | StepFanOut:
    from dikast.graphs import step_labelling

    roles = "_".join(move.label)
    if move.each == "solution":
        return MoveLayout([(f"{roles}_labels", step_labelling.label_solution(move, move_id))])
    return StepFanOut(
        before=f"{roles}_takes_up_steps",
        worker=f"{roles}_labels_step",
        node=step_labelling.label_step(move, move_id),
        after=f"{roles}_labelled_steps",
    )


def _accuse(move: AccuseMove, move_id: str) -> MoveLayout:
    from dikast.graphs import step_labelling

    node = step_labelling.accuse(move, move_id)
    return MoveLayout([(f"{move.accuse}_accuses", node)])


def _grade(move: GradeMove, move_id: str) -> MoveLayout:
    from dikast.graphs import solution_grading

    node = solution_grading.grade(move)
    return MoveLayout([("grade", node)])


def _rate(move: RateMove, move_id: str) -> MoveLayout:
    from dikast.graphs import rate_candidates

    return MoveLayout([(f"{move.rate}_rates", rate_candidates.rate(move, move_id))])


def _rank(move: RankMove, move_id: str) -> MoveLayout:
    from dikast.graphs import rank_candidates

    return MoveLayout([(f"{move.rank}_ranks", rank_candidates.rank(move, move_id))])


def _rules(move: RulesMove, move_id: str) -> MoveLayout:
    from dikast.graphs import check_rules

    return MoveLayout([(f"{move.rules}_checks_rules", check_rules.check_rules(move, move_id))])


def _claims(move: ClaimsMove, move_id: str) -> MoveLayout:
    from dikast.graphs import check_claims

    return MoveLayout([(f"{move.claims}_checks_claims", check_claims.check_claims(move, move_id))])


def _requirements(move: RequirementsMove, move_id: str) -> MoveLayout:
    from dikast.graphs import check_requirements

    node = check_requirements.check_requirements(move, move_id)
    return MoveLayout([(f"{move.requirements}_checks_requirements", node)])


def _criteria(move: CriteriaMove, move_id: str) -> MoveLayout:
    from dikast.graphs import decide_by_criteria

    return MoveLayout([(f"{move.criteria}_decides", decide_by_criteria.decide_by_criteria(move, move_id))])


def _verify(move: VerifyMove, move_id: str) -> MoveLayout:
    from dikast.graphs import verify_answers

    return MoveLayout([("verify_answers", verify_answers.verify(move))])


def _credit(move: CreditMove, move_id: str) -> MoveLayout:
    from dikast.graphs import credit_reasoning

    return MoveLayout([(f"{move.credit}_gives_credit", credit_reasoning.credit_reasoning(move, move_id))])


def _accept(move: AcceptMove, move_id: str) -> MoveLayout:
    from dikast.graphs import accept_answer

    return MoveLayout([(f"{move.accept}_accepts", accept_answer.accept(move, move_id))])


def _predict(move: PredictMove, move_id: str) -> MoveLayout:
    from dikast.graphs import predicting

    return MoveLayout([(f"{move.predict}_predicts", predicting.predict(move, move_id))])


def _truth_serum(move: TruthSerumMove, move_id: str) -> MoveLayout:
    from dikast.graphs import truth_serum

    return MoveLayout(
        [("count_surprises" if move.by == "surprise" else "count_votes", truth_serum.count_verdict(move))]
    )


def _split(move: SplitMove, move_id: str) -> MoveLayout:
    from dikast.graphs import claim_descent

    return MoveLayout([(f"{move.split}_splits", claim_descent.split(move, move_id))])


def _estimate(move: EstimateMove, move_id: str) -> MoveLayout:
    from dikast.graphs import claim_descent

    return MoveLayout([(f"{move.estimate}_estimates", claim_descent.estimate(move, move_id))])


def _pick(move: PickMove, move_id: str) -> MoveLayout:
    from dikast.graphs import claim_descent

    return MoveLayout([(f"{move.pick}_picks", claim_descent.pick(move, move_id))])


def _concede(move: ConcedeMove, move_id: str) -> MoveLayout:
    from dikast.graphs import concession

    return MoveLayout([(f"{role}_may_concede", concession.concede(move, move_id, role)) for role in move.concede])


def _examine(move: ExamineMove, move_id: str) -> MoveLayout:
    from dikast.graphs import cross_examination

    asks = (f"{move.examine}_examines_{move.of}", cross_examination.put_to_copy(move, move_id))
    replies = (f"earlier_{move.of}_replies", cross_examination.answer_as_copy(move, move_id))
    return MoveLayout([asks, replies], is_chain=True)


def _delegate(move: DelegateMove, move_id: str) -> MoveLayout:
    from dikast.graphs import delegation

    return MoveLayout([(f"{move.delegate}_delegates", delegation.delegate(move, move_id))])


def _criticise(move: CriticiseMove, move_id: str) -> MoveLayout:
    from dikast.graphs import fault_finding

    return MoveLayout([(f"{move.criticise}_finds_faults", fault_finding.criticise(move, move_id))])


LAYOUTS: dict[type[MoveModel], Callable[[Any, str], MoveLayout | StepFanOut]] = {
    SpeakMove: _speak,
    AskMove: _ask,
    AnswerMove: _answer,
    CheckMove: _check,
    ChooseMove: _choose,
    DecideMove: _decide,
    VoteMove: _vote,
    SolveMove: _solve,
    PremisesMove: _premises,
    LabelMove: _label,
    AccuseMove: _accuse,
    GradeMove: _grade,
    RateMove: _rate,
    RankMove: _rank,
    RulesMove: _rules,
    ClaimsMove: _claims,
    RequirementsMove: _requirements,
    CriteriaMove: _criteria,
    VerifyMove: _verify,
    CreditMove: _credit,
    AcceptMove: _accept,
    PredictMove: _predict,
    TruthSerumMove: _truth_serum,
    SplitMove: _split,
    EstimateMove: _estimate,
    PickMove: _pick,
    ConcedeMove: _concede,
    ExamineMove: _examine,
    DelegateMove: _delegate,
    CriticiseMove: _criticise,
}
"""One row for each kind of move. A new move needs its model in `protocols`, and its nodes and a row here."""
