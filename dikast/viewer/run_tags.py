"""RunTags: short names that a person gives to runs, to find them again.

They are in the user's own data directory. A run's folder may be a stranger's, or shared with people who name things
otherwise, and to read a run must not change it. A cache would not do: it may be removed at any time.
"""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dikast.errors import BadInput
from dikast.sanitize import sanitize

MOST_TAGS = 20
MOST_LETTERS = 40
_SEPARATOR = re.compile(r"[,;\n]")


@dataclass(frozen=True)
class RunTags:
    """The file with the tags of all runs, by their paths."""

    file: Path

    @classmethod
    def of_user(cls) -> RunTags:
        """The tags of this user."""
        import platformdirs

        return cls(Path(platformdirs.user_data_dir("dikast")) / "run-tags.json")

    def all(self) -> dict[str, tuple[str, ...]]:
        """The tags of every run that has some. Raises BadInput for a file that is damaged."""
        try:
            content = json.loads(self.file.read_text(encoding="utf-8"))
            return {str(path): tuple(map(str, tags)) for path, tags in content.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, AttributeError, TypeError) as error:
            raise BadInput(f"the tags of runs can't be read: {error}; correct or remove it", str(self.file)) from None

    def of(self, run: Path) -> tuple[str, ...]:
        """The tags of a run."""
        return self.all().get(str(run.resolve()), ())

    def put(self, run: Path, tags: Sequence[str]) -> None:
        """Gives a run these tags, in place of those it had. Raises BadInput where they can't be kept."""
        try:
            self.file.parent.mkdir(parents=True, exist_ok=True)
            # Two viewers of one user may write at once.
            with open(self.file.with_suffix(".lock"), "w", encoding="utf-8") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                kept = self.all()
                kept[str(run.resolve())] = tuple(tags)
                partial = self.file.with_suffix(".new")
                content = {path: list(of_run) for path, of_run in kept.items() if of_run}
                partial.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
                partial.replace(self.file)
        except OSError as error:
            raise BadInput(f"the tags of runs can't be kept: {error.strerror}", str(self.file)) from None


def read_tags(text: str) -> list[str]:
    """The tags in a line that a person wrote, separated by commas: each once, none too long."""
    tags: list[str] = []
    for piece in _SEPARATOR.split(text):
        tag = " ".join(sanitize(piece).split())[:MOST_LETTERS]
        if tag and tag not in tags:
            tags.append(tag)
    return tags[:MOST_TAGS]
