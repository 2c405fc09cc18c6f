"""Viewer: what one start of the app works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from dikast.viewer.access import Secret
from dikast.viewer.address import Address
from dikast.viewer.findings_keeper import FindingsKeeper
from dikast.viewer.index_keeper import IndexKeeper
from dikast.viewer.run_catalog import RunCatalog
from dikast.viewer.run_tags import RunTags


@dataclass(frozen=True)
class Viewer:
    """What one start of the app works with."""

    catalog: RunCatalog
    address: Address
    secret: Secret = field(default_factory=Secret)
    indexes: IndexKeeper = field(default_factory=IndexKeeper)
    tags: RunTags = field(default_factory=RunTags.of_user)
    tag: str = ""
    """Only runs with this tag are listed at first."""
    findings: FindingsKeeper = field(default_factory=FindingsKeeper)

    @property
    def link(self) -> str:
        """The reader's link. Whoever has it reads every run that is shown."""
        return f"{self.address.origin}/?token={self.secret.token}"
