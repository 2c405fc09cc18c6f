"""Viewer: what one start of the app works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from dikast.viewer.access import Secret
from dikast.viewer.address import Address
from dikast.viewer.run_catalog import RunCatalog
from dikast.viewer.seat_links import SeatLinks


@dataclass(frozen=True)
class Viewer:
    """What one start of the app works with. `seats` are the people of the run that it serves, where it serves one."""

    catalog: RunCatalog
    address: Address
    secret: Secret = field(default_factory=Secret)
    seats: SeatLinks | None = None

    @property
    def link(self) -> str:
        """The reader's link. Whoever has it reads every run that is shown."""
        return self.link_to("/")

    def link_to(self, path: str) -> str:
        """The reader's link to a page."""
        return f"{self.address.origin}{path}?token={self.secret.token}"
