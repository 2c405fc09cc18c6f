"""Viewer: what one start of the app works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from dikast.viewer.access import Secret
from dikast.viewer.address import Address
from dikast.viewer.findings_keeper import FindingsKeeper
from dikast.viewer.index_keeper import IndexKeeper
from dikast.viewer.run_catalog import RunCatalog
from dikast.viewer.run_tags import RunTags
from dikast.viewer.seat_links import SeatLinks


@dataclass(frozen=True)
class Viewer:
    """What one start of the app works with. `seats` are the people of the run that it serves, where it serves one."""

    catalog: RunCatalog
    address: Address
    secret: Secret = field(default_factory=Secret)
    seats: SeatLinks | None = None
    indexes: IndexKeeper = field(default_factory=IndexKeeper)
    tags: RunTags = field(default_factory=RunTags.of_user)
    tag: str = ""
    """Only runs with this tag are listed at first."""
    findings: FindingsKeeper = field(default_factory=FindingsKeeper)
    is_static: bool = False
    """Whether the pages are written as files: then they have no forms."""

    @property
    def link(self) -> str:
        """The reader's link. Who has it reads every run that is shown."""
        return self.link_to("/")

    def link_to(self, path: str) -> str:
        """The reader's link to a page."""
        return f"{self.address.origin}{path}?token={self.secret.token}"
