"""OutcomeReader: one pass over the outcomes of all runs, for all that their cells' columns do not hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dikast.experiments import CellTeams, RunFolder
from dikast.metrics import KindTally, LegibilityTally
from dikast.records import Outcome, team_label
from dikast.report.cost import CostCounter
from dikast.report.debate_payoffs import AnswerTruths
from dikast.report.graded_solutions import GradedSolutions
from dikast.report.grouping import KEYS, cell_labels
from dikast.report.notable_episodes import NotableEpisodes
from dikast.report.run_protocols import RunProtocols


@dataclass
class OutcomeReader:
    """Reads outcomes once, and keeps of them what the cells' columns do not hold.

    `besides_judge` has, for each cell by its protocol and agents, what its label says about the other agents; `teams`
    which agents these are, by role.
    """

    keys: Sequence[str]
    notable: NotableEpisodes = field(default_factory=NotableEpisodes)
    counters: defaultdict[tuple[str, str], CostCounter] = field(default_factory=lambda: defaultdict(CostCounter))
    besides_judge: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    teams: dict[tuple[str, str], Mapping[str, str]] = field(default_factory=dict)
    kinds: defaultdict[tuple[str, str], KindTally] = field(default_factory=lambda: defaultdict(KindTally))
    legibility: LegibilityTally = field(default_factory=LegibilityTally)
    protocols: RunProtocols = field(default_factory=RunProtocols)
    truths: AnswerTruths = field(default_factory=AnswerTruths)
    graded: GradedSolutions = field(default_factory=GradedSolutions)

    def relabelled(self, folders: dict[str, RunFolder]) -> Iterator[Outcome]:
        """The outcomes of all runs, each with the labels of its cell."""
        for run, folder in folders.items():
            teams = CellTeams(folder)
            for outcome in folder.outcomes():
                labels = cell_labels(self.keys, run, outcome)
                self.notable.add(run, outcome)
                self.counters[labels].add(outcome)
                self.kinds[labels].add(outcome)
                self.truths.add(labels, outcome)
                self.graded.add(run, outcome, labels)
                self.legibility.add(outcome)
                self.protocols.add(run, outcome, labels)
                if labels not in self.besides_judge:
                    self.teams[labels] = teams.of(outcome)
                    self.besides_judge[labels] = _besides_judge(self.keys, outcome, self.teams[labels])
                # By default the labels stay as they are, and a copy of each outcome would take time.
                if labels != (outcome.protocol, outcome.agents):
                    protocol, agents = labels
                    outcome = outcome.model_copy(update={"protocol": protocol, "agents": agents})
                yield outcome


def _besides_judge(keys: Sequence[str], outcome: Outcome, team: Mapping[str, str]) -> list[str]:
    """What the label of an episode's cell says about its agents, without the judge and the run."""
    others = dict(team)
    others.pop("judge", None)
    parts = []
    for key in keys:
        if key == "agents":
            parts.append(team_label(others))
        elif key not in ("protocol", "judge", "run"):
            parts.append(KEYS[key]("", outcome))
    return parts
