"""PromptBuilder: writes every message of an episode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dikast.protocols import participants
from dikast.protocols.moves import MOVES, AnswerMove, CheckMove, DecideMove, Rounds, SingleMove, SpeakMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.solution_prompt import premises_text, shows_checks, solution_text, task_values
from dikast.protocols.turn_context import History, TurnContext
from dikast.protocols.visibility import labels_for, name_for, question_for
from dikast.records import Check, Question, Seat, Transcript, Turn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    MessageKey = tuple[str, str, int, tuple[int, ...]]

_PURPOSE_OF = {move.turn_kind: move.purpose for move in MOVES.values() if move.turn_kind and move.purpose}
"""What the call was for that made a turn of this kind."""

_ASKS_FOR_CHOICE = ("decide", "look", "choose", "answer")

# Where a worked solution is judged, the same kinds of seats have another part to play.
_SYSTEM_TEMPLATES_OF_GRADING = {"judge": "grader", "solver": "author", "critic": "advocate"}
_TASK_TEMPLATES_OF_GRADING = {
    ("speak", "solver"): "defend",
    ("speak", "critic"): "plead",
    ("ask", "judge"): "ask_dispute",
}
_NOTHING: Mapping[str, object] = MappingProxyType({})


@dataclass(frozen=True)
class _Moment:
    """The moment of one message to a seat.

    `view` is the transcript as the seat sees it, `since` the tick of the seat's own last turn (0 before the first), so
    that what came after it is new. `extra` are template values for this message alone.
    """

    seat: Seat
    at: TurnContext
    view: Transcript
    checks: Sequence[Check]
    order: tuple[int, ...]
    since: int = 0
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_first(self) -> bool:
        """Whether the seat has said nothing before."""
        return self.since == 0

    @property
    def new_turns(self) -> list[Turn]:
        """What others said since the seat's last turn."""
        turns = (turn for turn in self.view.turns if self.since <= turn.tick < self.at.tick)
        return [turn for turn in turns if turn.seat != self.seat.name]

    @property
    def earlier_turns(self) -> list[Turn]:
        """All that the seat sees of what was said before this moment."""
        return [turn for turn in self.view.turns if turn.tick < self.at.tick]

    @property
    def new_checks(self) -> list[Check]:
        """What a machine found since the seat's last turn."""
        dated = (check for check in self.checks if check.tick is not None)
        return [check for check in dated if self.since < (check.tick or 0) <= self.at.tick]


@dataclass(frozen=True)
class PromptBuilder:
    """Writes messages for one protocol and question, its seats, and an order of the choices.

    It holds no state except a cache of what it wrote.

    `blind` are the seats whose agents take no images. A seat's messages only grow at the end: a system message, then
    for each of its turns what was new to it and its own words, then what is new now and what is asked. So they can be
    written again from the record alone, and providers' prompt caches hit.
    """

    protocol: Protocol
    question: Question
    seats: tuple[Seat, ...]
    order: tuple[int, ...]
    blind: frozenset[str] = frozenset()
    _written: dict[MessageKey, tuple[BaseMessage, ...]] = field(default_factory=dict, compare=False, repr=False)

    def seat(self, name: str) -> Seat:
        """The seat of that name."""
        return next(seat for seat in self.seats if seat.name == name)

    def seats_of(self, role: str) -> list[Seat]:
        """The seats of a role, in the order in which they would speak one after the other."""
        return [seat for seat in self.seats if seat.role == role]

    def move(self, move_id: str) -> SingleMove:
        """The move of that id."""
        return next(move for other_id, move, _ in self.protocol.numbered_moves() if other_id == move_id)

    @property
    def total_rounds(self) -> int:
        """How many rounds the protocol has at most; a speech outside rounds is a round of its own."""
        total = 0
        for move in self.protocol.moves:
            if isinstance(move, Rounds):
                total += move.rounds
            elif isinstance(move, SpeakMove | AnswerMove):
                total += 1
        return total

    def messages(
        self,
        seat: Seat,
        at: TurnContext,
        history: History,
        order: Sequence[int] | None = None,
        extra: Mapping[str, object] = _NOTHING,
    ) -> tuple[BaseMessage, ...]:
        """What the seat is sent at this point: all it may see, with the choices in `order` (by default the builder's).

        `extra` are further values for the last message's template.
        """
        from langchain_core.messages import AIMessage

        shown_order = tuple(order or self.order)
        view = Transcript(turns=history.turns, seats=self.seats).seen_by(seat.name, before_tick=at.tick)
        messages = list(self._preamble(seat))
        since = 0
        for turn in view.turns:
            if turn.seat != seat.name:
                continue
            then = TurnContext(_PURPOSE_OF[turn.kind], turn.move, turn.round, turn.tick, turn.about_steps)
            messages.append(self._message(_Moment(seat, then, view, history.checks, shown_order, since)))
            messages.append(AIMessage(turn.text or "(nothing)"))
            since = turn.tick
        messages.append(self._message(_Moment(seat, at, view, history.checks, shown_order, since, extra)))
        return tuple(messages)

    def step_messages(
        self, seat: Seat, at: TurnContext, history: History, step: int, premises: Sequence[int] | None
    ) -> tuple[BaseMessage, ...]:
        """What a judge is sent about one step (0-based) alone: the problem, what the step rests on, and the step."""
        earlier: Iterable[int] = range(step)
        if premises is not None:
            earlier = [premise for premise in premises if 0 <= premise < step]
        extra = {"step": step + 1, "rests_on": premises_text(premises, step)}
        moment = _Moment(seat, at, Transcript(seats=self.seats), (), self.order, extra=extra)
        parts = (
            self._opening(seat, self.order),
            solution_text(self.protocol, seat, self.question, history.checks, {*earlier, step}),
            self._instruction(moment),
        )
        return (*self._preamble(seat), self._with_images(seat, _joined(parts)))

    def _preamble(self, seat: Seat) -> tuple[BaseMessage, ...]:
        """What comes before everything else: the system message, and worked examples for a judge."""
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        key = (seat.name, "", 0, ())
        if key not in self._written:
            messages: list[BaseMessage] = [SystemMessage(self._system(seat))]
            for example in self.protocol.roles[seat.role].examples:
                messages += [HumanMessage(example.shown), AIMessage(example.reply)]
            self._written[key] = tuple(messages)
        return self._written[key]

    def _message(self, moment: _Moment) -> BaseMessage:
        """One message to a seat. It is written once, since it is part of all later calls."""
        key = (moment.seat.name, moment.at.purpose, moment.at.tick, moment.order)
        if not moment.extra and key in self._written:
            return self._written[key][0]
        message = self._new_message(moment)
        if not moment.extra:
            self._written[key] = (message,)
        return message

    def _new_message(self, moment: _Moment) -> BaseMessage:
        """The question if it is the first message, then what is new, and what is asked."""
        from langchain_core.messages import HumanMessage

        seat, order = moment.seat, moment.order
        parts = [self._solution(moment), self._news(moment), self._instruction(moment)]
        if not moment.is_first:
            return HumanMessage(_joined(parts))
        return self._with_images(seat, _joined([self._opening(seat, order), *parts]))

    def _with_images(self, seat: Seat, text: str) -> BaseMessage:
        """The message, with the question's images if the seat may see the question and its agent takes images."""
        from langchain_core.messages import HumanMessage

        is_shown_images = "question" in seat.sees and seat.name not in self.blind
        if not is_shown_images or not self.question.images:
            return HumanMessage(text)
        parts: list[str | dict[str, object]] = [{"type": "text", "text": text}]
        parts += [{"type": "image_url", "image_url": {"url": url}} for url in self.question.images]
        return HumanMessage(content=parts)

    def _system(self, seat: Seat) -> str:
        others = [other for other in self.seats if other.name != seat.name]
        if self.protocol.grade is not None:
            template, speakers = _SYSTEM_TEMPLATES_OF_GRADING[seat.kind], participants.witnesses(others)
        else:
            template, speakers = seat.kind, participants.arguing(others)
        text = render_prompt(
            template,
            stands=seat.stands,
            source_is_hidden=self._source_is_hidden,
            rivals=_n_debaters(others),
            speakers=speakers,
            checks=self._checkers if self._is_shown_checks(seat) else (),
            hears="transcript" in seat.sees and bool(seat.hears),
            envelope=render_prompt("envelope"),
        )
        instructions = self.protocol.roles[seat.role].instructions
        return f"{text}\n\n{instructions}" if instructions else text

    def _solution(self, moment: _Moment) -> str:
        """The worked solution, in the seat's first message that does not ask it to solve the problem itself."""
        own = [turn for turn in moment.earlier_turns if turn.seat == moment.seat.name]
        was_shown = any(turn.kind != "solution" for turn in own)
        if moment.at.purpose == "solve" or was_shown:
            return ""
        return solution_text(self.protocol, moment.seat, self.question, moment.checks)

    def _opening(self, seat: Seat, order: tuple[int, ...]) -> str:
        question = question_for(seat, self.question, order)
        side = seat.argues
        return render_prompt(
            "opening",
            kind=seat.kind,
            sees=seat.sees,
            question=question,
            side=None if side is None else self.question.choices[side],
            others=[text for i, text in enumerate(question.choices) if i != side],
            labelled=list(zip(labels_for(order), question.choices, strict=False)),
            source_is_hidden=self._source_is_hidden,
            is_blind=seat.name in self.blind,
        )

    def _news(self, moment: _Moment) -> str:
        """What was said since, each turn with its checks; then earlier turns whose checks are new."""
        new_turns = moment.new_turns
        checks = moment.new_checks if self._is_shown_checks(moment.seat) else []
        checked = {check.about for check in checks}
        late = [turn for turn in moment.view.turns if turn.key in checked and turn not in new_turns]
        items = [
            {
                "turn": turn,
                "is_new": turn in new_turns,
                "speaker": name_for(moment.seat, self.seat(turn.seat), self.seats, moment.order),
                "checks": _by_checker(check for check in checks if check.about == turn.key),
            }
            for turn in (*self._in_order_shown(new_turns, moment), *self._in_order_shown(late, moment))
        ]
        return render_prompt("news", items=items) if items else ""

    def _in_order_shown(self, turns: list[Turn], moment: _Moment) -> list[Turn]:
        """Turns of one tick in the order of the answers: as shown to a judge, and in the question's own for others."""
        order = moment.order
        if moment.seat.kind != "judge":
            order = tuple(range(len(order)))
        names = [seat.name for seat in self.seats]

        def position(turn: Turn) -> tuple[int, int, int]:
            side = -1 if turn.argues is None else order.index(turn.argues)
            return turn.tick, side, names.index(turn.seat)

        return sorted(turns, key=position)

    def _instruction(self, moment: _Moment) -> str:
        """What is asked of the seat."""
        seat, at = moment.seat, moment.at
        move = self.move(at.move_id)
        others = [other for other in self.seats if other.name != seat.name]
        values: dict[str, object] = {
            "round": at.round,
            "rounds": self.total_rounds,
            "is_first": moment.is_first,
            "asked": any(turn.kind == "question" for turn in moment.new_turns),
            "rivals": _n_debaters(others),
            "words": getattr(move, "words", None),
            "thinking": getattr(move, "thinking", False),
            "verdict_form": self._verdict_form(moment, move),
            "quotes": "quotes" in self._checkers and "source" in seat.sees,
            "heard": any(other.kind in participants.SPEAKING for other in others),
            "addressees": participants.addressees(self.seats),
            "labels": labels_for(moment.order),
        }
        if self.protocol.grade is not None:
            is_blind = seat.name in self.blind
            values |= task_values(self.protocol, self.question, seat, at, moment.earlier_turns, is_blind)
        return render_prompt(self._template(seat, at), **{**values, **moment.extra})

    def _verdict_form(self, moment: _Moment, move: SingleMove) -> str:
        """How the choice is to be stated, where the call asks for one."""
        if moment.at.purpose not in _ASKS_FOR_CHOICE:
            return ""
        return render_prompt(
            "verdict_form",
            labels=labels_for(moment.order),
            stated=isinstance(move, DecideMove) and move.route == "probabilities",
            reasoning=getattr(move, "reasoning", False),
        )

    def _template(self, seat: Seat, at: TurnContext) -> str:
        if at.purpose == "ask" and at.about:
            return "ask_doubtful"
        if self.protocol.grade is None:
            return at.purpose
        return _TASK_TEMPLATES_OF_GRADING.get((at.purpose, seat.kind), at.purpose)

    def _is_shown_checks(self, seat: Seat) -> bool:
        if self.protocol.grade is not None:
            return shows_checks(self.protocol, seat)
        return "checks" in seat.sees

    @property
    def _source_is_hidden(self) -> bool:
        if self.question.source is None:
            return False
        return any(seat.kind == "judge" and "source" not in seat.sees for seat in self.seats)

    @property
    def _checkers(self) -> tuple[str, ...]:
        """The checkers at work here, each once; quotes only where there is a source to find them in."""
        checkers = dict.fromkeys(move.check for move in self.protocol.moves_of(CheckMove))
        if self.question.source is None:
            checkers.pop("quotes", None)
        return tuple(checkers)


def _joined(parts: Iterable[str]) -> str:
    return "\n\n".join(part for part in parts if part)


def _n_debaters(seats: Iterable[Seat]) -> int:
    return sum(seat.kind == "debater" for seat in seats)


def _by_checker(checks: Iterable[Check]) -> list[tuple[str, list[Check]]]:
    by_checker: dict[str, list[Check]] = {}
    for check in checks:
        by_checker.setdefault(check.checker, []).append(check)
    return list(by_checker.items())
