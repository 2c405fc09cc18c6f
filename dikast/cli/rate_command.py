"""dikast rate: how good an agent is, on a card."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.agent_option import read_agent
from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.run_command import EstimateOption, PlainOption

if TYPE_CHECKING:
    from pydantic import JsonValue

    from dikast.agents import Permissions
    from dikast.evaluation import Card, PlannedRating
    from dikast.experiments import AgentSpec, Run


class PartName(enum.StrEnum):
    """The parts in which an agent can be rated."""

    judge = "judge"
    debater = "debater"
    consultant = "consultant"
    solver = "solver"
    critic = "critic"


AgentArgument = Annotated[
    str,
    typer.Argument(
        metavar="AGENT",
        help="The agent: a model, ./my_agent.py:agent, or '{model: NAME, option: value}'.",
        show_default=False,
    ),
]
PartOption = Annotated[PartName, typer.Option("--as", help="The part in which it is rated.", show_default=False)]
LeagueOption = Annotated[
    Path, typer.Option("--out", metavar="LEAGUE", help="The folder of the league, in which all is kept.")
]
AgainstOption = Annotated[
    list[str] | None,
    typer.Option(metavar="AGENT,…", help="Opponents beside those that ship; repeatable.", show_default=False),
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
LimitOption = Annotated[
    int | None, typer.Option(min=1, help="Use at most this many questions of each set.", show_default=False)
]
BudgetOption = Annotated[
    float | None, typer.Option(min=0, metavar="USD", help="Stop before more is spent now.", show_default=False)
]


def rate(
    agent: AgentArgument,
    part: PartOption,
    out: LeagueOption = Path("league"),
    against: AgainstOption = None,
    questions: QuestionsOption = None,
    judge: PanelOption = None,
    rounds: RoundsOption = None,
    limit: LimitOption = None,
    budget: BudgetOption = None,
    estimate: EstimateOption = False,
    allow_env: AllowEnvOption = None,
    plain: PlainOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the card as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Also write the card as a page.", show_default=False)
    ] = None,
) -> None:
    """Find out how good an agent is.

    It is run against agents that ship, on questions that ship, and all is kept in a league: another agent then plays
    its own games only, and the same command goes on where it stopped. If the budget is used up, the exit code is 3; if
    an episode fails, it is 1.
    """
    from dikast.cli.card_text import print_card
    from dikast.evaluation import League, RatingOptions, plan_rating
    from dikast.sanitize import sanitize_json

    permissions = permissions_with(allow_env)
    options = RatingOptions(
        base=Path.cwd(),
        against=tuple(read_agent(name, "--against") for name in _listed(against)),
        questions=_question_source(questions),
        judges=tuple(read_agent(name, "--judge") for name in judge or ()),
        rounds=rounds,
        limit=limit,
    )
    planned = plan_rating(part.value, read_agent(agent, "AGENT"), League(out), options, permissions)
    if estimate:
        _print_estimates(planned, permissions, as_json=json)
        return
    code = _play(planned, permissions, budget, is_plain=plain)
    card = planned.card()
    if html is not None:
        _write_page(card, html)
    if json:
        typer.echo(sanitize_json(card.model_dump_json(indent=2)))
    else:
        print_card(card)
    raise typer.Exit(code)


def _play(planned: PlannedRating, permissions: Permissions, budget: float | None, *, is_plain: bool) -> int:
    """Starts every run that is not whole. Returns the exit code: 3 where the budget ended one, 1 after a failure."""
    from dikast.cli.run_command import run_to_its_end
    from dikast.sanitize import sanitize

    code = 0
    for rating_run in planned.runs:
        prepared = rating_run.prepare(permissions, budget)
        planned.begin()
        if _is_whole(prepared):
            continue
        if prepared.placement and prepared.placement.notice:
            typer.echo(sanitize(prepared.placement.notice), err=True)
        ended = run_to_its_end(prepared, is_plain=is_plain)
        if budget is not None:
            budget = max(0.0, budget - prepared.stack.meter.usd)
        if ended.code == 3:
            typer.echo(ended.partial or ended.progress.passed, err=True)
            return 3
        code = code or ended.code
    return code


def _is_whole(prepared: Run) -> bool:
    finished = prepared.folder.finished() if prepared.folder.is_begun else set()
    return all(episode.id in finished for episode in prepared.matrix)


def _print_estimates(planned: PlannedRating, permissions: Permissions, *, as_json: bool) -> None:
    from dikast.cli.estimate_table import print_estimate

    for rating_run in planned.runs:
        print_estimate(rating_run.prepare(permissions, None, makes_folder=False), as_json=as_json)


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


def _write_page(card: Card, path: Path) -> None:
    from dikast.report import write_card_page

    write_card_page(card, path)
