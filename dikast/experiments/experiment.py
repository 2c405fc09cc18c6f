"""Experiment: what is run on what by whom, as a file says it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from dikast.errors import BadInput
from dikast.experiments.filters import Pattern
from dikast.experiments.journals import Durability
from dikast.experiments.limits import Limits
from dikast.experiments.stopping_rule import StoppingRule
from dikast.experiments.tournament import Tournament
from dikast.input_files import Document, into, read_yaml, yaml_value
from dikast.protocols import ProtocolOptions
from dikast.questions import QuestionSource
from dikast.records import Record

AgentSpec = str | dict[str, JsonValue]


class ProtocolUse(ProtocolOptions):
    """One protocol of an experiment, with options on it; `as` is what tables call it."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    use: str
    as_: Annotated[str | None, Field(alias="as")] = None

    def given(self) -> dict[str, object]:
        """The options on the protocol, without its name and label."""
        return {name: value for name, value in super().given().items() if name not in ("use", "as_")}


class Experiment(Record):
    """A matrix of episodes: every question × protocol × choice of agents × repeat.

    `agents` are given by role or kind; a list of them makes a matrix. `order` says how the choices of a question are
    ordered before the judge: `balanced`, the right one first on just as many questions as last, drawn from the seed;
    or `given`, as the question file has them. `swap: both` takes every verdict in both orders. `store` is the URL of a
    PostgreSQL database for the records; without one, they are kept in the run folder. `journal` is a file that
    experiments may share, so that none pays for a call that another made; by default it is the run folder's own.
    With `durability: power` every answer is on the disk before it is used, not only with the operating system.
    `include` and `exclude` narrow the matrix, see `Selection`; `schedule` says which agents meet; `stop` ends a
    comparison early.
    """

    name: Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
    description: str = ""
    questions: QuestionSource
    protocols: Annotated[
        tuple[Annotated[ProtocolUse, BeforeValidator(lambda v: {"use": v} if isinstance(v, str) else v)], ...],
        Field(min_length=1),
    ]
    agents: dict[str, AgentSpec | list[AgentSpec]] = Field(default_factory=dict)
    repeats: Annotated[int, Field(ge=1, le=100_000)] = 1
    swap: Literal["none", "both"] = "none"
    order: Literal["balanced", "given"] = "balanced"
    seed: int = 0
    limits: Limits = Limits()
    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    schedule: Tournament | None = None
    stop: StoppingRule | None = None
    store: Annotated[str | None, Field(exclude=True)] = None
    journal: str | None = None
    durability: Durability = "process"


def load_experiment(path: Path, changes: Sequence[str] = ()) -> tuple[Experiment, Document]:
    """The experiment of a file with `key=value` changes on it, and the document it was read from.

    Raises BadInput with the file, the line, the key and the nearest right one.
    """
    document = changed(read_yaml(path), changes)
    return into(Experiment, document), document


def changed(document: Document, changes: Sequence[str]) -> Document:
    """The document with values set: `agents.judge=local/smollm2`, `protocols.1.rounds=2`; values are YAML."""
    data = document.data
    settings: dict[tuple[str | int, ...], str] = {}
    for change in changes:
        key, equals, text = change.partition("=")
        if not equals:
            raise BadInput("write it as key=value, such as seed=1 or agents.judge=local/smollm2", f"--set {change}")
        steps = key.split(".")
        data = _with(data, steps, yaml_value(text), f"--set {change}", _LONG_FORM.get(steps[0]))
        settings[tuple(int(step) if step.isdecimal() else step for step in steps)] = f"--set {change}"
    return Document(data, document.name, document.lines, settings=settings)


# What a bare name stands for where options are to stand beside it.
_LONG_FORM = {"protocols": "use", "agents": "model"}


def _with(data: Any, path: list[str], value: object, where: str, long_form: str | None) -> Any:
    """A copy of the data with the value at the path; sections that are missing on the way are made."""
    if not path:
        return value
    head, rest = path[0], path[1:]
    if isinstance(data, list):
        if not head.isdecimal() or int(head) >= len(data):
            raise BadInput(f"{head!r} is no place in a list of {len(data)}, numbered from 0", where)
        return [_with(item, rest, value, where, long_form) if i == int(head) else item for i, item in enumerate(data)]
    if isinstance(data, str) and long_form:
        data = {long_form: data}
    if data is not None and not isinstance(data, Mapping):
        raise BadInput(f"there is nothing to set inside {data!r}", where)
    whole = dict(data or {})
    # A key that is there may have dots in its name: `limits.models.openai/gpt-4.1.in_flight`.
    n = next((n for n in range(len(path), 1, -1) if ".".join(path[:n]) in whole), 1)
    head, rest = ".".join(path[:n]), path[n:]
    return {**whole, head: _with(whole.get(head), rest, value, where, long_form)}
