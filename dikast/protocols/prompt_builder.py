"""Stage: one protocol, one question, its seats and an order of the choices; it writes every message of an episode."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from dikast.protocols import participants
from dikast.protocols.moves import AnswerMove, CheckMove, DecideMove, Rounds, SingleMove, SpeakMove
from dikast.protocols.prompts import render_prompt
from dikast.protocols.protocol import Protocol
from dikast.protocols.solution_prompt import premises_text, shows_checks, solution_text, task_values
from dikast.protocols.turn_context import History, TurnContext
from dikast.protocols.visibility import labels_for, name_for, question_for
from dikast.records import Check, Question, Seat, Transcript, Turn

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

    Written = dict[tuple[str, str, int, tuple[int, ...]], tuple[BaseMessage, ...]]

_PURPOSE_OF: dict[str, str] = {
    "speech": "speak", "question": "ask", "answer": "answer", "solution": "solve", "premises": "premises",
    "labels": "label", "accusation": "accuse",
}  # fmt: skip
# Where a worked solution is judged, the same seats have another part to play.
_GRADING_TEMPLATES = {
    "judge": "grader", "solver": "author", "critic": "advocate",
    ("speak", "solver"): "defend", ("speak", "critic"): "plead", ("ask", "judge"): "ask_dispute",
}  # fmt: skip


@dataclass(frozen=True)
class PromptBuilder:
    """Where an episode takes place. It holds no state but a memory of what it wrote.

    `blind` are the seats whose agents take no images. A seat's messages only grow at the end: a system message, then
    for each of its turns what was new to it and its own words, then what is new now and what is asked of it. So they
    can be written again from the record alone.
    """

    protocol: Protocol
    question: Question
    seats: tuple[Seat, ...]
    order: tuple[int, ...]
    blind: frozenset[str] = frozenset()
    _written: Written = field(default_factory=dict, compare=False, repr=False)

    def seat(self, name: str) -> Seat:
        """The seat of that name."""
        return next(seat for seat in self.seats if seat.name == name)

    def seats_of(self, role: str) -> list[Seat]:
        """The seats of a role, in the order in which they would speak one after the other."""
        return [seat for seat in self.seats if seat.role == role]

    def move(self, place: str) -> tuple[SingleMove, Rounds | None]:
        """The move at a place, and the rounds it stands in."""
        return next((move, rounds) for at, move, rounds in self.protocol.steps() if at == place)

    @property
    def total_rounds(self) -> int:
        """How many rounds the protocol has at most; a speech outside rounds is a round of its own."""
        blocks = sum(move.rounds for move in self.protocol.moves if isinstance(move, Rounds))
        return blocks + sum(isinstance(move, SpeakMove | AnswerMove) for move in self.protocol.moves)

    def messages(
        self,
        seat: Seat,
        cue: TurnContext,
        said: History,
        order: Sequence[int] | None = None,
        extra: Mapping[str, object] | None = None,
    ) -> tuple[BaseMessage, ...]:
        """What the seat is sent at this point: all it may see, in the order shown (the stage's own by default)."""

        shown = tuple(order or self.order)
        view = Transcript(turns=said.turns, seats=self.seats).seen_by(seat.name, before_tick=cue.tick)
        written = [*self._preamble(seat)]
        since = 0
        for turn in view.turns:
            if turn.seat == seat.name:
                written += self._past(seat, turn, view, said.checks, since, shown)
                since = turn.tick
        return (*written, self._message(seat, cue, view, said.checks, since, shown, extra or {}))

    def _preamble(self, seat: Seat) -> tuple[BaseMessage, ...]:
        """What stands before everything else: the system message, and worked examples for a judge."""
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        key = (seat.name, "", 0, ())
        if key not in self._written:
            examples = self.protocol.roles[seat.role].examples
            pairs = [m for e in examples for m in (HumanMessage(e.shown), AIMessage(e.reply))]
            self._written[key] = (SystemMessage(self._system(seat)), *pairs)
        return self._written[key]

    def _past(
        self, seat: Seat, turn: Turn, view: Transcript, checks: Sequence[Check], since: int, order: tuple[int, ...]
    ) -> tuple[BaseMessage, ...]:
        """What the seat was sent before a turn of its own, and that turn."""
        from langchain_core.messages import AIMessage

        cue = TurnContext(_PURPOSE_OF[turn.kind], turn.move, turn.round, turn.tick, turn.about_steps)
        return self._message(seat, cue, view, checks, since, order, {}), AIMessage(turn.text or "(nothing)")

    def _message(
        self,
        seat: Seat,
        cue: TurnContext,
        view: Transcript,
        checks: Sequence[Check],
        since: int,
        order: tuple[int, ...],
        extra: Mapping[str, object],
    ) -> BaseMessage:
        """One message to a seat, and the images with its first. Written once, since each stands in all later calls."""
        from langchain_core.messages import HumanMessage

        key = (seat.name, cue.purpose, cue.tick, order)
        if key in self._written and not extra:
            return self._written[key][0]
        text = self._human(seat, cue, view, checks, since, order, extra)
        message = self._illustrated(seat, text) if since == 0 else HumanMessage(text)
        if not extra:
            self._written[key] = (message,)
        return message

    def _illustrated(self, seat: Seat, text: str) -> BaseMessage:
        """The message, with the question's images if the seat may see the question and its agent can see at all."""
        from langchain_core.messages import HumanMessage

        if "question" not in seat.sees or not self.question.images or seat.name in self.blind:
            return HumanMessage(text)
        parts: list[str | dict[str, object]] = [{"type": "text", "text": text}]
        parts += [{"type": "image_url", "image_url": {"url": url}} for url in self.question.images]
        return HumanMessage(content=parts)

    def step_messages(
        self, seat: Seat, cue: TurnContext, said: History, step: int, premises: Sequence[int] | None
    ) -> tuple[BaseMessage, ...]:
        """What a judge is sent about one step (0-based) alone: the problem, what the step rests on, and the step."""
        extra = {"step": step + 1, "rests_on": premises_text(premises, step)}
        earlier = range(step) if premises is None else [p for p in premises if 0 <= p < step]
        parts = (
            self._opening(seat, self.order),
            solution_text(self.protocol, seat, self.question, said.checks, {*earlier, step}),
            self._instruction(seat, cue, [], None, 0, self.order, extra),
        )
        return (*self._preamble(seat), self._illustrated(seat, "\n\n".join(part for part in parts if part)))

    def _system(self, seat: Seat) -> str:
        others = [s for s in self.seats if s.name != seat.name]
        text = render_prompt(
            _GRADING_TEMPLATES[seat.kind] if self.protocol.grade else seat.kind,
            stands=seat.stands,
            source_is_hidden=self._source_is_hidden,
            rivals=sum(s.kind == "debater" for s in others),
            speakers=participants.witnesses(others) if self.protocol.grade else participants.arguing(others),
            checks=self._checkers if self._is_shown_checks(seat) else (),
            hears="transcript" in seat.sees and bool(seat.hears),
            envelope=render_prompt("envelope"),
        )
        instructions = self.protocol.roles[seat.role].instructions
        return f"{text}\n\n{instructions}" if instructions else text

    def _human(
        self, seat: Seat, cue: TurnContext, view: Transcript, checks: Iterable[Check], since: int,
        order: tuple[int, ...], extra: Mapping[str, object] = MappingProxyType({}),
    ) -> str:  # fmt: skip
        """One message: the question if it is the first, what is new since step `since`, and what is asked."""
        new = [t for t in view.turns if since <= t.tick < cue.tick and t.seat != seat.name]
        is_new = [c for c in checks if c.tick is not None and since < c.tick <= cue.tick]
        found = is_new if self._is_shown_checks(seat) else []
        parts = (
            self._opening(seat, order) if since == 0 else "",
            self._solution(seat, cue, view, checks),
            self._news(seat, view, new, found, order),
            self._instruction(seat, cue, new, view, since, order, extra),
        )
        return "\n\n".join(part for part in parts if part)

    def _solution(self, seat: Seat, cue: TurnContext, view: Transcript, checks: Iterable[Check]) -> str:
        """The worked solution, in the seat's first message that does not ask it to solve the problem itself."""
        before = (turn for turn in view.turns if turn.seat == seat.name and turn.tick < cue.tick)
        if cue.purpose == "solve" or any(turn.kind != "solution" for turn in before):
            return ""
        return solution_text(self.protocol, seat, self.question, checks)

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

    def _news(self, seat: Seat, view: Transcript, new: list[Turn], checks: list[Check], order: tuple[int, ...]) -> str:
        """What was said since, each with its checks; then the checks that came of what was said before."""
        about = {check.about for check in checks}
        late = [turn for turn in view.turns if turn.key in about and turn not in new]
        items = [
            {
                "turn": turn,
                "is_new": turn in new,
                "speaker": name_for(seat, self.seat(turn.seat), self.seats, order),
                "checks": _by_checker(check for check in checks if check.about == turn.key),
            }
            for turn in (*self._shown(new, seat, order), *self._shown(late, seat, order))
        ]
        return render_prompt("news", items=items) if items else ""

    def _shown(self, turns: list[Turn], viewer: Seat, order: tuple[int, ...]) -> list[Turn]:
        """Turns of one step in the order of the answers as shown to a judge, and in the question's own to others."""
        place = order if viewer.kind == "judge" else tuple(range(len(order)))
        names = [seat.name for seat in self.seats]
        return sorted(
            turns, key=lambda t: (t.tick, -1 if t.argues is None else place.index(t.argues), names.index(t.seat))
        )

    def _instruction(
        self, seat: Seat, cue: TurnContext, new: list[Turn], view: Transcript | None, since: int,
        order: tuple[int, ...], extra: Mapping[str, object],
    ) -> str:  # fmt: skip
        move, _ = self.move(cue.place)
        labels = labels_for(order)
        stated = isinstance(move, DecideMove) and move.route == "probabilities"
        reasoning = getattr(move, "reasoning", False)
        asks_for_answer = cue.purpose in ("decide", "look", "choose", "answer")
        form = (
            render_prompt("verdict_form", labels=labels, stated=stated, reasoning=reasoning) if asks_for_answer else ""
        )
        return render_prompt(
            self._template(seat, cue),
            round=cue.round,
            rounds=self.total_rounds,
            is_first=since == 0,
            asked=any(turn.kind == "question" for turn in new),
            rivals=sum(s.kind == "debater" for s in self.seats if s.name != seat.name),
            words=getattr(move, "words", None),
            thinking=getattr(move, "thinking", False),
            verdict_form=form,
            quotes="quotes" in self._checkers and "source" in seat.sees,
            heard=any(s.kind in participants.SPEAKING for s in self.seats if s.name != seat.name),
            addressees=participants.addressees(self.seats),
            **{"labels": labels, **self._task(seat, cue, view), **extra},
        )

    def _template(self, seat: Seat, cue: TurnContext) -> str:
        if cue.purpose == "ask" and cue.about:
            return "ask_doubtful"
        return _GRADING_TEMPLATES.get((cue.purpose, seat.kind), cue.purpose) if self.protocol.grade else cue.purpose

    def _task(self, seat: Seat, cue: TurnContext, view: Transcript | None) -> dict[str, object]:
        """What the instructions for judging a worked solution speak of."""
        earlier = [turn for turn in view.turns if turn.tick < cue.tick] if view is not None else []
        blind = seat.name in self.blind
        return task_values(self.protocol, self.question, seat, cue, earlier, blind) if self.protocol.grade else {}

    def _is_shown_checks(self, seat: Seat) -> bool:
        return shows_checks(self.protocol, seat) if self.protocol.grade else "checks" in seat.sees

    @property
    def _source_is_hidden(self) -> bool:
        judges = [seat for seat in self.seats if seat.kind == "judge"]
        return self.question.source is not None and any("source" not in judge.sees for judge in judges)

    @property
    def _checkers(self) -> tuple[str, ...]:
        """The checkers at work here; quotes only where there is a source to find them in."""
        names = (move.check for _, move, _ in self.protocol.steps() if isinstance(move, CheckMove))
        return tuple(dict.fromkeys(name for name in names if name != "quotes" or self.question.source is not None))


def _by_checker(checks: Iterable[Check]) -> list[tuple[str, list[Check]]]:
    found: dict[str, list[Check]] = {}
    for check in checks:
        found.setdefault(check.checker, []).append(check)
    return list(found.items())
