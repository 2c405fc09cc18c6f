"""Episode: the complete record of one run of one Protocol on one Question."""

from __future__ import annotations

import operator
from collections import deque
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import AliasChoices, BeforeValidator, ConfigDict, Field, JsonValue

from dikast.records.check import Check
from dikast.records.check_terms import CheckPick
from dikast.records.html_text import aside, escaped, folded, paragraph, sheet, table
from dikast.records.origin import Origin
from dikast.records.prediction import SeatPrediction
from dikast.records.question import Question
from dikast.records.record import Record
from dikast.records.transcript import Transcript, Turn
from dikast.records.usage import Usage
from dikast.records.verdict import Look, Verdict

SCHEMA_VERSION: Literal[2] = 2


def _upgraded_schema(version: object) -> object:
    """The current version in place of schema 1; any other value is left for pydantic to check."""
    # Schema 1 differs only in two field names, which Turn, Check and Failure read under their old names as well.
    if version == 1:
        return SCHEMA_VERSION
    return version


class Passage(Record):
    """One passage through the moves of a protocol, with the choices shown in one order.

    - `order`: indices of the question's choices in the order they were shown: `order[0]` had the label A.
    - `transcript`: what was said.
    - `checks`: what a machine found out about claims in it.
    - `looks`: what the judge thought of the choices on the way, before its verdict.
    - `chosen`: by seat, the answer that an open role picked for itself to argue for.
    - `predictions`: what seats expected the judge to believe in the end, or others to answer, in order.
    - `picks`: which claims seats chose to have checked, where checks cost.
    """

    order: tuple[int, ...]
    transcript: Transcript
    checks: tuple[Check, ...] = ()
    looks: tuple[Look, ...] = ()
    chosen: dict[str, Look] = Field(default_factory=dict)
    predictions: tuple[SeatPrediction, ...] = Field(default=(), exclude_if=operator.not_)
    picks: tuple[CheckPick, ...] = Field(default=(), exclude_if=operator.not_)

    def events(self) -> Iterator[Turn | Look | SeatPrediction | CheckPick]:
        """What happened, in order: a look after the last turn of its round, all else before the turns of its tick."""
        between: list[SeatPrediction | CheckPick] = [*self.picks, *self.predictions]
        waiting = deque(sorted(between, key=lambda event: event.tick))
        for event in self._turns_and_looks():
            while isinstance(event, Turn) and waiting and waiting[0].tick <= event.tick:
                yield waiting.popleft()
            yield event
        yield from waiting

    def as_html(self, choices: tuple[str, ...] = ()) -> str:
        """What was said, checked and thought, in order, as a piece of HTML."""
        parts: list[str] = []
        for event in self.events():
            if isinstance(event, Turn):
                parts += [event.as_html(), *(check.as_html() for check in self.checks if check.about == event.key)]
            elif isinstance(event, Look):
                parts.append(event.as_html(choices))
        return "".join(parts)

    def _turns_and_looks(self) -> Iterator[Turn | Look]:
        # Sorting is stable: looks of the same round stay in the order in which they were made.
        looks = deque(sorted(self.looks, key=lambda look: look.round))
        for turn in self.transcript.turns:
            while looks and looks[0].round < turn.round:
                yield looks.popleft()
            yield turn
        # Looks after the last turn, and all of them if there are no turns.
        yield from looks

    def usage_of_parts(self) -> Usage:
        """What the turns, looks, predictions, picks and choices of open roles cost; the verdict is not included."""
        parts: list[Turn | Look | CheckPick] = [
            *self.transcript.turns,
            *self.looks,
            *self.chosen.values(),
            *(prediction.look for prediction in self.predictions),
            *self.picks,
        ]
        return Usage.total(part.usage for part in parts)


class Episode(Passage):
    """Everything about one episode: enough to judge its transcript again, or to compute any number in a report again.

    - `schema_`: the version of this format, `schema` in JSON.
    - `id`: unique in its run.
    - `question`: what was asked.
    - `protocol`: the protocol as it was run, with its options applied.
    - `agents`: the agent in each seat.
    - `seed`: all randomness of the episode comes from it.
    - `swap`: `both` if the judge saw the choices in both orders, which cancels a bias for a position.
    - `argues`: the choice that the protocol assigned to a consultant.
    - `rerun`: a second passage with the order reversed. It is needed where the speakers saw the order too, so that
      the finished transcript could not simply be shown to the judge once more.
    - `origin`: where the transcript comes from, if it was recorded elsewhere or is judged again.
    - `verdict`: what the judge decided.
    - `usage`: what all calls together cost. If there is an `origin`, only the calls of the judge.
    """

    # In JSON the field is called `schema`, a name that pydantic's BaseModel already uses for a method.
    model_config = ConfigDict(serialize_by_alias=True, validate_by_name=True)

    schema_: Annotated[Literal[2], BeforeValidator(_upgraded_schema), Field(alias="schema")] = SCHEMA_VERSION
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

    def _repr_html_(self) -> str:
        """The episode as a notebook shows it: the question, the verdict, and what was said, to be opened."""
        question, usage = self.question, self.usage
        head = f"<div><strong>{escaped(self.id)}</strong> · {escaped(self.protocol_name)}</div>"
        agents = table(("seat", "agent"), [(escaped(seat), escaped(name)) for seat, name in self.agents.items()])
        said = [folded("what was said", [self.as_html(question.choices)])] if self.transcript.turns else []
        if self.rerun is not None:
            said.append(folded("again, in the other order of the answers", [self.rerun.as_html(question.choices)]))
        took = f"{usage.calls:,} calls, {usage.input_tokens:,} + {usage.output_tokens:,} tokens, ${usage.cost_usd:.4f}"
        source = [] if question.source is None else [folded("the source", [paragraph(question.source)])]
        return sheet(
            (
                head,
                paragraph(question.text),
                self.verdict.as_html(question),
                *said,
                *source,
                folded("the agents", [agents]),
                aside(took),
            )
        )

    @property
    def protocol_name(self) -> str:
        """The name of the protocol, as its file gives it."""
        return str(self.protocol["name"])

    @property
    def passages(self) -> tuple[Passage, ...]:
        """The episode itself, and its rerun if there is one."""
        if self.rerun is None:
            return (self,)
        return self, self.rerun


class Failure(Record):
    """An episode that could not be finished. It is counted, shown, and run again on request.

    - `id`, `question_id`, `protocol_name`: which episode it is.
    - `seat`: the seat whose agent gave no reply.
    - `error`: the type of the exception.
    - `message`: its text.
    - `traceback`: where it was raised, if that was in an author's own code.
    """

    id: str
    question_id: str
    protocol_name: str
    # `role` in records of schema 1.
    seat: Annotated[str, Field(validation_alias=AliasChoices("seat", "role"))]
    error: str
    message: str
    traceback: str = Field(default="", exclude_if=operator.not_)
