"""prepare: an experiment read, checked and opened, so that all that can go wrong goes wrong before any call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Generic

from pydantic import JsonValue
from typing_extensions import TypeVar

from dikast.agents import open_agent
from dikast.errors import BadInput, nearest
from dikast.experiments.agent_stack import AgentStack
from dikast.experiments.experiment import AgentSpec, Experiment
from dikast.experiments.filters import Filters
from dikast.experiments.journals import CachedAgent, Journal, PostgresJournal, SqliteJournal
from dikast.experiments.matrix import Matrix, check_matrix
from dikast.experiments.run_plan import RunPlan, RunTerms
from dikast.experiments.stores import (
    JOURNAL,
    Ingredients,
    OtherRun,
    PostgresStore,
    RunFolder,
    fingerprint,
    identity,
    start_folder,
)
from dikast.experiments.tournament import Played, first_pairs, next_pairs, players
from dikast.graphs import with_rubric
from dikast.input_files import Document
from dikast.protocols import Protocol, load_protocol
from dikast.questions import load_questions

PlanT = TypeVar("PlanT", bound=RunPlan, default=RunPlan, covariant=True)


@dataclass(frozen=True)
class Run(Generic[PlanT]):
    """An experiment, or a retrial, with everything read, checked and opened, and the folder its records go to."""

    experiment: RunTerms
    matrix: PlanT
    folder: RunFolder
    stack: AgentStack
    base: Path
    agents: tuple[CachedAgent, ...]


def prepare(
    experiment: Experiment,
    document: Document,
    out: Path | None = None,
    base: Path | None = None,
    *,
    only: Mapping[str, Sequence[str]] | None = None,
    retries_failed: bool = True,
    is_dry: bool = False,
) -> Run[Matrix]:
    """The experiment, ready to run.

    Paths are relative to `base`, by default the experiment file's folder. `out` is the run folder, by default
    `runs/NAME`, with a number where that holds another experiment. `only` narrows the matrix. Failed episodes are run
    again, unless `retries_failed` is false. A dry one is not to be run, and leaves no folder behind. Raises BadInput.
    """
    base = base or Path(document.name).parent
    questions = load_questions(experiment.questions, base=base, seed=experiment.seed)
    if not questions:
        raise BadInput("there are no questions to ask", document.where(("questions",)))
    protocols = labelled(experiment, document, base)
    stack = AgentStack(experiment.limits, SqliteJournal(Path()), retries_failed)
    agents, by_role = open_agents(experiment, document, base, stack)
    played = _first_pairs(experiment, document, by_role)
    selection = Filters(experiment.include, experiment.exclude, only or {}, played)
    matrix = Matrix(experiment, questions, protocols, by_role, selection)
    check_matrix(matrix, document)
    _check_limits(experiment, document)
    for label in experiment.stop.compare if experiment.stop else ():
        if label not in protocols:
            raise BadInput(
                f"no protocol here is called {label!r}: {nearest(label, protocols)}",
                document.where(("stop", "compare")),
            )
    ingredients: Ingredients = {
        "question set": {"all": fingerprint("\n".join(question.model_dump_json() for question in questions))},
        "protocol files": {label: fingerprint(protocol.model_dump_json()) for label, protocol in protocols.items()},
        "agent names": {f"agent of {role}": " | ".join(a.name for _, a in given) for role, given in by_role.items()},
    }
    folder = _folder(experiment, ingredients, out, is_dry=is_dry)
    matrix = _with_later_rounds(matrix, folder, keeps_failed=not retries_failed)
    stack.journal = _journal(experiment, folder, base, fingerprint(repr((identity(resolved(experiment)), ingredients))))
    return Run(experiment, matrix, folder, stack, base, agents)


def _first_pairs(
    experiment: Experiment, document: Document, by_role: Mapping[str, Sequence[tuple[str, CachedAgent]]]
) -> Played | None:
    if experiment.schedule is None:
        return None
    given = {role: [label for label, _ in agents] for role, agents in by_role.items()}
    names = players(experiment.schedule, given, document.where(("schedule",)))
    return first_pairs(experiment.schedule, names, experiment.seed)


def _with_later_rounds(matrix: Matrix, folder: RunFolder, *, keeps_failed: bool) -> Matrix:
    """The matrix with as many rounds of a Swiss tournament as are finished in the folder, and one more."""
    schedule, played = matrix.experiment.schedule, matrix.selection.played
    if schedule is None or schedule.kind != "swiss" or not folder.is_begun:
        return matrix
    # What failed is to be played yet: else the rounds after it would be drawn again once it is.
    finished = {outcome.id: outcome for outcome in folder.outcomes() if outcome.status != "failed" or keeps_failed}
    names = [label for label, _ in matrix.agents[schedule.of[0]]]
    while played is not None:
        selection = replace(matrix.selection, played=played)
        # A round is finished when all of it is, not when what `--only` leaves of it is.
        whole = replace(matrix, selection=replace(selection, only={}))
        matrix = replace(matrix, selection=selection)
        met = whole.meetings(schedule.of)
        seed = matrix.experiment.seed
        played = next_pairs(schedule, names, seed, so_far=played, meetings=met, outcomes=finished)
    return matrix


def _journal(experiment: Experiment, folder: RunFolder, base: Path, run: str) -> Journal:
    """The journal that is asked for, or the one beside the records: in the folder, or in the same database."""
    if experiment.journal is None and isinstance(folder.store, PostgresStore):
        return PostgresJournal(folder.store.url, run)
    path = base / experiment.journal if experiment.journal else folder.path / JOURNAL
    return SqliteJournal(path, run, experiment.durability, is_shared=experiment.journal is not None)


def open_agents(
    experiment: Experiment, document: Document, base: Path, stack: AgentStack
) -> tuple[tuple[CachedAgent, ...], dict[str, list[tuple[str, CachedAgent]]]]:
    """Every agent once, and for each role those that are to sit in it, with their labels."""
    by_spec: dict[str, CachedAgent] = {}
    by_role: dict[str, list[tuple[str, CachedAgent]]] = {}
    for role, given in experiment.agents.items():
        specs: Sequence[AgentSpec] = given if isinstance(given, list) else [given]
        if not specs:
            raise BadInput("no agent is given", document.where(("agents", role)))
        labels = _labels(specs)
        for i, (spec, label) in enumerate(zip(specs, labels, strict=True)):
            if repr(spec) not in by_spec:
                where = document.where(("agents", role, i) if isinstance(given, list) else ("agents", role))
                by_spec[repr(spec)] = stack.around(open_agent(spec, where=where, base=base), _model(spec))
            by_role.setdefault(role, []).append((label, by_spec[repr(spec)]))
    return tuple(by_spec.values()), by_role


def _check_limits(experiment: Experiment, document: Document) -> None:
    """Raises BadInput where a limit is for a model that no agent is."""
    specs = [spec for given in experiment.agents.values() for spec in (given if isinstance(given, list) else [given])]
    models = {_model(spec) for spec in specs}
    for name in experiment.limits.models:
        if name not in models:
            raise BadInput(
                f"no agent here has the model {name!r}: {nearest(name, models)}",
                document.where(("limits", "models", name)),
            )


def _labels(specs: Sequence[AgentSpec]) -> list[str]:
    """What tables call these agents: their model names, numbered where those are alike."""
    names = [_model(spec) for spec in specs]
    return [f"{name}#{i + 1}" if names.count(name) > 1 else name for i, name in enumerate(names)]


def _model(spec: AgentSpec) -> str:
    """The name of the model, without options: what limits go by."""
    return spec if isinstance(spec, str) else str(spec.get("model", "?"))


def labelled(experiment: Experiment, document: Document, base: Path) -> dict[str, Protocol]:
    """The experiment's protocols by label: their name, with the options where one is used more than once."""
    names = [use.use for use in experiment.protocols]
    found: dict[str, Protocol] = {}
    for i, use in enumerate(experiment.protocols):
        try:
            protocol = with_rubric(load_protocol(use.use, base=base, **use.given()), base)
        except BadInput as error:
            if error.where:
                raise
            raise BadInput(error.message, document.where(("protocols", i))) from None
        label = use.as_ or (f"{protocol.name} {use}".strip() if names.count(use.use) > 1 else protocol.name)
        if label in found:
            raise BadInput(f"{label!r} is listed twice; name one of them with `as:`", document.where(("protocols", i)))
        found[label] = protocol
    return found


def resolved(experiment: Experiment) -> dict[str, JsonValue]:
    """The experiment as plain values."""
    return experiment.model_dump(mode="json", exclude_none=True)


def _folder(experiment: Experiment, ingredients: Ingredients, out: Path | None, *, is_dry: bool) -> RunFolder:
    described = resolved(experiment)
    if out is not None:
        return start_folder(out, described, ingredients, experiment.store, is_dry=is_dry)
    for number in range(1, 10_000):
        try:
            suffix = f"-{number}" if number > 1 else ""
            path = Path("runs") / f"{experiment.name}{suffix}"
            return start_folder(path, described, ingredients, experiment.store, is_dry=is_dry)
        except OtherRun as other:
            if other.has_changed_files:
                raise
    raise BadInput("choose a folder with --out", f"runs/{experiment.name}")
