"""What each kind of move does when its turn comes: a node reads the state, asks agents, and returns new entries."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Literal, Protocol

from langgraph.runtime import Runtime

from dikast.agents import Choices, Reply
from dikast.graphs import verdicts
from dikast.graphs.calls import Ask as AskOf
from dikast.graphs.calls import ask_until_read, together
from dikast.graphs.context import EpisodeContext
from dikast.graphs.looking import decided, look
from dikast.graphs.speaking import Speaking
from dikast.graphs.state import Entries, State
from dikast.protocols.moves import Answer, Ask, Choose, Decide, Speak, Vote
from dikast.protocols.replies import Speech, Unread, read_label, read_speech, split_thinking
from dikast.protocols.sight import label_of, labels_for
from dikast.protocols.stage import Cue, Said, Stage
from dikast.records import Look, Seat, Turn
from dikast.verify import check_quote

Update = dict[str, Entries]


class Node(Protocol):
    """One node of the graph, as LangGraph calls it."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> Update: ...


@dataclass(frozen=True)
class Scene:
    """What a node starts from: the context, the stage, and what was said so far."""

    context: EpisodeContext
    stage: Stage
    said: Said

    @classmethod
    def of(cls, state: State, runtime: Runtime[EpisodeContext]) -> Scene:
        context = runtime.context
        return cls(context, context.stage(state), context.said(state))

    def round_of(self, seat: Seat, place: str) -> int:
        """The round this call belongs to: a new one once the seat has had its turn at this place in the last."""
        last = [turn for turn in self.said.turns if turn.round == self.said.last_round]
        block = place.partition(".")[0]
        had_turn = any(turn.role == seat.name and turn.move == place for turn in last)
        is_new_block = not any(turn.move.partition(".")[0] == block for turn in last)
        return self.said.last_round + 1 if had_turn or is_new_block else self.said.last_round

    def after(self, turn: Turn) -> Scene:
        """The same scene once this turn was heard."""
        return Scene(self.context, self.stage, Said((*self.said.turns, turn), self.said.checks))

    def turns(self, turns: list[Turn]) -> Update:
        """The turns as an update of the state."""
        entries: Entries = {}
        for turn in turns:
            entries |= self.context.entry(turn.key, turn)
        return {"turns": entries}


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
        cue = Cue("ask", place, max(1, scene.said.last_round), scene.said.next_step)
        messages = scene.stage.messages(seat, cue, scene.said)
        about = AskOf(seat, "ask", cue.round, cue.step, words=move.words)
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
            notes=(read.reason,) if isinstance(read, Unread) else (),
            model=answered.reply.model,
            usage=answered.usage,
        )
        return scene.turns([turn])

    return node


def answer(move: Answer, place: str, role: str) -> Node:
    """Every seat of the role answers the question itself, without sight of the others' present answers."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        seats = scene.stage.seats_of(role)
        return scene.turns(await together(_answer(scene, seat, k, move, place) for k, seat in enumerate(seats)))

    return node


async def _answer(scene: Scene, seat: Seat, number: int, move: Answer, place: str) -> Turn:
    order = scene.stage.order
    labels = labels_for(order)
    cue = Cue("answer", place, scene.round_of(seat, place), scene.said.next_step)
    messages = scene.stage.messages(seat, cue, scene.said)
    form = Choices(labels, move.reasoning)
    about = AskOf(seat, "answer", cue.round, cue.step, form, words=move.words, sample=number)

    def read(reply: Reply) -> str | Unread:
        return read_label(split_thinking(reply.text)[0], labels)

    answered = await ask_until_read(scene.context, about, messages, read)
    text, thinking = split_thinking(answered.reply.text)
    is_read = isinstance(answered.value, str)
    return Turn(
        step=cue.step,
        round=cue.round,
        role=seat.name,
        kind="answer",
        move=place,
        text=text,
        thinking=answered.reply.thinking or thinking,
        choice=order[labels.index(answered.value)] if isinstance(answered.value, str) else None,
        status="said" if is_read else "unparsed",
        notes=(answered.value.reason,) if isinstance(answered.value, Unread) else (),
        model=answered.reply.model,
        usage=answered.usage,
    )


async def round_ends(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
    """Nothing but a place where those who were at work at once are waited for."""
    return {}


async def check_quotes(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
    """Every marked quote that was not checked yet is compared with the source."""
    scene = Scene.of(state, runtime)
    done = {check.about for check in scene.said.checks}
    todo = [(turn, quote) for turn in scene.said.turns if turn.key not in done for quote in turn.quotes]
    source = scene.context.question.source
    entries: Entries = {}
    for number, (turn, quote) in enumerate(todo):
        check = await asyncio.to_thread(check_quote, quote.text, source=source)
        about = check.model_copy(update={"about": turn.key, "step": scene.said.next_step})
        entries |= scene.context.entry(f"{turn.step:04}/{turn.role}/{number:04}", about)
    return {"checks": entries}


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


def vote(move: Vote) -> Node:
    """The last answers are counted; their shares are the verdict."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> Update:
        scene = Scene.of(state, runtime)
        last = {turn.role: turn for turn in scene.said.turns if turn.kind == "answer"}
        voters = [seat.name for role in move.vote for seat in scene.stage.seats_of(role)]
        choices = [choice for name in voters if (choice := last[name].choice) is not None]
        order = scene.stage.order
        lost = f"{len(voters) - len(choices)} of {len(voters)} answers could not be read"
        seen = Look(
            round=scene.said.last_round,
            order=order,
            status="unparsed",
            text=", ".join(label_of(choice, order) for choice in choices),
            reason=lost if len(choices) < len(voters) else None,
        )
        if choices:
            seen = decided(seen, "votes", verdicts.shares([choices.count(choice) for choice in order]))
        return {"verdict": scene.context.entry("0", seen)}

    return node
