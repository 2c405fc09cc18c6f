"""The parts in which an agent can be rated: how its runs are made, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from dikast.agents import Permissions, open_agent
from dikast.errors import BadInput
from dikast.evaluation.agent_pool import usual_panel
from dikast.evaluation.build_card import build_card
from dikast.evaluation.card import AgentPart, Card
from dikast.evaluation.consultant_rating import consultant_findings, consultant_runs
from dikast.evaluation.critic_rating import critic_findings, critic_runs
from dikast.evaluation.debater_rating import debater_findings, debater_runs
from dikast.evaluation.judge_rating import judge_findings, judge_runs
from dikast.evaluation.lead import Lead, find_lead
from dikast.evaluation.league import OWN_NAME, League, LeagueTerms, RatedAgent
from dikast.evaluation.part_findings import PartFindings
from dikast.evaluation.rating_options import RatingOptions, RatingTask
from dikast.evaluation.rating_run import RatingRun
from dikast.evaluation.solver_rating import solver_findings, solver_runs
from dikast.experiments import AgentSpec


@dataclass(frozen=True)
class RatedPart:
    """One part.

    - `runs`: the runs that a rating needs, those that are finished included; they are prepared and started in turn.
    - `findings`: what the league's records say of an agent.
    - `has_panel`: whether agents speak before judges.
    """

    runs: Callable[[RatingTask, LeagueTerms], Sequence[RatingRun]]
    findings: Callable[[League, RatingTask], PartFindings]
    has_panel: bool = False


PARTS: Mapping[AgentPart, RatedPart] = {
    "judge": RatedPart(judge_runs, judge_findings),
    "debater": RatedPart(debater_runs, debater_findings, has_panel=True),
    "consultant": RatedPart(consultant_runs, consultant_findings, has_panel=True),
    "solver": RatedPart(solver_runs, solver_findings),
    "critic": RatedPart(critic_runs, critic_findings),
}


PARTS_WITH: Mapping[str, tuple[AgentPart, ...]] = {
    "--judge": ("debater", "consultant", "solver"),
    "--rounds": ("debater", "consultant"),
    "--samples": ("solver",),
}
"""The parts for which an option changes something."""


@dataclass(frozen=True)
class PlannedRating:
    """A rating that was checked, and not begun: start `runs` in their order, then read the `card`."""

    part: AgentPart
    task: RatingTask
    terms: LeagueTerms
    runs: Sequence[RatingRun]

    def begin(self) -> None:
        """Keeps the terms in the league. Raises BadInput where no league can be kept."""
        self.task.league.begin(self.part, self.terms)
        self.task.league.enter(self.part, self.agent)

    def card(self) -> Card:
        """The card, by all records of the league. Raises BadInput where the agent has no finished episode."""
        return build_card(self.task.league, self.part, self.agent, self._findings())

    @property
    def agent(self) -> RatedAgent:
        """The agent that is rated."""
        assert self.task.agent is not None
        return self.task.agent

    @property
    def has_outcomes(self) -> bool:
        """Whether an episode of the agent has ended, so that there is something to say on a card."""
        folders = self.task.league.folders(self.part, self.agent)
        return any(True for folder in folders for _ in folder.outcomes())

    def check_differs(self, other: PlannedRating) -> None:
        """Raises BadInput where records could not tell this agent from the other."""
        if self.agent.name == other.agent.name:
            raise BadInput(f"both agents have the name {self.agent.name!r}; {OWN_NAME}", "AGENT")

    def _findings(self) -> PartFindings:
        league = self.task.league
        if not self.has_outcomes:
            raise BadInput("there is no finished episode yet", str(league.path))
        return PARTS[self.part].findings(league, self.task)

    def lead(self, other: PlannedRating) -> Lead:
        """How far this agent is ahead of the other, task by task. Raises BadInput where they share no task."""
        found = self._findings()
        lead = find_lead(
            found.headline, found.credits.get(self.agent.name, {}), found.credits.get(other.agent.name, {})
        )
        if not lead.difference.n:
            raise BadInput("they have no task in common", str(self.task.league.path))
        return lead


def plan_rating(
    part: AgentPart, spec: AgentSpec, league: League, options: RatingOptions, permissions: Permissions
) -> PlannedRating:
    """Plans the rating of an agent. Nothing is called, and the league is not written.

    Raises BadInput for an agent that can't be opened or has the name of another, for options that say nothing to this
    part, and for those that others of the league were not rated with.
    """
    _check_options(part, options)
    agent = RatedAgent(spec, open_agent(spec, where="AGENT", base=options.base, permissions=permissions).name)
    league.check_name(part, agent)
    _check_opponents(agent, options, permissions)
    terms = _terms(part, league, options)
    task = RatingTask(league, agent, options)
    pool = RatingTask(league, None, options)
    rated = PARTS[part]
    return PlannedRating(part, task, terms, [*rated.runs(pool, terms), *rated.runs(task, terms)])


def _check_opponents(agent: RatedAgent, options: RatingOptions, permissions: Permissions) -> None:
    """Raises BadInput where two different opponents have one name: records could not tell them apart."""
    specs: dict[str, AgentSpec] = {agent.name: agent.spec}
    for spec in options.against:
        name = open_agent(spec, where="--against", base=options.base, permissions=permissions).name
        if specs.setdefault(name, spec) != spec:
            raise BadInput(f"{specs[name]!r} and {spec!r} both have the name {name!r}: leave one out", "--against")


def _check_options(part: AgentPart, options: RatingOptions) -> None:
    """Raises BadInput for an option that would change nothing in this part."""
    given = {"--judge": options.judges, "--rounds": options.rounds, "--samples": options.samples}
    for flag, value in given.items():
        if value and part not in PARTS_WITH[flag]:
            raise BadInput(f"this changes nothing for a {part}: leave it out", flag)


def _terms(part: AgentPart, league: League, options: RatingOptions) -> LeagueTerms:
    """The league's terms, or new ones, with what the options say. Raises BadInput where the two differ."""
    kept = league.terms(part)
    terms = kept or LeagueTerms(judges=usual_panel() if PARTS[part].has_panel else ())
    asked: dict[str, object] = {}
    if options.questions is not None:
        asked["questions"] = options.questions
    if options.judges:
        asked["judges"] = options.judges
    if options.rounds is not None:
        asked["rounds"] = options.rounds
    if options.samples is not None:
        asked["samples"] = options.samples
    terms = terms.model_copy(update=asked)
    league.check(part, terms)
    return terms
