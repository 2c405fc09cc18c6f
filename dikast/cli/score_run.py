"""The scores of a run: its judgements of worked solutions against people's marks, cell by cell."""

from __future__ import annotations

import operator
from collections.abc import Collection, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel, Field

from dikast.cli.cell_judgements import COMPUTED_KEYS, CellJudgements, CellName, DoubtfulMark
from dikast.cli.predictions import Predictions
from dikast.errors import BadInput, nearest
from dikast.experiments import RunFolder
from dikast.input_files import BadRows, into, read_jsonl
from dikast.metrics import (
    CorrectedRate,
    JudgedSolution,
    MachineFindings,
    OfficialFigure,
    ProcessSummary,
    UnknownAs,
    VotingGain,
    official_prm_score,
    summaries_by_group,
    summarise_process,
    voting_gain_of,
)
from dikast.questions import read_solutions
from dikast.records import GradeState, Question, Record, Solution

RESAMPLES_IN_GROUPS = 2_000
"""Bootstrap resamples for each group; fewer than for all, because only JSON shows the intervals of groups."""


def _is_none(value: object) -> bool:
    return value is None


class CellScore(Record):
    """All scores of one protocol with one choice of agents.

    `failed` and `unlabelled` solutions are in no figure. `suspect` are those whose marks are doubted, by the data set's
    own note or, where asked, by the run's checks; `without_suspect` is the summary of the others.
    `corrected` is the share of solutions without a wrong step, of all that were judged, where some are unlabelled.
    `official` is the benchmark's own figure, where its rule gives another one. `states` counts the gradings whose steps
    and final answer disagree. `machine` is what the verifier found, where it graded without a judge.
    """

    protocol: str
    agents: str
    failed: int
    unlabelled: int
    suspect: int
    summary: ProcessSummary
    without_suspect: ProcessSummary | None = None
    groups: dict[str, dict[str, ProcessSummary]]
    doubts: tuple[DoubtfulMark, ...] | None = None
    voting: VotingGain | None = None
    official: OfficialFigure | None = Field(default=None, exclude_if=_is_none)
    corrected: CorrectedRate | None = Field(default=None, exclude_if=_is_none)
    machine: MachineFindings | None = Field(default=None, exclude_if=_is_none)
    states: dict[GradeState, int] = Field(default_factory=dict, exclude_if=operator.not_)


class ReasonRow(BaseModel):
    """One line of `--reasons`: whether the judge's reason for the first error of solution `id` is right."""

    id: str
    is_reason_right: bool


@dataclass(frozen=True)
class RunJudgements:
    """The judgements in a run folder, in cells that are ordered as in the experiment."""

    cells: Mapping[CellName, CellJudgements]
    by: tuple[str, ...]
    is_audited: bool

    @classmethod
    def read(
        cls,
        folder: RunFolder,
        *,
        labels: Path | None = None,
        format: str | None = None,
        bad: BadRows | None = None,
        by: tuple[str, ...] = (),
        protocol: str | None = None,
        reasons: Path | None = None,
        audit: bool = False,
        predictions: str | None = None,
        unknown_as: UnknownAs = "apart",
        needs_marks: bool = True,
    ) -> RunJudgements:
        """Reads every judgement in the folder with its marks. One episode at a time is in memory.

        Raises BadInput if no solution was judged, if none is labelled and it `needs_marks`, or if the marks don't fit
        the steps.
        """
        if format is not None and labels is None:
            raise BadInput("a format goes with --labels, and none are given", "--format")
        marks = _Marks.read(labels, format, bad)
        reason_rows = _Reasons.read(reasons)
        names = _cell_names(folder, protocol)
        cells = {name: CellJudgements(by, audit) for name in _in_experiment_order(names.values(), folder)}
        # A data set has one prediction a solution: that of the first repeat.
        repeats = {outcome.id for outcome in folder.outcomes() if outcome.repeat}
        with ExitStack() as stack:
            writer = None
            if predictions is not None:
                writer = stack.enter_context(Predictions.to(predictions, names, unknown_as))
            for episode in folder.episodes():
                # Other protocols of the run may decide between answers, which is no judgement of a solution.
                if episode.id not in names or episode.question.solution is None:
                    continue
                question = marks.put_on(episode.question)
                is_reason_right = reason_rows.use(question.id)
                cells[names[episode.id]].add(episode, question, is_reason_right=is_reason_right)
                if writer is not None and episode.id not in repeats:
                    writer.put(question, episode)
        _check_cells(cells.values(), folder, labels, needs_marks=needs_marks)
        _check_keys(cells.values(), by)
        reason_rows.check_any_used()
        # A failed episode has no judgement: it is only counted.
        for outcome in folder.outcomes():
            if outcome.status == "failed" and outcome.id in names:
                cells[names[outcome.id]].failed += 1
        return cls(cells, by, audit)

    def scores(self, unknown_as: UnknownAs, seed: int) -> list[CellScore]:
        """The scores of every cell that has a labelled solution; `seed` is the bootstrap's."""
        scores = []
        for name, cell in self.cells.items():
            if cell.judged:
                scores.append(self._score(name, unknown_as, seed))
        return scores

    def _score(self, name: CellName, unknown_as: UnknownAs, seed: int) -> CellScore:
        """The scores of one cell, with and without the solutions whose marks are suspect."""
        protocol, agents = name
        cell = self.cells[name]
        judged = cell.coded()
        sound = [judgement for judgement in judged if not judgement.is_suspect]
        without_suspect = None
        # If none is suspect, or all are, there is no second summary to compare with.
        if sound and len(sound) < len(judged):
            without_suspect = summarise_process(sound, unknown_as=unknown_as, seed=seed)
        doubts = None
        if self.is_audited:
            doubts = tuple(cell.doubts.values())
        return CellScore(
            protocol=protocol,
            agents=agents,
            failed=cell.failed,
            unlabelled=cell.unlabelled,
            suspect=len(judged) - len(sound),
            summary=summarise_process(judged, unknown_as=unknown_as, seed=seed),
            without_suspect=without_suspect,
            groups=self._group_summaries(judged, unknown_as, seed),
            doubts=doubts,
            voting=voting_gain_of(cell.ballots, unknown_as=unknown_as, seed=seed),
            official=official_prm_score(judged, unknown_as) if cell.datasets == {"prmbench"} else None,
            corrected=cell.rates.corrected(unknown_as),
            machine=MachineFindings.of(cell.graded),
            states=dict(cell.states),
        )

    def _group_summaries(
        self, judged: list[JudgedSolution], unknown_as: UnknownAs, seed: int
    ) -> dict[str, dict[str, ProcessSummary]]:
        """The summary of each group, by the metadata key and its value."""
        summaries = {}
        for key in self.by:
            summaries[key] = summaries_by_group(
                judged,
                key,
                unknown_as=unknown_as,
                resamples=RESAMPLES_IN_GROUPS,
                seed=seed,
            )
        return summaries


@dataclass(frozen=True)
class _Marks:
    """People's marks from a file of labels, which replace those in the run; without a file, those in the run hold."""

    path: Path | None
    questions: Mapping[str, Question]

    @classmethod
    def read(cls, path: Path | None, format: str | None, bad: BadRows | None) -> _Marks:
        """Reads the file without its images: only its marks and metadata are used. `bad` takes bad rows."""
        if path is None:
            return cls(None, {})
        questions = read_solutions(path, format, images=False, bad=bad)
        return cls(path, {question.id: question for question in questions})

    def put_on(self, question: Question) -> Question:
        """The question with the marks and the metadata of the file; without marks if the file lacks this question."""
        solution = question.solution
        if self.path is None or solution is None:
            return question
        marking = None
        metadata = question.metadata
        labelled = self.questions.get(question.id)
        if labelled is not None:
            # The file wins: it may correct what the run's own question says.
            metadata = metadata | labelled.metadata
            if labelled.solution is not None:
                marking = labelled.solution.marking
        n_judged = len(solution.steps)
        if marking is not None and len(marking.steps) != n_judged:
            message = f"{question.id!r} has {len(marking.steps)} steps here, and {n_judged} were judged"
            raise BadInput(message, str(self.path))
        # Made anew, not by model_copy, so that the solution and its marks are validated together.
        marked = Solution(**{**solution.__dict__, "marking": marking})
        return question.model_copy(update={"solution": marked, "metadata": metadata})


@dataclass
class _Reasons:
    """The lines of `--reasons` by id, and which of them were used."""

    path: Path | None
    is_right: dict[str, bool]
    used: set[str] = field(default_factory=set)

    @classmethod
    def read(cls, path: Path | None) -> _Reasons:
        """Raises BadInput if two lines disagree about one solution."""
        is_right: dict[str, bool] = {}
        if path is None:
            return cls(None, is_right)
        for document in read_jsonl(path):
            row = into(ReasonRow, document)
            # A line that comes twice is no contradiction.
            if is_right.setdefault(row.id, row.is_reason_right) != row.is_reason_right:
                raise BadInput(f"{row.id!r} is judged in another line too, and otherwise", document.where(["id"]))
        return cls(path, is_right)

    def use(self, id: str) -> bool | None:
        """Whether the reason for this solution is right, None if no line says so."""
        if id in self.is_right:
            self.used.add(id)
        return self.is_right.get(id)

    def check_any_used(self) -> None:
        """Raises BadInput if no line fits the run: its ids must be wrong."""
        if self.path is not None and not self.used:
            message = "it judges the reasons of no solution of this run: are the ids the same?"
            raise BadInput(message, str(self.path))


def _cell_names(folder: RunFolder, protocol: str | None) -> dict[str, CellName]:
    """The cell of every episode in the run, or of those of one protocol, by the episode's id."""
    names = {}
    labels = set()
    for outcome in folder.outcomes():
        labels.add(outcome.protocol)
        if protocol in (None, outcome.protocol):
            names[outcome.id] = (outcome.protocol, outcome.agents)
    if protocol is not None and protocol not in labels:
        raise BadInput(f"no protocol {protocol!r} is in this run: {nearest(protocol, labels)}", str(folder.path))
    return names


def _in_experiment_order(names: Collection[CellName], folder: RunFolder) -> list[CellName]:
    """The distinct names in the order of the experiment's protocols, whatever order the ids have."""
    positions = {label: i for i, label in enumerate(folder.labels())}
    # A label that the experiment lacks comes first.
    return sorted(set(names), key=lambda name: (positions.get(name[0], -1), name))


def _check_cells(
    cells: Collection[CellJudgements], folder: RunFolder, labels: Path | None, *, needs_marks: bool
) -> None:
    """Raises BadInput if there is nothing to score, and says why."""
    if any(cell.judged for cell in cells):
        return
    if not any(cell.unlabelled for cell in cells):
        raise BadInput("no solution was judged in this run", str(folder.path))
    if not needs_marks:
        return
    if labels is not None:
        raise BadInput("it labels no solution of this run: are the ids the same?", str(labels))
    raise BadInput("no solution here is labelled: give people's marks with --labels FILE", str(folder.path))


def _check_keys(cells: Collection[CellJudgements], by: tuple[str, ...]) -> None:
    """Raises BadInput for a key to group by that no question has: it must be misspelt."""
    keys = COMPUTED_KEYS.union(*(cell.keys for cell in cells))
    for key in by:
        if key not in keys:
            raise BadInput(f"no solution here has the entry {key!r}: {nearest(key, keys)}", f"--by {key}")
