"""What a protocol about a worked solution is like, and what only such a protocol may have."""

from __future__ import annotations

from dikast.errors import FieldError
from dikast.protocols.debate_moves import AskMove, SpeakMove
from dikast.protocols.process_moves import AccuseMove, LabelMove, SolveMove
from dikast.protocols.protocol_parts import ProtocolParts, path_of


def only_grading_is_about_a_solution(protocol: ProtocolParts) -> None:
    """Raises FieldError for a move about a worked solution in a protocol that decides between choices."""
    if protocol.grade is not None:
        return
    for move_id, move, _ in protocol.numbered_moves():
        if isinstance(move, SolveMove) and protocol.about == "responses":
            _check_own_answer(protocol, move_id, move)
        elif move.is_about_solution:
            raise FieldError("this is about a worked solution: end the moves in `grade`", *path_of(move_id))


def _check_own_answer(protocol: ProtocolParts, move_id: str, move: SolveMove) -> None:
    """Raises FieldError unless it is one attempt, made before anything was said of the responses."""
    fault = ""
    if move.samples > 1:
        fault = "answers to a task can't be told alike: one attempt, so leave `samples` out"
    elif not all(isinstance(earlier, SolveMove) for earlier in protocol.moves[: int(move_id)]):
        fault = "the judge answers the task before it is shown the responses: this comes first"
    elif protocol.roles[move.solve].kind != "judge":
        fault = f"only a judge answers the task first, and {move.solve!r} is none"
    if fault:
        raise FieldError(fault, *path_of(move_id))


def grading_rests_on_labels(protocol: ProtocolParts) -> None:
    """Raises ValueError if those who grade have no labels or too few votes, or if a role argues for an answer."""
    if protocol.grade is None:
        return
    # How many labels of each step one seat of a role gives. Each of them is a vote.
    samples: dict[str, int] = {}
    for move in protocol.moves_of(LabelMove):
        samples |= dict.fromkeys(move.label, move.samples)
    if not samples.keys() >= set(protocol.grade.grade):
        raise ValueError("only roles that `label` the steps can grade them")
    arguing = [name for name, role in protocol.roles.items() if role.argues is not None]
    if arguing:
        raise ValueError(f"{arguing[0]!r} argues for an answer, but here a worked solution is judged: leave it out")
    _check_order_of_labels(protocol)
    n_votes = sum(protocol.roles[name].count * samples[name] for name in protocol.grade.grade)
    quorum = protocol.grade.quorum
    if quorum is not None and quorum > n_votes:
        fault = f"a quorum of {quorum} can't be reached by {n_votes} votes"
        raise FieldError(fault, "moves", len(protocol.moves) - 1, "quorum")


def _check_order_of_labels(protocol: ProtocolParts) -> None:
    """Raises FieldError for a move that lacks what it acts on.

    A question about doubtful steps needs earlier labels. An accusation needs a critic who holds the solution
    flawed. Drafts of a speech need an answer that it argues for.
    """
    labelled: set[str] = set()
    for move_id, move, _ in protocol.numbered_moves():
        fault = ""
        match move:
            case LabelMove():
                labelled.update(move.label)
            case AskMove(doubtful=int()) if move.ask not in labelled:
                fault = f"{move.ask!r} must `label` the steps before it can doubt any"
            case SpeakMove() if move.best_of or move.refine:
                fault = "drafts are scored by the answer they argue for, and here is none"
            case AccuseMove() if protocol.roles[move.accuse].stands != "flawed":
                fault = f"`accuse` is for a role with `stands: flawed`, not {move.accuse!r}"
        if fault:
            raise FieldError(fault, *path_of(move_id))
