"""Guarded: the one limiter and the one retry around every agent of a run."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from dikast.agents import Agent, Closable, Reply, Request, TakesImages, raise_agent_errors
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.experiments.limits.limiter import Limiter
from dikast.experiments.limits.run_limits import Limits
from dikast.experiments.limits.usage_meter import UsageMeter
from dikast.records import Usage

log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 60.0
PERSON = "human"
CHARS_A_TOKEN = 4
TOKENS_A_REPLY = 200
MOST_COUNTED = 10**12


@dataclass
class RetryingAgent:
    """An agent whose calls wait for a slot, have a deadline, and are tried again while their failures may pass.

    The wait before another try doubles from half a second, with full jitter, and holds no slot. A refusal for now
    (HTTP 429) is no try: the limiter, which is told, holds the call back, until the limits' patience is over.
    Whatever else the agent raises comes out as an AgentError, so that one agent's fault is one episode's failure. A
    person has all the time in the world.
    """

    agent: Agent
    limiter: Limiter
    limits: Limits
    meter: UsageMeter = field(default_factory=UsageMeter)
    _tokens_a_reply: float = TOKENS_A_REPLY

    @property
    def name(self) -> str:
        """The name of the agent inside."""
        return self.agent.name

    @property
    def takes_images(self) -> bool:
        """Whether the agent inside takes images; one that does not say is taken to."""
        return not isinstance(self.agent, TakesImages) or self.agent.takes_images

    async def reply(self, request: Request) -> Reply:
        """The agent's reply. Raises its last TransientError once the tries are used up, a PermanentError at once."""
        tokens = self._tokens(request)
        clock = asyncio.get_running_loop().time
        tries, patience_ends = 0, None
        while True:
            try:
                return await self._once(request, tokens)
            except RateLimited:
                patience_ends = patience_ends or clock() + self.limits.patience_s
                if clock() >= patience_ends:
                    raise
            except TransientError:
                tries += 1
                if tries >= self.limits.tries:
                    raise
                await asyncio.sleep(wait_s(tries))

    async def _once(self, request: Request, tokens: int) -> Reply:
        deadline = None if self.name == PERSON else self.limits.timeout_s
        async with self.limiter.slot(tokens) as slot:
            try:
                with self._counted():
                    async with asyncio.timeout(deadline):
                        with raise_agent_errors():
                            reply = _whole(await self.agent.reply(request), self.name)
            except RateLimited as error:
                slot.refused(error.retry_after_s)
                raise
            slot.used(reply.usage.tokens)
            self._tokens_a_reply += 0.1 * (reply.usage.output_tokens - self._tokens_a_reply)
            return reply

    @contextmanager
    def _counted(self) -> Iterator[None]:
        """Counts the call, and what it raises, which after its deadline is a TransientError."""
        self.meter.in_flight += 1
        try:
            yield
        except TimeoutError:
            self.meter.failures["no reply in time"] += 1
            raise TransientError(f"no reply within {self.limits.timeout_s:g} s") from None
        except RateLimited:
            self.meter.refused += 1
            raise
        except AgentError as error:
            self.meter.failures[type(error).__name__] += 1
            raise
        finally:
            self.meter.in_flight -= 1

    def _tokens(self, request: Request) -> int:
        """About what a call will take: four characters a token, and as long a reply as the last ones."""
        n_chars = sum(len(message.content) for message in request.messages if isinstance(message.content, str))
        return n_chars // CHARS_A_TOKEN + int(self._tokens_a_reply)

    async def aclose(self) -> None:
        """Gives back what the agent inside holds; where that fails it is told, for nothing of the run is lost by it."""
        if not isinstance(self.agent, Closable):
            return
        try:
            with raise_agent_errors():
                await self.agent.aclose()
        except AgentError as error:
            log.warning("%s could not be closed: %s", self.name, error)


def _whole(reply: object, name: str) -> Reply:
    """The reply, if it is one and can be kept: nobody checked what an agent's own code returns before.

    Raises PermanentError, or ValueError for a form that does not come back from its own JSON.
    """
    if not isinstance(reply, Reply):
        raise PermanentError(f"{name} returned {type(reply).__name__}; an agent's reply is a Reply")
    if not _has_its_types(reply):
        raise PermanentError(f"{name} returned a Reply whose texts, log-probabilities or usage are none")
    if reply.parsed is not None:
        type(reply.parsed).model_validate_json(reply.parsed.model_dump_json())
    return reply


def _has_its_types(reply: Any) -> bool:
    logps = reply.choice_logprobs or {}
    are_texts = all(isinstance(text, str) for text in (reply.text, reply.thinking, reply.model, *logps))
    are_numbers = all(isinstance(logp, float | int) for logp in logps.values())
    return are_texts and are_numbers and isinstance(reply.usage, Usage) and _can_be_counted(reply.usage)


def _can_be_counted(usage: Usage) -> bool:
    counts = (usage.calls, usage.input_tokens, usage.output_tokens, usage.cached_tokens, usage.unpriced)
    return all(0 <= n <= MOST_COUNTED for n in (*counts, usage.cost_usd, usage.seconds))


def wait_s(number: int) -> float:
    """How long to wait, in seconds, after try `number` (from 1) failed."""
    return random.uniform(0, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**number))
