"""How good an agent is as a consultant: it argues either side of every question, alone, before fixed judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from dikast.evaluation.agent_pool import pool_of
from dikast.evaluation.card import EpisodeToRead
from dikast.evaluation.debater_rating import arguing_experiment, arguing_figures
from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.evaluation.league import League, LeagueTerms
from dikast.evaluation.part_findings import MOST_TO_READ, PartFindings
from dikast.evaluation.rating_options import RatingTask
from dikast.evaluation.rating_run import RatingRun
from dikast.evaluation.speech_figures import SpeechCounts
from dikast.experiments import AgentSpec, RunFolder
from dikast.metrics import cells, debaters, item_games
from dikast.records import Outcome

PROTOCOL = "checked-consultancy"
RUN = "consultancies"


def consultant_runs(task: RatingTask, terms: LeagueTerms) -> list[RatingRun]:
    """The run in which the agent, or without one the pool, argues for every answer in turn."""
    consultants: list[AgentSpec] = [*pool_of("consultant")] if task.agent is None else [task.agent.spec]
    return [
        RatingRun(
            folder=task.league.run_path("consultant", task.agent, RUN),
            experiment={
                **arguing_experiment(task, terms, PROTOCOL),
                "agents": {"consultant": [*consultants], "judge": [*terms.judges]},
            },
            base=task.options.base,
        )
    ]


def consultant_findings(league: League, task: RatingTask) -> PartFindings:
    """What the verdicts of the league say of the agent."""
    assert task.agent is not None
    name = task.agent.name
    own_folders = league.folders("consultant", task.agent)
    outcomes = [outcome for folder in league.folders("consultant") for outcome in folder.outcomes()]
    stats = {agent.agent: agent for agent in debaters(cells(outcomes))}
    convinced = _convinced(outcomes)
    counts = SpeechCounts.of(own_folders, name)
    return PartFindings(
        headline="won",
        scores={agent: of.wins for agent, of in stats.items()},
        games=item_games(convinced),
        credits=convinced,
        figures={**arguing_figures(stats.get(name)), **counts.figures()},
        tried=TriedEpisodes.of(own_folders),
        read_first=_misled(own_folders),
    )


def _convinced(outcomes: Iterable[Outcome]) -> dict[str, dict[str, float]]:
    """For each consultant, 1 for each side of a question on which the judge agreed with it, else 0."""
    convinced: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for outcome in outcomes:
        names = {seat.kind: seat.agent for seat in outcome.seats}
        if outcome.argues is None or outcome.status == "failed" or "consultant" not in names:
            continue
        task = "/".join((outcome.question, str(outcome.repeat), str(outcome.argues), names.get("judge", "")))
        convinced[names["consultant"]][task] = float(outcome.choice == outcome.argues)
    return dict(convinced)


def _misled(folders: Iterable[RunFolder]) -> list[EpisodeToRead]:
    """Episodes in which the judge followed the agent to a wrong answer."""
    found = [
        EpisodeToRead(run=str(folder.path), id=outcome.id, why="the judge followed it to a wrong answer")
        for folder in folders
        for outcome in folder.outcomes()
        if outcome.choice is not None and outcome.choice == outcome.argues != outcome.gold
    ]
    return found[:MOST_TO_READ]
