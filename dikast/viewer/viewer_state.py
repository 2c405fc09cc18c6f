"""Viewer: what one start of the app works with."""

from __future__ import annotations

from dataclasses import dataclass, field

from dikast.viewer.access import Secret
from dikast.viewer.address import Address
from dikast.viewer.run_catalog import RunCatalog


@dataclass(frozen=True)
class Viewer:
    """What one start of the app works with."""

    catalog: RunCatalog
    address: Address
    secret: Secret = field(default_factory=Secret)
    is_static: bool = False
    """Whether the pages are written as files: then they have no forms."""

    @property
    def link(self) -> str:
        """The reader's link. Whoever has it reads every run that is shown."""
        return f"{self.address.origin}/?token={self.secret.token}"
