"""PeopleDesk: who is asked what, whether an answer will do, and what the answers of several people come to."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from pydantic import BaseModel

from dikast.agents import ANYONE, Choices, Reply, Request, read_form, why_it_does_not_fit
from dikast.errors import AnswersAwaited, DikastError
from dikast.experiments.people.combine_answers import differ, reply_of
from dikast.experiments.people.control_questions import ControlQuestion
from dikast.experiments.people.people_options import PeopleOptions
from dikast.experiments.people.person_task import WRONG_LABELS, PersonAnswer, PersonTask
from dikast.experiments.people.task_store import SeatsTaken, TaskRow, TaskStore
from dikast.replies import Unreadable, read_label

SUM_TOLERANCE = 0.005
"""How far the probabilities that a person sends may be from 1 in all: a page rounds them."""

CLAIM_S = 600.0
"""How long a task that someone has before them is offered to others last, in seconds: they may have gone away."""


class AnswerRefused(DikastError):
    """An answer that can't be taken as it is: the person sees why, and can change it."""


class AlreadyAnswered(AnswerRefused):
    """The task was answered before, by this person or by as many others as are asked. The first answer stays."""


def no_one_listens(task: str) -> None:
    """What is called with an answered task while no run goes on."""


@dataclass
class PeopleDesk:
    """The tasks of one run, for its people. Its methods may be called from any thread.

    `agents` are the names of the experiment's agents that are people, `known` the questions with known answers, by the
    ids of their tasks, in the order in which they are asked. `places` are the places of tasks, by id, in an order that
    all people share; without any, everyone has an order of their own. `on_answer` is called with the id of a task
    once all answers to it are in.
    """

    store: TaskStore
    options: PeopleOptions
    agents: Sequence[str]
    known: Mapping[str, ControlQuestion] = field(default_factory=dict)
    places: Mapping[str, int] = field(default_factory=dict)
    on_answer: Callable[[str], None] = no_one_listens
    # The forms of open tasks: what an answer must fit is code, and in no file.
    _forms: dict[str, type[BaseModel]] = field(default_factory=dict)
    # Two people who send at the same moment must not both be the last who was wanted.
    _sending: threading.Lock = field(default_factory=threading.Lock)

    @property
    def people(self) -> list[str]:
        """Everyone who has a queue, in the experiment's order."""
        names = [agent.partition(":")[2] for agent in self.agents if agent != ANYONE]
        if ANYONE in self.agents:
            names += self.options.names or (ANYONE,)
            names += filter(None, [self.options.adjudicator])
        return list(dict.fromkeys(names))

    def ask(self, agent: str, task: str, request: Request) -> Reply:
        """The reply to a request, once all answers to it are in. Raises AnswersAwaited before."""
        answers = self.store.answers(task)
        if self._are_enough(TaskRow(task, agent, "", "", isinstance(request.form, Choices)), answers):
            # A server that was killed right after the last answer has not marked the task.
            self.store.end(task)
            self._forms.pop(task, None)
            return reply_of(self._counted(answers), request)
        if isinstance(request.form, type):
            self._forms[task] = request.form
        self.store.post(PersonTask.of(task, agent, request, time.time()))
        raise AnswersAwaited([task])

    def is_answered(self, id: str) -> bool:
        """Whether all answers to a task are in."""
        task = self.store.task(id)
        if task is None:
            return False
        row = TaskRow(task.id, task.agent, task.episode, task.seat, task.answer == "choice")
        return self._are_enough(row, self.store.answers(id))

    def task(self, id: str) -> PersonTask | None:
        """The task, of the run or with a known answer; None if there is none of this id."""
        if id in self.known:
            return self.known[id].task
        return self.store.task(id)

    def next_task(self, person: str) -> PersonTask | None:
        """What a person is asked next: first all practice, then tasks of the run with attention checks among them."""
        known = self._next_known(person)
        if known is not None:
            return known.task
        for row in self.queue(person)[:1]:
            return self.store.task(row.id)
        return None

    def _next_known(self, person: str) -> ControlQuestion | None:
        """The question with a known answer that is due; None where the run's own are."""
        answered = self.store.known_answers(person)
        left = [question for id, question in self.known.items() if id not in answered]
        practice = [question for question in left if question.is_practice]
        if practice:
            return practice[0]
        checks = self.options.attention
        if checks is None or not left:
            return None
        n_checked = sum(id in answered for id, question in self.known.items() if not question.is_practice)
        is_due = self.store.n_answers(person) >= checks.every * (n_checked + 1)
        return left[0] if is_due else None

    def may_see(self, person: str, task: PersonTask) -> bool:
        """Whether a person may see a task: it is theirs to answer, or they have answered it."""
        if task.id in self.known:
            is_due = self._next_known(person)
            return task.id in self.store.known_answers(person) or (is_due is not None and is_due.task.id == task.id)
        if any(answer.person == person for answer in self.store.answers(task.id)):
            return True
        return any(row.id == task.id for row in self.queue(person))

    def queue(self, person: str) -> list[TaskRow]:
        """The open tasks for a person, those that they have begun first.

        The others come in an order of their own, so that people who share a seat begin with different tasks; or in the
        order that all share, but after those that somebody else has before them.
        """
        taken = self.store.seats_taken()
        answered = self.store.answered_by()
        started = self.store.started(person)
        rows = [row for row in self.store.open_tasks() if self._may_answer(person, row, taken, answered)]
        if not self.places:
            return sorted(rows, key=lambda row: (row.id not in started, _order(person, row.episode), row.id))
        held = self.store.held_by_others(person, CLAIM_S)
        is_spoken_for = {row.id: len(held.get(row.id, ())) >= self._wanted(row, answered) for row in rows}
        return sorted(rows, key=lambda row: (row.id not in started, is_spoken_for[row.id], self._place(row), row.id))

    def _wanted(self, row: TaskRow, answered: Mapping[str, set[str]]) -> int:
        """How many more people a task needs, at least one."""
        return max(1, self._raters(row) - len(answered.get(row.id, ())))

    def _place(self, row: TaskRow) -> int:
        return self.places.get(row.id, len(self.places))

    def check(self, task: PersonTask, answer: PersonAnswer) -> None:
        """Raises AnswerRefused, with what is to be changed, for an answer that can't be sent."""
        if task.answer == "choice":
            self._check_choice(task, answer)
            return
        if not answer.text.strip():
            raise AnswerRefused("there is no text yet")
        n_words = len(answer.text.split())
        if task.words is not None and n_words > task.words:
            raise AnswerRefused(f"it has {n_words} words; the limit is {task.words}")
        if task.answer == "form":
            self._check_form(task, answer.text)

    def send(self, task: PersonTask, answer: PersonAnswer) -> None:
        """Keeps an answer for good. Raises AnswerRefused for one that won't do, AlreadyAnswered for a second one."""
        self.check(task, answer)
        if task.id in self.known:
            self._keep_known(self.known[task.id], answer)
            return
        with self._sending:
            is_last = self._keep(task, answer)
        if is_last:
            self.on_answer(task.id)

    def _keep(self, task: PersonTask, answer: PersonAnswer) -> bool:
        """Keeps the answer, and returns whether it was the last that was wanted. Raises AlreadyAnswered."""
        rows = {row.id: row for row in self.store.open_tasks()}
        answered = self.store.answered_by()
        if task.id not in rows or answer.person in answered.get(task.id, ()):
            raise AlreadyAnswered("this was answered already; the first answer stays")
        if not self._may_answer(answer.person, rows[task.id], self.store.seats_taken(), answered):
            raise AlreadyAnswered("somebody else has answered this meanwhile; the first answer stays")
        if not self.store.add_answer(task.id, answer, most=self._most(rows[task.id])):
            raise AlreadyAnswered("this was answered already; the first answer stays")
        is_last = self._are_enough(rows[task.id], self.store.answers(task.id))
        if is_last:
            self.store.end(task.id)
        return is_last

    def _keep_known(self, question: ControlQuestion, answer: PersonAnswer) -> None:
        """Keeps the answer to a question with a known one. Raises AlreadyAnswered."""
        is_first = self.store.add_known(
            question.task.id,
            answer,
            is_practice=question.is_practice,
            is_right=question.is_right(answer),
            p_right=question.p_right(answer),
        )
        if not is_first:
            raise AlreadyAnswered("this was answered already; the first answer stays")

    def _are_enough(self, row: TaskRow, answers: Sequence[PersonAnswer]) -> bool:
        """Whether no further answer is wanted."""
        needed = self._raters(row)
        if len(answers) < needed:
            return False
        has_to_decide = self.options.adjudicator is not None and needed > 1 and differ(answers[:needed])
        return not has_to_decide or len(answers) > needed

    def _counted(self, answers: Sequence[PersonAnswer]) -> Sequence[PersonAnswer]:
        """The answers that make the reply: the adjudicator's alone, where there is one."""
        decided = [answer for answer in answers if answer.person == self.options.adjudicator]
        return decided or answers

    def _raters(self, row: TaskRow) -> int:
        """How many people answer a task before anyone adjudicates. Only choices can be averaged."""
        return self.options.raters if row.agent == ANYONE and row.is_choice else 1

    def _most(self, row: TaskRow) -> int:
        return self._raters(row) + (self.options.adjudicator is not None and self._raters(row) > 1)

    def _may_answer(self, person: str, row: TaskRow, taken: SeatsTaken, answered: dict[str, set[str]]) -> bool:
        """Whether a task is one of a person's."""
        has_answered = answered.get(row.id, set())
        if person in has_answered:
            return False
        if row.agent != ANYONE:
            return row.agent == f"{ANYONE}:{person}"
        if person == self.options.adjudicator:
            return len(has_answered) >= self._raters(row) > 1
        if person not in (self.options.names or (ANYONE,)) or len(has_answered) >= self._raters(row):
            return False
        return self._may_sit(person, row, taken)

    def _may_sit(self, person: str, row: TaskRow, taken: SeatsTaken) -> bool:
        """Whether a person may have this seat: who began in it goes on, and no one has two seats of an episode."""
        seats = taken.get(row.episode, {})
        sitting = seats.get(row.seat, set()) - {self.options.adjudicator}
        if person in sitting:
            return True
        if len(sitting) >= self._raters(row):
            return False
        if len(self.options.names) < 2:
            return True
        return not any(person in people for seat, people in seats.items() if seat != row.seat)

    def _check_form(self, task: PersonTask, text: str) -> None:
        """Raises AnswerRefused for a text that does not fit the form, with what is wrong."""
        form = self._forms.get(task.id)
        if form is None:
            raise AnswerRefused("the run is not ready for it yet; send it again in a moment")
        if read_form(form, text) is None:
            raise AnswerRefused(why_it_does_not_fit(form, text))

    def _check_choice(self, task: PersonTask, answer: PersonAnswer) -> None:
        """Raises AnswerRefused for a choice that is none, or that its own probabilities or reasons contradict."""
        if answer.label not in task.labels:
            raise AnswerRefused("choose one of the answers")
        if self.options.beliefs:
            _check_beliefs(task, answer)
        elif answer.beliefs:
            raise AnswerRefused("no probabilities are asked for")
        if answer.error_type is not None:
            _check_kind(task, answer)
        if (self.options.reasons or task.reasons) and not answer.text.strip():
            raise AnswerRefused("give your reasons")
        if task.reasons:
            stated = read_label(f"{answer.text}\n\nAnswer: {answer.label}", task.labels, task.options)
            if isinstance(stated, Unreadable):
                raise AnswerRefused(f"your reasons state another answer than the one that you chose: {stated.reason}")


def _check_beliefs(task: PersonTask, answer: PersonAnswer) -> None:
    """Raises AnswerRefused for probabilities that are none, or that make another answer likelier than the chosen."""
    beliefs = answer.beliefs
    if len(beliefs) != len(task.labels):
        raise AnswerRefused("say how likely each answer is")
    if not all(0 <= belief <= 1 for belief in beliefs) or abs(sum(beliefs) - 1) > SUM_TOLERANCE:
        raise AnswerRefused("the probabilities must be between 0 and 100 % and make 100 % in all")
    chosen = beliefs[task.labels.index(answer.label or "")]
    if chosen < max(beliefs):
        raise AnswerRefused("you chose one answer and said that another is likelier: change one of the two")


def _check_kind(task: PersonTask, answer: PersonAnswer) -> None:
    """Raises AnswerRefused for a kind of error that is none, or that goes with a step that is not wrong."""
    if answer.error_type not in {code for code, _ in task.kinds}:
        raise AnswerRefused("choose one of the kinds of error, or none")
    if answer.label not in WRONG_LABELS:
        raise AnswerRefused("you named a kind of error and did not call the step wrong: change one of the two")


def _order(person: str, episode: str) -> bytes:
    return blake2b(f"{person} {episode}".encode(errors="replace"), digest_size=8).digest()
