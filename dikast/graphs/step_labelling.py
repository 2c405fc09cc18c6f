"""Labels of steps: by one reply for the whole solution, or by one reply for each step alone with its premises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import Protocol as TypingProtocol

from langchain_core.messages import BaseMessage

from dikast.agents import Reply
from dikast.graphs.agent_calls import AgentCall, Answered, ask, together
from dikast.graphs.episode_context import EpisodeRuntime
from dikast.graphs.node_context import GraphNode, NodeContext, StateUpdate
from dikast.graphs.rubric_lookup import RubricLookup
from dikast.graphs.state import Entries, State, StepState
from dikast.graphs.step_explaining import with_explanations
from dikast.graphs.turn_builder import build_turn, turn_of_reply
from dikast.protocols import (
    AccuseMove,
    LabelMove,
    LabelsAsked,
    ParsedLabels,
    PremisesMove,
    StepForm,
    TurnContext,
    Unreadable,
    asked_of_labels,
    labels_form,
    premises_form,
    read_accusation,
    read_labels,
    read_premises,
    split_thinking,
)
from dikast.records import PROBLEM, Labelling, Seat, StepLabel, Turn

AllPremises = tuple[tuple[int, ...], ...]
"""For each step, the steps it rests on (0-based, PROBLEM for what the problem gives)."""


class StepNode(TypingProtocol):
    """A node that is sent one step."""

    async def __call__(self, state: StepState, *, runtime: EpisodeRuntime) -> StateUpdate: ...


def label_solution(move: LabelMove, move_id: str) -> GraphNode:
    """Every seat labels all steps in one reply, once for each sample."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        steps = tuple(range(context.episode.n_steps))
        if not steps:
            return {}
        seats = context.seats_of(move.label)
        by_seat = await together(
            LabelTask(
                context, seat, asked_of_labels(context.episode.protocol, move, move_id), move_id, steps
            ).labellings()
            for seat in seats
        )
        at = context.now("label", move_id)
        turns: list[Turn] = []
        for seat, labellings in zip(seats, by_seat, strict=True):
            # The first sample is what the seat is later shown as its own words.
            turns.append(_turn(seat, at, labellings[0]))
        return {**context.update(turns), "labels": _entries(context, by_seat, "all")}

    return node


def label_step(move: LabelMove, move_id: str) -> StepNode:
    """Every seat labels the one step that was sent, shown what it rests on and nothing else of the solution."""

    async def node(state: StepState, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        step = state["at"]
        tasks = [LabelTask(context, seat, move, move_id, (step,)) for seat in context.seats_of(move.label)]
        by_seat = await together(task.labellings() for task in tasks)
        return {"labels": _entries(context, by_seat, f"{step:05}")}

    return node


@dataclass(frozen=True)
class LabelTask:
    """One seat labelling some steps: all of a solution, or one alone."""

    context: NodeContext
    seat: Seat
    move: LabelMove
    move_id: str
    steps: tuple[int, ...]

    async def labellings(self) -> list[Labelling]:
        """One labelling for each sample."""
        at = self.context.now("label", self.move_id)
        form = self._form()
        call = AgentCall(self.seat, at, form.model, reply_tokens=form.tokens, about=self.steps)
        if self._only is not None:
            at = replace(at, about=self.steps)
            call = replace(call, at=at, shown=self._shown())
        # The same messages for all samples: written once.
        messages = self._messages(at)
        samples = range(self.move.samples)
        return await together(self._sample(replace(call, sample=k), messages) for k in samples)

    async def _sample(self, call: AgentCall, messages: Sequence[BaseMessage]) -> Labelling:
        """One labelling, with what is asked about its wrong steps after it."""
        answered = await ask(self.context, call, self._read, messages)
        labelling = self._labelling(answered, call.sample)
        if self.move.details != "after":
            return labelling
        return await with_explanations(self.context, call, labelling, messages)

    @cached_property
    def _rubric(self) -> RubricLookup:
        return RubricLookup.of(self.context.episode.protocol)

    @cached_property
    def _all_premises(self) -> AllPremises | None:
        return premises_of(self.context)

    @property
    def _premises(self) -> tuple[int, ...] | None:
        """What the one step rests on; None where no judge was asked, or none could be read."""
        if self._all_premises is None:
            return None
        return self._all_premises[self.steps[0]]

    @property
    def _only(self) -> int | None:
        """The step that is labelled alone; None for all steps in one reply."""
        if self.move.each == "solution":
            return None
        return self.steps[0]

    def _messages(self, at: TurnContext) -> Sequence[BaseMessage]:
        prompts, history = self.context.prompts, self.context.history
        if self._only is None:
            return prompts.messages(self.seat, at, history)
        return prompts.step_messages(self.seat, at, history, self._only, self._premises)

    def _shown(self) -> frozenset[int]:
        """The step itself, and what it rests on: all earlier steps where that is not known."""
        if self._premises is None:
            return frozenset(range(self.steps[0] + 1))
        # What the problem gives is a premise too, but no step.
        return frozenset({*self._premises, *self.steps} - {PROBLEM})

    def _form(self) -> StepForm:
        # Criteria are about the whole solution: a judge of one step alone is not asked for them.
        criteria = tuple(self._rubric.n_levels.items()) if self._only is None else ()
        asked = LabelsAsked(
            n_steps=self.context.episode.n_steps,
            only=self._only,
            codes=self._rubric.codes,
            criteria=criteria,
            p_correct=self.move.p_correct,
            has_details=self.move.details == "with",
        )
        return labels_form(asked)

    def _labels(self, reply: Reply) -> ParsedLabels:
        """What can be read of the reply, step by step."""
        criteria = self._rubric.n_levels if self._only is None else {}
        return read_labels(split_thinking(reply.text)[0], self.steps, self._rubric.errors, criteria)

    def _read(self, reply: Reply) -> ParsedLabels | Unreadable:
        """The labels; Unreadable, so that they are asked for again, where any step has none."""
        labels = self._labels(reply)
        if not labels.missing:
            return labels
        first = labels.steps[labels.missing[0] - self.steps[0]]
        return Unreadable(str(first.reason))

    def _labelling(self, answered: Answered[ParsedLabels], sample: int) -> Labelling:
        # Of the last reply, the steps that could be read are kept, even where others could not.
        labels = self._labels(answered.reply)
        levels: dict[str, float] = {}
        for criterion, number in labels.levels.items():
            levels[criterion] = self._rubric.levels[criterion][number]
        return Labelling(
            seat=self.seat.name,
            move=self.move_id,
            sample=sample,
            steps=self._with_premises(labels.steps),
            levels=levels,
            text=answered.public,
            thinking=answered.thinking,
            reason=answered.fault,
            ending=answered.ending,
            model=answered.reply.model,
            usage=answered.usage,
            inner=answered.inner,
        )

    def _with_premises(self, labels: tuple[StepLabel, ...]) -> tuple[StepLabel, ...]:
        """The labels, each with what its step rests on where that is known."""
        premises = self._all_premises
        if premises is None:
            return labels
        return tuple(label.model_copy(update={"premises": premises[label.step]}) for label in labels)


def _entries(context: NodeContext, by_seat: Sequence[Sequence[Labelling]], steps: str) -> Entries:
    """The labellings as entries of the state. `steps` is `all`, or the number of the one step."""
    tick = context.history.next_tick
    entries: Entries = {}
    for labelling in chain.from_iterable(by_seat):
        # Numbers are padded with zeros, so that keys sort as the labellings were made.
        key = f"{tick:05}/{labelling.move}/{steps}/{labelling.seat}/{labelling.sample:04}"
        entries |= context.episode.entry(key, labelling)
    return entries


def _turn(seat: Seat, at: TurnContext, labelling: Labelling) -> Turn:
    """The labelling as the seat's own words. Its usage is counted with the labelling, and not here again."""
    return build_turn(
        seat,
        at,
        "labels",
        fault=labelling.reason,
        text=labelling.text,
        thinking=labelling.thinking,
        model=labelling.model,
        ending=labelling.ending,
        inner=labelling.inner,
    )


def find_premises(move: PremisesMove, move_id: str) -> GraphNode:
    """The judge says for every step what it rests on."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        n_steps = context.episode.n_steps
        if not n_steps:
            return {}

        def read(reply: Reply) -> AllPremises | Unreadable:
            return read_premises(split_thinking(reply.text)[0], n_steps)

        seat = context.prompts.seats_of(move.premises)[0]
        at = context.now("premises", move_id)
        form = premises_form(n_steps)
        answered = await ask(context, AgentCall(seat, at, form.model, reply_tokens=form.tokens), read)
        turn = turn_of_reply(seat, at, "premises", answered)
        return context.update([turn])

    return node


def premises_of(context: NodeContext) -> AllPremises | None:
    """What each step rests on, as a judge last said it; None if no judge was asked, or its reply could not be read."""
    for turn in reversed(context.history.turns):
        if turn.kind != "premises":
            continue
        premises = read_premises(turn.text, context.episode.n_steps)
        if isinstance(premises, Unreadable):
            return None
        return premises
    return None


def accuse(move: AccuseMove, move_id: str) -> GraphNode:
    """A critic names the step at which the solution first goes wrong."""

    async def node(state: State, *, runtime: EpisodeRuntime) -> StateUpdate:
        context = NodeContext.of(state, runtime)
        n_steps = context.episode.n_steps
        if not n_steps:
            return {}

        def read(reply: Reply) -> int | Unreadable:
            return read_accusation(split_thinking(reply.text)[0], n_steps)

        seat = context.prompts.seats_of(move.accuse)[0]
        # An accusation opens the dispute: it belongs to the round before it, which may be 0.
        at = replace(context.now("accuse", move_id), round=context.history.last_round)
        answered = await ask(context, AgentCall(seat, at), read)
        accused: tuple[int, ...] = ()
        if answered.readable is not None:
            accused = (answered.readable,)
        turn = turn_of_reply(seat, at, "accusation", answered, about_steps=accused)
        return context.update([turn])

    return node
