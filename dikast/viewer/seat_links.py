"""SeatLinks: whose link a request came by, and the desk at which that person is asked."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dikast.experiments import PeopleDesk
    from dikast.viewer.address import Address


@dataclass(frozen=True)
class SeatLinks:
    """The people of one run, each with a secret token."""

    desk: PeopleDesk
    tokens: Mapping[str, str] = field(repr=False)

    def person(self, token: str) -> str | None:
        """Whose token it is; None if no one has it. All are compared, so that the time tells nothing."""
        matching = [name for name, own in self.tokens.items() if hmac.compare_digest(own.encode(), token.encode())]
        return next(iter(matching), None)

    def links(self, address: Address) -> dict[str, str]:
        """Everyone's link. Who has it answers in that person's name."""
        return {name: f"{address.origin}/seat/{token}" for name, token in self.tokens.items()}
