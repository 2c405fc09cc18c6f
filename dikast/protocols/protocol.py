"""Protocol: roles and a short list of moves, as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Self

from pydantic import Field, model_validator

from dikast.errors import FieldError, nearest
from dikast.protocols.moves import (
    MOVES,
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
from dikast.protocols.process_moves import AccuseMove, GradeMove, LabelMove, PremisesMove, SolveMove
from dikast.protocols.roles import Role
from dikast.records import Record


class Protocol(Record):
    """Which roles speak in which order, who sees what, how it ends.

    `reads` says where the protocol comes from; `repeats` how often a reply that can't be read is asked for again.

    Raises pydantic's ValidationError where a move names a role that is not there, a role has nothing to do, or the
    moves do not end in one verdict.
    """

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    reads: str = ""
    repeats: Annotated[int, Field(ge=0, le=10)] = 1
    roles: dict[str, Role]
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]

    def steps(self) -> Iterator[tuple[str, SingleMove, Rounds | None]]:
        """Every move with its place (`1`, or `1.0` inside rounds) and the rounds it stands in."""
        for i, move in enumerate(self.moves):
            if isinstance(move, Rounds):
                yield from ((f"{i}.{k}", step, move) for k, step in enumerate(move.each))
            else:
                yield str(i), move, None

    @property
    def is_assigned(self) -> bool:
        """Whether an episode of it must be given a side to argue for."""
        return any(role.argues == "assigned" for role in self.roles.values())

    @property
    def grade(self) -> GradeMove | None:
        """The move that ends a protocol which judges a worked solution; None for one that decides between choices."""
        last = self.moves[-1]
        return last if isinstance(last, GradeMove) else None

    @property
    def is_order_free(self) -> bool:
        """Whether nothing said before the verdict depends on the order in which the choices were shown.

        Then both orders can be shown of one transcript; otherwise the episode is run again for the second order. Those
        who argue for no answer are shown labels, also where they score or criticise drafts.
        """
        return not any(
            isinstance(move, ChooseMove | AnswerMove)
            or (isinstance(move, AskMove) and not (move.except_last and rounds and rounds.rounds == 1))
            or (isinstance(move, SpeakMove) and move.order == "sequential" and len(self._speakers(move)) > 1)
            or (isinstance(move, SpeakMove) and any(self.roles[name].argues is None for name in _helpers(move)))
            or (rounds is not None and rounds.until is not None)
            for _, move, rounds in self.steps()
        )

    def _speakers(self, move: SpeakMove) -> list[str]:
        return [name for name in move.speak for _ in range(2 if self.roles[name].argues == "each" else 1)]

    @model_validator(mode="after")
    def _moves_name_roles(self) -> Self:
        used = [(place, name) for place, move, _ in self.steps() for name in _roles_named(move)]
        for place, name in used:
            if name not in self.roles:
                raise FieldError(f"no role {name!r} here: {nearest(name, self.roles)}", *path_of(place))
        for place, move, _ in self.steps():
            self._check_kinds(place, move)
        idle = [name for name in self.roles if name not in {name for _, name in used}]
        if idle:
            raise FieldError(f"the role {idle[0]!r} has nothing to do in any move", "roles", idle[0])
        return self

    def _check_kinds(self, place: str, move: Record) -> None:
        allowed = _KINDS.get(type(move), ())
        if isinstance(move, SpeakMove) and self.grade is None:
            allowed = ("debater", "consultant")
        for name in _actors(move):
            kind = self.roles[name].kind
            if kind not in allowed:
                verb = next(key for key, kind in MOVES.items() if isinstance(move, kind))
                raise FieldError(
                    f"`{verb}` is for a {' or a '.join(allowed)}, but {name!r} is a {kind}", *path_of(place)
                )

    @model_validator(mode="after")
    def _ends_in_one_verdict(self) -> Self:
        verdicts = [i for i, move in enumerate(self.moves) if isinstance(move, DecideMove | VoteMove | GradeMove)]
        if verdicts != [len(self.moves) - 1]:
            raise ValueError("the moves must end in one `decide`, `vote` or `grade`, and have no other")
        if not self.roles and not self.grade:
            raise ValueError("at least one role is needed, unless a machine grades alone (`grade: []`)")
        answered = {name for _, move, _ in self.steps() if isinstance(move, AnswerMove) for name in move.answer}
        last = self.moves[-1]
        if isinstance(last, VoteMove) and set(last.vote) - answered:
            raise ValueError("only roles that gave an `answer` can vote")
        if not isinstance(last, DecideMove) and any(
            r and r.until not in (None, "agreement") for _, _, r in self.steps()
        ):
            raise ValueError("`until: {p_at_least: …}` needs a judge's belief, so a protocol that ends in `decide`")
        return self

    @model_validator(mode="after")
    def _solutions_are_graded(self) -> Self:
        if self.grade is None:
            for place, move, _ in self.steps():
                about_steps = isinstance(move, _OF_SOLUTIONS) or getattr(move, "doubtful", None)
                if about_steps or (isinstance(move, CheckMove) and move.check == "solution"):
                    raise FieldError("this is about a worked solution: end the moves in `grade`", *path_of(place))
            return self
        labelled = {name for _, move, _ in self.steps() if isinstance(move, LabelMove) for name in move.label}
        if set(self.grade.grade) - labelled:
            raise ValueError("only roles that `label` the steps can grade them")
        unfit = [name for name, role in self.roles.items() if role.argues is not None]
        if unfit:
            raise ValueError(f"{unfit[0]!r} argues for an answer, but here a worked solution is judged: leave it out")
        self._check_order_of_labels()
        self._check_quorum(self.grade)
        return self

    def _check_quorum(self, grade: GradeMove) -> None:
        samples = {
            name: move.samples for _, move, _ in self.steps() if isinstance(move, LabelMove) for name in move.label
        }
        votes = sum(self.roles[name].count * samples[name] for name in grade.grade)
        if grade.quorum is not None and grade.quorum > votes:
            raise FieldError(
                f"a quorum of {grade.quorum} can't be reached by {votes} votes", "moves", len(self.moves) - 1, "quorum"
            )

    def _check_order_of_labels(self) -> None:
        """A question about doubtful steps needs labels to doubt; an accusation, a critic who holds the steps flawed."""
        labelled: set[str] = set()
        for place, move, _ in self.steps():
            if isinstance(move, LabelMove):
                labelled |= set(move.label)
            if isinstance(move, AskMove) and move.doubtful and move.ask not in labelled:
                raise FieldError(f"{move.ask!r} must `label` the steps before it can doubt any", *path_of(place))
            if isinstance(move, SpeakMove) and (move.best_of or move.refine):
                raise FieldError("drafts are scored by the answer they argue for, and here is none", *path_of(place))
            if isinstance(move, AccuseMove) and self.roles[move.accuse].stands != "flawed":
                raise FieldError(f"`accuse` is for a role with `stands: flawed`, not {move.accuse!r}", *path_of(place))

    @model_validator(mode="after")
    def _sides_are_chosen_once(self) -> Self:
        choosers = [move.choose for _, move, _ in self.steps() if isinstance(move, ChooseMove)]
        open_roles = [name for name, role in self.roles.items() if role.argues == "chosen"]
        others = [name for name, role in self.roles.items() if role.argues == "other"]
        if choosers != open_roles or len(open_roles) > 1:
            raise ValueError("a role with `argues: chosen` needs one `choose` move of its own, and only such a role")
        if others and not open_roles:
            raise ValueError(f"{others[0]!r} argues for the other answer, but no role chooses one")
        first = next((i for i, move in enumerate(self.moves) if isinstance(move, ChooseMove)), 0)
        if first != 0:
            raise ValueError("`choose` must be the first move")
        return self


_KINDS: dict[type[Record], tuple[str, ...]] = {
    SpeakMove: ("debater", "consultant", "solver", "critic"),
    ChooseMove: ("debater", "consultant"),
    AnswerMove: ("solver", "judge"),
    VoteMove: ("solver", "judge"),
    AskMove: ("judge", "critic"),
    DecideMove: ("judge",),
    SolveMove: ("judge", "solver"),
    PremisesMove: ("judge",),
    LabelMove: ("judge",),
    AccuseMove: ("critic",),
    GradeMove: ("judge",),
}
_OF_SOLUTIONS = (SolveMove, PremisesMove, LabelMove, AccuseMove)


def path_of(place: str) -> tuple[str | int, ...]:
    """The place of a move, as `steps` gives it, as a path into the protocol: `1.0` is moves, 1, each, 0."""
    outer, _, inner = place.partition(".")
    return ("moves", int(outer), "each", int(inner)) if inner else ("moves", int(outer))


def _actors(move: Record) -> tuple[str, ...]:
    match move:
        case SpeakMove():
            return move.speak
        case AnswerMove():
            return move.answer
        case VoteMove():
            return move.vote
        case AskMove():
            return (move.ask,)
        case ChooseMove():
            return (move.choose,)
        case DecideMove():
            return (move.decide,)
        case LabelMove():
            return move.label
        case GradeMove():
            return move.grade
        case SolveMove() | PremisesMove() | AccuseMove():
            return (getattr(move, next(key for key, kind in MOVES.items() if isinstance(move, kind))),)
        case _:
            return ()


def _roles_named(move: Record) -> tuple[str, ...]:
    return (*_actors(move), *(_helpers(move) if isinstance(move, SpeakMove) else ()))


def _helpers(move: SpeakMove) -> tuple[str, ...]:
    """The roles that score or criticise drafts, where not the speaker itself does."""
    return tuple(h.by for h in (move.best_of, move.refine) if h is not None and h.by is not None)
