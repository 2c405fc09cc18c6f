"""RubricLookup: the rubric of a protocol, looked up by what judges say."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.graphs.constitution_lookup import with_constitution
from dikast.graphs.response_rubric_lookup import with_response_rubric
from dikast.protocols import GradeMove, Protocol

if TYPE_CHECKING:
    from dikast.rubrics import Rubric


@dataclass(frozen=True)
class RubricLookup:
    """The rubric of a protocol, with its words and levels by name."""

    rubric: Rubric

    @classmethod
    def of(cls, protocol: Protocol) -> RubricLookup:
        """The lookup of a protocol that ends in `grade`; ValueError for another."""
        if protocol.grade is None:
            raise ValueError(f"protocol {protocol.name!r} grades nothing")
        return _lookup(protocol.grade.model_dump_json())

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The codes of the kinds of error."""
        return tuple(kind.code for kind in self.rubric.errors)

    @cached_property
    def errors(self) -> dict[str, str]:
        """The code meant by a code, a name or another word for it, casefolded."""
        by_word: dict[str, str] = {}
        by_code: dict[str, str] = {}
        for kind in self.rubric.errors:
            by_word |= dict.fromkeys(kind.words, kind.code)
            by_code[kind.code.casefold()] = kind.code
        # A code is never taken for another kind's word.
        return by_word | by_code

    @cached_property
    def levels(self) -> dict[str, tuple[float, ...]]:
        """The values of the levels, for each criterion that a judge picks a level of."""
        values: dict[str, tuple[float, ...]] = {}
        for criterion in self.rubric.criteria:
            # The other criteria are measured, and have no levels.
            if criterion.levels:
                values[criterion.name] = tuple(level.value for level in criterion.levels)
        return values

    @cached_property
    def n_levels(self) -> dict[str, int]:
        """How many levels each of these criteria has."""
        return {name: len(values) for name, values in self.levels.items()}


@lru_cache(maxsize=64)
def _lookup(grade: str) -> RubricLookup:
    """The lookup of a `grade` move in JSON: the move itself is not hashable, and so is no key for the cache."""
    return RubricLookup(_rubric(GradeMove.model_validate_json(grade)))


def with_rubric(protocol: Protocol, base: Path | None = None) -> Protocol:
    """The protocol with its rubric written out in it, so that the record of an episode is complete.

    Raises BadInput for a rubric that can't be found or read.
    """
    grade = protocol.grade
    if grade is None:
        return with_constitution(with_response_rubric(protocol, base), base)
    try:
        rubric = _rubric(grade, base)
    except ValidationError as error:
        fault = f"the rubric written in protocol {protocol.name!r} does not hold together: {error}"
        raise BadInput(fault) from None
    written = grade.model_copy(update={"rubric": rubric.model_dump(mode="json")})
    return protocol.model_copy(update={"moves": (*protocol.moves[:-1], written)})


def _rubric(grade: GradeMove, base: Path | None = None) -> Rubric:
    """The rubric of a `grade` move, which names it or has it written out."""
    from dikast.rubrics import Rubric, load_rubric

    if isinstance(grade.rubric, str):
        return load_rubric(grade.rubric, base=base)
    return Rubric.model_validate(grade.rubric)
