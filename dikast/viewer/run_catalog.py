"""RunCatalog: the run folders that are shown, each under a short name for links."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments import RunFolder


@dataclass(frozen=True)
class ListedRun:
    """A run folder and its name in links. `fault` says why it can't be opened."""

    name: str
    path: Path
    folder: RunFolder | None
    fault: str = ""


@dataclass(frozen=True)
class RunCatalog:
    """The folders that were named, else every run folder right under `runs`. Runs that are begun later appear too."""

    named: tuple[Path, ...] = ()
    runs: Path = Path("runs")
    trusts_store: bool = False

    @classmethod
    def of(cls, named: Sequence[Path], runs: Path, *, trusts_store: bool = False) -> RunCatalog:
        """The catalog. Raises BadInput where a named folder holds no run, or where there is no folder of runs."""
        for path in named:
            RunFolder.open(path, trusts_store=trusts_store)
        if not named and not runs.is_dir():
            raise BadInput("there is no folder of runs here; name one: `dikast view runs/first`", str(runs))
        return cls(tuple(named), runs, trusts_store)

    def listed(self) -> list[ListedRun]:
        """All runs, in the order they were named, else by name."""
        taken: set[str] = set()
        listed: list[ListedRun] = []
        for path in self._paths():
            name = _free_name(path.resolve().name, taken)
            taken.add(name)
            listed.append(self._open(name, path))
        return listed

    def find(self, name: str) -> RunFolder | None:
        """The run of this name; None where there is none, or none that can be opened."""
        for run in self.listed():
            if run.name == name:
                return run.folder
        return None

    def _paths(self) -> Iterator[Path]:
        if self.named:
            yield from self.named
            return
        for path in sorted(self.runs.iterdir()):
            # A link may lead anywhere.
            if path.is_dir() and not path.is_symlink() and _holds_run(path):
                yield path

    def _open(self, name: str, path: Path) -> ListedRun:
        """The run, or why it can't be opened: one bad folder hides no other."""
        try:
            return ListedRun(name, path, RunFolder.open(path, trusts_store=self.trusts_store))
        except BadInput as fault:
            return ListedRun(name, path, None, str(fault))


def _holds_run(path: Path) -> bool:
    return any((path / name).is_file() for name in ("episodes.sqlite", "store.json"))


def _free_name(name: str, taken: set[str]) -> str:
    """The name, with a number where another run has it."""
    free, n = name, 1
    while free in taken:
        n += 1
        free = f"{name}-{n}"
    return free
