"""Checks of a matrix: everything about an experiment that can be found wrong before a call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

from dikast.agents import Agent
from dikast.errors import BadInput, nearest
from dikast.experiments.agent_labels import model_names, spec_list
from dikast.experiments.check_agents import check_agents_can
from dikast.experiments.experiment import Experiment
from dikast.experiments.matrix import Matrix
from dikast.experiments.stores import IdSet
from dikast.graphs import check_fit, check_verifiable, seat_agents
from dikast.input_files import Document
from dikast.protocols import Protocol, seats_of
from dikast.records import Question, SeatKind


def check_matrix(matrix: Matrix, document: Document) -> None:
    """Raises BadInput where the experiment can't be run as it is.

    That is where a question does not fit a protocol, a role has no agent, an agent has no role or can't do its part,
    two episodes share an id, a filter, a limit or the stopping rule names what is not there, or the filters leave no
    episode.
    """
    _check_questions(matrix, document)
    _check_agents(matrix, document)
    check_agents_can(matrix, document)
    _check_filters(matrix, document)
    _check_ids(matrix, document)
    _check_limits(matrix.experiment, document)
    _check_stopping_rule(matrix, document)


def _check_questions(matrix: Matrix, document: Document) -> None:
    """Raises BadInput where a question and a protocol don't fit, with the place of the protocol."""
    # Whether a role has an agent does not depend on which of several it is.
    some_agents = {name: agents[0][1] for name, agents in matrix.agents.items()}
    is_swapped = matrix.experiment.swap == "both"
    for i, (label, protocol) in enumerate(matrix.protocols.items()):
        if is_swapped and not protocol.can_be_swapped:
            does = "judges a worked solution" if protocol.grade is not None else "verifies answers"
            raise BadInput(f"{label} {does}: no answers to swap", document.where(("swap",)))
        try:
            _check_protocol(protocol, matrix.questions, some_agents)
        except BadInput as error:
            raise BadInput(f"{label}: {error.message}", document.where(("protocols", i))) from None


def _check_protocol(protocol: Protocol, questions: Sequence[Question], agents: Mapping[str, Agent]) -> None:
    """Raises BadInput for the first question that does not fit, or whose seats have no agent."""
    argues = 0 if protocol.is_assigned else None
    for question in questions:
        # Any order will do: whether an episode can be run does not depend on it.
        order = tuple(range(len(question.choices)))
        check_fit(protocol, question, order, argues)
        # All figures of a run would be empty.
        check_verifiable(protocol, question)
        seats = seats_of(protocol.roles, question, order, argues)
        seat_agents(seats, agents)


def _check_agents(matrix: Matrix, document: Document) -> None:
    """Raises BadInput for an agent under a name that no seat, role or kind has."""
    # An agent of a kind that no protocol here has is no fault: `--set protocols=[direct]` leaves debaters idle.
    known: set[str] = {*get_args(SeatKind)}
    for protocol in matrix.protocols.values():
        known.update(protocol.roles)
    for name in matrix.experiment.agents:
        role_of_seat = name.rpartition("-")[0]
        if name not in known and role_of_seat not in known:
            where = document.where(("agents", name))
            similar = nearest(name, known)
            raise BadInput(f"no protocol here has a seat {name!r}: {similar}", where)


def _check_filters(matrix: Matrix, document: Document) -> None:
    """Raises BadInput for a filter that names what is not there, and where no episode is left."""
    filters = matrix.selection
    repeats = range(matrix.experiment.repeats)
    values_by_axis: dict[str, list[str]] = {
        "protocol": list(matrix.protocols),
        "question": [question.id for question in matrix.questions],
        "repeat": list(map(str, repeats)),
    }
    for role, agents in matrix.agents.items():
        values_by_axis[role] = [label for label, _ in agents]
    where = {
        "include": document.where(("include",)),
        "exclude": document.where(("exclude",)),
        "only": "--only",
    }
    filters.check(values_by_axis, where)
    if len(matrix):
        return
    # The filter that was most probably meant otherwise: the narrowest one that is given.
    for name, patterns in (("only", filters.only), ("exclude", filters.exclude), ("include", filters.include)):
        if patterns:
            raise BadInput("no episode is left to run", where[name])
    raise BadInput("no episode is left to run", where["only"])


def _check_ids(matrix: Matrix, document: Document) -> None:
    """Raises BadInput where two episodes share an id, which labels and question ids together may make."""
    if not IdSet(matrix.ids()).may_have_twins:
        return
    # Only now are the ids themselves kept: a matrix may have a million of them.
    ids: set[str] = set()
    for id in matrix.ids():
        if id in ids:
            message = f"two episodes would be called {id!r}: give the protocols different names"
            raise BadInput(message, document.name)
        ids.add(id)


def _check_limits(experiment: Experiment, document: Document) -> None:
    """Raises BadInput where limits are given for a model that no agent has."""
    models: set[str] = set()
    for specs in experiment.agents.values():
        for spec in spec_list(specs):
            models.update(model_names(spec))
    for name in experiment.limits.models:
        if name not in models:
            where = document.where(("limits", "models", name))
            similar = nearest(name, models)
            raise BadInput(f"no agent here has the model {name!r}: {similar}", where)


def _check_stopping_rule(matrix: Matrix, document: Document) -> None:
    """Raises BadInput where protocols are to be compared that are not run."""
    stopping_rule = matrix.experiment.stop
    if stopping_rule is None:
        return
    for label in stopping_rule.compare:
        if label not in matrix.protocols:
            where = document.where(("stop", "compare"))
            similar = nearest(label, matrix.protocols)
            raise BadInput(f"no protocol here is called {label!r}: {similar}", where)
