"""MoveModel: what a kind of move says about itself. All other code derives it from here."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from dikast.records import Purpose, Record, SeatKind, TurnKind

Positive = Annotated[int, Field(ge=1)]


class MoveModel(Record):
    """The base class of all moves. In YAML a move is written `key: role`, with its options beside it.

    A subclass describes its kind of move in class attributes:

    - `key`: the YAML key that names the move. It is also the field that holds the roles that make the move.
    - `kinds`: the kinds of roles that may make it; empty for a move that a machine makes.
    - `purpose`: what its calls to agents are for (`Request.purpose`). The prompt template has the same name.
    - `turn_kind`: the kind of turn that it adds to the transcript.
    - `may_repeat`: whether it may be inside rounds.
    - `is_for_solutions`: whether it is about a worked solution, whatever its options.
    - `takes_single`: whether it can judge a single candidate, which it compares with none.
    """

    key: ClassVar[str]
    kinds: ClassVar[tuple[SeatKind, ...]] = ()
    purpose: ClassVar[Purpose | None] = None
    turn_kind: ClassVar[TurnKind | None] = None
    may_repeat: ClassVar[bool] = False
    is_for_solutions: ClassVar[bool] = False
    takes_single: ClassVar[bool] = False

    @property
    def is_about_solution(self) -> bool:
        """Whether this move, with its options, is about a worked solution.

        Some kinds of moves are only so with certain options, and override this.
        """
        return self.is_for_solutions

    @property
    def actors(self) -> tuple[str, ...]:
        """The roles that make this move; none if a machine makes it."""
        if not self.kinds:
            return ()
        # The field of a move for one role is a string; that of a move for several is a tuple.
        roles: str | tuple[str, ...] = getattr(self, self.key)
        return (roles,) if isinstance(roles, str) else roles

    @property
    def helpers(self) -> tuple[str, ...]:
        """The roles that score or criticise drafts for the actors; none unless a kind of move has drafts."""
        return ()
