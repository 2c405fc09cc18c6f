"""Players: agents for tests that reply by a rule and keep every request."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import get_args

from dikast.agents import Agent, Choices, Likelihood, Reply, Request
from dikast.records import Purpose, Question, SeatKind, TextLikelihood

Rule = Callable[[Request], str | Reply]

QUESTION = Question(
    id="q1",
    text="How many eggs did the hen lay?",
    choices=("seventeen", "eighteen"),
    gold=1,
    source="The hen laid eighteen eggs before noon.\nThen it slept.",
    references=("18",),
    metadata={"note": "not for any seat"},
)


def usual(request: Request) -> str:
    """A reply that can be read, for every purpose of a request."""
    match request.purpose:
        case "decide" | "look" | "choose" | "answer" | "score" if isinstance(request.form, Choices):
            return "Answer: A"
        case "delegate":
            return '{"questions": ["What does it say?", "Who says so?"]}'
        case "select":
            return '{"claims": [1]}'
        case "predict":
            return prediction(request, 0.6)
        case "rate":
            return '{"score": 50}'
        case "ask":
            return "Where does it say so?"
        case _:
            return f"{request.seat} holds to it in round {request.round}."


def prediction(request: Request, p_first: float) -> str:
    """A prediction in the form that is asked for: this probability of what has the label A, the others alike."""
    labels = [name for name in request.form.model_fields if name != "reasons"] if isinstance(request.form, type) else []
    rest = (1 - p_first) / max(1, len(labels) - 1)
    return json.dumps({label: p_first if label == "A" else rest for label in labels})


@dataclass
class Player:
    """Replies by its rule, after the seat's delay (`delays`, in seconds); keeps every request."""

    rule: Rule = usual
    delays: Mapping[str, float] = field(default_factory=dict)
    name: str = "player"
    requests: list[Request] = field(default_factory=list)

    async def reply(self, request: Request) -> Reply:
        self.requests.append(request)
        await asyncio.sleep(self.delays.get(request.seat, 0))
        if isinstance(request.form, Likelihood):
            # Nothing is written: all texts are alike.
            return Reply(text="", likelihoods=(TextLikelihood(logp=-1.0, n_tokens=1),) * len(request.form.texts))
        reply = self.rule(request)
        if isinstance(reply, Reply):
            return reply
        return Reply(text=reply)

    def texts(self, seat: str | None = None) -> list[str]:
        """The texts of all requests, or of those to one seat."""
        return [text_of(request) for request in self.requests if seat in (None, request.seat)]


def text_of(request: Request) -> str:
    """All of a request in one text: its messages, and every field of its question."""
    return "\n".join([*(str(m.content) for m in request.messages), request.question.model_dump_json()])


def judge_saying(logprobs: Callable[[Request], Mapping[str, float]]) -> Rule:
    """A rule that gives label log-probabilities at verdicts, and is usual otherwise."""

    def rule(request: Request) -> str | Reply:
        if request.purpose in ("decide", "look"):
            by_label = dict(logprobs(request))
            likeliest = max(by_label, key=by_label.__getitem__)
            return Reply(text=f"Answer: {likeliest}", choice_logprobs=by_label)
        return usual(request)

    return rule


@dataclass
class Partly:
    """An agent for calls of these purposes; any other is replied to by the usual rule."""

    agent: Agent
    purposes: Collection[Purpose]
    name: str = "partly"

    async def reply(self, request: Request) -> Reply:
        if request.purpose in self.purposes:
            return await self.agent.reply(request)
        return Reply(text=usual(request))


def seated(player: Player) -> dict[str, Player]:
    """The same player in every kind of seat."""
    return dict.fromkeys(get_args(SeatKind), player)
