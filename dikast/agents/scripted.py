"""ScriptedAgent: a recording that answers by rules, for tests, demonstrations and re-runs without a model.

A script is a YAML file:

    replies:
      - seat: alice               # `role` is read too
        round: 1
        text: "The passage says so."
      - purpose: decide           # speak, ask, answer, choose, decide, label, solve, … (agents.Purpose)
        contains: "lighthouse"    # in the request's messages; a list means all of them
        text: "Answer: A"
        choice_logprobs: {A: -0.1, B: -2.4}
      - kind: debater             # debater, consultant, judge, solver, critic
        texts: ["One.", "Two."]   # by the request's sample index, from the start again after the last
        thinking: "Kept private."
      - text: "Anything else."

The first rule whose conditions (`seat, kind, purpose, round, sample, attempt, contains`) all hold gives the reply; a
rule without conditions holds always. The reply depends on the request alone, never on the order of the calls.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator

from dikast.agents.agent import Choices, Reply, Request
from dikast.agents.http_errors import shown
from dikast.agents.price import FREE, Price
from dikast.agents.structured_output import read_form
from dikast.errors import PermanentError
from dikast.input_files import into, parse_yaml, read_text
from dikast.records import Purpose, SeatKind, Usage


class Rule(BaseModel):
    """When to answer, and what."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seat: Annotated[str | None, Field(validation_alias=AliasChoices("seat", "role"))] = None
    kind: SeatKind | None = None
    purpose: Purpose | None = None
    round: int | None = None
    sample: int | None = None
    attempt: int | None = None
    contains: str | tuple[str, ...] = ()
    text: str | None = None
    texts: tuple[str, ...] = ()
    thinking: str = ""
    choice_logprobs: dict[str, float] | None = None

    @model_validator(mode="after")
    def _has_one_answer(self) -> Self:
        if (self.text is None) == (not self.texts):
            raise ValueError("a rule needs either text or texts")
        return self

    def holds(self, request: Request) -> bool:
        """Whether every condition that is given is met."""
        given = {name: getattr(self, name) for name in ("seat", "kind", "purpose", "round", "sample", "attempt")}
        if any(value is not None and value != getattr(request, name) for name, value in given.items()):
            return False
        words = (self.contains,) if isinstance(self.contains, str) else self.contains
        if not words:
            return True
        asked = _text(request)
        return all(word in asked for word in words)

    def reply(self, request: Request) -> Reply:
        """The rule's answer; it costs nothing and takes no time."""
        text = self.text if self.text is not None else self.texts[request.sample % len(self.texts)]
        return Reply(
            text=text,
            parsed=read_form(request.form, text),
            choice_logprobs=self.choice_logprobs if isinstance(request.form, Choices) else None,
            thinking=self.thinking,
            model="scripted",
            usage=Usage(calls=1),
        )


class Script(BaseModel):
    """The rules of a file, in its order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replies: tuple[Rule, ...] = Field(min_length=1)


class ScriptedAgent:
    """A script in a seat."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Reads the file. Raises BadInput where it is missing or has an unknown key."""
        text = read_text(path)
        self._script = into(Script, parse_yaml(text, str(path)))
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        self._name = f"{name or f'scripted:{path}'}?sha256={digest}"

    @property
    def name(self) -> str:
        """`scripted:FILE?sha256=…`: a script that was changed is another agent."""
        return self._name

    def price(self) -> Price:
        """Nothing."""
        return FREE

    async def reply(self, request: Request) -> Reply:
        """The answer of the first rule that holds; PermanentError says what was asked where none does."""
        for rule in self._script.replies:
            if rule.holds(request):
                return rule.reply(request)
        asked = f"seat {request.seat!r}, kind {request.kind!r}, purpose {request.purpose!r}, round {request.round}"
        counts = f"sample {request.sample}, attempt {request.attempt}"
        raise PermanentError(f"{self._name} has no rule for {asked}, {counts}: {shown(_text(request))}")


def _text(request: Request) -> str:
    return "\n".join(str(message.text) for message in request.messages)
