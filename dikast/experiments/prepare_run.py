"""Prepare a run: an experiment is read, checked and opened, so that what can go wrong does so before any call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic

from typing_extensions import TypeVar

from dikast.agents import Permissions, code_files, open_agent
from dikast.errors import BadInput
from dikast.experiments.agent_labels import labels_of, model_name, spec_list
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.asked_run import AskedRun
from dikast.experiments.check_matrix import check_matrix
from dikast.experiments.experiment import Experiment, ProtocolUse
from dikast.experiments.filters import Filters
from dikast.experiments.journals import CachedAgent, Journal, PostgresJournal, SqliteJournal
from dikast.experiments.matrix import Matrix
from dikast.experiments.probing import probed_parts
from dikast.experiments.run_placement import RunPlacement, place
from dikast.experiments.run_plan import RunPlan, RunTerms
from dikast.experiments.stores import (
    JOURNAL,
    PostgresStore,
    RunFolder,
)
from dikast.experiments.tournament import ScheduledPairs, first_pairs, next_pairs, players
from dikast.graphs import with_rubric
from dikast.input_files import BadRows, Document
from dikast.probes import NotProbed
from dikast.protocols import OPTION_OF, Protocol, load_protocol
from dikast.questions import QuestionSource, load_questions
from dikast.records import Outcome

DEFAULT_PERMISSIONS = Permissions()
PlanT = TypeVar("PlanT", bound=RunPlan, default=RunPlan, covariant=True)
LabelledAgents = dict[str, list[tuple[str, CachedAgent]]]
"""For each role or kind the agents given for it, with their labels."""


@dataclass(frozen=True)
class Run(Generic[PlanT]):
    """An experiment, or another judge's verdicts on one, read, checked and opened; and the folder of its records.

    `bad_rows` are the rows of its questions that were left out, `permissions` those with which its agents were opened.
    `placement` says what of the folder's run an experiment asks for, `notice` what a person should know of this start.
    `command` are the arguments of the command that goes on with it. With `is_fresh`, agents whose code changed are
    asked anew. `unfit` are the probes that can't be applied.
    """

    experiment: RunTerms
    matrix: PlanT
    folder: RunFolder
    stack: AgentStack
    base: Path
    agents: tuple[CachedAgent, ...]
    bad_rows: tuple[BadInput, ...] = ()
    permissions: Permissions = DEFAULT_PERMISSIONS
    placement: RunPlacement | None = None
    command: tuple[str, ...] = ()
    is_fresh: bool = False
    unfit: tuple[NotProbed, ...] = ()
    notice: str | None = None


def prepare(
    experiment: Experiment,
    document: Document,
    out: Path | None = None,
    base: Path | None = None,
    *,
    only: Mapping[str, Sequence[str]] | None = None,
    retries_failed: bool = True,
    makes_folder: bool = True,
    permissions: Permissions = DEFAULT_PERMISSIONS,
    read_from: QuestionSource | None = None,
    serves_people: bool = False,
) -> Run[Matrix]:
    """The experiment, ready to run.

    Paths are relative to `base`, by default the experiment file's folder. `out` is the run folder, by default
    `runs/NAME`, with a number where that holds another experiment (see `place`). `only` narrows the matrix. Failed
    episodes are run again, unless `retries_failed` is false. With `makes_folder` false nothing is left on the disk, no
    code is imported that the experiment names, and the run can be looked at but not started. Questions are taken from
    `read_from` where it is given: their files may have moved since the experiment named them. With `serves_people`
    people are asked at a desk, see `open_desk`, and not at the terminal. Raises BadInput.
    """
    if not makes_folder:
        permissions = replace(permissions, imports_code=False)
    base = base or Path(document.name).parent
    bad = BadRows(skips=experiment.questions.skip_bad)
    questions = load_questions(read_from or experiment.questions, base=base, seed=experiment.seed, bad=bad)
    if not questions:
        raise BadInput("there are no questions to ask", document.where(("questions",)))
    parts = probed_parts(experiment, questions, load_protocols(experiment, document, base), document)
    # The journal is opened later: where it is depends on the folder, and the folder on the agents.
    stack = AgentStack(experiment.limits, SqliteJournal(Path()), retries_failed, serves_people=serves_people)
    agents, by_role = open_agents(experiment, document, base, stack, permissions)
    placement = place(AskedRun(experiment, parts.questions, parts.protocols, by_role), out)
    names = placement.names
    protocols = names.label_protocols(parts.protocols)
    by_role = names.label_agents(by_role)
    scheduled = _first_pairs(experiment, document, by_role)
    filters = Filters(experiment.include, (*experiment.exclude, *parts.exclude), only or {}, scheduled)
    matrix = Matrix(parts.experiment, placement.questions(), protocols, by_role, filters, names, placement.batches)
    check_matrix(matrix, document)
    folder = placement.folder(is_dry=not makes_folder)
    matrix = _with_later_rounds(matrix, folder, keeps_failed=not retries_failed)
    stack.call_scope = folder.call_scope
    stack.journal = _journal(experiment, folder, base, placement.spent_as)
    return Run(
        experiment=experiment,
        matrix=matrix,
        folder=folder,
        stack=stack,
        base=base,
        agents=agents,
        bad_rows=tuple(bad.errors),
        permissions=permissions,
        placement=placement,
        unfit=parts.unfit,
        notice=placement.notice,
    )


def _first_pairs(experiment: Experiment, document: Document, by_role: LabelledAgents) -> ScheduledPairs | None:
    """The pairs of the first round; None without a tournament."""
    if experiment.schedule is None:
        return None
    labels_by_role = {}
    for role, agents in by_role.items():
        labels_by_role[role] = [label for label, _ in agents]
    names = players(experiment.schedule, labels_by_role, document.where(("schedule",)))
    return first_pairs(experiment.schedule, names, experiment.seed)


def _with_later_rounds(matrix: Matrix, folder: RunFolder, *, keeps_failed: bool) -> Matrix:
    """The matrix with as many rounds of a Swiss tournament as are finished in the folder, and one more."""
    schedule = matrix.experiment.schedule
    if schedule is None or schedule.kind != "swiss" or not folder.is_begun:
        return matrix
    # A failed episode is still to be played: else the rounds after it would be drawn again once it is.
    finished: dict[str, Outcome] = {}
    for outcome in folder.outcomes():
        if keeps_failed or outcome.status != "failed":
            finished[outcome.id] = outcome
    names = [label for label, _ in matrix.agents[schedule.of[0]]]
    scheduled = matrix.selection.scheduled
    while scheduled is not None:
        matrix = replace(matrix, selection=replace(matrix.selection, scheduled=scheduled))
        # A round is finished when all of it is, not when what `--only` leaves of it is.
        whole = replace(matrix, selection=replace(matrix.selection, only={}))
        scheduled = next_pairs(
            schedule,
            names,
            matrix.experiment.seed,
            so_far=scheduled,
            games=whole.games(schedule.of),
            outcomes=finished,
        )
    return matrix


def _journal(experiment: Experiment, folder: RunFolder, base: Path, run_name: str) -> Journal:
    """The journal that is asked for, or the one beside the records: in the folder, or in the same database."""
    if experiment.journal is not None:
        return SqliteJournal(base / experiment.journal, run_name, experiment.durability, is_shared=True)
    if isinstance(folder.store, PostgresStore):
        return PostgresJournal(folder.store.url, run_name)
    return SqliteJournal(folder.path / JOURNAL, run_name, experiment.durability, is_shared=False)


def open_agents(
    experiment: Experiment,
    document: Document,
    base: Path,
    stack: AgentStack,
    permissions: Permissions = DEFAULT_PERMISSIONS,
) -> tuple[tuple[CachedAgent, ...], LabelledAgents]:
    """Every agent once, and for each role the agents given for it, with their labels."""
    agents: dict[str, CachedAgent] = {}
    by_role: LabelledAgents = {}
    for role, role_specs in experiment.agents.items():
        specs = spec_list(role_specs)
        if not specs:
            raise BadInput("no agent is given", document.where(("agents", role)))
        by_role[role] = []
        for i, (spec, label) in enumerate(zip(specs, labels_of(specs), strict=True)):
            # One agent for the same model with the same options, in however many roles.
            key = repr(spec)
            if key not in agents:
                where = document.where(("agents", role))
                if specs is role_specs:
                    where = document.where(("agents", role, i))
                agent = open_agent(spec, where=where, base=base, permissions=permissions)
                agents[key] = stack.around(agent, model_name(spec))
                if files := code_files(spec, base):
                    stack.code[agent.name] = files
            by_role[role].append((label, agents[key]))
    return tuple(agents.values()), by_role


def load_protocols(experiment: Experiment, document: Document, base: Path) -> dict[str, Protocol]:
    """The experiment's protocols by label: their name, with the options where one is used more than once."""
    names = [use.use for use in experiment.protocols]
    protocols: dict[str, Protocol] = {}
    for i, use in enumerate(experiment.protocols):
        where = document.where(("protocols", i))
        protocol = _load_protocol(use, where, base)
        label = protocol.name
        if names.count(use.use) > 1:
            label = f"{protocol.name} {use}".strip()
        label = use.as_ or label
        if label in protocols:
            raise BadInput(f"{label!r} is listed twice; name one of them with `as:`", where)
        protocols[label] = protocol
    return protocols


def _load_protocol(use: ProtocolUse, where: str, base: Path) -> Protocol:
    """One protocol with its options and rubric. Raises BadInput with the place of what is wrong."""
    try:
        return with_rubric(load_protocol(use.use, base=base, **use.given()), base)
    except BadInput as error:
        option = error.where or ""
        # What is wrong inside the protocol's own file already names its place there; an option is in this file.
        if option and not option.startswith(OPTION_OF):
            raise
        raise BadInput(f"{option}: {error.message}" if option else error.message, where) from None
