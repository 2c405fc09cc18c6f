"""Starting files for an agent, a judge, a protocol or a rubric of one's own, each with its test."""

from __future__ import annotations

import keyword
import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

from dikast.errors import BadInput

if TYPE_CHECKING:
    from jinja2 import Environment

StarterKind = Literal["agent", "judge", "protocol", "rubric"]
STARTER_KINDS: tuple[StarterKind, ...] = get_args(StarterKind)

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,63}")
_SUFFIXES: dict[StarterKind, str] = {"agent": ".py", "judge": ".py", "protocol": ".yaml", "rubric": ".yaml"}
_NEXT: dict[StarterKind, str] = {
    "agent": (
        'dikast ask "Which is heavier, a litre of each?" --choice "the water" --choice "the oil" --protocol debate '
        "--debater ./{stem}.py:{stem} --judge ./{stem}.py:{stem}"
    ),
    "judge": (
        'dikast ask "Which is heavier, a litre of each?" --choice "the water" --choice "the oil" --protocol direct '
        "--judge ./{stem}.py:{stem} --swap"
    ),
    "protocol": "dikast protocols show ./{stem}.yaml --mermaid",
    "rubric": "dikast rubrics show ./{stem}.yaml --table",
}


@dataclass(frozen=True)
class Starter:
    """What a new agent, judge, protocol or rubric begins with.

    - `files`: the text of each file by its name.
    - `next_command`: what to try it with.
    """

    files: dict[str, str]
    next_command: str


def starter(kind: StarterKind, name: str) -> Starter:
    """The starting files. Raises BadInput for a name that could name no file or no Python function."""
    from importlib.metadata import packages_distributions

    stem = name.replace("-", "_")
    if not _NAME.fullmatch(name) or keyword.iskeyword(stem):
        raise BadInput(f"{name!r} is no name: take letters, digits, - and _, with a letter first", "NAME")
    suffix = _SUFFIXES[kind]
    # A file of that name would hide the module from everything that runs beside it.
    if suffix == ".py" and stem in {"dikast", *sys.stdlib_module_names, *packages_distributions()}:
        raise BadInput(f"{stem!r} is the name of a module that is there already: take another", "NAME")
    files: dict[str, str] = {}
    templates = {f"{stem}{suffix}": f"{kind}{suffix}.j2", f"test_{stem}.py": f"{kind}_test.py.j2"}
    for file, template in templates.items():
        files[file] = _environment().get_template(template).render(name=name, stem=stem)
    return Starter(files, _NEXT[kind].format(stem=stem))


def write_starter(made: Starter, folder: Path) -> None:
    """Write the files. Raises BadInput, and writes nothing, where one of them is there already or can't be written."""
    for file in made.files:
        if (folder / file).exists():
            raise BadInput("is there already, and nothing was written: take another name or folder", str(folder / file))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in made.files.items():
            # Never over a file that came into being just now.
            with (folder / file).open("x", encoding="utf-8") as opened:
                opened.write(text)
    except OSError as error:
        raise BadInput(f"can't be written: {error.strerror}", str(folder)) from None


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "starters"),
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # only a checked name is filled in
    )
