"""The rubrics that come with Dikast, and those in files of a user's own."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from dikast.errors import BadInput, nearest
from dikast.input_files import into, read_yaml
from dikast.rubrics.rubric import Rubric

LIBRARY = Path(__file__).parent / "library"
DEFAULT = "projudge"


def rubric_names() -> list[str]:
    """The names of the rubrics that come with Dikast, the default first."""
    return sorted((path.stem for path in LIBRARY.glob("*.yaml")), key=lambda name: (name != DEFAULT, name))


def load_rubric(name: str | Path = DEFAULT, *, base: Path | None = None) -> Rubric:
    """A rubric of the library by name, or of a file by path (relative to `base`).

    Raises BadInput for an unknown name, with the nearest right one, and for a bad file, with the place.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        return into(Rubric, read_yaml((base or Path()) / name))
    return _shipped(str(name))


@lru_cache(maxsize=64)
def _shipped(name: str) -> Rubric:
    path = LIBRARY / f"{name}.yaml"
    if not path.is_file():
        raise BadInput(f"no rubric {name!r}: {nearest(name, rubric_names())} (a file of your own ends in .yaml)")
    return into(Rubric, read_yaml(path))
