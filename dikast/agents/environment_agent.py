"""EnvironmentAgent: an environment with `reset` and `step` as an agent, by itself or with an agent that acts in it."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from dikast.agents.ability import Ability
from dikast.agents.agent import Agent, Reply, Request
from dikast.agents.agent_wrapper import close_agent, may_take_images, price_of
from dikast.agents.environment import EnvironmentCalls, EnvironmentStep
from dikast.agents.environment_pool import EnvironmentPool
from dikast.agents.inner_calls import trace_call, traced_if_nested
from dikast.agents.price import Price
from dikast.agents.structured_output import read_form
from dikast.envelope import quoted
from dikast.records import Usage
from dikast.replies import split_thinking

MOST_STEPS = 50
# Of a longer observation an agent that acts is shown the beginning.
MOST_SHOWN_CHARS = 8_000


@dataclass
class EnvironmentAgent:
    """An environment as an agent: each reply is one passage through it, from `reset` to the end of its last step.

    With an `actor`, that agent's replies are the actions. Without, the environment goes on by itself: the action of
    each step is the observation before it. The last observation is the reply. After `MOST_STEPS` steps, or where the
    environment says that it was cut off, the reply's `finish_reason` is `length`.
    """

    pool: EnvironmentPool
    own_name: str
    actor: Agent | None = None

    @property
    def name(self) -> str:
        """The environment's import path, after the name of the agent that acts in it."""
        return self.own_name if self.actor is None else f"{self.actor.name}&environment={self.own_name}"

    @property
    def takes_images(self) -> bool:
        """Whether the agent that acts takes images; an environment by itself gets them in the request."""
        return self.actor is None or may_take_images(self.actor)

    def lacks(self, ability: Ability) -> str | None:
        """Everything but the text, the same for every agent."""
        return "the reply of an environment is its last observation, a text alone"

    def price(self) -> Price | None:
        """The price of the agent that acts; unknown without one."""
        return None if self.actor is None else price_of(self.actor)

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """The last observation. Raises AgentErrors for what the environment or the agent that acts raises."""
        return await self.reply_in_turn(request, lambda: None)

    async def reply_in_turn(self, request: Request, begin: Callable[[], None]) -> Reply:
        """As `reply`, with `begin` called once an environment is free for it."""
        async with self.pool.taken() as environment:
            begin()
            return await self._passage(environment, request)

    async def aclose(self) -> None:
        """Closes the environment, if it has a `close`, and the agent that acts in it."""
        await self.pool.aclose()
        if self.actor is not None:
            await close_agent(self.actor)

    async def _passage(self, environment: EnvironmentCalls, request: Request) -> Reply:
        """One passage through the environment, from `reset` on."""
        started = time.perf_counter()
        last = await environment.reset(request)
        messages: list[BaseMessage] = list(request.messages)
        usage = Usage()
        n_steps = 0
        while not last.is_over and n_steps < MOST_STEPS:
            action = last.observation
            if self.actor is not None:
                messages = _with_observation(messages, last, MOST_STEPS - n_steps)
                acted = await self.actor.reply(_for_actor(request, messages, n_steps))
                usage += acted.usage
                action = split_thinking(acted.text)[0].strip()
                messages.append(AIMessage(action or "(nothing)"))
            last = await environment.step(action)
            trace_call("step", action, last.observation)
            n_steps += 1
        spent = usage.model_copy(update={"calls": 1, "seconds": time.perf_counter() - started})
        return Reply(
            text=last.observation,
            parsed=read_form(request.form, last.observation),
            finish_reason="stop" if last.is_over and not last.is_cut else "length",
            usage=spent if self.actor is not None else spent.model_copy(update={"unpriced": 1}),
        )


def _for_actor(request: Request, messages: Sequence[BaseMessage], n_steps: int) -> Request:
    """What the agent that acts is asked at a step: an action in free text."""
    # A backend that keeps its replies by this key would answer each step as it did the first.
    key = f"{request.idempotency_key}-step-{n_steps}" if request.idempotency_key else ""
    return replace(request, messages=tuple(messages), form=None, words=None, idempotency_key=key)


def _with_observation(messages: Sequence[BaseMessage], step: EnvironmentStep, n_left: int) -> list[BaseMessage]:
    """The messages, with what the environment says now and how many actions can follow."""
    said = f"{quoted(step.observation[:MOST_SHOWN_CHARS])}\nAt most {n_left} more actions can follow."
    *before, last = messages
    if isinstance(last, AIMessage):
        return [*messages, HumanMessage(f"After your action, the environment says:\n{said}")]
    begun = f"You act in an environment: each of your replies is one action. It says:\n{said}"
    if isinstance(last, HumanMessage) and isinstance(last.content, str):
        # Some models refuse two messages of one side in a row.
        return [*before, HumanMessage(f"{last.content}\n\n{begun}")]
    return [*messages, HumanMessage(begun)]
