"""MoveModel: what every kind of move says about itself, once, for all who need to know."""

from __future__ import annotations

from typing import ClassVar

from dikast.records import Purpose, Record, SeatKind, TurnKind


class MoveModel(Record):
    """The base of all moves. In YAML a move is written `key: role`, with its options beside that.

    A subclass describes its kind of move in class attributes:

    `key` is the YAML key that names the move, and the field that holds the roles which make it. `kinds` are the kinds
    of seats that may make it; empty for a move that a machine makes. `purpose` is what its calls are for
    (`Request.purpose`), and names its prompt template. `turn_kind` is the kind of turn it adds to the transcript.
    `may_repeat` says that it may be inside rounds; `is_for_solutions`, that it is about a worked solution.
    """

    key: ClassVar[str]
    kinds: ClassVar[tuple[SeatKind, ...]] = ()
    purpose: ClassVar[Purpose | None] = None
    turn_kind: ClassVar[TurnKind | None] = None
    may_repeat: ClassVar[bool] = False
    is_for_solutions: ClassVar[bool] = False

    @property
    def actors(self) -> tuple[str, ...]:
        """The roles that make this move."""
        if not self.kinds:
            return ()
        roles: str | tuple[str, ...] = getattr(self, self.key)
        return (roles,) if isinstance(roles, str) else roles

    @property
    def helpers(self) -> tuple[str, ...]:
        """The roles that help those who make it, where others do."""
        return ()
