"""Strength: how accuracy changes with the strength of the judge and of those who argue before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from dikast.agents import Handicap, handicap_strength
from dikast.metrics import Estimate
from dikast.records import Record, team_label
from dikast.report.cell_findings import CellFindings

HANDICAPS = tuple(Handicap.model_fields)
LEAST_LEVELS = 2


class StrengthSquare(Record):
    """One choice of agents in a grid: who judged, who argued, and how often the judge was right."""

    judge: str
    arguer: str
    accuracy: Estimate


class StrengthGrid(Record):
    """One protocol with every judge against all others: a square for each pair that was run.

    `judges` and `arguers` are in the order of the experiment.
    """

    protocol: str
    judges: tuple[str, ...]
    arguers: tuple[str, ...]
    squares: tuple[StrengthSquare, ...]

    def accuracy(self, judge: str, arguer: str) -> Estimate | None:
        """The accuracy of one pair; None where it was not run."""
        pairs = {(square.judge, square.arguer): square.accuracy for square in self.squares}
        return pairs.get((judge, arguer))


class StrengthLevel(Record):
    """One step of a sweep: the handicap's number, and how often the judge was right there."""

    strength: float
    accuracy: Estimate


class StrengthSweep(Record):
    """One role of a protocol with a handicap of growing numbers, all other agents the same; `others` names those."""

    protocol: str
    role: str
    handicap: str
    others: str
    levels: tuple[StrengthLevel, ...]


def find_grids(cells: Sequence[CellFindings], teams: Mapping[str, Mapping[str, str]]) -> list[StrengthGrid]:
    """A grid for each protocol with several judges and several others. `teams` has each cell's team, by its name."""
    squares: defaultdict[str, list[StrengthSquare]] = defaultdict(list)
    for cell in cells:
        others = dict(teams.get(cell.name, {}))
        judge = others.pop("judge", "")
        if judge and others and cell.accuracy.accuracy.value is not None:
            square = StrengthSquare(judge=judge, arguer=team_label(others), accuracy=cell.accuracy.accuracy)
            squares[cell.protocol].append(square)
    grids: list[StrengthGrid] = []
    for protocol, found in squares.items():
        judges = _unique(square.judge for square in found)
        arguers = _unique(square.arguer for square in found)
        if min(len(judges), len(arguers)) >= LEAST_LEVELS:
            grid = StrengthGrid(protocol=protocol, judges=judges, arguers=arguers, squares=tuple(found))
            grids.append(grid)
    return grids


def find_sweeps(cells: Sequence[CellFindings], teams: Mapping[str, Mapping[str, str]]) -> list[StrengthSweep]:
    """Every handicap that has several numbers in one role while all other agents stay the same."""
    levels: defaultdict[tuple[str, str, str, str], dict[float, Estimate]] = defaultdict(dict)
    for cell in cells:
        team = teams.get(cell.name, {})
        for role, label in team.items():
            others = {other: agent for other, agent in team.items() if other != role}
            for handicap in HANDICAPS:
                strength = handicap_strength(label, handicap)
                if strength is None or cell.accuracy.accuracy.value is None:
                    continue
                # The rest of the label is part of what stays the same: another model, or another handicap.
                rest = label.replace(f"+{handicap}={strength:g}", "", 1)
                same = team_label({role: rest, **others})
                levels[cell.protocol, role, handicap, same].setdefault(strength, cell.accuracy.accuracy)
    return [_sweep(key, found) for key, found in levels.items() if len(found) >= LEAST_LEVELS]


def _sweep(key: tuple[str, str, str, str], levels: Mapping[float, Estimate]) -> StrengthSweep:
    """The sweep of these levels, by rising numbers."""
    protocol, role, handicap, others = key
    steps = [StrengthLevel(strength=strength, accuracy=levels[strength]) for strength in sorted(levels)]
    return StrengthSweep(protocol=protocol, role=role, handicap=handicap, others=others, levels=tuple(steps))


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    """Each name once, in the order in which they first appear."""
    return tuple(dict.fromkeys(names))
