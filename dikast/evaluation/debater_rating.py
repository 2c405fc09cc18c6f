"""How good an agent is as a debater: it meets the pool on the same questions, on either side, before fixed judges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from statistics import fmean

from pydantic import JsonValue

from dikast.errors import BadInput
from dikast.evaluation.agent_pool import pool_of
from dikast.evaluation.card import EpisodeToRead
from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.evaluation.league import League, LeagueTerms
from dikast.evaluation.part_findings import MOST_TO_READ, PartFindings
from dikast.evaluation.rating_options import RatingTask
from dikast.evaluation.rating_run import RatingRun
from dikast.evaluation.speech_figures import SpeechCounts
from dikast.experiments import AgentSpec, RunFolder, labels_of
from dikast.metrics import DebaterStats, Estimate, Game, cells, debaters, games
from dikast.records import Outcome

PROTOCOL = "checked-debate"
SHIPPED: dict[str, JsonValue] = {"library": "demo", "shuffle": True, "limit": 16}
"""The questions that are argued about, unless others are named: a third of the library, which --limit changes."""


def debater_runs(task: RatingTask, terms: LeagueTerms) -> list[RatingRun]:
    """The games that are to be played: of the agent against the pool and others, or of the pool among itself.

    Each pair meets twice on every question before every judge, once on either side.
    """
    pool: list[AgentSpec] = [*pool_of("debater")]
    if task.agent is None:
        players = pool
        filters: dict[str, JsonValue] = {"exclude": [{"alice": [label], "bob": [label]} for label in labels_of(pool)]}
    else:
        spec = task.agent.spec
        opponents: list[AgentSpec] = []
        for other in (*pool, *task.options.against):
            if other != spec and other not in opponents:
                opponents.append(other)
        if not opponents:
            raise BadInput("there is no opponent for it", "--against")
        players = [spec, *opponents]
        filters = _own_games(players)
    return [
        RatingRun(
            folder=task.league.run_path("debater", task.agent, "games"),
            experiment={
                **arguing_experiment(task, terms, PROTOCOL),
                "agents": {"alice": [*players], "bob": [*players], "judge": [*terms.judges]},
                **filters,
            },
            base=task.options.base,
        )
    ]


def arguing_experiment(task: RatingTask, terms: LeagueTerms, protocol: str) -> dict[str, JsonValue]:
    """What the games of all who argue have in common, as an experiment file says it."""
    questions: dict[str, JsonValue] = dict(terms.questions or SHIPPED)
    if task.options.limit is not None:
        questions["limit"] = task.options.limit
    return {
        "name": "games",
        "questions": questions,
        "protocols": [{"use": protocol, "rounds": terms.rounds}],
        "seed": terms.seed,
        "journal": str(task.league.journal),
    }


def _own_games(players: Sequence[AgentSpec]) -> dict[str, JsonValue]:
    """Filters that leave the games of the first player against each of the others."""
    own = labels_of(players)[0]
    return {
        "include": [{"alice": [own]}, {"bob": [own]}],
        "exclude": [{"alice": [own], "bob": [own]}],
    }


def debater_findings(league: League, task: RatingTask) -> PartFindings:
    """What the games of the league say of the agent."""
    if task.agent is None:
        raise BadInput("the pool has no card of its own", str(league.path))
    name = task.agent.name
    own_folders = league.folders("debater", task.agent)
    found = cells(_outcomes(league.folders("debater")))
    stats = {agent.agent: agent for agent in debaters(found)}
    played = games(found)
    counts = SpeechCounts.of(own_folders, name)
    return PartFindings(
        headline="won",
        scores={agent: of.wins for agent, of in stats.items()},
        games=played,
        credits=_mean_scores(played),
        figures={**arguing_figures(stats.get(name)), **counts.figures()},
        tried=TriedEpisodes.of(own_folders),
        read_first=_to_read(own_folders, name, counts),
    )


def _mean_scores(played: Iterable[Game]) -> dict[str, dict[str, float]]:
    """For each player what it scored against each opponent on each question, on average over both sides."""
    scores: defaultdict[str, defaultdict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for game in played:
        scores[game.first][f"{game.question} against {game.second}"].append(game.score)
        scores[game.second][f"{game.question} against {game.first}"].append(1 - game.score)
    return {player: {task: fmean(of_task) for task, of_task in tasks.items()} for player, tasks in scores.items()}


def _outcomes(folders: Sequence[RunFolder]) -> list[Outcome]:
    return [outcome for folder in folders for outcome in folder.outcomes()]


def arguing_figures(stats: DebaterStats | None) -> dict[str, Estimate]:
    """How often judges went with the agent, in all and for right and wrong answers, and how much truth helps it.

    Without `stats` no game of the agent was finished, and nothing is known.
    """
    if stats is None:
        return {"won": Estimate(value=None)}
    figures = {"won": stats.wins, "won_right": stats.wins_right, "won_wrong": stats.wins_wrong, "p_side": stats.p_side}
    right, wrong = stats.wins_right.value, stats.wins_wrong.value
    if right is not None and wrong is not None:
        figures["truth_helps"] = Estimate(value=right - wrong, n=stats.wins.n, clusters=stats.wins.clusters)
    if stats.persuasion.n:
        figures["persuasion"] = stats.persuasion
    return figures


def _to_read(folders: Sequence[RunFolder], name: str, counts: SpeechCounts) -> list[EpisodeToRead]:
    """Games in which a machine refuted something the agent said, then those it lost with the right answer."""
    found: dict[tuple[str, str], str] = {}
    for place in counts.episodes_with_refuted[: MOST_TO_READ // 2]:
        found[place] = "a machine refuted something it said"
    for folder in folders:
        for outcome in folder.outcomes():
            if _lost_with_the_truth(outcome, name):
                found.setdefault((str(folder.path), outcome.id), "it argued for the right answer, and lost")
    return [EpisodeToRead(run=run, id=id, why=why) for (run, id), why in found.items()][:MOST_TO_READ]


def _lost_with_the_truth(outcome: Outcome, name: str) -> bool:
    sides = {seat.argues[0] for seat in outcome.seats if seat.agent == name and seat.argues}
    return outcome.gold in sides and outcome.choice not in (None, outcome.gold)
