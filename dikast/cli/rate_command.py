"""dikast rate: how good an agent is, on a card."""

from __future__ import annotations

import enum
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.agent_option import read_agent
from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.fresh_option import FreshOption
from dikast.cli.gate_options import JUnitOption, RequireOption, SummaryOption, read_gate
from dikast.cli.run_command import EstimateOption, PlainOption

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pydantic import JsonValue

    from dikast.agents import Permissions
    from dikast.cli.run_command import Ended
    from dikast.evaluation import Card, Lead, PlannedRating, RatingRun
    from dikast.experiments import AgentSpec, Matrix, Run


LEAST_USD = 1e-6
BUDGET_ENDED = 3
"""The exit code where the budget is used up."""


class PartName(enum.StrEnum):
    """The parts in which an agent can be rated."""

    judge = "judge"
    debater = "debater"
    consultant = "consultant"
    solver = "solver"
    critic = "critic"


AgentsArgument = Annotated[
    list[str],
    typer.Argument(
        metavar="AGENT",
        help="The agent: a model, ./my_agent.py:agent, or '{model: NAME, option: value}'; with --compare, two of them.",
        show_default=False,
    ),
]
CompareOption = Annotated[
    bool, typer.Option("--compare", help="Rate two agents, such as two versions of one, and compare them task by task.")
]
PartOption = Annotated[PartName, typer.Option("--as", help="The part in which it is rated.", show_default=False)]
LeagueOption = Annotated[
    Path, typer.Option("--out", metavar="LEAGUE", help="The folder of the league, in which all is kept.")
]
AgainstOption = Annotated[
    list[str] | None,
    typer.Option(metavar="AGENT,…", help="Opponents beside those that ship; repeatable.", show_default=False),
]
PoolOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--pool",
        metavar="DIR",
        help="Meet also those who argued in this run or league, as recorded: no model of theirs is called; repeatable.",
        show_default=False,
    ),
]
QuestionsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FILE",
        help="Other questions: a file, or a `questions:` mapping such as '{dataset: quality, path: dev}'.",
        show_default=False,
    ),
]
PanelOption = Annotated[
    list[str] | None,
    typer.Option(
        "--judge", metavar="MODEL", help="The judges that debaters speak before; repeatable.", show_default=False
    ),
]
RoundsOption = Annotated[
    int | None, typer.Option(min=1, help="How many speeches each debater makes; by default 1.", show_default=False)
]
SamplesOption = Annotated[
    int | None,
    typer.Option(min=1, help="How often a solver answers each question; by default once.", show_default=False),
]
LimitOption = Annotated[
    int | None, typer.Option(min=1, help="Use at most this many questions of each set.", show_default=False)
]
BudgetOption = Annotated[
    float | None,
    typer.Option(min=LEAST_USD, metavar="USD", help="Stop before more is spent now.", show_default=False),
]


def rate(
    agents: AgentsArgument,
    part: PartOption,
    compare: CompareOption = False,
    out: LeagueOption = Path("league"),
    against: AgainstOption = None,
    pool: PoolOption = None,
    questions: QuestionsOption = None,
    judge: PanelOption = None,
    rounds: RoundsOption = None,
    samples: SamplesOption = None,
    limit: LimitOption = None,
    budget: BudgetOption = None,
    fresh: FreshOption = False,
    estimate: EstimateOption = False,
    require: RequireOption = None,
    junit: JUnitOption = None,
    summary: SummaryOption = None,
    allow_env: AllowEnvOption = None,
    plain: PlainOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False,
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Also write a page of it, or of both.", show_default=False),
    ] = None,
) -> None:
    """Find out how good an agent is.

    It is run against agents that ship, on questions that ship, and all is kept in a league: another agent then plays
    its own games only, and the same command goes on where it stopped. If the budget is used up, the exit code is 3; if
    an episode fails, it is 1. With --require it is 4 or 5 where a figure is not good enough, or not surely.
    """
    from dikast.cli.card_text import print_card, print_lead
    from dikast.evaluation import PART_FIGURES, League, RatingOptions, plan_rating
    from dikast.gates import GateCell
    from dikast.report import write_card_page
    from dikast.sanitize import sanitize_json

    gate = read_gate(require, junit, summary, figures=PART_FIGURES[part.value])
    permissions = permissions_with(allow_env)
    options = RatingOptions(
        base=Path.cwd(),
        against=_opponents(part, against, pool),
        questions=_question_source(questions),
        judges=tuple(read_agent(name, "--judge") for name in judge or ()),
        rounds=rounds,
        samples=samples,
        limit=limit,
    )
    specs = [read_agent(agent, "AGENT") for agent in agents]
    _check_number(specs, is_comparison=compare)
    league = League(out)
    planned = [plan_rating(part.value, spec, league, options, permissions) for spec in specs]
    _check_before_calls(planned, html)
    if estimate:
        _print_estimates(planned, permissions, as_json=json)
        return
    code = _play(planned, permissions, budget, is_fresh=fresh, is_plain=plain)
    cards = [rating.card() for rating in planned]
    lead = planned[0].lead(planned[1]) if compare else None
    if html is not None:
        write_card_page(cards, html, lead)
    if json:
        typer.echo(sanitize_json(_as_json(cards, lead)))
    else:
        for card in cards:
            print_card(card)
        if lead is not None:
            print_lead(cards[0].agent, cards[1].agent, lead)
    # Of two agents, the first is the newer version, and the other what it is compared with.
    gated = [GateCell(cards[0].agent, (), cards[0].figures)]
    raise typer.Exit(gate.finish("rate", gated, code, is_json=json))


def _check_number(specs: Sequence[AgentSpec], *, is_comparison: bool) -> None:
    """Raises BadInput unless there is one agent, or two different ones to compare."""
    from dikast.errors import BadInput

    if is_comparison and (len(specs) != 2 or specs[0] == specs[1]):
        raise BadInput("--compare takes two different agents", "AGENT")
    if not is_comparison and len(specs) != 1:
        raise BadInput("one agent is rated at a time; --compare takes two", "AGENT")


def _check_before_calls(planned: Sequence[PlannedRating], html: Path | None) -> None:
    """Raises BadInput for what would otherwise be found only once everything is paid for."""
    from dikast.report import check_writable

    if len(planned) > 1:
        planned[0].check_differs(planned[1])
    if html is not None:
        check_writable(html)


def _as_json(cards: Sequence[Card], lead: Lead | None) -> str:
    """One card as it is; two, with how far the first is ahead."""
    from json import dumps

    if lead is None:
        return cards[0].model_dump_json(indent=2)
    first, second = (card.model_dump(mode="json") for card in cards)
    return dumps({"first": first, "second": second, "lead": lead.model_dump(mode="json")}, indent=2)


def _play(
    planned: Sequence[PlannedRating],
    permissions: Permissions,
    budget: float | None,
    *,
    is_fresh: bool,
    is_plain: bool,
) -> int:
    """Starts every run that is not whole. Returns the exit code: 3 where the budget ended a run, 1 after a failure.

    Raises typer.Exit where the budget ended before an agent had an episode, so that there is no card to print; and
    after Ctrl-C, unless it came in the last run and that is whole.
    """
    code = 0
    runs = [(rating, rating_run) for rating in planned for rating_run in rating.runs]
    for number, (rating, rating_run) in enumerate(runs, 1):
        if not rating_run.applies():
            continue
        prepared = replace(_prepare(rating_run, permissions, budget), is_fresh=is_fresh)
        rating.begin()
        # An agent that is code may have changed since: only a start finds that out.
        if _is_whole(prepared) and not prepared.stack.code:
            continue
        ended = _play_one(prepared, is_plain=is_plain)
        if number < len(runs):
            _end_if_asked(ended)
        if budget is not None:
            # A run needs a limit above 0, and one this small ends it before its first paid call.
            budget = max(LEAST_USD, budget - prepared.stack.meter.usd)
        if ended.code == BUDGET_ENDED:
            typer.echo(ended.partial or ended.progress.passed, err=True)
            if not all(rating.has_outcomes for rating in planned):
                raise typer.Exit(BUDGET_ENDED)
            return BUDGET_ENDED
        code = code or ended.code
    return code


def _end_if_asked(ended: Ended) -> None:
    """Raises typer.Exit where Ctrl-C came while the last episodes of a run were under way, so that it is whole.

    The next run would call agents after the person asked for an end.
    """
    from dikast.cli.stop_signals import exit_code

    if ended.stop.cause == "asked":
        typer.echo("stopped between two runs; the same command goes on from there", err=True)
        raise typer.Exit(exit_code(ended.stop.reason))


def _prepare(rating_run: RatingRun, permissions: Permissions, budget: float | None) -> Run[Matrix]:
    """The run, with the budget to spend from now on. A run's own limit counts what earlier starts spent, too."""
    import asyncio

    prepared = rating_run.prepare(permissions, budget)
    if budget is None or not prepared.folder.is_begun:
        return prepared
    spent = asyncio.run(_spent_usd(prepared))
    return rating_run.prepare(permissions, budget + spent) if spent else prepared


async def _spent_usd(prepared: Run[Matrix]) -> float:
    journal = prepared.stack.journal
    await journal.open()
    try:
        return (await journal.spent()).cost_usd
    finally:
        await journal.close()


def _play_one(prepared: Run[Matrix], *, is_plain: bool) -> Ended:
    from dikast.cli.run_command import run_to_its_end
    from dikast.sanitize import sanitize

    if prepared.placement and prepared.placement.notice:
        typer.echo(sanitize(prepared.placement.notice), err=True)
    return run_to_its_end(prepared, is_plain=is_plain)


def _is_whole(prepared: Run) -> bool:
    if not prepared.folder.is_begun:
        return False
    finished = prepared.folder.finished()
    return all(id in finished for id in prepared.matrix.ids())


def _print_estimates(planned: Sequence[PlannedRating], permissions: Permissions, *, as_json: bool) -> None:
    from dikast.cli.estimate_table import print_estimate

    runs = [run for rating in planned for run in rating.runs if not run.follows]
    for rating_run in runs:
        print_estimate(rating_run.prepare(permissions, None, makes_folder=False), as_json=as_json)


def _opponents(part: PartName, against: list[str] | None, pool: list[Path] | None) -> tuple[AgentSpec, ...]:
    """The opponents that were named, and those who are recorded. Raises BadInput for a part without opponents."""
    from dikast.errors import BadInput
    from dikast.evaluation import recorded_agents

    if part is not PartName.debater:
        if against or pool:
            raise BadInput(f"a {part.value} has no opponents: leave it out", "--against" if against else "--pool")
        return ()
    named = [read_agent(name, "--against") for name in _listed(against)]
    return (*named, *(spec for folder in pool or () for spec in recorded_agents(folder)))


def _listed(values: list[str] | None) -> list[str]:
    """The agents in all of these lists, which commas part; a mapping with options stays whole."""
    names: list[str] = []
    for value in values or ():
        parts = [value] if value.lstrip().startswith("{") else value.split(",")
        names += [part.strip() for part in parts if part.strip()]
    return names


def _question_source(text: str | None) -> dict[str, JsonValue] | None:
    """The `questions:` mapping that was given, or that of a file."""
    if text is None:
        return None
    spec: AgentSpec = read_agent(text, "--questions")
    return {"file": spec} if isinstance(spec, str) else spec
