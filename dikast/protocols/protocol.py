"""Protocol: roles and a short list of moves, as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self, TypeVar

from pydantic import Field, model_validator

from dikast.errors import FieldError, nearest
from dikast.protocols.moves import (
    AnswerMove,
    AskMove,
    CheckMove,
    ChooseMove,
    DecideMove,
    Move,
    Rounds,
    SingleMove,
    SpeakMove,
    VoteMove,
)
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove
from dikast.protocols.roles import Role
from dikast.records import Record

MoveT = TypeVar("MoveT", bound=SingleMove)


class Protocol(Record):
    """Which roles speak in which order, who sees what, and how it ends.

    `reads` says where the protocol comes from; `repeats`, how often a reply that can't be read is asked for again.

    Raises pydantic's ValidationError where a move names a role that does not exist, a role has nothing to do, or the
    moves do not end in one verdict.
    """

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    reads: str = ""
    repeats: Annotated[int, Field(ge=0, le=10)] = 1
    roles: dict[str, Role]
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]

    def numbered_moves(self) -> Iterator[tuple[str, SingleMove, Rounds | None]]:
        """Every move with its id (`1`, or `1.0` inside rounds) and the rounds that it is in."""
        for i, move in enumerate(self.moves):
            if not isinstance(move, Rounds):
                yield str(i), move, None
                continue
            for k, inner in enumerate(move.each):
                yield f"{i}.{k}", inner, move

    def moves_of(self, kind: type[MoveT]) -> Iterator[MoveT]:
        """Every move of this kind, inside rounds and outside."""
        return (move for _, move, _ in self.numbered_moves() if isinstance(move, kind))

    @property
    def is_assigned(self) -> bool:
        """Whether an episode must be given a side to argue for."""
        return any(role.argues == "assigned" for role in self.roles.values())

    @property
    def grade(self) -> GradeMove | None:
        """The move that ends a protocol which judges a worked solution; None for one that decides between choices."""
        last = self.moves[-1]
        return last if isinstance(last, GradeMove) else None

    @property
    def is_order_free(self) -> bool:
        """Whether nothing said before the verdict depends on the order in which the choices were shown.

        Then one transcript can be shown in both orders; otherwise the episode is run again in the second order.
        """
        return not any(self._depends_on_order(move, rounds) for _, move, rounds in self.numbered_moves())

    def _depends_on_order(self, move: SingleMove, rounds: Rounds | None) -> bool:
        if rounds is not None and rounds.until is not None:
            return True
        match move:
            case ChooseMove() | AnswerMove():
                return True
            case AskMove():
                is_never_asked = rounds is not None and rounds.rounds == 1 and move.except_last
                return not is_never_asked
            case SpeakMove():
                return self._speech_depends_on_order(move)
            case _:
                return False

    def _speech_depends_on_order(self, move: SpeakMove) -> bool:
        # A seat that argues for no answer is shown labels, also where it scores or criticises drafts.
        if any(self.roles[name].argues is None for name in move.helpers):
            return True
        n_speakers = sum(2 if self.roles[name].argues == "each" else 1 for name in move.speak)
        return move.order == "sequential" and n_speakers > 1

    @model_validator(mode="after")
    def _moves_name_roles(self) -> Self:
        used: set[str] = set()
        for move_id, move, _ in self.numbered_moves():
            for name in (*move.actors, *move.helpers):
                if name not in self.roles:
                    raise FieldError(f"no role {name!r} here: {nearest(name, self.roles)}", *path_of(move_id))
                used.add(name)
        for move_id, move, _ in self.numbered_moves():
            self._check_kinds(move_id, move)
        for name in self.roles:
            if name not in used:
                raise FieldError(f"the role {name!r} has nothing to do in any move", "roles", name)
        return self

    def _check_kinds(self, move_id: str, move: SingleMove) -> None:
        allowed = move.kinds
        if isinstance(move, SpeakMove) and self.grade is None:
            # Solvers and critics speak about a solution. Between answers, speakers argue for one.
            allowed = ("debater", "consultant")
        for name in move.actors:
            kind = self.roles[name].kind
            if kind not in allowed:
                fault = f"`{move.key}` is for a {' or a '.join(allowed)}, but {name!r} is a {kind}"
                raise FieldError(fault, *path_of(move_id))

    @model_validator(mode="after")
    def _ends_in_one_verdict(self) -> Self:
        verdicts = [i for i, move in enumerate(self.moves) if isinstance(move, DecideMove | VoteMove | GradeMove)]
        if verdicts != [len(self.moves) - 1]:
            raise ValueError("the moves must end in one `decide`, `vote` or `grade`, and have no other")
        if not self.roles and not self.grade:
            raise ValueError("at least one role is needed, unless a machine grades alone (`grade: []`)")
        last = self.moves[-1]
        answered = {name for move in self.moves_of(AnswerMove) for name in move.answer}
        if isinstance(last, VoteMove) and not answered.issuperset(last.vote):
            raise ValueError("only roles that gave an `answer` can vote")
        if not isinstance(last, DecideMove) and self._waits_for_belief:
            raise ValueError("`until: {p_at_least: …}` needs a judge's belief, so a protocol that ends in `decide`")
        return self

    @property
    def _waits_for_belief(self) -> bool:
        blocks = [move for move in self.moves if isinstance(move, Rounds)]
        return any(block.until not in (None, "agreement") for block in blocks)

    @model_validator(mode="after")
    def _solutions_are_graded(self) -> Self:
        if self.grade is None:
            for move_id, move, _ in self.numbered_moves():
                if _is_about_solution(move):
                    raise FieldError("this is about a worked solution: end the moves in `grade`", *path_of(move_id))
            return self
        labelled = {name for move in self.moves_of(LabelMove) for name in move.label}
        if not labelled.issuperset(self.grade.grade):
            raise ValueError("only roles that `label` the steps can grade them")
        for name, role in self.roles.items():
            if role.argues is not None:
                raise ValueError(f"{name!r} argues for an answer, but here a worked solution is judged: leave it out")
        self._check_order_of_labels()
        self._check_quorum(self.grade)
        return self

    def _check_quorum(self, grade: GradeMove) -> None:
        samples = {name: move.samples for move in self.moves_of(LabelMove) for name in move.label}
        votes = sum(self.roles[name].count * samples[name] for name in grade.grade)
        if grade.quorum is not None and grade.quorum > votes:
            fault = f"a quorum of {grade.quorum} can't be reached by {votes} votes"
            raise FieldError(fault, "moves", len(self.moves) - 1, "quorum")

    def _check_order_of_labels(self) -> None:
        """A question about doubtful steps needs labels to doubt; an accusation, a critic who holds the steps flawed."""
        labelled: set[str] = set()
        for move_id, move, _ in self.numbered_moves():
            match move:
                case LabelMove():
                    labelled.update(move.label)
                case AskMove(doubtful=int()) if move.ask not in labelled:
                    raise FieldError(f"{move.ask!r} must `label` the steps before it can doubt any", *path_of(move_id))
                case SpeakMove() if move.best_of or move.refine:
                    raise FieldError(
                        "drafts are scored by the answer they argue for, and here is none", *path_of(move_id)
                    )
                case AccuseMove() if self.roles[move.accuse].stands != "flawed":
                    fault = f"`accuse` is for a role with `stands: flawed`, not {move.accuse!r}"
                    raise FieldError(fault, *path_of(move_id))
                case _:
                    pass

    @model_validator(mode="after")
    def _sides_are_chosen_once(self) -> Self:
        choosers = [move.choose for move in self.moves_of(ChooseMove)]
        open_roles = [name for name, role in self.roles.items() if role.argues == "chosen"]
        others = [name for name, role in self.roles.items() if role.argues == "other"]
        if choosers != open_roles or len(open_roles) > 1:
            raise ValueError("a role with `argues: chosen` needs one `choose` move of its own, and only such a role")
        if others and not open_roles:
            raise ValueError(f"{others[0]!r} argues for the other answer, but no role chooses one")
        if choosers and not isinstance(self.moves[0], ChooseMove):
            raise ValueError("`choose` must be the first move")
        return self


def path_of(move_id: str) -> tuple[str | int, ...]:
    """The path to a move in the protocol, by its id: `1.0` is moves, 1, each, 0."""
    outer, _, inner = move_id.partition(".")
    if not inner:
        return ("moves", int(outer))
    return ("moves", int(outer), "each", int(inner))


def _is_about_solution(move: SingleMove) -> bool:
    if isinstance(move, AskMove):
        return move.doubtful is not None
    if isinstance(move, CheckMove):
        return move.check == "solution"
    return move.is_for_solutions
