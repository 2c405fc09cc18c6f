"""MessageContext: what a seat has seen at the moment when a message to it is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dikast.protocols.check_visibility import is_shown
from dikast.protocols.turn_context import TurnContext
from dikast.records import Check, Seat, SeatPrediction, Transcript, Turn


@dataclass(frozen=True)
class MessageContext:
    """What a message to a seat depends on.

    - `seat`: who is sent the message.
    - `at`: the point of the protocol at which the seat is called.
    - `view`: the transcript as the seat sees it. It may contain turns after this point.
    - `checks`: what machines found in the whole episode so far.
    - `order`: the indices of the choices in the order shown.
    - `since`: the tick of the seat's own last turn; 0 before the first. What came later is new to the seat.
    - `extra`: template values for this message alone.
    - `predictions`: those of the whole episode so far.
    """

    seat: Seat
    at: TurnContext
    view: Transcript
    checks: Sequence[Check]
    order: tuple[int, ...]
    since: int = 0
    extra: Mapping[str, object] = field(default_factory=dict)
    predictions: Sequence[SeatPrediction] = ()

    @property
    def is_first(self) -> bool:
        """Whether this is the first message to the seat."""
        return self.since == 0

    @property
    def earlier_turns(self) -> list[Turn]:
        """All turns before this point that the seat sees."""
        return [turn for turn in self.view.turns if turn.tick < self.at.tick]

    @property
    def new_turns(self) -> list[Turn]:
        """The turns of others since the seat's own last turn.

        Turns of the same tick as that turn are new too, since they were made without sight of one another.
        """
        own_name = self.seat.name
        # What an earlier copy of the seat said is not known to the seat itself.
        of_others = [turn for turn in self.earlier_turns if turn.seat != own_name or turn.copy_at is not None]
        return [turn for turn in of_others if turn.tick >= self.since]

    @property
    def new_checks(self) -> list[Check]:
        """What machines found since the seat's own last turn.

        A check of the solution has no tick. It belongs to the solution's text, so it is never news.
        """
        return [
            check
            for check in self.checks
            if is_shown(check, self.seat, self.at.tick, self.view.turns)
            and not is_shown(check, self.seat, self.since, self.view.turns)
        ]


def by_turn_and_checker(checks: Iterable[Check]) -> dict[str | None, dict[str, list[Check]]]:
    """The checks by the key of the turn that they are about, and for each turn by the checker, in their order."""
    checks_of: dict[str | None, dict[str, list[Check]]] = {}
    for check in checks:
        by_checker = checks_of.setdefault(check.about, {})
        by_checker.setdefault(check.checker, []).append(check)
    return checks_of
