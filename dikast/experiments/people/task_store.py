"""TaskStore: what people are asked, what they have sent, and their drafts, in a file of the run folder."""

from __future__ import annotations

import sqlite3
import threading
import time
from collections.abc import Container, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from dikast.errors import BadInput, DikastError
from dikast.experiments.people.person_task import PersonAnswer, PersonTask
from dikast.experiments.stores import PEOPLE_FILE, guard, transaction

LOCK_S = 30
# A person's answer can't be had again: it is on the disk before they are thanked.
SETTINGS = "pragma journal_mode = wal; pragma synchronous = full;"
TABLES = """
create table if not exists tasks (
    id text primary key, agent text not null, episode text not null, seat text not null, is_choice integer not null,
    is_over integer not null
) without rowid;
create table if not exists contents (id text primary key, task text not null) without rowid;
create table if not exists waits (episode text not null, task text not null, primary key (episode, task)) without rowid;
create table if not exists answers (
    task text not null, person text not null, at real not null, answer text not null, primary key (task, person)
) without rowid;
create table if not exists known (
    task text not null, person text not null, is_practice integer not null, is_right integer not null,
    p_right real not null, answer text not null, primary key (task, person)
) without rowid;
create table if not exists drafts (
    task text not null, person text not null, opened_at real not null, draft text not null, primary key (task, person)
) without rowid;
"""
N_WAITING = """
select count(distinct waits.episode) from waits join tasks on tasks.id = waits.task where not tasks.is_over
"""
SeatsTaken = dict[str, dict[str, set[str]]]
"""For each episode, who has answered in each of its seats."""


class TaskRow(NamedTuple):
    """A task as queues need it, without its content."""

    id: str
    agent: str
    episode: str
    seat: str
    is_choice: bool


class KnownScore(NamedTuple):
    """One answer to a question with a known one. `p_right` is the probability that was given to what is right."""

    is_practice: bool
    is_right: bool
    p_right: float


@dataclass
class TaskStore:
    """One connection, used by one thread at a time. What is committed outlives the process and a power cut."""

    file: Path
    _database: sqlite3.Connection | None = None
    _lock: threading.RLock = field(default_factory=threading.RLock)

    def open(self) -> None:
        """Opens the file, or makes it. Raises BadInput if none can be kept there."""
        try:
            database = sqlite3.connect(self.file, timeout=LOCK_S, isolation_level=None, check_same_thread=False)
            guard(database)
            database.executescript(SETTINGS + TABLES)
        except sqlite3.Error as error:
            raise BadInput(f"no answers of people can be kept here: {error}", str(self.file)) from error
        self._database = database

    def close(self) -> None:
        """Closes the file."""
        with self._lock:
            if self._database is not None:
                self._database.close()
            self._database = None

    def post(self, *tasks: PersonTask) -> None:
        """Keeps tasks, and that their episodes wait for them. A task that is there stays as it was first asked.

        It is open again where it was over: more answers may be wanted than before.
        """
        rows = [(task.id, task.agent, task.episode, task.seat, task.answer == "choice") for task in tasks]
        with self._used() as database, transaction(database):
            # Apart: queues read all tasks, and a task has all that its seat may see.
            contents = [(task.id, task.model_dump_json()) for task in tasks]
            database.executemany("insert or ignore into contents values (?, ?)", contents)
            again = "on conflict (id) do update set is_over = 0"
            database.executemany(f"insert into tasks values (?, ?, ?, ?, ?, 0) {again}", rows)
            waits = [(task.episode, task.id) for task in tasks]
            database.executemany("insert or ignore into waits values (?, ?)", waits)

    def task(self, id: str) -> PersonTask | None:
        """The task; None if there is none of this id."""
        with self._used() as database:
            row = database.execute("select task from contents where id = ?", (id,)).fetchone()
        if row is None:
            return None
        try:
            return PersonTask.model_validate_json(row[0])
        except ValidationError as error:
            raise DikastError(f"{self.file}: a task can't be read: {error.errors()[0]['msg']}") from None

    def open_tasks(self) -> list[TaskRow]:
        """All tasks that are not over, by id."""
        sql = "select id, agent, episode, seat, is_choice from tasks where not is_over"
        with self._used() as database:
            rows = database.execute(sql).fetchall()
        return [TaskRow(id, agent, episode, seat, bool(choice)) for id, agent, episode, seat, choice in rows]

    def answers(self, task: str) -> list[PersonAnswer]:
        """The answers to a task, in the order in which they were sent."""
        sql = "select answer from answers where task = ? order by at, person"
        with self._used() as database:
            return [PersonAnswer.model_validate_json(row[0]) for row in database.execute(sql, (task,))]

    def add_answer(self, task: str, answer: PersonAnswer, *, most: int) -> bool:
        """Keeps an answer, if there are fewer than `most` and none of this person. Returns whether it was kept."""
        now = time.time()
        with self._used() as database, transaction(database):
            people = [row[0] for row in database.execute("select person from answers where task = ?", (task,))]
            if len(people) >= most or answer.person in people:
                return False
            row = (task, answer.person, now, answer.model_dump_json())
            database.execute("insert into answers values (?, ?, ?, ?)", row)
            database.execute("delete from drafts where task = ? and person = ?", (task, answer.person))
        return True

    def add_known(self, task: str, answer: PersonAnswer, *, is_practice: bool, is_right: bool, p_right: float) -> bool:
        """Keeps an answer to a question with a known one, apart from all others. Returns whether it is the first."""
        row = (task, answer.person, is_practice, is_right, p_right, answer.model_dump_json())
        with self._used() as database, transaction(database):
            n_kept = database.execute("insert or ignore into known values (?, ?, ?, ?, ?, ?)", row).rowcount
            database.execute("delete from drafts where task = ? and person = ?", (task, answer.person))
        return n_kept > 0

    def known_answers(self, person: str) -> dict[str, PersonAnswer]:
        """What a person answered to questions with known answers, by task."""
        with self._used() as database:
            found = database.execute("select task, answer from known where person = ?", (person,))
            return {task: PersonAnswer.model_validate_json(answer) for task, answer in found}

    def known_scores(self, person: str) -> list[KnownScore]:
        """How a person did on questions with known answers."""
        sql = "select is_practice, is_right, p_right from known where person = ? order by task"
        with self._used() as database:
            return [KnownScore(bool(a), bool(b), p) for a, b, p in database.execute(sql, (person,))]

    def seconds(self, person: str) -> list[float]:
        """How long a person took for each task of the run."""
        with self._used() as database:
            found = database.execute("select answer from answers where person = ? order by at", (person,))
            return [PersonAnswer.model_validate_json(row[0]).seconds for row in found]

    def end(self, task: str) -> None:
        """Marks a task as over: no more answers are wanted."""
        with self._used() as database:
            database.execute("update tasks set is_over = 1 where id = ?", (task,))

    def end_finished(self, finished: Container[str]) -> None:
        """Marks tasks as over for which only episodes wait that are finished, as by a person at the terminal."""
        sql = "select waits.task, waits.episode from waits join tasks on tasks.id = waits.task where not is_over"
        with self._used() as database:
            waits = database.execute(sql).fetchall()
        unfinished = {task for task, episode in waits if episode not in finished}
        for task in {task for task, _ in waits} - unfinished:
            self.end(task)

    def seats_taken(self) -> SeatsTaken:
        """Who has answered in each seat of each episode."""
        sql = "select distinct episode, seat, person from answers join tasks on tasks.id = answers.task"
        taken: SeatsTaken = {}
        with self._used() as database:
            for episode, seat, person in database.execute(sql):
                taken.setdefault(episode, {}).setdefault(seat, set()).add(person)
        return taken

    def answered_by(self) -> dict[str, set[str]]:
        """Who has answered each task that is not over."""
        sql = "select answers.task, person from answers join tasks on tasks.id = answers.task where not tasks.is_over"
        people: dict[str, set[str]] = {}
        with self._used() as database:
            for task, person in database.execute(sql):
                people.setdefault(task, set()).add(person)
        return people

    def n_answers(self, person: str) -> int:
        """How many tasks a person has answered."""
        with self._used() as database:
            return int(database.execute("select count(*) from answers where person = ?", (person,)).fetchone()[0])

    def opened(self, task: str, person: str) -> float:
        """When the person first had this task before them, in seconds since 1970: now, if they had not."""
        with self._used() as database, transaction(database):
            row = (task, person, time.time(), "")
            database.execute("insert or ignore into drafts values (?, ?, ?, ?)", row)
            sql = "select opened_at from drafts where task = ? and person = ?"
            return float(database.execute(sql, (task, person)).fetchone()[0])

    def has_opened(self, task: str, person: str) -> bool:
        """Whether the person has this task before them: another may have answered it meanwhile."""
        sql = "select 1 from drafts where task = ? and person = ?"
        with self._used() as database:
            return database.execute(sql, (task, person)).fetchone() is not None

    def draft(self, task: str, person: str) -> str:
        """What the person has saved of an answer; empty if nothing."""
        sql = "select draft from drafts where task = ? and person = ?"
        with self._used() as database:
            row = database.execute(sql, (task, person)).fetchone()
        return "" if row is None else str(row[0])

    def save_draft(self, task: str, person: str, draft: str) -> None:
        """Keeps a draft in place of an earlier one. It goes when the answer is sent."""
        self.opened(task, person)
        with self._used() as database:
            sql = "update drafts set draft = ? where task = ? and person = ?"
            database.execute(sql, (draft, task, person))

    def started(self, person: str) -> set[str]:
        """The tasks that this person has had before them and not answered."""
        with self._used() as database:
            return {row[0] for row in database.execute("select task from drafts where person = ?", (person,))}

    def held_by_others(self, person: str, longest_s: float) -> dict[str, set[str]]:
        """Who else opened each task within this time, in seconds, and has not answered it."""
        sql = "select task, person from drafts where person != ? and opened_at > ?"
        people: dict[str, set[str]] = {}
        with self._used() as database:
            for task, other in database.execute(sql, (person, time.time() - longest_s)):
                people.setdefault(task, set()).add(other)
        return people

    def all_choices(self) -> dict[str, dict[str, str]]:
        """The label that each person chose, by task and person, of all choices."""
        sql = "select answers.task, answer from answers join tasks on tasks.id = answers.task where tasks.is_choice"
        labels: dict[str, dict[str, str]] = {}
        with self._used() as database:
            for task, answer in database.execute(sql):
                read = PersonAnswer.model_validate_json(answer)
                if read.label is not None:
                    labels.setdefault(task, {})[read.person] = read.label
        return labels

    @contextmanager
    def _used(self) -> Iterator[sqlite3.Connection]:
        """The connection, for one thread at a time. Raises DikastError if it fails."""
        with self._lock:
            if self._database is None:
                raise DikastError(f"{self.file}: answers of people are no longer kept")
            try:
                yield self._database
            except sqlite3.Error as error:
                raise DikastError(f"{self.file}: {error}; all answers that were sent before are safe") from error


def n_waiting(folder: Path) -> int:
    """How many episodes of a run folder wait for answers of people; 0 where no one was asked."""
    file = folder / PEOPLE_FILE
    if not file.is_file() or file.is_symlink():
        return 0
    try:
        with closing(sqlite3.connect(f"{file.resolve().as_uri()}?mode=ro", uri=True, timeout=LOCK_S)) as database:
            guard(database)
            return int(database.execute(N_WAITING).fetchone()[0])
    except sqlite3.Error:
        return 0
