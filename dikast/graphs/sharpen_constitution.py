"""Rules made more objective by a model, before anything is judged by them (arXiv 2501.00192)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from pydantic import ValidationError

from dikast.agents import Agent, Request
from dikast.graphs.agent_calls import together
from dikast.protocols import Unreadable, clean_text, read_json_reply, render_prompt, split_thinking
from dikast.records import Question

if TYPE_CHECKING:
    from dikast.rubrics import Constitution, ConstitutionRule

T = TypeVar("T")

TRIES = 2
"""How many requests are made for one thing, all with the same words, before it is left out."""


async def sharpen_constitution(
    agent: Agent, constitution: Constitution, *, objective_from: int = 9, rewrites: int = 3, seed: int = 0
) -> Constitution:
    """The constitution with the objectiveness of each rule, from 1 to 10, and rules of too little of it rewritten.

    A rule is rewritten at most `rewrites` times, until it is `objective_from` or more; the most objective wording is
    taken. A rule with new words gets new preconditions. What a reply does not say readably changes nothing. People
    should read the result: a rewritten rule may mean something else. Raises AgentError where the agent gives no reply.
    """
    sharpener = RuleSharpener(agent, objective_from, rewrites, seed)
    rules = await together(sharpener.sharpened(rule) for rule in constitution.rules)
    return constitution.model_copy(update={"rules": tuple(rules)})


@dataclass(frozen=True)
class RuleSharpener:
    """How one rule is scored and rewritten."""

    agent: Agent
    objective_from: int
    rewrites: int
    seed: int

    async def sharpened(self, rule: ConstitutionRule) -> ConstitutionRule:
        """The rule with its objectiveness, or the most objective wording that was found for it."""
        score = await self._asked("objectiveness", rule.says, _read_objectiveness)
        if score is None:
            return rule
        best = rule.model_copy(update={"objectiveness": score})
        says = rule.says
        for _ in range(self.rewrites):
            if (best.objectiveness or 0) >= self.objective_from:
                break
            says = await self._asked("rewrite_rule", says, _read_rule) or says
            score = await self._asked("objectiveness", says, _read_objectiveness)
            if score is not None and score > (best.objectiveness or 0):
                best = best.model_copy(update={"says": says, "objectiveness": score})
        if best.says == rule.says:
            return best
        rewritten = await self._with_preconditions(best)
        # Without preconditions of its own, a new wording could not be checked.
        if rewritten is None:
            return rule
        return rewritten.model_copy(update={"rewritten_from": rule.says})

    async def _with_preconditions(self, rule: ConstitutionRule) -> ConstitutionRule | None:
        """The rule with the preconditions that the model finds; None if there are none that can be read."""

        def read(data: dict[str, object]) -> ConstitutionRule | None:
            listed = data.get("violated_if")
            if not isinstance(listed, list):
                return None
            conditions = [{"any_of": entry} if isinstance(entry, list) else entry for entry in listed]
            try:
                return type(rule).model_validate(rule.model_dump() | {"violated_if": conditions})
            except ValidationError:
                return None

        return await self._asked("preconditions", rule.says, read)

    async def _asked(self, template: str, says: str, read: Callable[[dict[str, object]], T | None]) -> T | None:
        """What `read` finds in the model's JSON; None if nothing, also when asked again."""
        from langchain_core.messages import HumanMessage

        text = render_prompt(template, rule=says, envelope=render_prompt("envelope"))
        for attempt in range(TRIES):
            request = Request(
                messages=(HumanMessage(text),),
                seat="judge",
                kind="judge",
                purpose="sharpen",
                question=Question(id="rule", text=says),
                seed=self.seed,
                attempt=attempt,
            )
            reply = await self.agent.reply(request)
            data = read_json_reply(split_thinking(clean_text(reply.text))[0])
            found = None if isinstance(data, Unreadable) else read(data)
            if found is not None:
                return found
        return None


def _read_objectiveness(data: dict[str, object]) -> int | None:
    score = data.get("objectiveness")
    if isinstance(score, bool) or not isinstance(score, int):
        return None
    return score if 1 <= score <= 10 else None


def _read_rule(data: dict[str, object]) -> str | None:
    says = data.get("rule")
    return says.strip() or None if isinstance(says, str) else None
