"""How good an agent is as a judge: on pairs of responses, worked solutions and debates whose truth is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from pydantic import JsonValue

from dikast.evaluation.agent_pool import pool_of
from dikast.evaluation.card import EpisodeToRead
from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.evaluation.item_credits import CreditTable, mean_credit, share
from dikast.evaluation.judge_trials import JudgeTrial, own_trial, shipped_trials
from dikast.evaluation.league import League, LeagueTerms
from dikast.evaluation.part_findings import MOST_TO_READ, PartFindings
from dikast.evaluation.rating_options import RatingTask
from dikast.evaluation.rating_run import RatingRun
from dikast.experiments import AgentSpec, RunFolder, probe_verdicts
from dikast.metrics import Cell, Estimate, calibration, cells, item_games, position, probe_effects
from dikast.records import Outcome, Usage

PROBES = ("bandwagon", "authority", "injection", "verbosity")
"""The cues that every rated judge is tried with: who likes an answer, who wrote it, an order to graders, length."""
PROBED_QUESTIONS = 12
PROBE_RUN = "probes"


def judge_runs(task: RatingTask, terms: LeagueTerms) -> list[RatingRun]:
    """The runs in which the agent, or without one the pool, judges every set; of an agent, the probes too."""
    trials = (
        [own_trial(terms.questions, task.options.base)]
        if terms.questions
        else shipped_trials(task.league, task.options.limit)
    )
    judges: list[AgentSpec] = [*pool_of("judge")] if task.agent is None else [task.agent.spec]
    runs = [_run(task, terms, trial, judges) for trial in trials]
    if task.agent is not None and not terms.questions:
        runs.append(_probe_run(task, terms, trials[0], judges))
    return runs


def _run(task: RatingTask, terms: LeagueTerms, trial: JudgeTrial, judges: Sequence[AgentSpec]) -> RatingRun:
    limit = task.options.limit
    questions = dict(trial.questions) if limit is None else {**trial.questions, "limit": limit}
    return RatingRun(
        folder=task.league.run_path("judge", task.agent, trial.name),
        experiment={
            "name": trial.name,
            "questions": questions,
            "protocols": [dict(trial.protocol)],
            "agents": {**{role: [*names] for role, names in trial.debaters.items()}, "judge": [*judges]},
            "include": [{axis: [*values] for axis, values in pattern.items()} for pattern in trial.include],
            "swap": trial.swap,
            "order": trial.order,
            "seed": terms.seed,
            "journal": str(task.league.journal),
        },
        base=task.options.base,
        own_file=trial.file,
        prepares=trial.write,
    )


def _probe_run(task: RatingTask, terms: LeagueTerms, trial: JudgeTrial, judges: Sequence[AgentSpec]) -> RatingRun:
    """The run in which cues that say nothing are added to some pairs."""
    limit = min(task.options.limit or PROBED_QUESTIONS, PROBED_QUESTIONS)
    run = _run(task, terms, trial, judges)
    questions: dict[str, JsonValue] = {**trial.questions, "limit": limit}
    experiment: dict[str, JsonValue] = {
        **run.experiment,
        "name": PROBE_RUN,
        "questions": questions,
        "probe": {"names": [*PROBES], "repeats": 1},
    }
    return replace(run, folder=task.league.run_path("judge", task.agent, PROBE_RUN), experiment=experiment)


def judge_findings(league: League, task: RatingTask) -> PartFindings:
    """What the verdicts of the league say of the agent."""
    assert task.agent is not None
    name = task.agent.name
    table = CreditTable.of("judge", [f for f in league.folders("judge") if f.path.name != PROBE_RUN])
    own = [folder for folder in league.folders("judge", task.agent) if folder.path.name != PROBE_RUN]
    scores = {agent: mean_credit(table.of_agent(agent)) for agent in table.credits}
    return PartFindings(
        headline="accuracy",
        scores=scores,
        games=item_games(table.credits),
        credits=table.credits,
        figures={"accuracy": scores.get(name, Estimate(value=None)), **_verdict_figures(own, table.unread[name])},
        tried=TriedEpisodes.of(own),
        by={"set": _by_set(table.credits[name]), "probe": _probe_figures(league, task)},
        read_first=[
            EpisodeToRead(run=run, id=id, why="its verdict is wrong") for run, id in table.wrong(name)[:MOST_TO_READ]
        ],
    )


def _by_set(credits: Mapping[str, float]) -> dict[str, Estimate]:
    """The accuracy on each set: a task's id begins with the name of its run."""
    by_set: defaultdict[str, list[float]] = defaultdict(list)
    for task, credit in credits.items():
        by_set[task.split("/", 1)[0]].append(credit)
    return {name: mean_credit(by_set[name]) for name in sorted(by_set)}


def _verdict_figures(folders: Sequence[RunFolder], n_unread: int) -> dict[str, Estimate]:
    """Calibration, consistency over both orders, unread verdicts, and what a verdict costs."""
    outcomes = [outcome for folder in folders for outcome in folder.outcomes() if outcome.status != "failed"]
    figures: dict[str, Estimate] = {}
    if not outcomes:
        return figures
    choosing = [_in_one_cell(outcome) for outcome in outcomes if outcome.grade is None]
    for cell in cells(choosing):
        figures |= _choice_figures(cell)
    n = len(outcomes)
    figures["unread"] = share(n_unread, n)
    usage = Usage.total(outcome.usage for outcome in outcomes)
    if not usage.unpriced:
        figures["usd_per_verdict"] = Estimate(value=usage.cost_usd / n, n=n, clusters=n)
    figures["seconds_per_verdict"] = Estimate(value=usage.seconds / n, n=n, clusters=n)
    return figures


def _choice_figures(cell: Cell) -> dict[str, Estimate]:
    figures: dict[str, Estimate] = {}
    consistent = position(cell).consistent
    if consistent.n:
        figures["consistent_in_both_orders"] = consistent
    if cell.is_believed.any() and not np.isin(cell.p[cell.is_believed], (0.0, 0.5, 1.0)).all():
        figures["calibration_error"] = calibration(cell).ece
    return figures


def _in_one_cell(outcome: Outcome) -> Outcome:
    """The outcome with the labels of a cell that all verdicts share."""
    return outcome.model_copy(update={"protocol": "verdicts", "agents": ""})


def _probe_figures(league: League, task: RatingTask) -> dict[str, Estimate]:
    """For each probe, how many verdicts went over to what the cue speaks for; empty without probes."""
    for folder in league.folders("judge", task.agent):
        if folder.path.name == PROBE_RUN:
            questions = [episode.question for episode in folder.episodes()]
            effects = probe_effects(probe_verdicts(folder, questions))
            return {
                f"went over to the cue, {effect.probe}": effect.flip_to_cue
                for effect in effects
                if effect.flip_to_cue.n
            }
    return {}
