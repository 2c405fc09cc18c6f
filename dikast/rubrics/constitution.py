"""Constitution: rules that a response must not violate, in YAML, each with the preconditions of a violation."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from dikast.errors import BadInput, nearest
from dikast.input_files import into, read_yaml
from dikast.records import Record

CONSTITUTIONS = Path(__file__).parent / "constitutions"

Sentence = Annotated[str, Field(min_length=1, max_length=2000)]


class AnyOf(Record):
    """Alternatives; one that holds is enough."""

    any_of: Annotated[tuple[Sentence, ...], Field(min_length=1)]


def _as_any_of(value: Any) -> Any:
    """Lets a user write a sentence alone for `any_of` with only this sentence."""
    return {"any_of": [value]} if isinstance(value, str) else value


class ConstitutionRule(Record):
    """One rule, and what it takes to violate it.

    - `name`: unique in the constitution.
    - `says`: the rule as a sentence.
    - `violated_if`: the preconditions of a violation. All must hold; each is a sentence, or `any_of` several.
    - `objectiveness`: from 1 (a matter of taste) to 10 (anybody sees the same), where it was scored.
    - `rewritten_from`: the rule as it was before it was rewritten to be more objective.
    """

    name: Annotated[str, Field(min_length=1, max_length=60)]
    says: Sentence
    violated_if: Annotated[
        tuple[Annotated[AnyOf, BeforeValidator(_as_any_of, json_schema_input_type=AnyOf | str)], ...],
        Field(min_length=1),
    ]
    objectiveness: Annotated[int, Field(ge=1, le=10)] | None = None
    rewritten_from: str = ""


class Constitution(Record):
    """Rules that responses are judged by, one by one.

    - `name`, `description`, `source`: what it is called, what it is for, and where it was published.
    """

    name: Annotated[str, Field(min_length=1)]
    description: str
    source: str = ""
    rules: Annotated[tuple[ConstitutionRule, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _names_differ(self) -> Self:
        names = [rule.name.casefold() for rule in self.rules]
        if len(set(names)) < len(names):
            raise ValueError("the rules must have different names")
        return self


def constitution_names() -> list[str]:
    """The names of the constitutions that come with Dikast, in the order of the alphabet."""
    return sorted(path.stem for path in CONSTITUTIONS.glob("*.yaml"))


def load_constitution(name: str | Path, *, base: Path | None = None) -> Constitution:
    """A constitution of the library by its name, or one in a file by its path (relative to `base`).

    Raises BadInput for an unknown name, with the nearest known one, and for a faulty file, with the place.
    """
    if Path(name).suffix in (".yaml", ".yml"):
        return into(Constitution, read_yaml((base or Path()) / name))
    return _library_constitution(str(name))


@lru_cache(maxsize=64)
def _library_constitution(name: str) -> Constitution:
    path = CONSTITUTIONS / f"{name}.yaml"
    if not path.is_file():
        hint = nearest(name, constitution_names())
        raise BadInput(f"no constitution {name!r}: {hint} (a file of your own ends in .yaml)")
    return into(Constitution, read_yaml(path))
