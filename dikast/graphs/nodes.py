"""What each kind of move does when its turn comes: a node reads the state, asks agents, and returns new entries."""

from __future__ import annotations

from typing import Literal

from langgraph.runtime import Runtime

from dikast.graphs.calls import Ask as AskOf
from dikast.graphs.calls import ask_until_read, together
from dikast.graphs.context import EpisodeContext
from dikast.graphs.doubt import doubtful_steps
from dikast.graphs.looking import look
from dikast.graphs.scene import Node, Scene, Update
from dikast.graphs.speaking import Speaking
from dikast.graphs.state import Entries, State
from dikast.graphs.turns import turn_of
from dikast.protocols.cue import Cue
from dikast.protocols.label_replies import read_accusation
from dikast.protocols.moves import Ask, Choose, Decide, Speak
from dikast.protocols.replies import Speech, Unread, read_speech, split_thinking
from dikast.protocols.step_moves import Accuse
from dikast.records import Look, Seat, Turn


def speak(move: Speak, place: str, role: str) -> Node:
    """Every seat of the role makes its speech: at once, or one after the other."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
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


async def _speech(scene: Scene, seat: Seat, move: Speak, place: str) -> Turn:
    cue = Cue("speak", place, scene.round_of(seat, place), scene.said.next_step)
    return await Speaking(scene.context, scene.stage, scene.said, seat, move, cue).turn()


def ask(move: Ask, place: str) -> Node:
    """The judge puts its question."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        seat = scene.stage.seats_of(move.ask)[0]
        doubted = doubtful_steps(seat.name, scene.context.labellings(state), move.doubtful) if move.doubtful else ()
        cue = Cue("ask", place, max(1, scene.said.last_round), scene.said.next_step, doubted)
        messages = scene.stage.messages(seat, cue, scene.said)
        about = AskOf(seat, "ask", cue.round, cue.step, words=move.words, about=doubted)
        answered = await ask_until_read(
            scene.context, about, messages, lambda reply: read_speech(reply.text, move.words)
        )
        read = answered.value
        question = read if isinstance(read, Speech) else Speech("")
        turn = Turn(
            step=cue.step,
            round=cue.round,
            role=seat.name,
            kind="question",
            move=place,
            text=question.text,
            thinking=question.thinking or answered.reply.thinking,
            cut=question.cut,
            status="said" if isinstance(read, Speech) else "unparsed",
            about_steps=doubted,
            notes=(read.reason,) if isinstance(read, Unread) else (),
            model=answered.reply.model,
            usage=answered.usage,
        )
        return scene.turns([turn])

    return node


def accuse(move: Accuse, place: str) -> Node:
    """A critic names the step at which the solution first goes wrong."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        seat = scene.stage.seats_of(move.accuse)[0]
        solution = scene.context.question.solution
        n_steps = len(solution.steps) if solution is not None else 0
        if not n_steps:
            return {}
        cue = Cue("accuse", place, scene.said.last_round, scene.said.next_step)
        messages = scene.stage.messages(seat, cue, scene.said)
        answered = await ask_until_read(
            scene.context,
            AskOf(seat, "accuse", cue.round, cue.step),
            messages,
            lambda reply: read_accusation(split_thinking(reply.text)[0], n_steps),
        )
        named = (answered.value,) if isinstance(answered.value, int) else ()
        turn = turn_of(seat, cue, "accusation", answered).model_copy(update={"about_steps": named})
        return scene.turns([turn])

    return node


async def pause(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
    """Nothing but a place where those who were at work at once are waited for."""
    return {}


def choose(move: Choose, place: str) -> Node:
    """An open role names the answer it will argue for."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        seat = scene.stage.seats_of(move.choose)[0]
        chosen = await look(
            scene.context, scene.stage, seat, scene.said, purpose="choose", place=place, reasoning=move.reasoning
        )
        return {"chosen": scene.context.entry(seat.name, chosen)}

    return node


def belief(move: Decide, place: str) -> Node:
    """The judge says, between rounds, what it believes so far."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        seen = await _judge_looks(scene, move, place, "look", scene.stage.order)
        return {"looks": scene.context.entry(str(scene.said.last_round), seen)}

    return node


def decide(move: Decide, place: str) -> Node:
    """The judge's verdict, looked at in every order the episode wants."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        orders = scene.context.looked_at or (scene.stage.order,)
        looks = await together(_judge_looks(scene, move, place, "decide", order) for order in orders)
        entries: Entries = {}
        for number, seen in enumerate(looks):
            entries |= scene.context.entry(str(number), seen)
        return {"verdict": entries}

    return node


async def _judge_looks(
    scene: Scene, move: Decide, place: str, purpose: Literal["decide", "look"], order: tuple[int, ...]
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
