"""The judgements of one cell (a protocol with a choice of agents), gathered episode by episode with people's marks."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial

from dikast.metrics import Ballot, Contradiction, JudgedSolution, JudgedSteps, SolutionRates, contradictions
from dikast.records import Episode, GradeState, Grading, Marking, Question, Record, Solution
from dikast.rubrics import Rubric, load_rubric, rubric_names

CellName = tuple[str, str]
"""A protocol's label and its choice of agents; the second is empty if the experiment has only one."""
PRMBENCH_CONTROL = "correct"
"""The class of the original solutions of PRMBench."""
COMPUTED_KEYS = frozenset({"generator", "modality"})
"""Keys to group by that every question has, in its metadata or not."""


class DoubtfulMark(Record):
    """A mark that contradicts machine evidence, with the text of the step or answer that was marked."""

    question: str
    text: str
    found: Contradiction


@dataclass
class CellJudgements:
    """What is gathered of one cell. `is_audited`: marks are compared with the machine's findings.

    `unlabelled` counts the judged solutions without marks. `states` counts those with marks whose steps and final
    answer disagree; `graded` are their marks and gradings. `rates` holds all judged solutions, with marks or without.
    `keys` are all metadata keys seen, `datasets` the data sets. The rubric is that of the first judgement: one cell
    judges by one rubric.
    """

    by: tuple[str, ...]
    is_audited: bool
    judged: list[JudgedSolution] = field(default_factory=list)
    ballots: list[Ballot] = field(default_factory=list)
    doubts: dict[tuple[str, int | None], DoubtfulMark] = field(default_factory=dict)
    failed: int = 0
    unlabelled: int = 0
    rates: SolutionRates = field(default_factory=SolutionRates)
    states: Counter[GradeState] = field(default_factory=Counter)
    rubric: Rubric | None = None
    keys: set[str] = field(default_factory=set)
    datasets: set[str] = field(default_factory=set)
    graded: list[tuple[Marking, Grading]] = field(default_factory=list)

    def add(self, episode: Episode, question: Question, *, is_reason_right: bool | None) -> None:
        """Adds the judgement of one episode; `question` is its question with the marks to compare with."""
        solution = question.solution
        marking = None if solution is None else solution.marking
        if solution is not None:
            self.rates.add(question.text, len(solution.steps), marking, episode.verdict.grading)
        if solution is None or marking is None or not _has_labels(marking):
            self.unlabelled += 1
            return
        grading = episode.verdict.grading
        if grading is not None and grading.state is not None:
            self.states[grading.state] += 1
        if self.rubric is None:
            self.rubric = _rubric_of(episode)
        self.keys.update(question.metadata)
        self.datasets.add(str(question.metadata.get("dataset")).casefold())
        is_refuted = self._audit(question.id, solution, marking, grading)
        judgement = JudgedSolution(
            id=episode.id,
            problem=question.text,
            gold=marking,
            steps=JudgedSteps.of(grading, len(solution.steps)),
            groups=dict(self._groups(question)),
            is_suspect=is_refuted or bool(question.metadata.get("suspect_gold")),
            is_reason_right=is_reason_right,
            is_control=question.metadata.get("classification") == PRMBENCH_CONTROL,
        )
        self.judged.append(judgement)
        # A reply that could not be read has no grading, and so no votes.
        if grading is None:
            return
        self.graded.append((marking, grading))
        ballot = Ballot.of(judgement, grading)
        if ballot is not None:
            self.ballots.append(ballot)

    def coded(self) -> list[JudgedSolution]:
        """The judgements, their error types (people's and the judge's) written as the rubric's codes."""
        code = partial(_error_code, self.rubric)
        return [judgement.with_error_codes(code) for judgement in self.judged]

    def _audit(self, id: str, solution: Solution, marking: Marking, grading: Grading | None) -> bool:
        """Notes marks that contradict the machine's findings. Returns whether one is so refuted that it is suspect."""
        if grading is None or not self.is_audited:
            return False
        is_suspect = False
        for contradiction in contradictions(marking, grading):
            text = solution.answer or ""
            if contradiction.step is not None:
                text = solution.steps[contradiction.step]
            # Several episodes may judge one solution: a doubt about it is listed once.
            mark = DoubtfulMark(question=id, text=text, found=contradiction)
            self.doubts.setdefault((id, contradiction.step), mark)
            if contradiction.kind == "suspect":
                is_suspect = True
        return is_suspect

    def _groups(self, question: Question) -> Iterator[tuple[str, str]]:
        """The groups of a question: the value of each key, as a string; a key without a value is left out."""
        for key in self.by:
            value = _metadata_value(question, key)
            if isinstance(value, str):
                yield key, value
            elif value is not None:
                yield key, json.dumps(value)


def _has_labels(marking: Marking) -> bool:
    """Whether any step is marked: a data set may mark only the final answer."""
    return any(mark.label is not None for mark in marking.steps)


def _metadata_value(question: Question, key: str) -> object:
    """The value of a metadata key; a generator is else the solution's author, a modality what the question shows."""
    value = question.metadata.get(key)
    if value is not None:
        return value
    if key == "generator" and question.solution is not None:
        return question.solution.author
    if key == "modality":
        return "image" if question.images else "text"
    return None


def _error_code(rubric: Rubric | None, error_type: str) -> str:
    """The rubric's code of an error type; a type that the rubric doesn't know stays, in small letters."""
    # Data sets write `calculation_error` for what a rubric calls `Calculation error`.
    spaced = " ".join(error_type.replace("_", " ").split())
    kind = None
    if rubric is not None:
        kind = rubric.error(error_type) or rubric.error(spaced)
    if kind is None:
        return spaced.casefold()
    return kind.code


def _rubric_of(episode: Episode) -> Rubric | None:
    """The rubric as the record has it, or else the shipped one of that name; None if there is neither."""
    moves = episode.protocol.get("moves")
    # A protocol that grades has its rubric in its last move.
    match moves:
        case [*_, {"rubric": dict(recorded)}]:
            return Rubric.model_validate(recorded)
    # The record has only the rubric's name: a shipped rubric is found by it.
    grading = episode.verdict.grading
    if grading is None or grading.rubric not in rubric_names():
        return None
    return load_rubric(grading.rubric)
