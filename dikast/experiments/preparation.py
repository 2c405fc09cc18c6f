"""prepare: an experiment read, checked and opened, so that all that can go wrong goes wrong before any call."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from dikast.agents import open_agent
from dikast.errors import BadInput
from dikast.experiments.experiment import AgentSpec, Experiment
from dikast.experiments.folder import Ingredients, OtherRun, RunFolder, fingerprint, start_folder
from dikast.experiments.guard import Guarded
from dikast.experiments.matrix import Matrix, check_matrix
from dikast.graphs.rubric import with_rubric
from dikast.protocols import Protocol, load_protocol
from dikast.questions import load_questions
from dikast.reading import Document


@dataclass(frozen=True)
class Run:
    """An experiment with everything read, checked and opened, and the folder its records go to."""

    experiment: Experiment
    matrix: Matrix
    folder: RunFolder
    agents: tuple[Guarded, ...]


def prepare(experiment: Experiment, document: Document, out: Path | None = None, base: Path | None = None) -> Run:
    """The experiment, ready to run.

    Paths are relative to `base`, by default the experiment file's folder. `out` is the run folder, by default
    `runs/NAME`, with a number where that holds another experiment. Raises BadInput.
    """
    base = base or Path(document.name).parent
    questions = load_questions(experiment.questions, base=base, seed=experiment.seed)
    if not questions:
        raise BadInput("there are no questions to ask", document.where(("questions",)))
    protocols = labelled(experiment, document, base)
    agents, by_role = _open(experiment, document, base)
    matrix = Matrix(experiment, questions, protocols, by_role)
    check_matrix(matrix, document)
    ingredients: Ingredients = {
        "question set": {"all": fingerprint("\n".join(question.model_dump_json() for question in questions))},
        "protocol files": {label: fingerprint(protocol.model_dump_json()) for label, protocol in protocols.items()},
        "agent names": {f"agent of {role}": " | ".join(a.name for _, a in given) for role, given in by_role.items()},
    }
    return Run(experiment, matrix, _folder(experiment, ingredients, out), agents)


def _open(
    experiment: Experiment, document: Document, base: Path
) -> tuple[tuple[Guarded, ...], dict[str, list[tuple[str, Guarded]]]]:
    """Every agent once, and for each role those that are to sit in it, with their labels."""
    slots = asyncio.Semaphore(experiment.limits.concurrency)
    by_spec: dict[str, Guarded] = {}
    by_role: dict[str, list[tuple[str, Guarded]]] = {}
    for role, given in experiment.agents.items():
        specs: Sequence[AgentSpec] = given if isinstance(given, list) else [given]
        if not specs:
            raise BadInput("no agent is given", document.where(("agents", role)))
        labels = _labels(specs)
        for i, (spec, label) in enumerate(zip(specs, labels, strict=True)):
            if repr(spec) not in by_spec:
                where = document.where(("agents", role, i) if isinstance(given, list) else ("agents", role))
                by_spec[repr(spec)] = Guarded(open_agent(spec, where=where, base=base), slots, experiment.limits)
            by_role.setdefault(role, []).append((label, by_spec[repr(spec)]))
    return tuple(by_spec.values()), by_role


def _labels(specs: Sequence[AgentSpec]) -> list[str]:
    """What tables call these agents: their model names, numbered where those are alike."""
    names = [spec if isinstance(spec, str) else str(spec.get("model", "?")) for spec in specs]
    return [f"{name}#{i + 1}" if names.count(name) > 1 else name for i, name in enumerate(names)]


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


def _folder(experiment: Experiment, ingredients: Ingredients, out: Path | None) -> RunFolder:
    resolved = experiment.model_dump(mode="json", exclude_none=True)
    if out is not None:
        return start_folder(out, resolved, ingredients)
    for number in range(1, 10_000):
        try:
            suffix = f"-{number}" if number > 1 else ""
            return start_folder(Path("runs") / f"{experiment.name}{suffix}", resolved, ingredients)
        except OtherRun:
            continue
    raise BadInput("choose a folder with --out", f"runs/{experiment.name}")
