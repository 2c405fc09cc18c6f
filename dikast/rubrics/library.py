"""The rubrics that come with Dikast, and rubrics in a user's own files."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dikast.errors import BadInput, nearest
from dikast.input_files import into, read_yaml
from dikast.rubrics.rubric import Rubric

LIBRARY = Path(__file__).parent / "library"
DEFAULT = "projudge"


def rubric_names() -> list[str]:
    """The names of the rubrics that come with Dikast: the default first, the others in the order of the alphabet."""
    names = sorted(path.stem for path in LIBRARY.glob("*.yaml"))
    names.remove(DEFAULT)
    return [DEFAULT, *names]


def load_rubric(name: str | Path = DEFAULT, *, base: Path | None = None) -> Rubric:
    """A rubric of the library by its name, or a rubric in a file by its path (relative to `base`).

    Raises BadInput for an unknown name, with the nearest known one, and for a faulty file, with the place.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        folder = base or Path()
        return into(Rubric, read_yaml(folder / name))
    return _library_rubric(str(name))


# Every graded solution asks for its rubric, and the files of the library don't change.
@lru_cache(maxsize=64)
def _library_rubric(name: str) -> Rubric:
    path = LIBRARY / f"{name}.yaml"
    if not path.is_file():
        raise BadInput(f"no rubric {name!r}: {nearest(name, rubric_names())} (a file of your own ends in .yaml)")
    return into(Rubric, read_yaml(path))
