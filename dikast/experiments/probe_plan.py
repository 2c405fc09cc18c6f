"""ProbePlan: with which probes an experiment asks whether its judge is one, and what is to help it resist."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, field_validator

from dikast.errors import BadInput, nearest
from dikast.probes import LENGTH_CONTROL, probes_named
from dikast.protocols import MITIGATIONS
from dikast.records import Record

MITIGATION_NAMES = (*MITIGATIONS, LENGTH_CONTROL)


def _as_tuple(value: object) -> object:
    """A bare name as a list of one."""
    return (value,) if isinstance(value, str) else value


ProbeNames = Annotated[tuple[str, ...], BeforeValidator(_as_tuple, json_schema_input_type=tuple[str, ...] | str)]


class ProbePlan(Record):
    """The `probe:` mapping of an experiment.

    - `names`: the probes, or `all`.
    - `mitigations`: each protocol is also run with each of these, one at a time.
    - `repeats`: how often every question is asked again unchanged; what changes then is the floor.
    """

    names: Annotated[ProbeNames, Field(min_length=1)]
    mitigations: ProbeNames = ()
    repeats: Annotated[int, Field(ge=1, le=100)] = 2

    @field_validator("names")
    @classmethod
    def _probes_are_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Each probe once; `all` is written out."""
        try:
            return tuple(probe.name for probe in probes_named(names))
        except BadInput as error:
            raise ValueError(error.message) from None

    @field_validator("mitigations")
    @classmethod
    def _mitigations_are_known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        """Each mitigation once."""
        for name in names:
            if name not in MITIGATION_NAMES:
                raise ValueError(f"no mitigation {name!r}: {nearest(name, MITIGATION_NAMES)}")
        return tuple(dict.fromkeys(names))
