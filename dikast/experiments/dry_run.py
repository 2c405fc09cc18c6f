"""Rehearsal: an episode without any model, to learn how many calls it makes and how long its prompts are."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from itertools import pairwise

from dikast.agents import Choices, Reply, Request
from dikast.graphs import Swap, run_episode
from dikast.protocols import Protocol
from dikast.records import Question, Usage

CHARS_A_TOKEN = 4
TOKENS_A_WORD = 1.35
WORDS_A_SPEECH = 200
WORDS_OF_REASONS = 150
WORD = "word "


@dataclass(frozen=True)
class Called:
    """The calls to one seat: how many, their tokens, and how many of those repeat the call before from its start on."""

    role: str
    kind: str
    calls: int
    input_tokens: int
    output_tokens: int
    repeated_tokens: int


@dataclass
class DryRunAgent:
    """Says as much as it may, and never anything that would end an episode early. The same request, the same words."""

    name: str = "understudy"
    seats: dict[str, list[tuple[str, str, int, int]]] = field(default_factory=dict)

    async def reply(self, request: Request) -> Reply:
        """A reply of the length that is asked for."""
        text = _said(request)
        sent = "\0".join(f"{message.type}\0{message.content}" for message in request.messages)
        calls = self.seats.setdefault(request.seat, [])
        if not request.attempt:
            calls.append((request.kind, sent, len(sent) // CHARS_A_TOKEN, _tokens(text)))
        return Reply(text=text, choice_logprobs=_belief(request), usage=Usage(calls=1))

    def called(self) -> list[Called]:
        """What each seat was asked."""
        return [
            Called(role, calls[0][0], len(calls), sum(c[2] for c in calls), sum(c[3] for c in calls), _repeated(calls))
            for role, calls in self.seats.items()
        ]


async def dry_run(
    protocol: Protocol, question: Question, *, seed: int, order: tuple[int, ...], argues: int | None, swap: Swap
) -> list[Called]:
    """The calls of one episode, at its longest: rounds that may end early do not."""
    understudy = DryRunAgent()
    kinds = {role.kind for role in protocol.roles.values()}
    agents = {str(kind): understudy for kind in kinds}
    await run_episode(protocol, question, agents=agents, seed=seed, order=order, argues=argues, swap=swap)
    return understudy.called()


def _said(request: Request) -> str:
    form = request.form
    if isinstance(form, Choices):
        # Peers that answer must not agree: each names another label.
        label = form.labels[request.sample % len(form.labels)]
        return f"{WORD * WORDS_OF_REASONS if form.reasoning else ''}\nAnswer: {label}".lstrip()
    if request.purpose == "rate":
        return '{"score": 50}'
    if form is not None:
        share = 1 / max(1, sum(name != "reasons" for name in form.model_fields))
        return json.dumps({n: WORD * WORDS_OF_REASONS if n == "reasons" else share for n in form.model_fields})
    return WORD * (request.words or WORDS_A_SPEECH)


def _belief(request: Request) -> dict[str, float] | None:
    """All answers alike between rounds, so that there is another round; else the first, so that a side is chosen."""
    if not isinstance(request.form, Choices):
        return None
    labels = request.form.labels
    if request.purpose == "look":
        return dict.fromkeys(labels, -math.log(len(labels)))
    return {label: math.log(0.9 if label == labels[0] else 0.1 / len(labels)) for label in labels}


def _tokens(text: str) -> int:
    n_words = text.count(WORD)
    return int(n_words * TOKENS_A_WORD + (len(text) - n_words * len(WORD)) / CHARS_A_TOKEN) + 1


def _repeated(calls: list[tuple[str, str, int, int]]) -> int:
    """Tokens at the start of a call that are byte for byte those of the seat's call before."""
    found = 0
    for (_, before, *_), (_, now, *_) in pairwise(calls):
        same = next((i for i, (a, b) in enumerate(zip(before, now, strict=False)) if a != b), len(before))
        found += min(same, len(now)) // CHARS_A_TOKEN
    return found
