"""Whether agents can give what the routes of a protocol's verdict need: told before anything is called."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.agents import Ability, Agent, lack_of
from dikast.errors import BadInput
from dikast.protocols import AcceptMove, DecideMove, Protocol, RateMove
from dikast.records import Seat

NEEDED: Mapping[str, Ability] = {"likelihood": "likelihoods", "logprobs": "logprobs"}
"""The routes to a verdict that only some agents can go, and what a reply must have for them."""
_WAYS_OUT: Mapping[Ability, str] = {
    "likelihoods": "Take local/MODEL, or endpoint/MODEL with `likelihood: prompt_logprobs` or `likelihood: echo`, or "
    "another `route`",
    "logprobs": "Take a model that gives them, or leave `route` out",
}


def routes_of(protocol: Protocol) -> dict[str, str]:
    """The roles that are asked by one of the routes in `NEEDED`, and that route."""
    moves: list[DecideMove | AcceptMove | RateMove] = []
    for kind in (DecideMove, AcceptMove, RateMove):
        moves += protocol.moves_of(kind)
    return {role: move.route for move in moves if move.route in NEEDED for role in move.actors}


def agent_fault(protocol: Protocol, role: str, agent: Agent) -> str | None:
    """Why this agent can't have this role; None where it can, as far as is known before a call."""
    route = routes_of(protocol).get(role)
    if route is None:
        return None
    ability = NEEDED[route]
    lack = lack_of(agent, ability)
    if lack is None:
        return None
    return f"{agent.name} can't judge by `route: {route}`, as {protocol.name!r} asks: {lack}. {_WAYS_OUT[ability]}"


def check_agents(protocol: Protocol, seats: tuple[Seat, ...], agents: Mapping[str, Agent]) -> None:
    """Raises BadInput for a seat whose agent can't give what the protocol asks of it; `agents` are by seat."""
    for seat in seats:
        fault = agent_fault(protocol, seat.role, agents[seat.name])
        if fault is not None:
            raise BadInput(fault)
