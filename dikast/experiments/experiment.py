"""Experiment: which questions, protocols and agents are run, as a file says it."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StrictInt

from dikast.errors import BadInput
from dikast.experiments.agent_labels import AgentSpec
from dikast.experiments.filters import Pattern
from dikast.experiments.handicap_sweep import with_swept_agents
from dikast.experiments.journals import Durability
from dikast.experiments.limits import Limits
from dikast.experiments.people import PeopleOptions
from dikast.experiments.probe_plan import ProbePlan
from dikast.experiments.set_values import with_changes
from dikast.experiments.stopping_rule import StoppingRule
from dikast.experiments.tournament import Tournament
from dikast.input_files import Document, into, read_yaml
from dikast.metrics import Hypothesis
from dikast.protocols import ProtocolOptions
from dikast.questions import QuestionSource
from dikast.records import Record

# Larger ones would be cut by what draws from them; `true` is no seed.
ROW_SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".parquet")
Seed = Annotated[StrictInt, Field(ge=-(2**63), lt=2**64)]


class ProtocolUse(ProtocolOptions):
    """One protocol of an experiment, with options on it; `as` is what tables call it."""

    model_config = ConfigDict(validate_by_name=True, serialize_by_alias=True)

    use: str
    as_: Annotated[str | None, Field(alias="as")] = None

    def given(self) -> dict[str, object]:
        """The options on the protocol, without its name and label."""
        options = super().given()
        options.pop("use")
        options.pop("as_", None)
        return options


def _as_use(value: object) -> object:
    """A bare name as a use of that protocol without options."""
    if isinstance(value, str):
        return {"use": value}
    return value


class Experiment(Record):
    """A matrix of episodes: every question × protocol × choice of agents × repeat.

    `agents` are given by role or kind; a list of them makes a matrix, and so does a handicap with several values, such
    as `{model: …, handicap: {knows: [0, 0.5, 1]}}`. `order` says how the choices of a question are
    ordered before the judge: `balanced`, the right one first on just as many questions as last, drawn from the seed;
    or `given`, as the question file has them. `swap: both` takes every verdict in both orders. `store` is the URL of a
    PostgreSQL database for the records; without one, they are kept in the run folder. `journal` is a file that
    experiments may share, so that none pays for a call that another made; by default it is the run folder's own.
    With `durability: power` every answer is on the disk before it is used, not only with the operating system.
    `hypotheses` are the comparisons that `dikast register` freezes before the run.
    `include` and `exclude` narrow the matrix, see `Filters`; `schedule` says which agents meet; `stop` ends a
    comparison early. `probe` asks every question in changed forms too, see `ProbePlan`. `people` says how people fill
    the seats of `human` under `dikast serve`, see `PeopleOptions`.
    """

    name: Annotated[str, Field(pattern=r"^\w[\w.-]*$")]
    description: str = ""
    questions: QuestionSource
    protocols: Annotated[
        tuple[Annotated[ProtocolUse, BeforeValidator(_as_use, json_schema_input_type=ProtocolUse | str)], ...],
        Field(min_length=1),
    ]
    agents: Annotated[dict[str, AgentSpec | list[AgentSpec]], BeforeValidator(with_swept_agents)] = Field(
        default_factory=dict
    )
    repeats: Annotated[int, Field(ge=1, le=100_000)] = 1
    swap: Literal["none", "both"] = "none"
    order: Literal["balanced", "given"] = "balanced"
    seed: Seed = 0
    limits: Limits = Limits()
    include: tuple[Pattern, ...] = ()
    exclude: tuple[Pattern, ...] = ()
    schedule: Tournament | None = None
    stop: StoppingRule | None = None
    probe: ProbePlan | None = None
    # Left out where there are none, as in experiments from before there were any.
    hypotheses: Annotated[tuple[Hypothesis, ...], Field(exclude_if=operator.not_)] = ()
    people: Annotated[PeopleOptions | None, Field(exclude_if=operator.not_)] = None
    # The URL may hold a password, and the experiment is written into the run folder.
    store: Annotated[str | None, Field(exclude=True)] = None
    journal: str | None = None
    durability: Durability = "process"


def load_experiment(path: Path, changes: Sequence[str] = ()) -> tuple[Experiment, Document]:
    """The experiment of a file with `key=value` changes on it, and the document it was read from.

    Raises BadInput with the file, the line, the key and the nearest right one.
    """
    if path.suffix.lower() in ROW_SUFFIXES and path.is_file():
        fault = f"an experiment is a YAML file, which names rows such as these: `questions: {{file: {path.name}}}`"
        raise BadInput(fault, str(path))
    document = with_changes(read_yaml(path), changes)
    return into(Experiment, document), document
