"""LabelFile: the sample of a run's steps, and what people said of them, in a file of the run folder."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import ValidationError

from dikast.errors import BadInput
from dikast.experiments.labelling.step_labels import StepLabels
from dikast.experiments.labelling.step_sample import SampledStep, SampleTerms
from dikast.experiments.people import PeopleOptions, PersonAnswer, TaskStore
from dikast.experiments.stores import LABELS_FILE, check_plain_files, guard, open_to_read, transaction

TABLES = (
    "create table if not exists sample (name text primary key, content text not null) without rowid",
    "create table if not exists steps (place integer primary key, id text not null, question text not null, "
    "step integer not null, size real not null, mark real not null)",
)
STEP_COLUMNS = ("id", "question", "step", "place", "size", "mark")
FIRST_STEPS = f"select {', '.join(STEP_COLUMNS)} from steps order by place limit ?"
ALL_ANSWERS = "select task, answer from answers order by at, person"


@dataclass(frozen=True)
class LabelFile:
    """The file of one run folder. What people are asked and answer is in it as in that of a run with people."""

    folder: Path

    @property
    def path(self) -> Path:
        """Where it is."""
        return self.folder / LABELS_FILE

    def tasks(self) -> TaskStore:
        """The tasks and answers in it, to be opened."""
        check_plain_files(self.folder, (LABELS_FILE,))
        return TaskStore(self.path)

    def begin(self, terms: SampleTerms, options: PeopleOptions, drawn: Sequence[SampledStep]) -> None:
        """Keeps the sample that was drawn, or goes on with the one that is here; then keeps who labels now.

        Raises BadInput where the sample here was drawn in another way, or nothing can be kept.
        """
        check_plain_files(self.folder, (LABELS_FILE,))
        try:
            with closing(sqlite3.connect(self.path, isolation_level=None)) as database:
                guard(database)
                with transaction(database):
                    for table in TABLES:
                        database.execute(table)
                    self._begin(database, terms, drawn)
                    who = ("people", options.model_dump_json())
                    database.execute("insert or replace into sample values (?, ?)", who)
        except sqlite3.Error as error:
            raise BadInput(f"no labels can be kept here: {error}", str(self.path)) from error

    def _begin(self, database: sqlite3.Connection, terms: SampleTerms, drawn: Sequence[SampledStep]) -> None:
        """Keeps the sample, unless there is one. Raises BadInput where that was drawn otherwise."""
        kept = database.execute("select content from sample where name = 'terms'").fetchone()
        if kept is None:
            rows = [(step.place, step.id, step.question, step.step, step.size, step.mark) for step in drawn]
            database.executemany("insert into steps values (?, ?, ?, ?, ?, ?)", rows)
            database.execute("insert into sample values ('terms', ?)", (terms.model_dump_json(),))
            return
        before = SampleTerms.model_validate_json(kept[0])
        for name, value in before.model_dump().items():
            if getattr(terms, name) != value:
                message = f"the steps were chosen with --{name} {value}: give the same, or move this file away"
                raise BadInput(message, str(self.path))

    def read(self, n_steps: int = 0) -> StepLabels | None:
        """The sample with its labels, with its first `n_steps` or as many as are in the queue.

        None where no step was ever drawn. Raises BadInput for a damaged file.
        """
        check_plain_files(self.folder, (LABELS_FILE,))
        if not self.path.is_file():
            return None
        with self._reading() as database:
            return _read(database, n_steps)

    def step_ids(self) -> set[str]:
        """The ids of all steps that the run had when the sample was drawn. Raises BadInput for a damaged file."""
        with self._reading() as database:
            return {str(id) for (id,) in database.execute("select id from steps")}

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """A connection to read with. What can't be read raises BadInput, in the block too."""
        try:
            with ExitStack() as stack:
                yield stack.enter_context(closing(open_to_read(self.path, stack)))
        except (sqlite3.Error, ValidationError) as error:
            reason = str(error).partition("\n")[0]
            raise BadInput(f"people's labels can't be read: {reason}", str(self.path)) from error


def _read(database: sqlite3.Connection, n_steps: int) -> StepLabels | None:
    tables = {row[0] for row in database.execute("select name from sqlite_master where type = 'table'")}
    # A start that was cut off may have made some of them.
    if not {"sample", "steps", "tasks", "answers"} <= tables:
        return None
    kept = dict(database.execute("select name, content from sample").fetchall())
    if "terms" not in kept:
        return None
    answers: dict[str, list[PersonAnswer]] = {}
    for task, answer in database.execute(ALL_ANSWERS):
        answers.setdefault(task, []).append(PersonAnswer.model_validate_json(answer))
    tasks = database.execute("select id, is_over from tasks").fetchall()
    # One more than in the queue: its mark says with which chances the others came before it.
    rows = database.execute(FIRST_STEPS, (max(n_steps, len(tasks)) + 1,)).fetchall()
    steps = tuple(SampledStep.model_validate(dict(zip(STEP_COLUMNS, row, strict=True))) for row in rows)
    if any(step.mark > following.mark for step, following in pairwise(steps)):
        raise sqlite3.DatabaseError("its steps are not in the order of their marks")
    return StepLabels(
        terms=SampleTerms.model_validate_json(kept["terms"]),
        options=PeopleOptions.model_validate_json(kept.get("people", "{}")),
        steps=steps,
        n_steps=int(database.execute("select count(*) from steps").fetchone()[0]),
        n_queued=len(tasks),
        ended=frozenset(id for id, is_over in tasks if is_over),
        answers=answers,
    )
