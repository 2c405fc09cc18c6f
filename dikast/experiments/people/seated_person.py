"""SeatedPerson: a person as an agent who is asked at a web queue, and answers whenever they like."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Protocol

from dikast.agents import FREE, Ability, Likelihood, Price, Reply, Request
from dikast.errors import DikastError, PermanentError
from dikast.experiments.journals import call_key
from dikast.experiments.people.people_desk import PeopleDesk


class AsksPeople(Protocol):
    """What has the desk at which people are asked. It may be set after the agents are made."""

    desk: PeopleDesk | None


@dataclass
class SeatedPerson:
    """A person at the desk of a run. A call whose answer is not in raises AnswersAwaited, and takes no slot or time."""

    name: str
    at: AsksPeople

    def price(self) -> Price:
        """Free."""
        return FREE

    def lacks(self, ability: Ability) -> str | None:
        """Likelihoods."""
        return "a person can't say how likely a given text is" if ability == "likelihoods" else None

    async def reply(self, request: Request) -> Reply:
        """The person's answer. Raises AnswersAwaited until it is in, PermanentError for what no person can answer."""
        if isinstance(request.form, Likelihood):
            raise PermanentError("a person can't say how likely a given text is (`route: likelihood`): take a model")
        desk = self.at.desk
        if desk is None:
            raise DikastError("no one asks the people of this run: `dikast serve` does")
        task = call_key(self.name, request).hex()
        return await asyncio.to_thread(desk.ask, self.name, task, request)
