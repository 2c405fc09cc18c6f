"""Findings: all that a report shows, as numbers. The terminal's tables, the page and the JSON are made from it."""

from __future__ import annotations

import operator
from collections.abc import Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import Field

from dikast.errors import BadInput, nearest
from dikast.experiments import RunFolder
from dikast.metrics import (
    Agreement,
    Caution,
    Comparison,
    Cycle,
    DebatePayoff,
    DebaterStats,
    JudgmentSummary,
    Legibility,
    Rating,
    Ratings,
    Recovery,
    Weigh,
)
from dikast.records import Record
from dikast.report.ability_findings import AbilityFinding, find_abilities
from dikast.report.cell_findings import CellFindings, build_cell_findings
from dikast.report.check_budgets import budget_of
from dikast.report.cost import Cost, total_cost
from dikast.report.debate_payoffs import MissingPayoff, find_payoffs
from dikast.report.find_judgments import find_judgments, is_empty
from dikast.report.grouping import read_keys
from dikast.report.hacking_findings import HackingFinding, find_hacking
from dikast.report.labelled_runs import LabelledRun, find_labelled
from dikast.report.notable_episodes import NotableEpisode, NotableKind
from dikast.report.outcome_reader import OutcomeReader
from dikast.report.own_answers import ReferenceAudit, audit_runs, find_own_abilities
from dikast.report.pgr_table import find_recoveries
from dikast.report.question_tells import tell_warnings
from dikast.report.registration_findings import RegistrationFinding, find_registered
from dikast.report.run_description import RunDescription, describe_run
from dikast.report.run_protocols import ReadProtocols
from dikast.report.scaling_findings import ScalingFinding, find_scaling
from dikast.report.standings import find_standings
from dikast.report.strength_findings import StrengthGrid, StrengthSweep, find_grids, find_sweeps

if TYPE_CHECKING:
    from dikast.metrics import Cell

LEAST_RESAMPLES, MOST_RESAMPLES = 500, 10_000
DRAWS = 5_000_000
"""About how many questions are drawn in all for one interval."""
MOST_COMPARED = 8
MOST_AGREEMENTS = 40


class Findings(Record):
    """All that a report shows of one or several runs.

    `by` are the keys that cells are grouped by. `weigh` says what has the same weight in a mean, `resamples` how often
    the bootstrap drew. `arguers` are the agents that argued. `ratings` and `elo` have two players for each agent, one
    that argues for right answers and one for wrong ones; `agent_ratings` and `agent_elo` have one. `counted` is how
    many episodes there are of each notable kind; `surprises` are some of these episodes. `agreements_left_out` is how
    many pairs of cells, whose judges could be compared, `agreements` has no room for. `judgments` is of runs on sets of
    judged responses, and empty of others. `abilities` says how far judges agree with people, by whether they could
    answer the question themselves. `reference_audit` says whether their own answers agree with the references. Both
    are left out where judges gave no answers of their own. `payoffs` says whether debate pays, of the debates whose
    judge was asked alone, and `payoffs_missing` what those of them lack of which that can't be said. `strength_grids`
    and `strength_sweeps` show accuracy by the strength of agents, where there are several. `hacking` has judges whose
    speakers were given several numbers of drafts. `legibility` is of provers with an aim, where there are both.
    `labelled` has what people's labels of a sample of steps say, of the runs that have such labels.
    `scaling` and `registration` are there where they were asked for. `has_gradings`: some episodes graded a solution.
    """

    runs: tuple[RunDescription, ...]
    by: tuple[str, ...]
    weigh: Weigh
    resamples: int
    cells: tuple[CellFindings, ...]
    comparisons: tuple[Comparison, ...]
    recoveries: tuple[Recovery, ...]
    agreements: dict[str, Agreement]
    agreements_left_out: int
    arguers: tuple[DebaterStats, ...]
    ratings: Ratings | None
    elo: tuple[Rating, ...]
    agent_ratings: Ratings | None
    agent_elo: tuple[Rating, ...]
    cycles: tuple[Cycle, ...]
    cautions: tuple[Caution, ...]
    counted: dict[NotableKind, int]
    surprises: tuple[NotableEpisode, ...]
    cost: Cost
    questions: int
    legibility: tuple[Legibility, ...] = Field(default=(), exclude_if=operator.not_)
    # Left out where there are none, as in reports from before there were any.
    judgments: tuple[JudgmentSummary, ...] = Field(default=(), exclude_if=is_empty)
    abilities: tuple[AbilityFinding, ...] = Field(default=(), exclude_if=is_empty)
    reference_audit: ReferenceAudit | None = Field(default=None, exclude_if=lambda audit: audit is None)
    payoffs: tuple[DebatePayoff, ...] = Field(default=(), exclude_if=is_empty)
    payoffs_missing: tuple[MissingPayoff, ...] = Field(default=(), exclude_if=is_empty)
    strength_grids: tuple[StrengthGrid, ...] = Field(default=(), exclude_if=is_empty)
    strength_sweeps: tuple[StrengthSweep, ...] = Field(default=(), exclude_if=is_empty)
    hacking: tuple[HackingFinding, ...] = Field(default=(), exclude_if=is_empty)
    labelled: tuple[LabelledRun, ...] = Field(default=(), exclude_if=is_empty)
    registration: RegistrationFinding | None = Field(default=None, exclude_if=lambda registered: registered is None)
    scaling: ScalingFinding | None = Field(default=None, exclude_if=lambda scaling: scaling is None)
    # For the page, which reads the solutions anew; no figure.
    has_gradings: bool = Field(default=False, exclude=True)

    @property
    def exploratory_comparisons(self) -> tuple[Comparison, ...]:
        """The comparisons without those that were registered before the run."""
        if self.registration is None:
            return self.comparisons
        return tuple(one for one in self.comparisons if not self.registration.has_registered(one))

    @property
    def debates_by_need(self) -> dict[tuple[str, ...], list[str]]:
        """The debates that can't be said to pay or not, by what is missing for that."""
        debates: dict[tuple[str, ...], list[str]] = {}
        for missing in self.payoffs_missing:
            debates.setdefault(missing.needs, []).append(missing.cell)
        return debates

    def cell(self, name: str) -> CellFindings:
        """The cell of that name. Raises KeyError where there is none."""
        by_name = {cell.name: cell for cell in self.cells}
        return by_name[name]


def build_findings(
    folders: Sequence[RunFolder],
    *,
    by: str | None = None,
    compare: tuple[str, str] | None = None,
    weigh: Weigh = "questions",
    scaling: str | None = None,
    registration: Path | None = None,
) -> Findings:
    """The findings of the records in these run folders. Each record is read once, and none is kept in memory.

    `by` are keys to group by, such as `protocol,judge`. `compare` names two cells to compare, instead of all with all.
    `scaling` says where the capability of agents comes from, such as `capability=knows`: then the records are read once
    more. `registration` is the file that `dikast register` wrote before the run. Raises BadInput for keys and cells
    that do not exist, for folders without episodes, for a capability that no agent has, and for a file that is no
    registration.
    """
    from dikast.metrics import cells

    keys = read_keys(by, len(folders))
    runs = runs_by_name(folders)
    reader = OutcomeReader(keys)
    found_cells = in_protocol_order(cells(reader.relabelled(runs)), folders)
    if not found_cells:
        raise BadInput("there are no episodes in it yet", ", ".join(str(folder.path) for folder in folders))
    # First, so that a capability that no agent has is reported before all other work.
    found_scaling = None if scaling is None else find_scaling(runs, scaling)
    findings = _findings_of_cells(found_cells, runs, reader, compare, weigh)
    registered = registration and find_registered(registration, found_cells, runs, findings.resamples)
    return findings.model_copy(update={"registration": registered, "scaling": found_scaling})


def _findings_of_cells(
    cells: Sequence[Cell],
    runs: Mapping[str, RunFolder],
    reader: OutcomeReader,
    compared: tuple[str, str] | None,
    weigh: Weigh,
) -> Findings:
    """What a report finds without being asked for more than two cells to compare."""
    from dikast.metrics import cautions, debaters

    questions = {question for cell in cells for question in cell.questions}
    # Fewer resamples of more questions, so that an interval takes about the same time for every run.
    resamples = min(MOST_RESAMPLES, max(LEAST_RESAMPLES, DRAWS // len(questions)))
    comparisons = _comparisons(cells, compared, resamples)
    recoveries = find_recoveries(cells, runs, resamples)
    payoffs, payoffs_missing = find_payoffs(cells, runs, reader.truths, resamples)
    agreements, agreements_left_out = _agreements(cells, reader.besides_judge, resamples)
    standings = find_standings(cells)
    described = tuple(describe_run(folder).model_copy(update={"name": name}) for name, folder in runs.items())
    protocols = reader.protocols.read(runs)
    cell_findings = _cell_findings(cells, runs, reader, protocols, weigh, resamples)
    # Who accepts or rejects an answer chooses none, so that there is no choice that could agree with the right one.
    choosing = [cell for cell, found in zip(cells, cell_findings, strict=True) if found.acceptance is None]
    teams = {cell.name: reader.teams[cell.protocol, cell.agents] for cell in cells}
    warnings = cautions(cells, comparisons=comparisons, agreements=agreements, recoveries=recoveries)
    return Findings(
        runs=described,
        by=tuple(reader.keys),
        weigh=weigh,
        resamples=resamples,
        cells=tuple(cell_findings),
        comparisons=tuple(comparisons),
        recoveries=tuple(recoveries),
        agreements=agreements,
        agreements_left_out=agreements_left_out,
        arguers=tuple(debaters(cells, resamples=resamples)),
        ratings=standings.ratings,
        elo=standings.elo,
        agent_ratings=standings.agent_ratings,
        agent_elo=standings.agent_elo,
        cycles=standings.cycles,
        cautions=(*_question_set_warnings(described), *tell_warnings(runs), *warnings),
        counted=reader.notable.counts(),
        surprises=tuple(reader.notable.chosen()),
        cost=total_cost(counter.cost() for counter in reader.counters.values()),
        questions=len(questions),
        legibility=tuple(reader.legibility.found()),
        judgments=tuple(find_judgments(runs, resamples)),
        abilities=tuple(_abilities(choosing, runs, protocols, resamples)),
        reference_audit=audit_runs(_with_own_answers(runs, protocols)),
        payoffs=tuple(payoffs),
        payoffs_missing=tuple(payoffs_missing),
        strength_grids=tuple(find_grids(cell_findings, teams)),
        strength_sweeps=tuple(find_sweeps(cell_findings, teams)),
        hacking=tuple(find_hacking(runs, protocols, resamples)),
        labelled=tuple(find_labelled(runs)),
        has_gradings=bool(reader.graded.labels),
    )


def _cell_findings(
    cells: Sequence[Cell],
    runs: Mapping[str, RunFolder],
    reader: OutcomeReader,
    protocols: ReadProtocols,
    weigh: Weigh,
    resamples: int,
) -> list[CellFindings]:
    """The findings of each cell, with what there is only for verdicts of its kind."""
    solutions_right = reader.graded.corrected(runs)
    found: list[CellFindings] = []
    for cell in cells:
        labels = (cell.protocol, cell.agents)
        more = {
            **reader.kinds[labels].summaries(resamples),
            "budget": budget_of(protocols, labels),
            "solutions_right": solutions_right.get(labels),
        }
        plain = build_cell_findings(cell, reader.counters[labels].cost(), weigh, resamples)
        found.append(plain.model_copy(update=more))
    return found


def runs_by_name(folders: Sequence[RunFolder]) -> dict[str, RunFolder]:
    """Each run by the name of its folder. A number is added to a name that an earlier run has.

    Raises BadInput for a run that is given twice.
    """
    paths = [folder.path.resolve() for folder in folders]
    runs: dict[str, RunFolder] = {}
    for i, (path, folder) in enumerate(zip(paths, folders, strict=True)):
        if path in paths[:i]:
            raise BadInput("this run is given twice: its episodes would count double", str(path))
        name, number = path.name, 1
        while name in runs:
            number += 1
            name = f"{path.name}-{number}"
        runs[name] = folder
    return runs


def _question_set_warnings(runs: Sequence[RunDescription]) -> list[Caution]:
    """A warning where runs did not ask the same questions: questions are matched by id alone, whatever they say."""
    # Runs of imported or re-judged transcripts have no question set of their own.
    question_sets = {run.name: run.question_set for run in runs if run.question_set}
    if len({*question_sets.values()}) < 2:
        return []
    return [
        Caution(
            kind="other-questions",
            where=" and ".join(question_sets),
            reason="their question sets differ; questions of the same id are taken for the same one",
        )
    ]


def in_protocol_order(cells: list[Cell], folders: Sequence[RunFolder]) -> list[Cell]:
    """The cells in the order in which the experiments list their protocols; other cells after them."""
    positions: dict[str, int] = {}
    for folder in folders:
        for label in folder.labels():
            # Of a label that several experiments list, the first place counts.
            positions.setdefault(label, len(positions))
    return sorted(cells, key=lambda cell: positions.get(cell.protocol, len(positions)))


def _comparisons(cells: Sequence[Cell], names: tuple[str, str] | None, resamples: int) -> list[Comparison]:
    """The comparison of the two cells named; without names, all with all, where they are few enough to be read."""
    from dikast.metrics import compare, compare_all

    if names is not None:
        first = cell_named(cells, names[0])
        second = cell_named(cells, names[1])
        return [compare(first, second, resamples=resamples)]
    if not 2 <= len(cells) <= MOST_COMPARED:
        return []
    comparisons = compare_all(cells, resamples=resamples)
    # Cells that share no question have nothing to compare.
    return [comparison for comparison in comparisons if comparison.difference.n]


def cell_named(cells: Sequence[Cell], name: str) -> Cell:
    """The cell of that name, or the only one with that protocol or these agents. Raises BadInput where there is none,
    or several.
    """
    matches = [cell for cell in cells if cell.name == name]
    # A full name comes first: a protocol may be called what a whole cell is called.
    if not matches:
        matches = [cell for cell in cells if name in (cell.protocol, cell.agents)]
    if not matches:
        names = [cell.name for cell in cells]
        raise BadInput(f"no cell {name!r}: {nearest(name, names)}", "--compare")
    if len(matches) > 1:
        names = [repr(cell.name) for cell in matches]
        raise BadInput(f"{name!r} could be any of {', '.join(names)}", "--compare")
    return matches[0]


def _agreements(
    cells: Sequence[Cell], besides_judge: Mapping[tuple[str, str], list[str]], resamples: int
) -> tuple[dict[str, Agreement], int]:
    """How far judges agree in cells that differ only in the judge, and how many pairs of such cells are left out.

    At most as many pairs as can be read.
    """
    from dikast.metrics import between

    agreements: dict[str, Agreement] = {}
    n_left_out = 0
    for first, second in combinations(cells, 2):
        if first.protocol != second.protocol or first.agents == second.agents:
            continue
        if besides_judge[first.protocol, first.agents] != besides_judge[second.protocol, second.agents]:
            continue
        # What is left out is only counted, since each agreement is a bootstrap.
        if len(agreements) == MOST_AGREEMENTS:
            n_left_out += 1
            continue
        agreement = between(first, second, resamples=resamples)
        # One episode in common can't show agreement beyond chance.
        if agreement.n > 1:
            agreements[f"{first.name} and {second.name}"] = agreement
    return agreements, n_left_out


def _with_own_answers(runs: Mapping[str, RunFolder], protocols: ReadProtocols) -> list[RunFolder]:
    """The runs whose judges answer the question themselves: all episodes of these are read once more."""
    return [runs[name] for name in runs if name in protocols.runs_with_own_answers()]


def _abilities(
    cells: Sequence[Cell], runs: Mapping[str, RunFolder], protocols: ReadProtocols, resamples: int
) -> list[AbilityFinding]:
    """How far judges agree with people, by whether they could answer the question themselves."""
    own = find_own_abilities(_with_own_answers(runs, protocols))
    of_responses = [cell.name for cell in cells if protocols.judges_responses((cell.protocol, cell.agents))]
    return find_abilities(cells, runs, own, of_responses, resamples)
