"""Dry run: an episode without any model, to learn how many calls it makes and how long its prompts are."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from pydantic import BaseModel, JsonValue

from dikast.agents import Choices, Likelihood, Reply, Request
from dikast.experiments.limits import CHARS_A_TOKEN
from dikast.graphs import Swap, run_episode
from dikast.protocols import Protocol
from dikast.records import Question, TextLikelihood, Usage

TOKENS_A_WORD = 1.35
WORDS_A_SPEECH = 200
WORDS_OF_REASONS = 150
WORDS_OF_A_REASON = 20
WORDS_A_CLAIM = 10
CLAIMS_A_RESPONSE = 8
WORD = "word "


class DryCall(NamedTuple):
    """One call to a seat: all of its prompt, and the tokens of the prompt and of the longest reply."""

    kind: str
    prompt: str
    input_tokens: int
    output_tokens: int


@dataclass(frozen=True)
class SeatCalls:
    """The calls to one seat: how many, their tokens, and how many of those repeat the call before from its start on."""

    seat: str
    kind: str
    calls: int
    input_tokens: int
    output_tokens: int
    repeated_tokens: int


@dataclass
class DryRunAgent:
    """Says as much as it may, and never anything that would end an episode early. The same request, the same words."""

    name: str = "dry-run"
    calls: dict[str, list[DryCall]] = field(default_factory=dict)

    async def reply(self, request: Request) -> Reply:
        """A reply of the length that is asked for."""
        text = _longest_reply(request)
        prompt = "\0".join(f"{message.type}\0{message.content}" for message in request.messages)
        calls = self.calls.setdefault(request.seat, [])
        # Another attempt at a reply that can't be read is not counted: how many there will be is unknown.
        if not request.attempt:
            call = DryCall(
                request.kind,
                prompt,
                input_tokens=len(prompt) // CHARS_A_TOKEN,
                output_tokens=_tokens(text),
            )
            calls.append(call)
        return Reply(
            text=text,
            choice_logprobs=_choice_logprobs(request),
            likelihoods=_likelihoods(request),
            usage=Usage(calls=1),
        )

    def seat_calls(self) -> list[SeatCalls]:
        """The calls to each seat, added up."""
        return [_added_up(seat, calls) for seat, calls in self.calls.items()]


async def dry_run(
    protocol: Protocol,
    question: Question,
    *,
    seed: int,
    order: tuple[int, ...],
    argues: int | None,
    swap: Swap,
) -> list[SeatCalls]:
    """The calls of one episode, at its longest: rounds that may end early do not."""
    agent = DryRunAgent()
    agents = {str(role.kind): agent for role in protocol.roles.values()}
    await run_episode(
        protocol,
        question,
        agents=agents,
        seed=seed,
        order=order,
        argues=argues,
        swap=swap,
    )
    return agent.seat_calls()


def _longest_reply(request: Request) -> str:
    """As much text as the request allows, in the form that it asks for."""
    form = request.form
    if isinstance(form, Choices):
        # Peers that answer must not agree, or their debate would end: each names another label.
        label = form.labels[request.sample % len(form.labels)]
        # A tie by one criterion leads to the next, an answer that is not right to its steps, and a debate goes on where
        # nobody gives up.
        if request.purpose in ("criterion", "final", "concede"):
            label = form.labels[-1]
        reasons = WORD * WORDS_OF_REASONS if form.reasoning else ""
        return f"{reasons}\n{form.stated(label)}".lstrip()
    if isinstance(form, Likelihood):
        return ""
    if request.purpose in _REPLIES:
        return _REPLIES[request.purpose](request)
    if request.purpose in _STEP_REPLIES:
        return _step_reply(request, _STEP_REPLIES[request.purpose])
    if form is not None:
        return _filled_form(form)
    return WORD * (request.words or WORDS_A_SPEECH)


# Every step is called wrong, so that the call after the labels is counted too.
_STEP_REPLIES: dict[str, JsonValue] = {
    "label": "incorrect",
    "explain": {"why": WORD * WORDS_OF_A_REASON, "fix": WORD * WORDS_OF_A_REASON},
}


def _step_reply(request: Request, value: JsonValue) -> str:
    """The same said of every step that the request is about."""
    return json.dumps({str(step + 1): value for step in request.steps})


def _split_claims(request: Request) -> str:
    """As many claims as a response of some length has, with words that do stand in it."""
    words = next(iter(request.question.choices), "")
    claims = [{"claim": f"{WORD * WORDS_A_CLAIM}{i}", "words": words} for i in range(CLAIMS_A_RESPONSE)]
    return json.dumps({"claims": claims})


def _requirements(request: Request) -> str:
    """As many requirements as a task of some length has."""
    one = {"kind": "entity", "question": WORD * WORDS_A_CLAIM, "expected": WORD * WORDS_A_CLAIM}
    return json.dumps({"requirements": [one] * CLAIMS_A_RESPONSE})


def _extracted(request: Request) -> str:
    """As many key steps as a response of some length has, and a final answer that no machine can compare."""
    steps = [WORD * WORDS_A_CLAIM] * CLAIMS_A_RESPONSE
    return json.dumps({"steps": steps, "answer": WORD * WORDS_A_CLAIM})


def _part_scores(request: Request) -> str:
    """A note and a score for every part that the form names."""
    fields = request.form.model_fields.values() if isinstance(request.form, type) else ()
    one = {"note": WORD * WORDS_OF_A_REASON, "score": 0}
    return json.dumps({str(field.alias): one for field in fields})


def _prediction(request: Request) -> str:
    """Sure of another answer after every round, so that a market never settles early."""
    names = list(request.form.model_fields) if isinstance(request.form, type) else []
    labels = [name for name in names if name != "reasons"]
    values: dict[str, str | float] = dict.fromkeys(labels, 0.0)
    values[labels[request.round % len(labels)]] = 1.0
    return json.dumps({"reasons": WORD * WORDS_OF_REASONS, **values} if "reasons" in names else values)


def _questions(request: Request) -> str:
    """As many questions as the form allows."""
    field = request.form.model_fields["questions"] if isinstance(request.form, type) else None
    most = next((limit.max_length for limit in field.metadata if hasattr(limit, "max_length")), 1) if field else 1
    return json.dumps({"questions": [f"{WORD * WORDS_A_CLAIM}{i}" for i in range(most)]})


def _checklist(request: Request) -> str:
    """As many items as a checklist of some length has."""
    return json.dumps({"items": [f"{WORD * WORDS_A_CLAIM}{i}" for i in range(CLAIMS_A_RESPONSE)]})


def _subclaims(request: Request) -> str:
    """The fewest subclaims that any split may have: how many the move allows is not in the form."""
    return json.dumps({"claims": [f"{WORD * WORDS_A_CLAIM}{i}" for i in range(2)]})


def _estimates(request: Request) -> str:
    """All subclaims as probable as not."""
    fields = request.form.model_fields.values() if isinstance(request.form, type) else ()
    return json.dumps({str(field.alias): 0.5 for field in fields})


_REPLIES: dict[str, Callable[[Request], str]] = {
    "answer": lambda request: f"{WORD * (request.words or WORDS_A_SPEECH)}\nAnswer: {request.sample}",
    "claims": _split_claims,
    "require": _requirements,
    "extract": _extracted,
    "step_scores": _part_scores,
    "recall": _part_scores,
    "chain": _part_scores,
    "checklist": _checklist,
    "predict": _prediction,
    "select": lambda request: '{"claims": [1]}',
    "subclaims": _subclaims,
    "estimate": _estimates,
    "faults": lambda request: json.dumps(
        {"faults": [{"words": WORD, "wrong": WORD * (request.words or WORDS_A_SPEECH), "severity": "major"}]}
    ),
    "pick": lambda request: '{"claim": 1, "direction": "too low"}',
    "delegate": _questions,
    "rate": lambda request: '{"score": 50}',
    # No answer, so that the search goes on to its end, and no two alike.
    "step": lambda request: f"{WORD * (request.words or WORDS_A_CLAIM)}{request.sample}",
}
"""What is said for purposes whose form alone does not tell."""


def _filled_form(form: type[BaseModel]) -> str:
    """Reasons at length, and the same share for every other field: they are probabilities, which add up to 1."""
    n_shares = sum(name != "reasons" for name in form.model_fields)
    values: dict[str, str | float] = dict.fromkeys(form.model_fields, 1 / max(1, n_shares))
    if "reasons" in values:
        values["reasons"] = WORD * WORDS_OF_REASONS
    return json.dumps(values)


def _choice_logprobs(request: Request) -> dict[str, float] | None:
    """All answers alike between rounds, so that there is another round; else the first, so that a side is chosen."""
    if not isinstance(request.form, Choices):
        return None
    labels = request.form.labels
    if request.purpose == "look":
        return dict.fromkeys(labels, -math.log(len(labels)))
    logprobs = dict.fromkeys(labels, math.log(0.1 / len(labels)))
    logprobs[labels[0]] = math.log(0.9)
    return logprobs


def _likelihoods(request: Request) -> tuple[TextLikelihood, ...]:
    """All texts alike, where their likelihoods are asked for."""
    if not isinstance(request.form, Likelihood):
        return ()
    return (TextLikelihood(logp=-1.0, n_tokens=1, logp_empty=-1.0),) * len(request.form.texts)


def _tokens(text: str) -> int:
    """About how many tokens a reply has: its words are all alike, the rest counts by characters."""
    n_words = text.count(WORD)
    n_other_chars = len(text) - n_words * len(WORD)
    return int(n_words * TOKENS_A_WORD + n_other_chars / CHARS_A_TOKEN) + 1


def _added_up(seat: str, calls: list[DryCall]) -> SeatCalls:
    """The calls to one seat together."""
    input_tokens = 0
    output_tokens = 0
    for call in calls:
        input_tokens += call.input_tokens
        output_tokens += call.output_tokens
    repeated_tokens = 0
    for before, call in pairwise(calls):
        # Rounded down for each call, as a provider's prompt cache counts each call by itself.
        repeated_tokens += _common_start(before.prompt, call.prompt) // CHARS_A_TOKEN
    return SeatCalls(
        seat=seat,
        kind=calls[0].kind,
        calls=len(calls),
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        repeated_tokens=repeated_tokens,
    )


def _common_start(before: str, prompt: str) -> int:
    """How many characters at the start of a prompt are those of the one before: a prompt cache has them."""
    for i, (old, new) in enumerate(zip(before, prompt, strict=False)):
        if old != new:
            return i
    return min(len(before), len(prompt))
