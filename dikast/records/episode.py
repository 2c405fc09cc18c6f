"""Episode: one run of one Protocol on one Question by given Agents, complete."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, JsonValue

from dikast.records.check import Check
from dikast.records.origin import Origin
from dikast.records.question import Question
from dikast.records.record import Record
from dikast.records.transcript import Transcript, Turn
from dikast.records.usage import Usage
from dikast.records.verdict import Look, Verdict

SCHEMA_VERSION: Literal[2] = 2


def _current_schema(version: object) -> object:
    """Schema 1 named the fields `tick` and `seat` otherwise, and is read as schema 2."""
    return SCHEMA_VERSION if version == 1 else version


class Passage(Record):
    """One passage through a protocol's moves, with the choices in one order.

    `order` lists choice indices as they were shown: `order[0]` bore the label A. `looks` are the judge's beliefs
    before the verdict, `chosen` the answer that an open role picked for itself.
    """

    order: tuple[int, ...]
    transcript: Transcript
    checks: tuple[Check, ...] = ()
    looks: tuple[Look, ...] = ()
    chosen: dict[str, Look] = Field(default_factory=dict)

    def course(self) -> Iterator[Turn | Look]:
        """Its turns, and each of its looks after the last of them that it followed."""
        looks = deque(sorted(self.looks, key=lambda look: look.round))
        for turn in self.transcript.turns:
            while looks and looks[0].round < turn.round:
                yield looks.popleft()
            yield turn
        yield from looks

    def usage_of_parts(self) -> Usage:
        """What the turns, looks and choices of this passage cost; the verdict not included."""
        looks = (*self.looks, *self.chosen.values())
        return Usage.total((*(turn.usage for turn in self.transcript.turns), *(look.usage for look in looks)))


class Episode(Passage):
    """All there is to know of one episode: to judge its transcript again, or to recompute any number in a report.

    `protocol` is the protocol as it was run, options applied; `agents` names the agent of every seat; `argues` is
    the side an assigned consultant was given. `rerun` is a second passage with the order reversed, where a swap
    could not simply be shown again. `usage` is of all calls together. `origin` is set where the transcript was not made
    by this episode: it was recorded elsewhere, or is judged again; `usage` is then of the judging alone.
    """

    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    schema_: Annotated[Literal[2], BeforeValidator(_current_schema), Field(alias="schema")] = SCHEMA_VERSION
    id: str
    question: Question
    protocol: dict[str, JsonValue]
    agents: dict[str, str]
    seed: int
    swap: Literal["none", "both"] = "none"
    argues: int | None = None
    rerun: Passage | None = None
    origin: Origin | None = None
    verdict: Verdict
    usage: Usage

    @property
    def protocol_name(self) -> str:
        """The protocol's name, as its file gives it."""
        return str(self.protocol["name"])


class Failure(Record):
    """An episode that could not be finished, and why: it is counted, shown, and run again on request."""

    id: str
    question_id: str
    protocol_name: str
    seat: Annotated[str, Field(validation_alias=AliasChoices("seat", "role"))]
    error: str
    message: str
