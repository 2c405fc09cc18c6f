"""A descent: a claim is split into subclaims, these are estimated, and one is picked to be split next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TypeVar, Unpack

from dikast.agents import Form, Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import State
from dikast.graphs.turn_builder import TurnParts, build_turn
from dikast.protocols import (
    EstimateMove,
    PickedClaim,
    PickMove,
    SplitMove,
    Subclaims,
    TurnContext,
    Unreadable,
    estimates_form,
    may_find_nothing,
    numbered,
    pick_form,
    read_estimates,
    read_pick,
    read_subclaims,
    split_thinking,
)
from dikast.records import ClaimTree, Seat, Turn, TurnKind, claim_tree

T = TypeVar("T")


@dataclass(frozen=True)
class DescentStep:
    """One move of a descent, at the moment when it is made by this seat."""

    context: NodeContext
    tree: ClaimTree
    seat: Seat

    @property
    def parts(self) -> tuple[str, ...]:
        """The subclaims of the last split."""
        return self.tree.levels[-1].parts

    async def ask(self, at: TurnContext, form: Form, read: Callable[[str], T | Unreadable]) -> Answered[T]:
        """What the seat replies in this form."""

        def read_public(reply: Reply) -> T | Unreadable:
            return read(split_thinking(reply.text)[0])

        return await ask(self.context, AgentCall(self.seat, at, form), read_public)

    def turn(self, at: TurnContext, kind: TurnKind, answered: Answered[T], **parts: Unpack[TurnParts]) -> Turn:
        """The turn that this reply makes, with its text in the engine's own form."""
        parts["thinking"] = answered.thinking
        parts["model"] = answered.reply.model
        parts["usage"] = answered.usage
        parts["ending"] = answered.ending
        parts["inner"] = answered.inner
        return build_turn(self.seat, at, kind, fault=answered.fault, **parts)


def split(move: SplitMove, move_id: str) -> GraphNode:
    """The seat splits the current claim."""

    async def act(step: DescentStep) -> Turn:
        at = step.context.next_round("subclaims", step.seat, move_id)
        answered = await step.ask(at, Subclaims, lambda text: read_subclaims(text, move.parts))
        claims = answered.readable or ()
        return step.turn(at, "split", answered, text=numbered(claims), claims=claims)

    return _node(move.split, act)


def estimate(move: EstimateMove, move_id: str) -> GraphNode:
    """The seat says how probable each of the subclaims is."""

    async def act(step: DescentStep) -> Turn:
        at = step.context.now("estimate", move_id)
        n = len(step.parts)
        answered = await step.ask(at, estimates_form(n), lambda text: read_estimates(text, n))
        estimates = answered.readable or ()
        text = "\n".join(f"{number}: {p:.3g}" for number, p in enumerate(estimates, 1))
        return step.turn(at, "estimate", answered, text=text, estimates=estimates)

    return _node(move.estimate, act)


def pick(move: PickMove, move_id: str) -> GraphNode:
    """The seat names the subclaim to go on with, or finds nothing to doubt."""

    async def act(step: DescentStep) -> Turn:
        at = step.context.now("pick", move_id)
        n = len(step.parts)
        may_pass = may_find_nothing(step.context.episode.protocol, move_id)
        form = pick_form(n, may_pass, move.direction)
        answered = await step.ask(at, form, lambda text: read_pick(text, n, may_pass, move.direction))
        picked = answered.readable
        if picked is None:
            return step.turn(at, "pick", answered, text="")
        text = _in_words(picked, step.parts)
        return step.turn(at, "pick", answered, text=text, claim=picked.claim, direction=picked.direction)

    return _node(move.pick, act)


def _in_words(picked: PickedClaim, parts: tuple[str, ...]) -> str:
    """A pick as others read it: the number and the subclaim, then the direction."""
    if picked.claim is None:
        return "None of them."
    line = f"{picked.claim + 1}. {parts[picked.claim]}"
    return line if picked.direction is None else f"{line}\nIts estimate is {picked.direction}."


def _node(role: str, act: Callable[[DescentStep], Awaitable[Turn]]) -> GraphNode:
    """The node of a move by the one seat of this role. It makes no call once the descent is over."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        tree = claim_tree(context.history.turns)
        if tree.is_over:
            return {}
        (seat,) = context.prompts.seats_of(role)
        return context.update([await act(DescentStep(context, tree, seat))])

    return node
