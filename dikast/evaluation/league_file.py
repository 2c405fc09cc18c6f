"""LeagueFile: a file of questions that a league keeps, named within the league, so that the league can be moved."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class LeagueFile:
    """The file with this `name`, such as `sets/pairs.jsonl`, in the league's folder `league`."""

    league: Path
    name: str

    @property
    def path(self) -> Path:
        """Where it is now."""
        return self.league / self.name

    @property
    def parts(self) -> tuple[str, ...]:
        """The folders and the file of its name."""
        return Path(self.name).parts
