"""Serving people: the desk of a run, at which they are asked, and the checkpoints in which its episodes wait."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import metadata

from dikast.agents import ANYONE, is_person
from dikast.errors import BadInput
from dikast.experiments.experiment import Experiment
from dikast.experiments.journals import model_of
from dikast.experiments.matrix import Matrix
from dikast.experiments.people import (
    ControlQuestion,
    PeopleDesk,
    PeopleOptions,
    TaskStore,
    load_controls,
    open_checkpoints,
)
from dikast.experiments.prepare_run import Run
from dikast.experiments.stores import PEOPLE_FILE
from dikast.graphs import Pause


@asynccontextmanager
async def open_desk(run: Run) -> AsyncIterator[PeopleDesk]:
    """The desk, for the time of the block. The run was prepared with `serves_people`.

    Raises BadInput where no seat is a person's, or nothing can be kept in the run folder.
    """
    options = PeopleOptions()
    if isinstance(run.experiment, Experiment) and run.experiment.people is not None:
        options = run.experiment.people
    people = [name for name in dict.fromkeys(map(model_of, run.agents)) if is_person(name)]
    if not people:
        raise BadInput("no seat is a person's: give `human` as an agent, as in `agents: {judge: human}`", "agents")
    _check_enough_people(run, options)
    desk = PeopleDesk(TaskStore(run.folder.path / PEOPLE_FILE), options, people, _known(run, options))
    async with open_checkpoints(run.folder.path, run.folder.store) as checkpoints:
        desk.store.open()
        desk.store.end_finished(run.folder.finished())
        try:
            run.stack.desk = desk
            # Another version may name the nodes of a graph otherwise: its episodes begin anew, with the journal.
            run.stack.pause = Pause(checkpoints, f"{run.folder.call_scope}/{metadata.version('dikast')}")
            yield desk
        finally:
            run.stack.desk = run.stack.pause = None
            desk.store.close()


def _known(run: Run, options: PeopleOptions) -> dict[str, ControlQuestion]:
    """The questions with known answers, by the ids of their tasks. Raises BadInput."""
    if not isinstance(run.experiment, Experiment):
        return {}
    seed = run.experiment.seed
    questions = load_controls(options.practice, run.base, seed, is_practice=True)
    if options.attention is not None:
        questions += load_controls(options.attention.questions, run.base, seed, is_practice=False)
    return {question.task.id: question for question in questions}


def _check_enough_people(run: Run, options: PeopleOptions) -> None:
    """Raises BadInput where people share more seats of an episode than they can fill: no one has two of them."""
    n_people = len(options.names)
    if n_people < 2 or not isinstance(run.matrix, Matrix):
        return
    for cell in run.matrix.cells:
        n_needed = 0
        for name, role in cell.protocol.roles.items():
            agent = cell.team.agents.get(name) or cell.team.agents.get(role.kind)
            if agent is not None and model_of(agent) == ANYONE:
                n_needed += role.count * (options.raters if role.kind == "judge" else 1)
        if n_needed > n_people:
            raise BadInput(
                f"{cell.label!r} needs {n_needed} people in its seats of `human`, as no one has two of an episode, "
                f"and {n_people} are named: name more, or give a seat to one as `human:NAME`",
                "people.names",
            )
