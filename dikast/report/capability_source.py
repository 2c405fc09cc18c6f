"""Where the capability of agents comes from: the experiment file, a handicap, or a file of numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dikast.agents import Handicap, handicap_strength
from dikast.errors import BadInput, nearest
from dikast.input_files import read_yaml
from dikast.report.seat_labels import SeatLabels

OPTION = "--scaling"
HANDICAPS = tuple(Handicap.model_fields)
WAYS = (
    "write `capability` for the numbers in the experiment file, `capability=HANDICAP` (such as knows) for those of a "
    "handicap, or `capability=FILE.yaml` for a file with a number for each agent; several are separated by commas"
)

Number = Callable[[str, SeatLabels], float | None]
"""The capability of the agent with this label in a run; None where it is not known."""


@dataclass(frozen=True)
class CapabilitySource:
    """Where capability comes from, in words, and the number of an agent: the first that one of the sources has."""

    text: str
    numbers: tuple[Number, ...]

    @classmethod
    def read(cls, text: str) -> CapabilitySource:
        """The sources in a text such as `capability=knows`. Raises BadInput for any other text, and for a bad file."""
        key, _, sources = text.partition("=")
        if key.strip() != "capability":
            raise BadInput(f"got {text!r}: {WAYS}", OPTION)
        if not sources.strip():
            return cls("the experiment file", (_of_experiment,))
        names = [name.strip() for name in sources.split(",") if name.strip()]
        return cls(", ".join(names), tuple(_number_by(name) for name in names))

    def of(self, label: str, labels: SeatLabels) -> float | None:
        """The capability of the agent with this label; None where no source has it."""
        for number in self.numbers:
            found = number(label, labels)
            if found is not None:
                return found
        return None


def _of_experiment(label: str, labels: SeatLabels) -> float | None:
    return labels.capabilities.get(label)


def _number_by(name: str) -> Number:
    """The number of a handicap, or that in a file."""
    if name in HANDICAPS:
        return lambda label, _: handicap_strength(label, name)
    path = Path(name)
    if not path.suffix and not path.exists():
        raise BadInput(f"{name!r} is no handicap and no file: {nearest(name, HANDICAPS)}; {WAYS}", OPTION)
    numbers = _read_numbers(path)
    return lambda label, _: numbers.get(label)


def _read_numbers(path: Path) -> dict[str, float]:
    """A file with a number for each agent. Raises BadInput where it is something else."""
    document = read_yaml(path)
    if not isinstance(document.data, dict) or not document.data:
        raise BadInput("this is no mapping of agents to numbers, such as `openai/gpt-4o: 1285`", str(path))
    numbers: dict[str, float] = {}
    for agent, number in document.data.items():
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise BadInput(f"the capability of {agent!r} is a number, got {number!r}", document.where((agent,)))
        numbers[str(agent)] = float(number)
    return numbers
