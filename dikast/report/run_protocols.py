"""The protocols of the episodes in a report, each known from one of its episodes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from dikast.experiments import RunFolder
from dikast.records import Episode, Outcome

CellLabels = tuple[str, str]
"""The labels of a cell: its protocol and its agents."""


@dataclass
class RunProtocols:
    """One finished episode for each protocol of each run, and the cells that episodes of this protocol are in."""

    _examples: dict[tuple[str, str], str] = field(default_factory=dict)
    _cells: dict[CellLabels, set[tuple[str, str]]] = field(default_factory=dict)

    def add(self, run: str, outcome: Outcome, labels: CellLabels) -> None:
        """Takes note of an episode and its cell. A failed one has no protocol in its record."""
        if outcome.status == "failed":
            return
        key = (run, outcome.protocol)
        self._examples.setdefault(key, outcome.id)
        self._cells.setdefault(labels, set()).add(key)

    def read(self, runs: Mapping[str, RunFolder]) -> ReadProtocols:
        """The protocols as their episodes have them."""
        protocols = {}
        for (run, label), id in self._examples.items():
            episode = runs[run].episode(id)
            if isinstance(episode, Episode):
                protocols[run, label] = episode.protocol
        return ReadProtocols(protocols, self._cells)


@dataclass(frozen=True)
class ReadProtocols:
    """The protocols by run and label, and which of them each cell has."""

    protocols: Mapping[tuple[str, str], Mapping[str, Any]]
    cells: Mapping[CellLabels, set[tuple[str, str]]]

    def runs_with_own_answers(self) -> set[str]:
        """The runs in which judges answer the question themselves before they judge."""
        return {
            run for (run, _), protocol in self.protocols.items() if any("solve" in move for move in _moves(protocol))
        }

    def judges_responses(self, labels: CellLabels) -> bool:
        """Whether all episodes of the cell are about which response is better."""
        abouts = {self.protocols[key].get("about") for key in self.cells.get(labels, ()) if key in self.protocols}
        return abouts == {"responses"}


def _moves(protocol: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield from protocol.get("moves", ())
