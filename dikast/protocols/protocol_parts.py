"""The parts of a protocol: its roles and its moves, and the ways to walk through them."""

from __future__ import annotations

import operator
from collections.abc import Iterator, Sequence
from typing import Annotated, Literal, TypeVar

from pydantic import Field

from dikast.own_prompts import PromptName
from dikast.protocols.accept_move import AcceptMove
from dikast.protocols.moves import SingleMove
from dikast.protocols.process_moves import GradeMove
from dikast.protocols.roles import Role
from dikast.protocols.rounds import Move, Rounds
from dikast.protocols.verify_move import VerifyMove
from dikast.records import Record

T = TypeVar("T")
MoveT = TypeVar("MoveT", bound=SingleMove | Rounds)


class ProtocolParts(Record):
    """What a protocol is made of, before it is known whether the parts fit together. Its fields are a Protocol's."""

    name: Annotated[str, Field(min_length=1)]
    description: str = ""
    reads: str = ""
    repeats: Annotated[int, Field(ge=0, le=10)] = 1
    about: Annotated[Literal["answers", "responses"], Field(exclude_if=lambda about: about == "answers")] = "answers"
    prompts: Annotated[dict[PromptName, str], Field(exclude_if=operator.not_)] = Field(default_factory=dict)
    roles: dict[str, Role]
    moves: Annotated[tuple[Move, ...], Field(min_length=1)]

    def numbered_moves(self) -> Iterator[tuple[str, SingleMove, Rounds | None]]:
        """Every move with its id and the rounds that it is in; None for a move outside of rounds.

        An id is the position of the move, counted from 0: `1`, or `1.0` inside rounds. Turns store it as `Turn.move`.
        """
        for i, move in enumerate(self.moves):
            if not isinstance(move, Rounds):
                yield str(i), move, None
                continue
            for k, inner in enumerate(move.each):
                yield f"{i}.{k}", inner, move

    def move(self, move_id: str) -> SingleMove:
        """The move of that id, such as `1.0`. Raises KeyError if there is none."""
        # Prompts ask for moves hundreds of times in an episode: the id is where it is found, without a search.
        outer, is_inside, inner = move_id.partition(".")
        move = _at(self.moves, outer)
        if isinstance(move, Rounds):
            move = _at(move.each, inner)
        elif is_inside:
            move = None
        if move is None:
            raise KeyError(move_id)
        return move

    def moves_of(self, *kinds: type[MoveT]) -> list[MoveT]:
        """Every move of these kinds, inside rounds and outside, in order.

        `Rounds` gives the blocks of rounds themselves.
        """
        moves: list[Move] = []
        for move in self.moves:
            moves.append(move)
            if isinstance(move, Rounds):
                moves += move.each
        return [move for move in moves if isinstance(move, kinds)]

    @property
    def grade(self) -> GradeMove | None:
        """The last move of a protocol that judges a worked solution; None for one that decides between choices.

        The two kinds of protocols have different prompts, and different rules for roles and moves.
        """
        last = self.moves[-1]
        if isinstance(last, GradeMove):
            return last
        return None

    @property
    def needs_choices(self) -> bool:
        """Whether the verdict is about choices.

        A worked solution can be judged without any, and so can answers that a machine verifies; neither has choices to
        swap.
        """
        return not isinstance(self.moves[-1], GradeMove | VerifyMove | AcceptMove)

    @property
    def accepts(self) -> bool:
        """Whether a judge accepts or rejects an answer that is given in the episode."""
        return isinstance(self.moves[-1], AcceptMove)


def _at(moves: Sequence[T], position: str) -> T | None:
    """The move at a position, as an id says it; None if there is none."""
    if not position.isdecimal() or int(position) >= len(moves):
        return None
    return moves[int(position)]


def path_of(move_id: str) -> tuple[str | int, ...]:
    """The path to a move in the protocol, by its id: `1.0` is moves, 1, each, 0.

    A FieldError takes it, so that the message has the line of the move.
    """
    outer, _, inner = move_id.partition(".")
    if not inner:
        return ("moves", int(outer))
    return ("moves", int(outer), "each", int(inner))
