"""Agent, Request, Reply: the one contract between the engine and whoever speaks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from langchain_core.messages import BaseMessage
from pydantic import BaseModel

from dikast.records import Purpose, Question, SeatKind, Usage


@dataclass(frozen=True, slots=True)
class Choices:
    """An answer form: one of these labels, given as a last line `Answer: <label>`.

    A backend that has token log-probabilities gives those of the labels at that place in
    `Reply.choice_logprobs`. With `reasoning` the reply may reason before that line; without, the line is all of it.
    """

    labels: tuple[str, ...]
    reasoning: bool = False


Form = Choices | type[BaseModel] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is asked of an agent, with nothing in it that its role may not see.

    `messages` are LangChain messages: text, or a list of text and image parts. `question` is stripped of its gold
    answer, references and metadata, and of its source and choices where the role does not see them; its choices stand
    in the order of the labels A, B, C… for a role that answers by label, and in the question's own order for one that
    argues, where `argues` is the index of the one it argues for. `role` is the seat's name, `kind` what it is. `sample`
    counts calls that differ in nothing else; `words` is the limit that the messages tell of. `attempt` is 1 for a
    repeated ask. `steps` are the 0-based steps of a worked solution that are to be labelled or are asked about.
    """

    messages: tuple[BaseMessage, ...]
    seat: str
    kind: SeatKind
    purpose: Purpose
    question: Question
    round: int = 1
    argues: int | None = None
    form: Form = None
    words: int | None = None
    seed: int = 0
    sample: int = 0
    attempt: int = 0
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What an agent said.

    `choice_logprobs` are natural-log probabilities of the labels of a `Choices` form, not normalised among
    themselves. `parsed` is the form's model where the agent made one. `thinking` is what a backend returns as
    reasoning apart from the text. `usage` counts this one call (`calls` 1).
    """

    text: str
    parsed: BaseModel | None = None
    choice_logprobs: dict[str, float] | None = None
    thinking: str = ""
    model: str = ""
    usage: Usage = field(default_factory=lambda: Usage(calls=1, unpriced=1))


@runtime_checkable
class Agent(Protocol):
    """Whoever sits in a seat. `name` says who it is, options included, for the record and the journal."""

    @property
    def name(self) -> str: ...

    async def reply(self, request: Request) -> Reply:
        """One reply. Raises TransientError or PermanentError; cancellable at any await."""
        ...


@runtime_checkable
class Sighted(Protocol):
    """An agent that knows whether it takes images; one that does not say is taken to."""

    @property
    def takes_images(self) -> bool: ...


@runtime_checkable
class Closing(Protocol):
    """An agent that holds something open (a connection, a loaded model) and gives it back."""

    async def aclose(self) -> None: ...
