"""FallbackAgent: an agent, and another one that replies where the first gives no reply."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field, replace

from dikast.agents.ability import Ability, lack_of
from dikast.agents.agent import Agent, Reply, Request
from dikast.agents.agent_wrapper import close_agent, may_take_images, price_of
from dikast.agents.inner_calls import traced_if_nested, traced_reply
from dikast.agents.price import Price
from dikast.agents.told_ending import told_ending
from dikast.errors import AgentError
from dikast.records import Usage

log = logging.getLogger(__name__)


@dataclass
class FallbackAgent:
    """The first agent's reply; the second's where the first is out of order or refuses the request.

    Each reply of the second says so in `Reply.model`, which is in the record. `first_model` and `second_model` are the
    names under which limits count the calls.
    """

    first: Agent
    second: Agent
    first_model: str
    second_model: str
    _has_warned: bool = field(default=False, repr=False)

    @property
    def name(self) -> str:
        """Both names: a fallback may change the replies."""
        return f"{self.first.name}&fallback={self.second.name}"

    @property
    def takes_images(self) -> bool:
        """Whether both take images; one that does not say is taken to."""
        return may_take_images(self.first) and may_take_images(self.second)

    def lacks(self, ability: Ability) -> str | None:
        """What one of the two lacks: either may be the one that replies."""
        return lack_of(self.first, ability) or lack_of(self.second, ability)

    def price(self) -> Price | None:
        """The higher price of the two; None where one is unknown."""
        prices = [price_of(agent) for agent in (self.first, self.second)]
        known = [price for price in prices if price is not None]
        if len(known) < 2:
            return None
        return max(known, key=lambda price: price.output)

    @traced_if_nested("agent")
    async def reply(self, request: Request) -> Reply:
        """A reply of one of the two. Raises the second's error where neither gives one."""
        refused: Usage | None = None
        try:
            reply = await traced_reply(self.first, self.first.reply(request))
            if not _is_refused(reply):
                return reply
            refused = reply.usage
            self._warn("it refused")
        except AgentError as error:
            self._warn(str(error))
        reply = await traced_reply(self.second, self.second.reply(request))
        model = reply.model or self.second.name
        reply = replace(reply, model=f"{model} (fallback of {self.first_model})")
        if refused is None:
            return reply
        # A refusal is paid for like any reply.
        usage = (reply.usage + refused).model_copy(update={"calls": reply.usage.calls})
        return replace(reply, usage=usage)

    def _warn(self, reason: str) -> None:
        """Says once why the second replies."""
        if not self._has_warned:
            self._has_warned = True
            log.warning("%s gave no reply (%s): %s replies instead", self.first.name, reason, self.second.name)

    async def aclose(self) -> None:
        """Closes both."""
        for agent in (self.first, self.second):
            await close_agent(agent)


def _is_refused(reply: Reply) -> bool:
    """Whether the backend refused, by its own mark or by its filter."""
    return told_ending(reply) in ("refused", "filtered")
