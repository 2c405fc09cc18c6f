"""What the moves of a debate do. Each function makes a node: it reads the state, asks agents, and returns entries."""

from __future__ import annotations

from collections.abc import Sequence

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, ask, together
from dikast.graphs.combine_looks import combine
from dikast.graphs.concession import conceded_looks
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.escalation import PREFIX, second_judges
from dikast.graphs.judge_query import JudgeQuery, look
from dikast.graphs.jury import jury_look, jury_queries, verdict_looks
from dikast.graphs.machine_verdict import machine_look
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.speech_drafts import SpeechDrafter
from dikast.graphs.state import Entries, State
from dikast.graphs.turn_builder import build_turn
from dikast.graphs.uncertain_steps import uncertain_steps
from dikast.protocols import AskMove, ChooseMove, DecideMove, SpeakMove, Speech, Unreadable, read_speech
from dikast.records import Look, Seat, Turn


def speak(move: SpeakMove, move_id: str, role: str) -> GraphNode:
    """Every seat of the role makes its speech: at once, or one after the other."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seats = context.prompts.seats_of(role)
        if move.order == "simultaneous":
            return context.update(await together(_speech(context, seat, move, move_id) for seat in seats))
        turns: list[Turn] = []
        # Each speaker hears those before it, which the state does not hold yet.
        heard = context
        for seat in seats:
            turn = await _speech(heard, seat, move, move_id)
            turns.append(turn)
            heard = heard.after(turn)
        return context.update(turns)

    return node


async def _speech(context: NodeContext, seat: Seat, move: SpeakMove, move_id: str) -> Turn:
    at = context.next_round("speak", seat, move_id)
    return await SpeechDrafter(context, seat, move, at).turn()


def put_question(move: AskMove, move_id: str) -> GraphNode:
    """Every seat of the role asks its question, about the steps that it is least sure of if the move says so."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        labellings = context.episode.labellings(state)
        calls: list[AgentCall] = []
        for number, seat in enumerate(context.prompts.seats_of(move.ask)):
            # Without `doubtful`, the question is free.
            unsure_steps = uncertain_steps(seat.name, labellings, move.doubtful or 0)
            at = context.now("ask", move_id, about=unsure_steps)
            calls.append(AgentCall(seat, at, words=move.words, sample=number, about=unsure_steps))
        return context.update(await together(_question(context, call) for call in calls))

    return node


async def _question(context: NodeContext, call: AgentCall) -> Turn:
    """The question of one seat."""

    def read(reply: Reply) -> Speech | Unreadable:
        return read_speech(reply.text, call.words)

    answered = await ask(context, call, read)
    question = answered.readable or Speech("")
    return build_turn(
        call.seat,
        call.at,
        "question",
        fault=answered.fault,
        text=question.text,
        thinking=question.thinking or answered.reply.thinking,
        cut=question.cut or answered.ending == "cut_off",
        ending=answered.ending,
        about_steps=call.about,
        model=answered.reply.model,
        usage=answered.usage,
        inner=answered.inner,
    )


async def wait(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
    """Does nothing: a node where the graph waits for parallel nodes."""
    return {}


def choose(move: ChooseMove, move_id: str) -> GraphNode:
    """An open role names the answer that it will argue for."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        seat = context.prompts.seats_of(move.choose)[0]
        chosen = await look(context, JudgeQuery(seat, "choose", move_id, reasoning=move.reasoning))
        return {"chosen": context.episode.entry(seat.name, chosen)}

    return node


def belief(move: DecideMove, move_id: str) -> GraphNode:
    """The judge says, between rounds, what it believes so far; several judges vote."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        queries = jury_queries(context, move, move_id, purpose="look")
        believed = await jury_look(context, queries, move.panel)
        return {"looks": context.episode.entry(str(context.history.last_round), believed)}

    return node


def decide(move: DecideMove, move_id: str) -> GraphNode:
    """The judge's verdict, by a look in each order that the episode wants; several judges vote in each.

    Where the move says so, a machine is tried before the judges, and another judge decides where theirs is in doubt.
    Where all debaters but those for one choice have given up, and this decides, no judge is called.
    """

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        looks = await _machine_looks(context) if move.verifier else conceded_looks(context, _orders(context))
        if looks:
            return {"verdict": _by_order(context, looks)}
        looks = await verdict_looks(context, move, move_id, _orders(context))
        entries = _by_order(context, looks)
        if move.escalate is None:
            return {"verdict": entries}
        seats = second_judges(context, move, combine(looks, games=move.games))
        if seats:
            second = await verdict_looks(context, move, move_id, _orders(context), seats)
            entries |= _by_order(context, second, PREFIX)
        return {"verdict": entries}

    return node


def _orders(context: NodeContext) -> tuple[tuple[int, ...], ...]:
    """The orders in which the verdict is taken."""
    return context.episode.verdict_orders or (context.prompts.order,)


async def _machine_looks(context: NodeContext) -> list[Look]:
    """A machine's look for every order; none where it can't decide."""
    looks = [await machine_look(context, order) for order in _orders(context)]
    return [found for found in looks if found is not None]


def _by_order(context: NodeContext, looks: Sequence[Look], prefix: str = "") -> Entries:
    """The looks as entries of the state."""
    entries: Entries = {}
    for number, verdict_look in enumerate(looks):
        entries |= context.episode.entry(f"{prefix}order {number}", verdict_look)
    return entries
