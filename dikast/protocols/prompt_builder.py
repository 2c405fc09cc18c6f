"""PromptBuilder: writes every message of an episode."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dikast.envelope import quoted
from dikast.own_prompts import chosen_values, render_own
from dikast.protocols import participants
from dikast.protocols.accept_prompt import values_of_accepting
from dikast.protocols.aim_prompt import aim_text
from dikast.protocols.answer_move import AnswerMove
from dikast.protocols.debate_moves import SpeakMove
from dikast.protocols.delegation_prompt import values_of_delegating
from dikast.protocols.descent_prompt import descent_values
from dikast.protocols.examination_prompt import copy_name, examination_values
from dikast.protocols.message_context import MessageContext, by_turn_and_checker
from dikast.protocols.moves import SingleMove
from dikast.protocols.prediction_prompt import values_of_predictions
from dikast.protocols.prompt_facts import (
    check_terms,
    checkers_of,
    is_shown_checks,
    is_source_hidden,
    n_debaters,
    quotes_checked,
)
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.response_prompt import (
    is_pinned,
    names_of,
    response_values,
    responses_after_own_answer,
    responses_text,
    task_text,
    with_pinned,
)
from dikast.protocols.rounds import Rounds
from dikast.protocols.seat_tools import MOST_TOOL_USES, tool_lines
from dikast.protocols.solution_prompt import premises_text, solution_text, task_values
from dikast.protocols.template_choice import judges_responses, system_template, task_template
from dikast.protocols.turn_context import History, TurnContext
from dikast.protocols.turn_verbs import verb_of
from dikast.protocols.verdict_prompt import certainty_text, first_text, form_names, line_of, verdict_form
from dikast.protocols.visibility import labels_for, name_for, noted_for, question_for
from dikast.records import Check, Purpose, Question, Seat, Transcript, Turn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    MessageKey = tuple[str, str, int, tuple[int, ...]]

_NO_VALUES: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class PromptBuilder:
    """Writes the messages for one protocol and question, its seats, and an order of the choices.

    - `order`: the indices of the choices in the order shown.
    - `blind`: the seats whose agents take no images.

    Messages to a seat are only ever added at the end: a system message; for each of its turns, a message with what was
    new to it, and its own words; at last a message with what is new now, and its task. So they can be written again
    from the record alone, and the prompt caches of providers are hit. The builder has no state except a cache of the
    messages that it wrote.
    """

    protocol: Protocol
    question: Question
    seats: tuple[Seat, ...]
    order: tuple[int, ...]
    blind: frozenset[str] = frozenset()
    _written: dict[MessageKey, tuple[BaseMessage, ...]] = field(default_factory=dict, compare=False, repr=False)
    _of_moves: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict, compare=False, repr=False)

    def seat(self, name: str) -> Seat:
        """The seat of that name. Raises StopIteration if there is none."""
        return next(seat for seat in self.seats if seat.name == name)

    def seats_of(self, role: str) -> list[Seat]:
        """The seats of a role, in the order in which they speak in a sequential move.

        A role of a valid protocol has at least one.
        """
        return [seat for seat in self.seats if seat.role == role]

    @property
    def total_rounds(self) -> int:
        """How many rounds the protocol has at most. A speech outside of rounds is a round of its own."""
        rounds = [block.rounds for block in self.protocol.moves_of(Rounds)]
        single_speeches = [move for move in self.protocol.moves if isinstance(move, SpeakMove | AnswerMove)]
        return sum(rounds) + len(single_speeches)

    def messages(
        self,
        seat: Seat,
        at: TurnContext,
        history: History,
        order: Sequence[int] | None = None,
        extra: Mapping[str, object] = _NO_VALUES,
    ) -> tuple[BaseMessage, ...]:
        """All messages that the seat is sent at this point, with the choices in `order` (by default the builder's; none
        of them where it is empty).

        `extra` are further values for the template of the last message.
        """
        from langchain_core.messages import AIMessage

        shown_order = self.order if order is None else tuple(order)
        view = Transcript(turns=history.turns, seats=self.seats).seen_by(seat.name, before_tick=at.tick)
        messages = list(self._preamble(seat))
        since = 0
        for turn in view.turns:
            # What an earlier copy of the seat said was said in a conversation of its own.
            if turn.seat != seat.name or turn.copy_at is not None:
                continue
            purpose = self._purpose_of(turn)
            then = TurnContext(purpose, turn.move, turn.round, turn.tick, turn.about_steps)
            context = MessageContext(seat, then, view, history.checks, shown_order, since, {}, history.predictions)
            messages.append(self._message(context))
            # Backends refuse an empty message.
            messages.append(AIMessage(turn.text or "(nothing)"))
            since = turn.tick
        now = MessageContext(seat, at, view, history.checks, shown_order, since, extra, history.predictions)
        messages.append(self._message(now))
        return tuple(messages)

    def step_messages(
        self, seat: Seat, at: TurnContext, history: History, step: int, premises: Sequence[int] | None
    ) -> tuple[BaseMessage, ...]:
        """What a judge is sent about one step (0-based) alone: the problem, what the step rests on, and the step.

        `premises` are the steps that it rests on (0-based); None shows all steps before it.
        """
        shown_steps = set(range(step + 1))
        if premises is not None:
            shown_steps &= {*premises, step}
        context = MessageContext(
            seat=seat,
            at=at,
            # Nothing that was said is shown, so that the step is judged by itself.
            view=Transcript(seats=self.seats),
            checks=(),
            order=self.order,
            extra={"step": step + 1, "rests_on": premises_text(premises, step)},
        )
        text = _joined(
            self._opening(seat, self.order),
            solution_text(self.protocol, seat, self.question, history.checks, shown_steps),
            self._instruction(context),
        )
        return (*self._preamble(seat), self._with_images(seat, text))

    def turn_messages(self, seat: Seat, at: TurnContext, turn: Turn) -> tuple[BaseMessage, ...]:
        """What a reader is sent about one turn alone: the question, and what was said in the turn."""
        context = MessageContext(
            seat=seat,
            at=at,
            view=Transcript(turns=(turn.public(),), seats=self.seats),
            checks=(),
            order=self.order,
            extra={"step": None},
        )
        text = _joined(
            self._opening(seat, self.order),
            self._news(context),
            self._instruction(context),
        )
        return (*self._preamble(seat), self._with_images(seat, text))

    def _purpose_of(self, turn: Turn) -> Purpose:
        """What the call was for in which the turn was made. Every turn is made by a move that calls an agent."""
        return self.protocol.move(turn.move).purpose or "speak"

    def _preamble(self, seat: Seat) -> tuple[BaseMessage, ...]:
        """What comes before everything else: the system message, and worked examples for a judge."""
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        # No message of a turn has an empty purpose.
        key = (seat.name, "", 0, ())
        if key in self._written:
            return self._written[key]
        messages: list[BaseMessage] = [SystemMessage(self._system(seat))]
        for example in self.protocol.roles[seat.role].examples:
            messages.append(HumanMessage(example.shown))
            messages.append(AIMessage(example.reply))
        self._written[key] = tuple(messages)
        return self._written[key]

    def _message(self, context: MessageContext) -> BaseMessage:
        """One message to a seat. It is written once, since it is part of all later calls."""
        if context.extra:
            # Only the last message of a call has values of its own, and no later call repeats it.
            return self._new_message(context)
        key = (context.seat.name, context.at.purpose, context.at.tick, context.order)
        if key not in self._written:
            self._written[key] = (self._new_message(context),)
        return self._written[key][0]

    def _new_message(self, context: MessageContext) -> BaseMessage:
        """The question if it is the first message, then the solution, what is new, and the task."""
        from langchain_core.messages import HumanMessage

        text = _joined(
            self._solution(context),
            self._news(context),
            self._instruction(context),
        )
        if judges_responses(self.protocol, context.seat) and context.at.purpose == "solve":
            return self._with_images(context.seat, _joined(self._task(context.seat), text))
        if self._has_only_answered(context):
            return HumanMessage(_joined(self._responses(context), text))
        if not context.is_first:
            return HumanMessage(text)
        # Where the judge accepts or rejects, what is put in order are the two statements, and no choices.
        order = self.order if context.at.purpose == "accept" else context.order
        opening = self._opening(context.seat, order)
        caption = noted_for(context.seat, self.question, "caption")
        described = render_prompt("caption", caption=caption) if caption else ""
        return self._with_images(context.seat, _joined(opening, described, text))

    def _task(self, seat: Seat) -> str:
        """The task without its responses."""
        return task_text(seat, question_for(seat, self.question, self.order), seat.name in self.blind)

    def _responses(self, context: MessageContext) -> str:
        """The responses to the task that the seat has already answered."""
        question = question_for(context.seat, self.question, context.order)
        return responses_after_own_answer(context.seat, question, names_of(self._last_move, len(context.order)))

    def _has_only_answered(self, context: MessageContext) -> bool:
        """Whether the seat has answered the task itself, and was not shown the responses yet."""
        own = [turn.kind for turn in context.earlier_turns if turn.seat == context.seat.name]
        return judges_responses(self.protocol, context.seat) and own == ["solution"]

    def _with_images(self, seat: Seat, text: str) -> BaseMessage:
        """The message, with the question's images if the seat may see the question and its agent takes images."""
        from langchain_core.messages import HumanMessage

        is_shown_images = "question" in seat.sees and seat.sees_images and seat.name not in self.blind
        if not is_shown_images or not self.question.images:
            return HumanMessage(text)
        parts: list[str | dict[str, object]] = [{"type": "text", "text": text}]
        parts += [{"type": "image_url", "image_url": {"url": url}} for url in self.question.images]
        return HumanMessage(content=parts)

    def _system(self, seat: Seat) -> str:
        """The system message: the seat's part, and the instructions of its role."""
        others = self._others(seat)
        speakers = participants.arguing(others)
        if self.protocol.grade is not None:
            speakers = participants.witnesses(others)
        checkers: tuple[str, ...] = ()
        if is_shown_checks(self.protocol, seat):
            checkers = checkers_of(self.protocol, self.question)
        envelope = render_prompt("envelope")
        own = self._own_template(seat, "system")
        if own is not None:
            # The rule of the envelope is the engine's own and in every system message.
            return _joined(render_own(own, {}), envelope, self._about_judge(seat))
        text = render_prompt(
            system_template(self.protocol, seat, self._is_open),
            stands=seat.stands,
            source_is_hidden=is_source_hidden(self.question, self.seats),
            rivals=n_debaters(others),
            speakers=speakers,
            critics=participants.critics(others),
            checks=checkers,
            hears="transcript" in seat.sees and participants.hears_its_like(seat, others),
            responses=self.protocol.about == "responses",
            is_open=self._is_open,
            sees_question="question" in seat.sees,
            envelope=envelope,
        )
        terms = check_terms(self.protocol, seat)
        return _joined(text, render_prompt("check_terms", **terms) if terms else "", self._about_judge(seat))

    def _about_judge(self, seat: Seat) -> str:
        """For whom the seat judges, and the instructions of its role."""
        role = self.protocol.roles[seat.role]
        persona = role.persona or noted_for(seat, self.question, "persona")
        judged_for = render_prompt("persona", persona=persona) if persona else ""
        return _joined(aim_text(seat, self.question), judged_for, role.instructions or "")

    def _own_template(self, seat: Seat, name: str) -> str | None:
        """The protocol's own template for this message to the judge, if it has one."""
        if seat.kind != "judge":
            return None
        return next((text for key, text in self.protocol.prompts.items() if key == name), None)

    def _solution(self, context: MessageContext) -> str:
        """The worked solution, in the seat's first message that does not ask it to solve the problem itself."""
        if context.at.purpose == "solve":
            return ""
        for turn in context.earlier_turns:
            # Any other turn of the seat was made after it was shown the solution.
            if turn.seat == context.seat.name and turn.kind != "solution":
                return ""
        return solution_text(self.protocol, context.seat, self.question, context.checks)

    def _opening(self, seat: Seat, order: tuple[int, ...]) -> str:
        """What the seat may see of the question, and the answer that it argues for."""
        question = question_for(seat, self.question, order)
        own = self._own_template(seat, "opening")
        if own is not None:
            return self._own_opening(own, question, order)
        if judges_responses(self.protocol, seat):
            if is_pinned(self._last_move):
                question = with_pinned(question)
            names = names_of(self._last_move, len(question.choices))
            return responses_text(seat, question, names, seat.name in self.blind)
        side = None
        others = list(question.choices)
        if seat.argues is not None:
            side = self.question.choices[seat.argues]
            # A seat that argues has the choices in the question's own order, or does not see them.
            del others[seat.argues : seat.argues + 1]
        return render_prompt(
            "opening",
            kind=seat.kind,
            sees=seat.sees,
            question=question,
            side=side,
            others=others,
            # Not strict: a seat that does not see the choices has none to label.
            labelled=list(zip(labels_for(order), question.choices, strict=False)),
            source_is_hidden=is_source_hidden(self.question, self.seats),
            is_blind=seat.name in self.blind,
        )

    def _own_opening(self, template: str, question: Question, order: tuple[int, ...]) -> str:
        """The question, as much as the judge may see of it, in a template of the user's own."""
        names = names_of(self._last_move, len(order))
        values = {
            "question": quoted(question.text),
            # Not strict: a seat that does not see the choices has none to be called by a name.
            "choices": tuple(zip(names, map(quoted, question.choices), strict=False)),
            "source": "" if question.source is None else quoted(question.source),
            "references": tuple(map(quoted, question.references)),
            "n_images": len(question.images),
        }
        return render_own(template, values)

    def _news(self, context: MessageContext) -> str:
        """What was said since, each turn with its checks; then earlier turns whose checks are new."""
        new_turns = context.new_turns
        checks_of: dict[str | None, dict[str, list[Check]]] = {}
        if is_shown_checks(self.protocol, context.seat):
            checks_of = by_turn_and_checker(context.new_checks)
        late = [turn for turn in context.view.turns if turn.key in checks_of and turn not in new_turns]
        items: list[dict[str, object]] = []
        for turn in (*self._in_order_shown(new_turns, context), *self._in_order_shown(late, context)):
            checks = checks_of.get(turn.key, {})
            item = {
                "turn": turn,
                "is_new": turn in new_turns,
                "speaker": copy_name(turn, self._speaker(context, self.seat(turn.seat))),
                "verb": verb_of(turn),
                "checks": list(checks.items()),
            }
            items.append(item)
        if not items:
            return ""
        return render_prompt("news", items=items)

    def _speaker(self, context: MessageContext, speaker: Seat) -> str:
        """What the seat calls a speaker. Judges of responses who hear one another have numbers."""
        is_another_judge = speaker.kind == "judge" and speaker.name != context.seat.name
        if judges_responses(self.protocol, context.seat) and is_another_judge:
            judges = [seat.name for seat in self.seats if seat.kind == "judge"]
            return f"Judge {judges.index(speaker.name) + 1}"
        return name_for(context.seat, speaker, self.seats, context.order)

    def _in_order_shown(self, turns: list[Turn], context: MessageContext) -> list[Turn]:
        """Turns of one tick in the order of the answers: as shown to a judge, and in the question's own for others."""
        order: Sequence[int] = context.order
        if context.seat.kind != "judge":
            order = range(len(order))
        # A seat that argues for no answer comes first.
        sides: dict[int | None, int] = {None: -1}
        sides |= {choice: i for i, choice in enumerate(order)}
        names = [seat.name for seat in self.seats]

        def position(turn: Turn) -> tuple[int, int, int]:
            return turn.tick, sides[turn.argues], names.index(turn.seat)

        return sorted(turns, key=position)

    def _instruction(self, context: MessageContext) -> str:
        """The seat's task."""
        seat, at = context.seat, context.at
        move = self.protocol.move(at.move_id)
        values: dict[str, object] = {
            **self._values_of_move(seat, at.move_id),
            "round": at.round,
            "is_first": context.is_first,
            "asked": any(self._purpose_of(turn) == "ask" for turn in context.new_turns if turn.kind == "question"),
            "verdict_form": verdict_form(move, context.at, len(context.order)),
            "labels": labels_for(context.order),
        }
        if judges_responses(self.protocol, seat):
            values |= response_values(move, len(context.order), self._last_move)
        if self.protocol.grade is not None:
            is_blind = seat.name in self.blind
            values |= task_values(self.protocol, self.question, seat, at, context.earlier_turns, is_blind)
        if at.purpose == "accept":
            values |= values_of_accepting(context, move)
        values |= values_of_predictions(context, move)
        values |= descent_values(self.protocol, context)
        values |= examination_values(self.protocol, context, self.seats)
        values |= values_of_delegating(move, self.protocol)
        values |= context.extra
        first = first_text(move, at, values)
        template = task_template(self.protocol, seat, at, self._is_open)
        for name in (at.purpose, template):
            own = self._own_template(seat, name)
            if own is not None:
                values["labels"] = form_names(move, len(context.order))
                return _joined(first, render_own(own, chosen_values(name, values)))
        return _joined(first, render_prompt(template, **values))

    def _values_of_move(self, seat: Seat, move_id: str) -> dict[str, object]:
        """The values of a task's templates for the protocol, the move and the seat: the same in every round."""
        key = (seat.name, move_id)
        if key in self._of_moves:
            return self._of_moves[key]
        move = self.protocol.move(move_id)
        # Not every kind of move has a word limit, or private thinking. Asked for a field that it has not, a model
        # takes ten times as long as its dict.
        stated = vars(move)
        others = self._others(seat)
        self._of_moves[key] = {
            "rounds": self.total_rounds,
            "rivals": n_debaters(others),
            "words": stated.get("words"),
            "thinking": stated.get("thinking", False),
            "most": stated.get("most"),
            "quotes": quotes_checked(self.protocol, self.question, seat),
            "heard": any(other.kind in participants.SPEAKING for other in others),
            "addressees": participants.addressees(self.seats),
            "stands": seat.stands,
            "accepts": self.protocol.accepts,
            "responses": self.protocol.about == "responses",
            "certainty": certainty_text(move),
            "line": line_of(move),
            "reasoning": stated.get("reasoning", False),
            "tools": tool_lines(self.protocol.roles[seat.role].tools),
            "tool_names": self.protocol.roles[seat.role].tools,
            "most_tool_uses": MOST_TOOL_USES,
        }
        return self._of_moves[key]

    @property
    def _is_open(self) -> bool:
        """Whether seats answer a question without choices, in their own words."""
        return self.protocol.grade is None and not self.question.choices

    @property
    def _last_move(self) -> SingleMove:
        """The move that ends in the verdict."""
        return self.protocol.move(str(len(self.protocol.moves) - 1))

    def _others(self, seat: Seat) -> list[Seat]:
        """All seats but this one, in their order."""
        return [other for other in self.seats if other.name != seat.name]


def _joined(*texts: str) -> str:
    """The texts that are not empty, with an empty line between them.

    Templates without a part that applies render as empty texts.
    """
    return "\n\n".join(filter(None, texts))
