"""Cell teams: which agent had which role in the cells of a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, product
from typing import Any

from dikast.experiments.agent_labels import AgentSpec, labels_of, model_name
from dikast.experiments.stores import RESOLVED, RunFolder
from dikast.input_files import read_yaml
from dikast.records import Outcome, team_label


class CellTeams:
    """The teams of one run's episodes: the label of the agent in each role whose agents vary.

    Newer rows record their team. For older rows it is worked out from the experiment that the run
    folder keeps.
    """

    def __init__(self, folder: RunFolder) -> None:
        self._folder = folder

    def of(self, outcome: Outcome) -> Mapping[str, str]:
        """The team of an episode; `team_label` makes `outcome.agents` of it."""
        if outcome.team is not None:
            return outcome.team
        if "agents" not in self._experiment:
            # Imports call every second judge `second`, and may name the first by its agent.
            second_judge = model_name(self._experiment.get("judge", "second"))
            seated_judges = [seat.agent for seat in outcome.seats if seat.kind == "judge"]
            return team_of_label(outcome.agents, [second_judge, *seated_judges])
        return self._teams_by_label.get(outcome.agents, {"": outcome.agents})

    @cached_property
    def _experiment(self) -> dict[str, Any]:
        """The experiment as the run folder describes it, read once an old row asks for it."""
        experiment: dict[str, Any] = read_yaml(self._folder.path / RESOLVED).data.get("experiment", {})
        return experiment

    @cached_property
    def _teams_by_label(self) -> dict[str, dict[str, str]]:
        return teams_by_label(self._experiment["agents"])


def teams_by_label(agents: Mapping[str, AgentSpec | Sequence[AgentSpec]]) -> dict[str, dict[str, str]]:
    """Every team that an experiment with these agents can have, by its label."""
    choices: list[list[list[tuple[str, str]]]] = []
    for role, specs in agents.items():
        if isinstance(specs, list) and len(specs) > 1:
            # A protocol without this role leaves it out of its labels: the empty choice.
            choices.append([[], *([(role, label)] for label in labels_of(specs))])
    teams: dict[str, dict[str, str]] = {}
    for choice in product(*choices):
        team = dict(chain.from_iterable(choice))
        # Two teams may have the same label: the first one keeps it.
        teams.setdefault(team_label(team), team)
    return teams


def team_of_label(label: str, judges: Iterable[str]) -> dict[str, str]:
    """The team of a label that is known only by its text, and who the judge may be.

    This is the only place that reads a label. It is for imported recordings, whose files give a label, and for rows
    kept before teams were, in an import or a run of another judge over old transcripts: these keep nothing else.
    Where the label ends in one of these judges, that is its judge; the text before it is kept whole.
    """
    for judge in judges:
        shown_judge = team_label({"judge": judge})
        if label == shown_judge:
            return {"judge": judge}
        if label.endswith(f" {shown_judge}"):
            return {"": label.removesuffix(f" {shown_judge}"), "judge": judge}
    return {"": label}
