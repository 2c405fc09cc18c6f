"""Labels of steps: by one reply for the whole solution, or by one for each step alone with its premises."""

from __future__ import annotations

from typing import Protocol as TypingProtocol

from langgraph.runtime import Runtime
from langgraph.types import Send

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask_until_read, together
from dikast.graphs.episode_context import EpisodeContext
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.rubric_lookup import RubricLookup
from dikast.graphs.state import Entries, State, StepState
from dikast.graphs.turn_builder import turn_of
from dikast.protocols import (
    LabelMove,
    ParsedLabels,
    PremisesMove,
    TurnContext,
    Unreadable,
    labels_form,
    read_labels,
    read_premises,
    split_thinking,
)
from dikast.records import Labelling, Seat, Turn


class StepNode(TypingProtocol):
    """A node that is sent one step."""

    async def __call__(self, state: StepState, *, runtime: Runtime[EpisodeContext]) -> StateUpdate: ...


class StepRoute(TypingProtocol):
    """Sends each step to a node of its own."""

    async def __call__(self, state: State, *, runtime: Runtime[EpisodeContext]) -> list[Send] | str: ...


def label_solution(move: LabelMove, place: str) -> GraphNode:
    """Every seat labels all steps in one reply, as often as there are samples."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        n_steps = _n_steps(scene)
        if not n_steps:
            return {}
        seats = [seat for role in move.label for seat in scene.stage.seats_of(role)]
        found = await together(_labelled(scene, seat, move, place, tuple(range(n_steps))) for seat in seats)
        turns = [_turn(scene, of_seat[0], place) for of_seat in found]
        return {**scene.turns(turns), "labels": _entries(scene, [one for of_seat in found for one in of_seat], None)}

    return node


def send_steps(worker: str, done: str) -> StepRoute:
    """Each step of the solution to a `worker` of its own; straight on to `done` if there is none."""

    async def route(state: State, *, runtime: Runtime[EpisodeContext]) -> list[Send] | str:
        steps = range(_n_steps(NodeContext.of(state, runtime)))
        return [Send(worker, {**state, "at": step}) for step in steps] or done

    return route


def label_step(move: LabelMove, place: str) -> StepNode:
    """Every seat labels the one step that was sent, shown what it rests on and nothing else of the solution."""

    async def node(state: StepState, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        seats = [seat for role in move.label for seat in scene.stage.seats_of(role)]
        found = await together(_labelled(scene, seat, move, place, (state["at"],)) for seat in seats)
        return {"labels": _entries(scene, [one for of_seat in found for one in of_seat], state["at"])}

    return node


async def _labelled(
    scene: NodeContext, seat: Seat, move: LabelMove, place: str, steps: tuple[int, ...]
) -> list[Labelling]:
    """One labelling a sample."""
    book = RubricLookup.of(scene.context.protocol)
    is_single = move.each == "step"
    cue = TurnContext("label", place, max(1, scene.said.last_round), scene.said.next_tick, steps if is_single else ())
    known = premises_of(scene)
    premises = known[steps[0]] if known is not None and is_single else None
    if is_single:
        messages = scene.stage.step_messages(seat, cue, scene.said, steps[0], premises)
        earlier = range(steps[0]) if premises is None else [p for p in premises if p >= 0]
        shown = frozenset((*earlier, *steps))
    else:
        messages, shown = scene.stage.messages(seat, cue, scene.said), None
    form = labels_form(
        book.codes, () if is_single else tuple(book.levels), _n_steps(scene), steps[0] if is_single else None
    )

    def read(reply: Reply) -> ParsedLabels | Unreadable:
        labels = _labels(reply, steps, book, is_single)
        return Unreadable(str(labels.steps[labels.missing[0] - steps[0]].reason)) if labels.missing else labels

    asks = [
        AgentCall(seat, "label", cue.round, cue.tick, form, sample=k, about=steps, shown=shown)
        for k in range(move.samples)
    ]
    answers = await together(ask_until_read(scene.context, ask, messages, read) for ask in asks)
    return [
        _labelling(seat, place, k, answer, _labels(answer.reply, steps, book, is_single), book, known)
        for k, answer in enumerate(answers)
    ]


def _labels(reply: Reply, steps: tuple[int, ...], book: RubricLookup, is_single: bool) -> ParsedLabels:
    """What could be read of the reply, step by step: the last one asked for is kept as far as it goes."""
    return read_labels(split_thinking(reply.text)[0], steps, book.errors, {} if is_single else book.n_levels)


def _labelling(
    seat: Seat, place: str, sample: int, answer: Answered[ParsedLabels], labels: ParsedLabels, book: RubricLookup,
    premises: tuple[tuple[int, ...], ...] | None,
) -> Labelling:  # fmt: skip
    text, thinking = split_thinking(answer.reply.text)
    known = (
        labels.steps
        if premises is None
        else [label.model_copy(update={"premises": premises[label.step]}) for label in labels.steps]
    )
    return Labelling(
        seat=seat.name,
        move=place,
        sample=sample,
        steps=tuple(known),
        levels={name: book.levels[name][place_] for name, place_ in labels.levels.items()},
        text=text,
        thinking=answer.reply.thinking or thinking,
        reason=answer.value.reason if isinstance(answer.value, Unreadable) else None,
        model=answer.reply.model,
        usage=answer.usage,
    )


def _entries(scene: NodeContext, labellings: list[Labelling], step: int | None) -> Entries:
    entries: Entries = {}
    for one in labellings:
        at = "all" if step is None else f"{step:05}"
        key = f"{scene.said.next_tick:05}/{one.move}/{at}/{one.seat}/{one.sample:04}"
        entries |= scene.context.entry(key, one)
    return entries


def _turn(scene: NodeContext, labelling: Labelling, place: str) -> Turn:
    """The first sample, as the seat's own words in what it is sent later; its usage stands with the labelling."""
    return Turn(
        tick=scene.said.next_tick,
        round=max(1, scene.said.last_round),
        seat=labelling.seat,
        kind="labels",
        move=place,
        text=labelling.text,
        thinking=labelling.thinking,
        status="unparsed" if labelling.reason else "said",
        notes=(labelling.reason,) if labelling.reason else (),
        model=labelling.model,
    )


def premises(move: PremisesMove, place: str) -> GraphNode:
    """The judge says of every step what it rests on."""

    async def node(state: State, *, runtime: Runtime[EpisodeContext]) -> StateUpdate:
        scene = NodeContext.of(state, runtime)
        n_steps = _n_steps(scene)
        if not n_steps:
            return {}
        seat = scene.stage.seats_of(move.premises)[0]
        cue = TurnContext("premises", place, max(1, scene.said.last_round), scene.said.next_tick)
        messages = scene.stage.messages(seat, cue, scene.said)

        def read(reply: Reply) -> tuple[tuple[int, ...], ...] | Unreadable:
            return read_premises(split_thinking(reply.text)[0], n_steps)

        answered = await ask_until_read(scene.context, AgentCall(seat, "premises", cue.round, cue.tick), messages, read)
        return scene.turns([turn_of(seat, cue, "premises", answered)])

    return node


def premises_of(scene: NodeContext) -> tuple[tuple[int, ...], ...] | None:
    """What each step rests on, as a judge last said it; None if none did, or nobody could read it."""
    turn = next((turn for turn in reversed(scene.said.turns) if turn.kind == "premises"), None)
    found = read_premises(turn.text, _n_steps(scene)) if turn is not None else None
    return found if isinstance(found, tuple) else None


def _n_steps(scene: NodeContext) -> int:
    solution = scene.context.question.solution
    return len(solution.steps) if solution is not None else 0
