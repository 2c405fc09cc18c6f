"""The texts of all prompts, one template a file, and how they are rendered.

Other people's words stand in an envelope: every line of them begins with `| `, which no line of ours does.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from dikast.envelope import quoted

if TYPE_CHECKING:
    from jinja2 import Environment, Template


def render_prompt(name: str, **values: object) -> str:
    """The template `prompts/NAME.j2` with its values; a value that is missing is an error."""
    try:
        return _rendered(name, tuple(values.items()))
    except TypeError:
        # A value without a hash, such as a question.
        return _template(name).render(values).strip()


# Most texts, such as system messages and tasks, are the same for every question of a run.
@lru_cache(maxsize=512)
def _rendered(name: str, values: tuple[tuple[str, object], ...]) -> str:
    return _template(name).render(dict(values)).strip()


@lru_cache(maxsize=64)
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.j2")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        autoescape=False,  # prompts are plain text; `quoted` is their escape
    )
    environment.filters["quoted"] = quoted
    return environment
