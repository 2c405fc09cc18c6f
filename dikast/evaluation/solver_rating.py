"""How good an agent is as a solver: open questions, answers verified by a machine, and the way to them step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from pydantic import JsonValue

from dikast.evaluation.agent_pool import pool_of
from dikast.evaluation.card import EpisodeToRead
from dikast.evaluation.failed_episodes import TriedEpisodes
from dikast.evaluation.item_credits import mean_credit, share
from dikast.evaluation.judge_set import open_questions
from dikast.evaluation.judge_trials import STEPS
from dikast.evaluation.league import League, LeagueTerms
from dikast.evaluation.part_findings import MOST_TO_READ, PartFindings
from dikast.evaluation.rating_options import RatingTask
from dikast.evaluation.rating_run import RatingRun
from dikast.evaluation.set_files import write_rows
from dikast.experiments import AgentSpec, RunFolder, export_run
from dikast.metrics import Estimate, SolverSummary, item_games, solver_summary, wrong_way_share
from dikast.questions import question_row
from dikast.records import Episode, Outcome

N_QUESTIONS = 100
ANSWERS, STEPS_RUN, JUDGED_RUN = "answers", "verified-steps", "judged-steps"
SAMPLES = "solver-samples"


def solver_runs(task: RatingTask, terms: LeagueTerms) -> list[RatingRun]:
    """The run in which the agent, or without one the pool, answers; of an agent, runs that grade its way step by step.

    A machine grades it always, and the judges of the league where there are any.
    """
    answers = _answers_run(task, terms)
    if task.agent is None:
        # The solvers of the pool know the questions that ship, and no others.
        return [] if terms.questions else [answers]
    runs = [answers, _steps_run(task, terms, answers.folder, STEPS_RUN, {"use": "process-verifier"}, ())]
    if terms.judges:
        runs.append(
            _steps_run(task, terms, answers.folder, JUDGED_RUN, {**STEPS, "grounding": "binding"}, terms.judges)
        )
    return runs


def _answers_run(task: RatingTask, terms: LeagueTerms) -> RatingRun:
    solvers: list[AgentSpec] = [*pool_of("solver")] if task.agent is None else [task.agent.spec]
    file = task.league.set_file("problems")
    questions: dict[str, JsonValue] = dict(terms.questions or {"file": file.name})
    if task.options.limit is not None:
        questions["limit"] = task.options.limit
    protocol: dict[str, JsonValue] = {"use": "solver"}
    if terms.samples > 1:
        protocol = {"use": SAMPLES, "count": terms.samples}
    return RatingRun(
        folder=task.league.run_path("solver", task.agent, ANSWERS),
        experiment={
            "name": ANSWERS,
            "questions": questions,
            "protocols": [protocol],
            "agents": {"solver": [*solvers]},
            "seed": terms.seed,
            "journal": str(task.league.journal),
        },
        base=task.options.base,
        own_file=None if terms.questions else file,
        prepares=lambda: write_rows(file.path, map(question_row, open_questions(N_QUESTIONS))),
    )


def _steps_run(
    task: RatingTask,
    terms: LeagueTerms,
    answers: Path,
    name: str,
    protocol: dict[str, JsonValue],
    judges: tuple[AgentSpec, ...],
) -> RatingRun:
    """The run in which what the agent wrote is graded step by step. Its questions are there once the answers are."""
    solutions = task.league.file_in(answers, "solutions.jsonl")
    return RatingRun(
        folder=task.league.run_path("solver", task.agent, name),
        experiment={
            "name": name,
            "questions": {"dataset": "solutions", "path": solutions.name},
            "protocols": [protocol],
            "agents": {"judge": [*judges]} if judges else {},
            "seed": terms.seed,
            "journal": str(task.league.journal),
        },
        base=task.options.base,
        own_file=solutions,
        follows=True,
        applies=lambda: _writes_solutions(answers),
    )


def _writes_solutions(answers: Path) -> bool:
    """Writes the agent's solutions beside its answers, to be graded. False where no attempt could be read."""
    return export_run(RunFolder.open(answers), "solutions")[1] > 0


def solver_findings(league: League, task: RatingTask) -> PartFindings:
    """What the answers of the league say of the agent."""
    assert task.agent is not None
    name = task.agent.name
    by_agent: defaultdict[str, list[Outcome]] = defaultdict(list)
    for folder in league.folders("solver"):
        if folder.path.name == ANSWERS:
            for outcome in folder.outcomes():
                by_agent[outcome.seats[0].agent if outcome.seats else ""].append(outcome)
    summaries = {agent: solver_summary(outcomes) for agent, outcomes in by_agent.items()}
    credits = {agent: _credits(outcomes) for agent, outcomes in by_agent.items() if agent}
    own = [folder for folder in league.folders("solver", task.agent) if folder.path.name == ANSWERS]
    return PartFindings(
        headline="accuracy",
        scores={agent: mean_credit(of_agent.values()) for agent, of_agent in credits.items()},
        games=item_games(credits),
        credits=credits,
        figures={
            "accuracy": mean_credit(credits.get(name, {}).values()),
            **_figures(summaries.get(name)),
            **_ways(league, task),
        },
        tried=TriedEpisodes.of(own),
        read_first=_wrong(own),
    )


def _credits(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """The share of right answers to each question: unread ones earn nothing, undecided ones are left out."""
    credits: dict[str, float] = {}
    for outcome in outcomes:
        made = outcome.attempts
        if made is not None and made.unknown < made.n:
            credits[f"{outcome.question}/{outcome.repeat}"] = made.right / (made.n - made.unknown)
    return credits


def _figures(summary: SolverSummary | None) -> dict[str, Estimate]:
    if summary is None:
        return {}
    figures = {f"pass_at_{k}": figure for k, figure in summary.pass_at.items()}
    if summary.majority.value is not None:
        figures["majority_right"] = summary.majority
    figures["unknown"] = share(summary.unknown, summary.attempts)
    figures["unread"] = share(summary.unparsed, summary.attempts)
    return figures


def _ways(league: League, task: RatingTask) -> dict[str, Estimate]:
    """Of its right answers, how many were reached in a wrong way: by the machine, and by the judges."""
    names = {STEPS_RUN: "right_by_a_refuted_step", JUDGED_RUN: "right_by_a_wrong_step"}
    figures: dict[str, Estimate] = {}
    for folder in league.folders("solver", task.agent):
        if folder.path.name in names:
            share = wrong_way_share(_right_answers(folder))
            if share.n:
                figures[names[folder.path.name]] = share
    return figures


def _right_answers(folder: RunFolder) -> Iterable[tuple[str, bool]]:
    """Each right answer by its question's text, and whether a step on the way to it was called wrong."""
    for episode in folder.episodes():
        grading = episode.verdict.grading
        if grading is not None and _is_right(episode):
            yield episode.question.text, bool(grading.is_lucky)


def _is_right(episode: Episode) -> bool:
    origin = episode.question.metadata.get("solver")
    return isinstance(origin, dict) and origin.get("attempt") == "right"


def _wrong(folders: Iterable[RunFolder]) -> list[EpisodeToRead]:
    found = [
        EpisodeToRead(run=str(folder.path), id=outcome.id, why="its answer is wrong")
        for folder in folders
        for outcome in folder.outcomes()
        if outcome.credit == 0
    ]
    return found[:MOST_TO_READ]
