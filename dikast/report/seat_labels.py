"""Seat labels: what tables call the agent in a seat of an episode, and what the experiment says of that agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from dikast.experiments import CellTeams, RunFolder, labels_of
from dikast.records import Outcome, Seated

AgentSpecs = Mapping[str, Any]
"""The agents of an experiment as its run folder describes them: by role, one or a list."""


class SeatLabels:
    """The labels of the agents of one run.

    `is_judged_again`: the run is of another judge on the transcripts of an earlier run.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._teams = CellTeams(folder)
        experiment = folder.description().get("experiment", {})
        agents = experiment.get("agents") if isinstance(experiment, dict) else None
        self._agents: AgentSpecs = agents if isinstance(agents, dict) else {}
        self.is_judged_again = isinstance(experiment, dict) and "judged" in experiment

    def of(self, outcome: Outcome, seat: Seated) -> str:
        """What tables call the agent in this seat; its own name where no experiment gave it one."""
        team = self._teams.of(outcome)
        # Agents may be given for a seat, for its role or for its kind; `peer-2` is the second seat of the role `peer`.
        for key in (seat.seat, seat.seat.rpartition("-")[0], seat.kind):
            label = team.get(key) or self._only.get(key)
            if label:
                return label
        return seat.agent

    @cached_property
    def capabilities(self) -> dict[str, float]:
        """The number that the experiment file gives as an agent's `capability`, by label."""
        numbers: dict[str, float] = {}
        for specs in self._specs:
            for label, spec in zip(labels_of(specs), specs, strict=True):
                if isinstance(spec, dict) and isinstance(spec.get("capability"), int | float):
                    numbers[label] = float(spec["capability"])
        return numbers

    @cached_property
    def _only(self) -> dict[str, str]:
        """The label of the agent in each role that has no choice of agents."""
        return {role: labels_of(specs)[0] for role, specs in self._by_role() if len(specs) == 1}

    @property
    def _specs(self) -> list[list[Any]]:
        return [specs for _, specs in self._by_role()]

    def _by_role(self) -> Iterator[tuple[str, list[Any]]]:
        for role, specs in self._agents.items():
            yield role, list(specs) if isinstance(specs, Sequence) and not isinstance(specs, str) else [specs]
