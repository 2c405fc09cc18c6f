"""Two runs of the same judge on the same recorded set, paired verdict by verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import pairwise
from typing import TYPE_CHECKING

from dikast.errors import BadInput, nearest
from dikast.metrics import VerdictDrift
from dikast.records import Episode, Outcome, Record

if TYPE_CHECKING:
    from dikast.experiments import RunFolder
    from dikast.metrics import DatedVerdict, VerdictPair

_CellName = tuple[str, str]
_Key = tuple[_CellName, str, int]
"""A cell, the episode that made the transcript, and the repeat."""


class DriftReport(Record):
    """What changed from the first run to the second.

    `other_questions` counts episodes of one id whose question differs: they are left out. `other_transcripts` counts
    those whose judge read another transcript: they are not, and their changes may come from the speakers.
    """

    first: str
    second: str
    cells: tuple[VerdictDrift, ...]
    other_questions: int
    other_transcripts: int


@dataclass(frozen=True)
class _JudgedRecord:
    """What of one episode is compared."""

    question: str
    asked: str
    transcript: str
    verdict: DatedVerdict
    group: str


@dataclass
class _DatedRun:
    """The verdicts of one run by key."""

    records: dict[_Key, _JudgedRecord] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)

    @property
    def cells(self) -> dict[_CellName, None]:
        """The cells in order."""
        return dict.fromkeys(cell for cell, _, _ in self.records)

    def repeats(self, cell: _CellName) -> Iterator[VerdictPair]:
        """Pairs of verdicts of this run on the same question, one repeat after another."""
        repeated: defaultdict[tuple[str, str], list[_JudgedRecord]] = defaultdict(list)
        for (name, _, _), record in sorted(self.records.items()):
            if name == cell:
                repeated[record.question, record.transcript].append(record)
        for records in repeated.values():
            for before, after in pairwise(records):
                yield _pair(before, after)


def find_drift(first: RunFolder, second: RunFolder, *, by: str | None = None) -> DriftReport:
    """The drift of each cell that both runs have. `by` is an entry of the questions' metadata to break it down by.

    A cell is matched by its protocol and agents; if the agents bear other names, by the protocol alone where each run
    has one choice of them. Raises BadInput where no episode is in both runs, or no question has the entry.
    """
    before, after = _read(first, by), _read(second, by)
    known = before.keys | after.keys
    if by is not None and by not in known:
        raise BadInput(f"no question here has the entry {by!r}: {nearest(by, known)}", f"--by {by}")
    drifts: list[VerdictDrift] = []
    matched = _MatchedPairs()
    for cell, later in _matches(before.cells, after.cells):
        drift = matched.drift(before, after, cell, later)
        if drift.pairs:
            drifts.append(drift)
    if not drifts:
        raise BadInput(f"no episode is in both: {first.path} and {second.path}")
    return DriftReport(
        first=str(first.path),
        second=str(second.path),
        cells=tuple(drifts),
        other_questions=matched.other_questions,
        other_transcripts=matched.other_transcripts,
    )


@dataclass
class _MatchedPairs:
    """Counts what is not the same in both runs, while cells are paired."""

    other_questions: int = 0
    other_transcripts: int = 0

    def drift(self, before: _DatedRun, after: _DatedRun, cell: _CellName, later: _CellName) -> VerdictDrift:
        """The drift of a cell, `later` its name in the second run."""
        from dikast.metrics import verdict_drift

        pairs: list[VerdictPair] = []
        unpaired = sum(name == later for name, _, _ in after.records)
        for (name, episode, repeat), record in before.records.items():
            if name != cell:
                continue
            other = after.records.get((later, episode, repeat))
            if other is None:
                unpaired += 1
                continue
            unpaired -= 1
            if record.asked != other.asked:
                self.other_questions += 1
                continue
            self.other_transcripts += record.transcript != other.transcript
            pairs.append(_pair(record, other))
        repeats = [*before.repeats(cell), *after.repeats(later)]
        return verdict_drift(pairs, repeats, protocol=cell[0], agents=cell[1], unpaired=unpaired)


def _pair(before: _JudgedRecord, after: _JudgedRecord) -> VerdictPair:
    from dikast.metrics import VerdictPair

    return VerdictPair(before.question, before.verdict, after.verdict, before.group)


def _matches(
    first: Mapping[_CellName, None], second: Mapping[_CellName, None]
) -> Iterator[tuple[_CellName, _CellName]]:
    """The cells of both runs, each with its name in the second one."""
    for cell in first:
        if cell in second:
            yield cell, cell
            continue
        here, there = _of_protocol(first, cell[0]), _of_protocol(second, cell[0])
        if len(here) == len(there) == 1:
            yield cell, there[0]


def _of_protocol(cells: Iterable[_CellName], protocol: str) -> list[_CellName]:
    return [cell for cell in cells if cell[0] == protocol]


def _read(folder: RunFolder, by: str | None) -> _DatedRun:
    """The verdicts of a run; of each record only what is compared is kept."""
    outcomes: dict[str, Outcome] = {}
    for outcome in folder.outcomes():
        outcomes[outcome.id] = outcome
    run = _DatedRun()
    for episode in folder.episodes():
        outcome = outcomes[episode.id]
        run.keys.update(episode.question.metadata)
        cell = (outcome.protocol, outcome.agents)
        key = (cell, outcome.transcript or outcome.id, outcome.repeat)
        run.records[key] = _judged_record(episode, outcome, by)
    return run


def _judged_record(episode: Episode, outcome: Outcome, by: str | None) -> _JudgedRecord:
    question = episode.question
    solution = () if question.solution is None else question.solution.steps
    judges = {seat.name for seat in episode.transcript.seats if seat.kind == "judge"}
    spoken = [turn.text for passage in episode.passages for turn in passage.transcript.turns if turn.seat not in judges]
    group = "" if by is None else str(question.metadata.get(by, "(none)"))
    return _JudgedRecord(
        question=question.id,
        asked=_digest([question.text, *question.choices, *solution]),
        transcript=_digest(spoken),
        verdict=_verdict(episode, outcome),
        group=group,
    )


def _verdict(episode: Episode, outcome: Outcome) -> DatedVerdict:
    """What the judge said: a choice, a tie, or where the first error of a solution is."""
    from dikast.metrics import DatedVerdict

    if episode.verdict.status != "decided":
        return DatedVerdict(None, None)
    if episode.verdict.grading is not None:
        return _graded(episode)
    said = "tie" if outcome.choice is None else f"choice {outcome.choice}"
    return DatedVerdict(said, outcome.credit)


def _graded(episode: Episode) -> DatedVerdict:
    """The first error that the judge names; it is right if that is the one that people marked."""
    from dikast.metrics import DatedVerdict

    solution, grading = episode.question.solution, episode.verdict.grading
    if solution is None or grading is None or grading.n_unparsed:
        return DatedVerdict(None, None)
    first = next((step.step for step in grading.steps if step.is_wrong), None)
    said = "no error" if first is None else f"error in step {first + 1}"
    marking = solution.marking
    if marking is None or not marking.steps or not marking.is_located:
        return DatedVerdict(said, None)
    return DatedVerdict(said, float(marking.first_error == first))


def _digest(texts: Iterable[str]) -> str:
    """A short name for these texts: two runs are compared by it, and no text is kept."""
    digest = sha256()
    for text in texts:
        # With its length, so that the ends of the texts count.
        digest.update(f"{len(text)}:{text}".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()[:16]
