"""An agent with an option, which experiments in these tests name as `tests.experiments.options:Judge`."""

from __future__ import annotations

from dikast.agents import Reply, Request


class Judge:
    """Always decides for A; its temper changes nothing but its name."""

    def __init__(self, temper: int) -> None:
        self.name = f"judge of temper {temper}"

    async def reply(self, request: Request) -> Reply:
        return Reply(text="Answer: A")
