"""Scaling: the Elo of oversight and of deception against the capability of agents, of all runs of a report."""

from __future__ import annotations

from collections.abc import Mapping

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.metrics import Game, OversightScaling, games_of_oversight, scale_oversight
from dikast.records import Outcome, Record, Seated
from dikast.report.capability_source import OPTION, CapabilitySource
from dikast.report.seat_labels import SeatLabels

MOST_NAMED = 8


class ScalingFinding(Record):
    """How oversight scales, and where the capability of agents comes from, in words."""

    source: str
    scaling: OversightScaling


def find_scaling(runs: Mapping[str, RunFolder], text: str) -> ScalingFinding:
    """The scaling of these runs by the capability that the text names. Each record is read once more.

    Raises BadInput for a text that names no capability, and where nobody argued for a wrong answer before a judge or no
    agent has a number.
    """
    source = CapabilitySource.read(text)
    games: list[Game] = []
    capability: dict[str, float] = {}
    agents: set[str] = set()
    for folder in runs.values():
        labels = SeatLabels(folder)

        def name(outcome: Outcome, seat: Seated, labels: SeatLabels = labels) -> str:
            label = labels.of(outcome, seat)
            number = source.of(label, labels)
            agents.add(label)
            if number is not None:
                capability[label] = number
            return label

        games += games_of_oversight(folder.outcomes(), name)
    if not games:
        raise BadInput("nobody argued for a wrong answer before a judge here: there is no oversight to scale", OPTION)
    if not capability:
        some = ", ".join(sorted(agents)[:MOST_NAMED])
        raise BadInput(f"no agent has a number by {source.text}; the agents are {some}", OPTION)
    scaling = scale_oversight(games, capability)
    assert scaling is not None, "there are games"
    return ScalingFinding(source=source.text, scaling=scaling)
