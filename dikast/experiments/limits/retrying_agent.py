"""Retrying agent: the one limiter and the one retry layer around every agent of a run."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Iterator
from contextlib import AbstractAsyncContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from types import UnionType

from dikast.agents import (
    AgentWrapper,
    Closable,
    Priced,
    Reply,
    Request,
    is_person,
    queues_calls,
    raise_agent_errors,
    sound_usage,
    traced_reply,
)
from dikast.errors import AgentError, PermanentError, RateLimited, TransientError
from dikast.experiments.limits.call_budget import CallAllowance, Reservation
from dikast.experiments.limits.call_sizes import PlannedCall
from dikast.experiments.limits.limiter import Limiter
from dikast.experiments.limits.run_limits import Limits
from dikast.experiments.limits.usage_meter import UsageMeter
from dikast.records import TextLikelihood, Usage

log = logging.getLogger(__name__)

FIRST_WAIT_S = 0.5
LONGEST_WAIT_S = 60.0
CHARS_A_TOKEN = 4
# What a reply is expected to take before there has been one.
FIRST_REPLY_TOKENS = 200
# The weight of the last reply in the moving average of their lengths.
NEWEST_WEIGHT = 0.1
# Larger counts are not believed: sums of such numbers would not fit into the store's integers.
MOST_COUNTED = 10**12


@dataclass
class RetryingAgent(AgentWrapper):
    """An agent whose calls wait for a slot, have a deadline from there on, and are tried again after some failures.

    Those are the failures that may pass. An agent with slots of its own, such as an embedded model, says when a call
    has one: time in line is never part of a call's time.

    The wait before another try doubles from half a second, with full jitter, and holds no slot. A refusal for now
    (HTTP 429) is no try: the limiter holds the call back until the patience that the limits give is over.
    A call waits until what it may take is set aside in the `budget`, if there is one; BudgetSpent leaves it where there
    will never be room. Whatever else the agent raises comes out as an AgentError, so that one agent's fault is one
    episode's failure. A person has no deadline.
    """

    limiter: Limiter
    limits: Limits
    meter: UsageMeter = field(default_factory=UsageMeter)
    budget: CallAllowance | None = None
    _reply_tokens: float = FIRST_REPLY_TOKENS

    async def reply(self, request: Request) -> Reply:
        """The agent's reply. Raises its last TransientError once the tries are used up, a PermanentError at once."""
        tokens = self._tokens(request)
        clock = asyncio.get_running_loop().time
        tries = 0
        patience_ends: float | None = None
        n_answers = 0
        while True:
            try:
                return await self._try_once(_with_try(request, n_answers), tokens)
            except RateLimited:
                n_answers += 1
                # Patience begins at the first refusal, not with the call: its time in line is not the model's fault.
                if patience_ends is None:
                    patience_ends = clock() + self.limits.patience_s
                if clock() >= patience_ends:
                    raise
            except TransientError as error:
                tries += 1
                n_answers += error.is_answered
                if error.most_tries is not None and tries >= error.most_tries:
                    last = PermanentError(str(error))
                    last.code_traceback = error.code_traceback
                    raise last from error
                if tries >= self.limits.tries:
                    raise
                await asyncio.sleep(wait_s(tries))

    async def _try_once(self, request: Request, tokens: int) -> Reply:
        """One call, in a slot of its own, with what it took reported to the budget and to the limiter."""
        # The budget first: a call that waits for money is in no other call's way.
        async with self._reserved(request) as reservation, self.limiter.slot(tokens) as slot:
            try:
                with self._metered():
                    reply = await self._reply_in_time(request)
            except RateLimited as error:
                slot.refused(error.retry_after_s)
                raise
            if reservation is not None:
                reservation.used(reply.usage)
            slot.used(reply.usage.tokens)
            self._reply_tokens += NEWEST_WEIGHT * (reply.usage.output_tokens - self._reply_tokens)
            return reply

    def planned(self, request: Request) -> PlannedCall:
        """The call of this request, as far as its cost goes."""
        return PlannedCall.of(self.agent, self.name, request)

    def _reserved(self, request: Request) -> AbstractAsyncContextManager[Reservation | None]:
        """What is set aside for the call; nothing without a budget."""
        if self.budget is None:
            return nullcontext()
        return self.budget.reserve(self.planned(request))

    async def _reply_in_time(self, request: Request) -> Reply:
        """The agent's reply, checked. Raises TimeoutError after the deadline, which counts from the call's turn."""
        async with asyncio.timeout(None) as deadline:
            with raise_agent_errors():
                reply = _checked(await self._reply_in_turn(request, deadline), self.name)
                return self._with_sound_numbers(reply, request)

    async def _reply_in_turn(self, request: Request, deadline: asyncio.Timeout) -> Reply:
        """The agent's reply, with the deadline set once the agent works on it."""

        def begin() -> None:
            if not is_person(self.name):
                deadline.reschedule(asyncio.get_running_loop().time() + self.limits.timeout_s)

        agent = self.agent
        if queues_calls(agent):
            return await traced_reply(self.agent, agent.reply_in_turn(request, begin))
        begin()
        return await traced_reply(agent, agent.reply(request))

    def _with_sound_numbers(self, reply: Reply, request: Request) -> Reply:
        """The reply, which is paid for, without numbers that can't be right: an agent's own code may return any."""
        if not _are_logprobs(reply.choice_logprobs):
            log.warning("%s returned log-probabilities that are none; they are left out", self.name)
            reply = replace(reply, choice_logprobs=None)
        if _can_be_counted(reply.usage):
            return reply
        price = self.agent.price() if isinstance(self.agent, Priced) else None
        usage = sound_usage(reply, request, price)
        return replace(reply, usage=usage.model_copy(update={"calls": 1, "repeats": 0, "seconds": 0.0}))

    @contextmanager
    def _metered(self) -> Iterator[None]:
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
        n_chars = 0
        for message in request.messages:
            # Content that is not text is a list with images, whose tokens every provider counts in its own way.
            if isinstance(message.content, str):
                n_chars += len(message.content)
        return n_chars // CHARS_A_TOKEN + int(self._reply_tokens)

    async def aclose(self) -> None:
        """Closes the agent inside. Where that fails it is logged: nothing of the run is lost by it."""
        if not isinstance(self.agent, Closable):
            return
        try:
            with raise_agent_errors():
                await self.agent.aclose()
        except AgentError as error:
            log.warning("%s could not be closed: %s", self.name, error)


def _with_try(request: Request, n_answers: int) -> Request:
    """The request, with a key of its own after every error that the backend answered with.

    Under the old key some would answer with the same error again. After a cut connection or a time-out the key stays:
    the backend may have done its work.
    """
    if not request.idempotency_key or not n_answers:
        return request
    return replace(request, idempotency_key=f"{request.idempotency_key}-{n_answers}")


def _checked(reply: object, name: str) -> Reply:
    """The reply, if it is one and can be kept. What an agent's own code returns has not been checked before.

    Raises PermanentError, or ValueError for a form that does not come back from its own JSON.
    """
    if not isinstance(reply, Reply):
        raise PermanentError(f"{name} returned {type(reply).__name__}; an agent's reply is a Reply")
    if not _has_its_types(reply):
        raise PermanentError(f"{name} returned a Reply whose texts, log-probabilities or usage are none")
    if reply.parsed is not None:
        type(reply.parsed).model_validate_json(reply.parsed.model_dump_json(by_alias=True))
    return reply


def _has_its_types(reply: Reply) -> bool:
    """Whether its fields have the types that a Reply promises."""
    # A Reply is a plain dataclass: its annotations promise types that nothing has checked.
    typed_values: list[tuple[object, type | UnionType]] = [
        (reply.text, str),
        (reply.thinking, str),
        (reply.model, str),
        (reply.finish_reason, str),
        (reply.is_refusal, bool),
        (reply.usage, Usage),
        (reply.inner, tuple),
    ]
    typed_values += [(likelihood, TextLikelihood) for likelihood in reply.likelihoods]
    logprobs = reply.choice_logprobs or {}
    for label, logprob in logprobs.items():
        typed_values.append((label, str))
        typed_values.append((logprob, float | int))
    return all(isinstance(value, expected) for value, expected in typed_values)


def _are_logprobs(logprobs: dict[str, float] | None) -> bool:
    """Whether all can be logarithms of probabilities: NaN and what is above 0 can't."""
    return all(logprob <= 0 for logprob in (logprobs or {}).values())


def _can_be_counted(usage: Usage) -> bool:
    """Whether all counts are numbers that can be added up: NaN is not."""
    amounts = (
        usage.calls,
        usage.input_tokens,
        usage.output_tokens,
        usage.cached_tokens,
        usage.unpriced,
        usage.cost_usd,
        usage.seconds,
    )
    return all(0 <= amount <= MOST_COUNTED for amount in amounts)


def wait_s(number: int) -> float:
    """How long to wait, in seconds, after try `number` (from 1) failed."""
    return random.uniform(0, min(LONGEST_WAIT_S, FIRST_WAIT_S * 2**number))
