"""What each kind of move does when its turn comes: a node reads the state, asks agents, and returns new entries."""

from __future__ import annotations

from typing import Literal

from langgraph.runtime import Runtime

from dikast.graphs.agent_calls import AgentCall as AskOf
from dikast.graphs.agent_calls import ask_until_read, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.judge_query import look
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.speech import SpeechMaker
from dikast.graphs.state import Entries, State
from dikast.graphs.turn_builder import turn_of
from dikast.graphs.uncertain_steps import doubtful_steps
from dikast.protocols import (
    AccuseMove,
    AskMove,
    ChooseMove,
    DecideMove,
    SpeakMove,
    Speech,
    TurnContext,
    Unreadable,
    read_accusation,
    read_speech,
    split_thinking,
)
from dikast.records import Look, Seat, Turn


def speak(move: SpeakMove, place: str, role: str) -> GraphNode:
    """Every seat of the role makes its speech: at once, or one after the other."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seats = scene.stage.seats_of(role)
        if move.order == "simultaneous":
            return scene.turns(await together(_speech(scene, seat, move, place) for seat in seats))
        turns: list[Turn] = []
        now = scene
        for seat in seats:
            turns.append(await _speech(now, seat, move, place))
            now = now.after(turns[-1])
        return scene.turns(turns)

    return node


async def _speech(scene: NodeContext, seat: Seat, move: SpeakMove, place: str) -> Turn:
    cue = TurnContext("speak", place, scene.round_of(seat, place), scene.said.next_tick)
    return await SpeechMaker(scene.context, scene.stage, scene.said, seat, move, cue).turn()


def ask(move: AskMove, place: str) -> GraphNode:
    """The judge puts its question."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seat = scene.stage.seats_of(move.ask)[0]
        doubted = doubtful_steps(seat.name, scene.context.labellings(state), move.doubtful) if move.doubtful else ()
        cue = TurnContext("ask", place, max(1, scene.said.last_round), scene.said.next_tick, doubted)
        messages = scene.stage.messages(seat, cue, scene.said)
        about = AskOf(seat, "ask", cue.round, cue.tick, words=move.words, about=doubted)
        answered = await ask_until_read(
            scene.context, about, messages, lambda reply: read_speech(reply.text, move.words)
        )
        read = answered.value
        question = read if isinstance(read, Speech) else Speech("")
        turn = Turn(
            tick=cue.tick,
            round=cue.round,
            seat=seat.name,
            kind="question",
            move=place,
            text=question.text,
            thinking=question.thinking or answered.reply.thinking,
            cut=question.cut,
            status="said" if isinstance(read, Speech) else "unparsed",
            about_steps=doubted,
            notes=(read.reason,) if isinstance(read, Unreadable) else (),
            model=answered.reply.model,
            usage=answered.usage,
        )
        return scene.turns([turn])

    return node


def accuse(move: AccuseMove, place: str) -> GraphNode:
    """A critic names the step at which the solution first goes wrong."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seat = scene.stage.seats_of(move.accuse)[0]
        solution = scene.context.question.solution
        n_steps = len(solution.steps) if solution is not None else 0
        if not n_steps:
            return {}
        cue = TurnContext("accuse", place, scene.said.last_round, scene.said.next_tick)
        messages = scene.stage.messages(seat, cue, scene.said)
        answered = await ask_until_read(
            scene.context,
            AskOf(seat, "accuse", cue.round, cue.tick),
            messages,
            lambda reply: read_accusation(split_thinking(reply.text)[0], n_steps),
        )
        named = (answered.value,) if isinstance(answered.value, int) else ()
        turn = turn_of(seat, cue, "accusation", answered).model_copy(update={"about_steps": named})
        return scene.turns([turn])

    return node


async def pause(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
    """Nothing but a place where those who were at work at once are waited for."""
    return {}


def choose(move: ChooseMove, place: str) -> GraphNode:
    """An open role names the answer it will argue for."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seat = scene.stage.seats_of(move.choose)[0]
        chosen = await look(
            scene.context, scene.stage, seat, scene.said, purpose="choose", place=place, reasoning=move.reasoning
        )
        return {"chosen": scene.context.entry(seat.name, chosen)}

    return node


def belief(move: DecideMove, place: str) -> GraphNode:
    """The judge says, between rounds, what it believes so far."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seen = await _judge_looks(scene, move, place, "look", scene.stage.order)
        return {"looks": scene.context.entry(str(scene.said.last_round), seen)}

    return node


def decide(move: DecideMove, place: str) -> GraphNode:
    """The judge's verdict, looked at in every order the episode wants."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        orders = scene.context.looked_at or (scene.stage.order,)
        looks = await together(_judge_looks(scene, move, place, "decide", order) for order in orders)
        entries: Entries = {}
        for number, seen in enumerate(looks):
            entries |= scene.context.entry(str(number), seen)
        return {"verdict": entries}

    return node


async def _judge_looks(
    scene: NodeContext, move: DecideMove, place: str, purpose: Literal["decide", "look"], order: tuple[int, ...]
) -> Look:
    return await look(
        scene.context,
        scene.stage,
        scene.stage.seats_of(move.decide)[0],
        scene.said,
        purpose=purpose,
        place=place,
        route=move.route,
        reasoning=move.reasoning,
        samples=move.samples,
        order=order,
    )
