"""ScriptedAgent: replies by the rules of a file, for tests, demonstrations and re-runs without a model.

A script is a YAML file:

    replies:
      - seat: alice               # or `role`, the older name
        round: 1
        text: "The passage says so."
      - purpose: decide           # speak, ask, answer, choose, decide, label, solve, … (agents.Purpose)
        contains: "lighthouse"    # in the request's messages; of a list, all of them
        text: "Answer: A"
        choice_logprobs: {A: -0.1, B: -2.4}
      - kind: debater             # debater, consultant, judge, solver, critic, reader
        texts: ["One.", "Two."]   # by the request's sample index; after the last, the first again
        thinking: "Kept private."
      - text: ""
        likelihoods: {"Paris": -1.5, "*": -9.0}   # for `route: likelihood`: of each given text, and of any other
      - text: "Anything else."

The first rule whose conditions (`seat, kind, purpose, round, sample, attempt, contains`) all hold gives the reply. A
rule without conditions always holds. The reply depends on the request alone, never on the order of the calls.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Self

from pydantic import AliasChoices, BaseModel, ConfigDict, Field, model_validator

from dikast.agents.ability import Ability
from dikast.agents.agent import Choices, Likelihood, Reply, Request
from dikast.agents.http_errors import clean_message
from dikast.agents.inner_calls import traced_if_nested
from dikast.agents.price import FREE, Price
from dikast.agents.structured_output import read_form
from dikast.errors import PermanentError
from dikast.input_files import into, parse_yaml, read_text
from dikast.records import Purpose, SeatKind, TextLikelihood, Usage

# Conditions that are the request's fields of the same name.
_FIELDS = ("seat", "kind", "purpose", "round", "sample", "attempt")

ANY_TEXT = "*"


class Rule(BaseModel):
    """The conditions on a request, and the reply where all of them hold."""

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
    likelihoods: dict[str, Annotated[float, Field(le=0, allow_inf_nan=False)]] = {}

    @model_validator(mode="after")
    def _has_one_answer(self) -> Self:
        """Raises ValueError for a rule that has both `text` and `texts`, or neither."""
        has_text = self.text is not None
        has_texts = bool(self.texts)
        if has_text == has_texts:
            raise ValueError("a rule needs either text or texts")
        return self

    def holds(self, request: Request) -> bool:
        """Whether all conditions of the rule hold for the request.

        A condition that the rule does not have always holds.
        """
        for name in _FIELDS:
            if getattr(self, name) not in (None, getattr(request, name)):
                return False
        # Most rules have no phrases: they don't need the text of all messages.
        if not self.contains:
            return True
        phrases = (self.contains,) if isinstance(self.contains, str) else self.contains
        text = _messages_text(request)
        return all(phrase in text for phrase in phrases)

    def reply(self, request: Request) -> Reply:
        """The rule's reply. It costs nothing and takes no time."""
        text = self.text
        if text is None:
            text = self.texts[request.sample % len(self.texts)]
        choice_logprobs = None
        # As with a model: only a request for a label gets the labels' probabilities.
        if isinstance(request.form, Choices):
            choice_logprobs = self.choice_logprobs
        return Reply(
            text=text,
            parsed=read_form(request.form, text),
            choice_logprobs=choice_logprobs,
            likelihoods=self._likelihoods(request),
            thinking=self.thinking,
            model="scripted",
            usage=Usage(calls=1),
        )

    def _likelihoods(self, request: Request) -> tuple[TextLikelihood, ...]:
        """Those of the texts that the request wants scored, a word as a token; none if the rule lacks one of them."""
        if not isinstance(request.form, Likelihood):
            return ()
        logps = [self.likelihoods.get(text, self.likelihoods.get(ANY_TEXT)) for text in request.form.texts]
        likelihoods: list[TextLikelihood] = []
        for text, logp in zip(request.form.texts, logps, strict=True):
            if logp is None:
                return ()
            n_words = max(1, len(text.split()))
            # As if nothing were likely or unlikely by itself.
            logp_empty = 0.0 if request.form.with_empty else None
            likelihoods.append(TextLikelihood(logp=logp, n_tokens=n_words, logp_empty=logp_empty))
        return tuple(likelihoods)


class Script(BaseModel):
    """The rules of a file, in its order."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    replies: tuple[Rule, ...] = Field(min_length=1)


class ScriptedAgent:
    """An agent that replies by a script."""

    def __init__(self, path: Path, name: str | None = None) -> None:
        """Reads the file. Raises BadInput if it is missing or is no script; the message says where."""
        text = read_text(path)
        self._script = into(Script, parse_yaml(text, str(path)))
        digest = hashlib.sha256(text.encode()).hexdigest()[:12]
        self._name = f"{name or f'scripted:{path}'}?sha256={digest}"

    @property
    def name(self) -> str:
        """`scripted:FILE?sha256=…`. A changed script is another agent, whose replies are not in the journal yet."""
        return self._name

    def price(self) -> Price:
        """Free."""
        return FREE

    def lacks(self, ability: Ability) -> str | None:
        """What none of its rules has."""
        name = "likelihoods" if ability == "likelihoods" else "choice_logprobs"
        if any(getattr(rule, name) for rule in self._script.replies):
            return None
        return f"no rule of the script has `{name}`"

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """The reply of the first rule that holds. Raises PermanentError, which describes the request, if none does."""
        for rule in self._script.replies:
            if rule.holds(request):
                return rule.reply(request)
        conditions = ", ".join(f"{name} {getattr(request, name)!r}" for name in _FIELDS)
        # The beginning of the messages too, so that the author of the script sees what was asked.
        text = clean_message(_messages_text(request))
        raise PermanentError(f"{self._name} has no rule for {conditions}: {text}")


def _messages_text(request: Request) -> str:
    """The text of all messages of a request."""
    return "\n".join(str(message.text) for message in request.messages)
