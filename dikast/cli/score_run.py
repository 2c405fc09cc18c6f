"""The judgements in a run folder, brought together with people's marks, cell by cell."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import BaseModel

from dikast.cli.predictions import Predictions
from dikast.errors import BadInput, nearest
from dikast.experiments import RunFolder
from dikast.input_files import into, read_jsonl
from dikast.metrics import (
    Ballot,
    Contradiction,
    JudgedSolution,
    JudgedSteps,
    ProcessSummary,
    UnknownAs,
    VotingGain,
    contradictions,
    summaries_by_group,
    summarise_process,
    voting_gain_of,
)
from dikast.questions import read_solutions
from dikast.records import Episode, Question, Record, Solution
from dikast.rubrics import Rubric, load_rubric, rubric_names

IN_GROUPS = 2_000
"""Resamples for each group: their intervals stand in JSON alone."""


class DoubtfulMark(Record):
    """A mark that contradicts machine evidence, with the step it stands at."""

    question: str
    text: str
    found: Contradiction


class ScoredCell(Record):
    """All that is said of one protocol with one choice of agents.

    `failed` and `unlabelled` solutions are in no figure. `suspect` are those whose marks are doubted, by the data set's
    own note or, where asked, by the run's checks; `without_suspect` is the summary of the others.
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


class Reason(BaseModel):
    """One line of `--reasons`."""

    id: str
    is_reason_right: bool


@dataclass
class ScoreCell:
    """One protocol with one choice of agents, while it is read."""

    judged: list[JudgedSolution] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    doubts: dict[tuple[str, int | None], DoubtfulMark] = field(default_factory=dict)
    failed: int = 0
    unlabelled: int = 0
    rubric: Rubric | None = None
    entries: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class RunScore:
    """The cells of a run, read."""

    cells: Mapping[tuple[str, str], ScoreCell]
    by: tuple[str, ...]
    audit: bool

    @classmethod
    def read(
        cls,
        folder: RunFolder,
        *,
        labels: Path | None = None,
        format: str | None = None,
        by: tuple[str, ...] = (),
        protocol: str | None = None,
        reasons: Path | None = None,
        audit: bool = False,
        predictions: str | None = None,
    ) -> RunScore:
        """Every judgement in the folder with its marks; one episode is in memory at a time.

        Raises BadInput where no solution was judged, none is labelled, or marks and steps don't go together.
        """
        given = None if labels is None else {q.id: q for q in read_solutions(labels, format, images=False)}
        if format is not None and labels is None:
            raise BadInput("a format goes with --labels, and none are given", "--format")
        right = {} if reasons is None else _reasons(reasons)
        names = _cells_of(folder, protocol)
        # In the experiment's order, whatever the ids say.
        order = folder.labels()
        placed = sorted(set(names.values()), key=lambda name: (order.index(name[0]) if name[0] in order else -1, name))
        cells = {name: ScoreCell() for name in placed}
        found = 0
        again = {outcome.id for outcome in folder.outcomes() if outcome.repeat}
        with ExitStack() as stack:
            written = None if predictions is None else stack.enter_context(Predictions.to(predictions, names))
            for episode in folder.episodes():
                if episode.id not in names or episode.question.solution is None:
                    continue
                cell = cells[names[episode.id]]
                question = _marked(episode.question, given, str(labels))
                _put(cell, episode, question, by, right.get(question.id), audit)
                found += question.id in right
                if written is not None and episode.id not in again:
                    written.put(question, episode)
        _check(cells, folder, labels, by)
        if reasons is not None and not found:
            raise BadInput("it judges the reasons of no solution of this run: are the ids the same?", str(reasons))
        for outcome in folder.outcomes():
            if outcome.status == "failed" and outcome.id in names:
                cells[names[outcome.id]].failed += 1
        return cls(cells, by, audit)

    def scored(self, unknown_as: UnknownAs, seed: int) -> list[ScoredCell]:
        """The summaries of all cells."""
        return [self._scored(*name, cell, unknown_as, seed) for name, cell in self.cells.items() if cell.judged]

    def _scored(self, protocol: str, agents: str, cell: ScoreCell, unknown_as: UnknownAs, seed: int) -> ScoredCell:
        code = _coder(cell.rubric)
        judged = [one.with_error_codes(code) for one in cell.judged]
        sound = [one for one in judged if not one.is_suspect]
        n_suspect = len(judged) - len(sound)
        return ScoredCell(
            protocol=protocol,
            agents=agents,
            failed=cell.failed,
            unlabelled=cell.unlabelled,
            suspect=n_suspect,
            summary=summarise_process(judged, unknown_as=unknown_as, seed=seed),
            without_suspect=summarise_process(sound, unknown_as=unknown_as, seed=seed) if n_suspect and sound else None,
            groups={
                key: summaries_by_group(judged, key, unknown_as=unknown_as, resamples=IN_GROUPS, seed=seed)
                for key in self.by
            },
            doubts=tuple(cell.doubts.values()) if self.audit else None,
            voting=voting_gain_of(cell.ballots, unknown_as=unknown_as, seed=seed),
        )


def _reasons(path: Path) -> dict[str, bool]:
    """Whether the reason given for each solution is right; BadInput where two lines say different things of one."""
    found: dict[str, bool] = {}
    for document in read_jsonl(path):
        row = into(Reason, document)
        if found.setdefault(row.id, row.is_reason_right) != row.is_reason_right:
            raise BadInput(f"{row.id!r} is judged in another line too, and otherwise", document.where(["id"]))
    return found


def _cells_of(folder: RunFolder, protocol: str | None) -> dict[str, tuple[str, str]]:
    """The cell of each episode of the run, or of one protocol in it."""
    names = {o.id: (o.protocol, o.agents) for o in folder.outcomes()}
    labels = sorted({name for name, _ in names.values()})
    if protocol is not None and protocol not in labels:
        raise BadInput(f"no protocol {protocol!r} is in this run: {nearest(protocol, labels)}", str(folder.path))
    return {id: cell for id, cell in names.items() if protocol in (None, cell[0])}


def _marked(question: Question, given: Mapping[str, Question] | None, file: str) -> Question:
    """The question with the marks from the file of labels, where there is one."""
    if given is None or question.solution is None:
        return question
    known = given.get(question.id)
    marking = None if known is None or known.solution is None else known.solution.marking
    steps = question.solution.steps
    if marking is not None and len(marking.steps) != len(steps):
        message = f"{question.id!r} has {len(marking.steps)} steps here, and {len(steps)} were judged"
        raise BadInput(message, file)
    solution = Solution(**{**question.solution.__dict__, "marking": marking})
    metadata = question.metadata | ({} if known is None else known.metadata)
    return question.model_copy(update={"solution": solution, "metadata": metadata})


def _put(
    cell: ScoreCell,
    episode: Episode,
    question: Question,
    by: tuple[str, ...],
    is_reason_right: bool | None,
    audit: bool,
) -> None:
    """Takes one judgement into its cell."""
    solution = question.solution
    if solution is None or solution.marking is None or all(mark.label is None for mark in solution.marking.steps):
        cell.unlabelled += 1
        return
    grading = episode.verdict.grading
    cell.rubric = cell.rubric or _rubric(episode)
    cell.entries.update(question.metadata)
    found = list(contradictions(solution.marking, grading)) if audit and grading is not None else []
    for one in found:
        text = (solution.answer or "") if one.step is None else solution.steps[one.step]
        cell.doubts.setdefault((question.id, one.step), DoubtfulMark(question=question.id, text=text, found=one))
    cell.judged.append(
        JudgedSolution(
            id=episode.id,
            problem=question.text,
            gold=solution.marking,
            steps=JudgedSteps.of(grading, len(solution.steps)),
            groups={key: value for key in by if (value := _group(question, key)) is not None},
            is_suspect=bool(question.metadata.get("suspect_gold")) or any(one.kind == "suspect" for one in found),
            is_reason_right=is_reason_right,
        )
    )
    ballot = None if grading is None else Ballot.of(cell.judged[-1], grading)
    if ballot is not None:
        cell.ballots.append(ballot)


def _group(question: Question, key: str) -> str | None:
    """The value of an entry of the metadata; a generator is the solution's author, a modality what it is shown with."""
    value = question.metadata.get(key)
    if value is None and key == "generator" and question.solution is not None:
        value = question.solution.author
    if value is None and key == "modality":
        value = "image" if question.images else "text"
    return None if value is None else value if isinstance(value, str) else json.dumps(value)


def _coder(rubric: Rubric | None) -> Callable[[str], str]:
    """What brings an error type to the rubric's code; a type it doesn't know stays, in small letters."""

    def code(said: str) -> str:
        spaced = " ".join(said.replace("_", " ").split())
        kind = None if rubric is None else rubric.error(said) or rubric.error(spaced)
        return spaced.casefold() if kind is None else kind.code

    return code


def _rubric(episode: Episode) -> Rubric | None:
    """The rubric as it stands in the record, or else the shipped one of its name; None where there is neither."""
    moves = episode.protocol.get("moves")
    last = moves[-1] if isinstance(moves, list) and moves else None
    written = last.get("rubric") if isinstance(last, dict) else None
    if isinstance(written, dict):
        return Rubric.model_validate(written)
    grading = episode.verdict.grading
    return load_rubric(grading.rubric) if grading is not None and grading.rubric in rubric_names() else None


def _check(
    cells: Mapping[tuple[str, str], ScoreCell], folder: RunFolder, labels: Path | None, by: tuple[str, ...]
) -> None:
    if not any(cell.judged or cell.unlabelled for cell in cells.values()):
        raise BadInput("no solution was judged in this run", str(folder.path))
    if not any(cell.judged for cell in cells.values()):
        if labels is not None:
            raise BadInput("it labels no solution of this run: are the ids the same?", str(labels))
        raise BadInput("no solution here is labelled: give people's marks with --labels FILE", str(folder.path))
    entries = {"generator", "modality"}.union(*(cell.entries for cell in cells.values()))
    for key in by:
        if key not in entries:
            raise BadInput(f"no solution here has the entry {key!r}: {nearest(key, entries)}", f"--by {key}")
