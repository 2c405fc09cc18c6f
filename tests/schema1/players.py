"""Agents of the old runs that are programs: each call of one is noted, so that a test can say there was none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from dikast import Reply, Request, Usage
from dikast.agents.scripted_agent import ScriptedAgent

SCRIPTS = Path(__file__).parent / "old" / "inputs"
calls: list[str] = []


async def plain(request: Request) -> Reply:
    """Argues by the script `plain.yaml`, for money."""
    return await _paid("plain", request)


async def critic(request: Request) -> Reply:
    """Argues over a solution by the script `critic.yaml`, for money."""
    return await _paid("critic", request)


async def _paid(script: str, request: Request) -> Reply:
    calls.append(f"{script}: {request.purpose}")
    reply = await ScriptedAgent(SCRIPTS / f"{script}.yaml").reply(request)
    usage = Usage(calls=1, input_tokens=120, output_tokens=30, cached_tokens=40, cost_usd=0.0015, seconds=0.25)
    return replace(reply, model=f"{script}-1", usage=usage)
