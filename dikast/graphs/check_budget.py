"""Checks that cost: seats choose which claims a machine looks at, within a budget for the whole episode."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.check_display import displayed
from dikast.graphs.check_nodes import TURN_CHECKS, finding_key
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.state import Entries, State
from dikast.protocols import (
    MOST_CLAIMS_OFFERED,
    CheckMove,
    Unreadable,
    name_for,
    picks_form,
    read_picks,
    split_thinking,
)
from dikast.records import Check, CheckPick, Seat, Turn


@dataclass(frozen=True)
class OfferedClaim:
    """A claim that can be checked: its turn, and what the machine would find, which no seat learns before it pays."""

    key: str
    turn: Turn
    finding: Check


def check_on_budget(move: CheckMove, move_id: str) -> GraphNode:
    """Every seat of the paying roles picks claims, unseen by the others; what any of them picked is checked."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        offered = await _offered(context, move, seen=state.get("checks", {}))
        seats = context.seats_of(move.by)
        picks = [pick for pick in await together(_pick(context, move, move_id, s, offered) for s in seats) if pick]
        bought = {pick.keys[i] for pick in picks for i in pick.picked}
        checks: Entries = {}
        for claim in offered:
            if claim.key in bought:
                checks |= context.episode.entry(claim.key, displayed(claim.finding, move, claim.key, context))
        entries: Entries = {}
        for pick in picks:
            entries |= context.episode.entry(f"{pick.tick:04}/{move_id}/{pick.seat}", pick)
        return {"picks": entries, "checks": checks}

    return node


async def _offered(context: NodeContext, move: CheckMove, seen: Entries) -> list[OfferedClaim]:
    """The claims of all turns so far that were not checked yet, the last of them where there are very many."""
    turns = [turn for turn in context.history.turns if turn.kind != "reading"]
    check_turn = TURN_CHECKS[move.check]
    by_turn = await together(check_turn(turn, context.episode.question, turns) for turn in turns)
    offered: list[OfferedClaim] = []
    for turn, findings in zip(turns, by_turn, strict=True):
        for number, finding in enumerate(findings):
            key = finding_key(move.check, turn, number)
            dated = finding.model_copy(update={"about": turn.key, "tick": context.history.next_tick})
            if key not in seen:
                offered.append(OfferedClaim(key, turn, dated))
    return offered[-MOST_CLAIMS_OFFERED:]


async def _pick(
    context: NodeContext, move: CheckMove, move_id: str, seat: Seat, offered: Sequence[OfferedClaim]
) -> CheckPick | None:
    """The choice of one seat; None, without a call, where it has nothing to choose from or nothing left to pay with."""
    left = (move.budget or 0) - _spent(context, seat, move_id)
    heard = [claim for claim in offered if seat.may_see(claim.turn)]
    if left < 1 or not heard:
        return None

    def read(reply: Reply) -> tuple[int, ...] | Unreadable:
        return read_picks(split_thinking(reply.text)[0], len(heard), left)

    at = context.now("select", move_id)
    call = AgentCall(seat, at, picks_form(len(heard), min(left, len(heard))))
    extra = {"left": left, "budget": move.budget, "checker": move.check, "offered": _in_words(context, seat, heard)}
    messages = context.prompts.messages(seat, at, context.history, extra=extra)
    answered = await ask(context, call, read, messages)
    return CheckPick(
        seat=seat.name,
        move=move_id,
        tick=at.tick,
        round=context.history.last_round,
        checker=move.check,
        claims=tuple(claim.finding.claim for claim in heard),
        keys=tuple(claim.key for claim in heard),
        left=left,
        picked=answered.readable or (),
        status="unparsed" if answered.readable is None else "picked",
        text=answered.public,
        thinking=answered.thinking,
        reason=answered.fault,
        model=answered.reply.model,
        usage=answered.usage,
        ending=answered.ending,
        inner=answered.inner,
    )


def _spent(context: NodeContext, seat: Seat, move_id: str) -> int:
    """How many checks the seat has paid for by this move, in all rounds so far."""
    return sum(len(pick.picked) for pick in context.history.picks if (pick.seat, pick.move) == (seat.name, move_id))


def _in_words(context: NodeContext, seat: Seat, offered: Sequence[OfferedClaim]) -> list[dict[str, str]]:
    """Who made each claim, and the claim itself."""
    prompts = context.prompts
    names = [name_for(seat, prompts.seat(claim.turn.seat), prompts.seats, prompts.order) for claim in offered]
    return [{"speaker": name, "text": claim.finding.claim} for name, claim in zip(names, offered, strict=True)]
