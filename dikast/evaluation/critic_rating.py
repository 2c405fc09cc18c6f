"""How good an agent is as a critic, or judge of steps: whether it finds the first error of solutions that have one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from dikast.evaluation.agent_pool import pool_of
from dikast.evaluation.card import EpisodeToRead
from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.evaluation.item_credits import (
    CreditTable,
    found_first_error,
    gold_first_error,
    mean_credit,
    share,
)
from dikast.evaluation.judge_trials import STEPS, own_trial, steps_trial
from dikast.evaluation.league import League, LeagueTerms
from dikast.evaluation.part_findings import MOST_TO_READ, PartFindings
from dikast.evaluation.rating_options import RatingTask
from dikast.evaluation.rating_run import RatingRun
from dikast.experiments import AgentSpec, RunFolder
from dikast.metrics import NO_ERROR, Estimate, JudgedSolution, JudgedSteps, item_games, summarise_process
from dikast.records import Episode

RUN = "steps"
RESAMPLES = 2_000
SHOWN = ("balanced_accuracy", "process_bench_f1", "none_right", "type_macro_f1")
"""Of all figures on steps, those that a card shows."""


def critic_runs(task: RatingTask, terms: LeagueTerms) -> list[RatingRun]:
    """The run in which the agent, or without one the pool, looks for the first error of every solution."""
    # The critics of the pool know the solutions that ship, and no others.
    if task.agent is None and terms.questions:
        return []
    steps = own_trial(terms.questions, task.options.base) if terms.questions else steps_trial(task.league)
    critics: list[AgentSpec] = [*pool_of("critic")] if task.agent is None else [task.agent.spec]
    limit = task.options.limit
    return [
        RatingRun(
            folder=task.league.run_path("critic", task.agent, RUN),
            experiment={
                "name": RUN,
                "questions": dict(steps.questions) if limit is None else {**steps.questions, "limit": limit},
                "protocols": [dict(STEPS)],
                "agents": {"judge": [*critics]},
                "seed": terms.seed,
                "journal": str(task.league.journal),
            },
            base=task.options.base,
            own_file=steps.file,
            prepares=steps.write,
        )
    ]


def critic_findings(league: League, task: RatingTask) -> PartFindings:
    """What the labels of the league say of the agent."""
    assert task.agent is not None
    name = task.agent.name
    table = CreditTable.of("judge", league.folders("critic"))
    scores = {agent: mean_credit(table.of_agent(agent)) for agent in table.credits}
    episodes = list(_episodes(league.folders("critic", task.agent)))
    judged = [_judged(episode) for episode in episodes]
    summary = summarise_process([one for one in judged if one], unknown_as="correct", resamples=RESAMPLES)
    return PartFindings(
        headline="first_error_found",
        scores=scores,
        games=item_games(table.credits),
        credits=table.credits,
        figures={
            "first_error_found": scores.get(name, Estimate(value=None)),
            **_detection(episodes),
            "unread": share(table.unread[name], len(episodes)),
            **{metric: summary.figures[metric] for metric in SHOWN if metric in summary.figures},
        },
        tried=TriedEpisodes.of(league.folders("critic", task.agent)),
        by={"kind_of_error": _by_kind(episodes), "trivial_judge": _best_trivial(summary.baselines)},
        read_first=[
            EpisodeToRead(run=run, id=id, why="it names another first error than there is")
            for run, id in table.wrong(name)[:MOST_TO_READ]
        ],
    )


def _episodes(folders: Iterable[RunFolder]) -> Iterable[Episode]:
    for folder in folders:
        yield from folder.episodes()


def _judged(episode: Episode) -> JudgedSolution | None:
    """The labels beside the marks; None for a solution without marks."""
    solution = episode.question.solution
    if solution is None or solution.marking is None:
        return None
    steps = JudgedSteps.of(episode.verdict.grading, len(solution.steps))
    return JudgedSolution(id=episode.id, problem=episode.question.text, gold=solution.marking, steps=steps)


def _detection(episodes: Iterable[Episode]) -> dict[str, Estimate]:
    """Precision, of the steps named how many are the first error; recall, of the first errors how many are named."""
    named: list[float] = []
    planted: list[float] = []
    for episode in episodes:
        gold = gold_first_error(episode.question)
        if gold is None:
            continue
        found = found_first_error(episode.question, episode.verdict.grading)
        is_hit = float(found == gold)
        if found not in (None, NO_ERROR):
            named.append(is_hit)
        if gold != NO_ERROR:
            planted.append(is_hit)
    return {"precision": mean_credit(named), "recall": mean_credit(planted)}


def _by_kind(episodes: Iterable[Episode]) -> dict[str, Estimate]:
    """How many first errors of each kind were found; solutions without an error are `none`."""
    hits: defaultdict[str, list[float]] = defaultdict(list)
    for episode in episodes:
        gold = gold_first_error(episode.question)
        if gold is None or episode.question.solution is None or episode.question.solution.marking is None:
            continue
        kind = "none" if gold == NO_ERROR else episode.question.solution.marking.steps[gold].error_type or "not said"
        hits[kind].append(float(found_first_error(episode.question, episode.verdict.grading) == gold))
    return {kind: mean_credit(hits[kind]) for kind in sorted(hits)}


def _best_trivial(baselines: Mapping[str, Mapping[str, float | None]]) -> dict[str, Estimate]:
    """Two figures of judges that read nothing, by which the agent's own are to be read."""
    figures: dict[str, Estimate] = {}
    for name, values in baselines.items():
        for metric in ("balanced_accuracy", "process_bench_f1"):
            if values.get(metric) is not None:
                figures[f"{name}, {metric}"] = Estimate(value=values[metric])
    return figures
