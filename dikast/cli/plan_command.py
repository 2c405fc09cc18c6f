"""dikast plan: how many questions a difference, an interval or a gate needs."""

from __future__ import annotations

import json as json_text
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.trust_option import TrustOption

if TYPE_CHECKING:
    from dikast.experiments import RunFolder
    from dikast.gates import Requirement
    from dikast.report import PlannedQuestions, PlanTerms


def plan(
    difference: Annotated[
        float | None,
        typer.Option(min=-1, max=1, metavar="D", help="The difference of two accuracies to show.", show_default=False),
    ] = None,
    half_width: Annotated[
        float | None,
        typer.Option(
            min=0, max=0.5, metavar="H", help="How far an accuracy's 95 % interval may reach.", show_default=False
        ),
    ] = None,
    require: Annotated[
        list[str] | None,
        typer.Option(
            metavar="FIGURE>=X", help="The gate to decide, as in `dikast run`; repeatable.", show_default=False
        ),
    ] = None,
    source: Annotated[
        Path | None,
        typer.Option("--from", metavar="DIR", help="A run that shows what to expect.", show_default=False),
    ] = None,
    compare: Annotated[
        tuple[str, str] | None,
        typer.Option(metavar="A B", help="Only these two cells of the run.", show_default=False),
    ] = None,
    accuracy: Annotated[
        float | None,
        typer.Option(min=0, max=1, metavar="P", help="The accuracy to expect, of the first.", show_default=False),
    ] = None,
    discordance: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=1,
            metavar="Q",
            help="The share of questions that only one of two gets right.",
            show_default=False,
        ),
    ] = None,
    alpha: Annotated[float, typer.Option(min=0, max=1, help="The chance of a difference where there is none.")] = 0.05,
    power: Annotated[float, typer.Option(min=0, max=1, help="The chance to show what there is.")] = 0.8,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Say how many questions it takes.

    To show a difference of two judges or protocols (on the same questions or on others), to know an accuracy to within
    a half width, or to decide a gate. A run that is there already (--from) says how much its verdicts vary.
    """
    from dikast.errors import BadInput
    from dikast.experiments import RunFolder
    from dikast.report import PlanTerms, plan_questions
    from dikast.sanitize import sanitize_json

    if difference is None and half_width is None and not require:
        raise BadInput("say what is to be shown: --difference D, --half-width H or --require FIGURE>=X")
    if compare is not None and source is None:
        raise BadInput("it names two cells of a run: give the run with --from DIR", "--compare")
    terms = PlanTerms(
        difference=difference,
        half_width=half_width,
        accuracy=accuracy,
        discordance=discordance,
        alpha=alpha,
        power=power,
    )
    folder = None if source is None else RunFolder.open(source, trusts_store=trust)
    rows = [*plan_questions(terms, folder, compare), *_gates(terms, require or (), folder)]
    if json:
        data = {"terms": terms.model_dump(), "plan": [row.model_dump() for row in rows]}
        typer.echo(sanitize_json(json_text.dumps(data, indent=2)))
        return
    _print(terms, rows)


def _gates(terms: PlanTerms, require: Sequence[str], folder: RunFolder | None) -> list[PlannedQuestions]:
    """What each gate takes, for every cell of the run that it is of, or for the accuracy to expect."""
    from dikast.cli.gate_figures import RUN_FIGURES, run_gate_cells
    from dikast.cli.tables import or_dash
    from dikast.gates import decide, read_requirements
    from dikast.metrics import cells, questions_to_decide
    from dikast.report import PlannedQuestions

    requirements = read_requirements(require, RUN_FIGURES)
    if terms.accuracy is not None or folder is None:
        return [_expected_gate(terms, requirement) for requirement in requirements]
    rows = run_gate_cells(cells(folder.outcomes()), {requirement.figure for requirement in requirements})
    planned = []
    for check in decide(requirements, rows).checks:
        threshold = check.requirement.threshold
        questions = questions_to_decide(check.estimate, threshold, alpha=terms.alpha, power=terms.power)
        value = or_dash(check.estimate.value, ".3f")
        basis = f"{check.requirement.figure} {value} of {check.cell}, if that is the truth"
        planned.append(PlannedQuestions(design="gate", goal=check.requirement.text, questions=questions, basis=basis))
    return planned


def _expected_gate(terms: PlanTerms, requirement: Requirement) -> PlannedQuestions:
    """What a gate takes at the accuracy to expect. Raises BadInput without one, and for other figures."""
    from dikast.errors import BadInput
    from dikast.metrics import questions_for_threshold
    from dikast.report import PlannedQuestions

    where = f"--require {requirement.text}"
    if requirement.figure != "accuracy":
        raise BadInput("only a run says how much this varies: give one with --from DIR", where)
    if terms.accuracy is None:
        raise BadInput("say what to expect: --accuracy P, or a run with --from DIR", where)
    questions = questions_for_threshold(terms.accuracy, requirement.threshold, alpha=terms.alpha, power=terms.power)
    basis = f"accuracy {terms.accuracy:g} expected"
    return PlannedQuestions(design="gate", goal=requirement.text, questions=questions, basis=basis)


def _print(terms: PlanTerms, planned: Sequence[PlannedQuestions]) -> None:
    from dikast.cli.tables import or_dash, plain_console, print_table

    rows = [(row.goal, row.design, row.basis, or_dash(row.questions, ",d")) for row in planned]
    title = f"Questions needed (α = {terms.alpha:g}, power {terms.power:g})"
    print_table(plain_console(), title, ("to show", "by", "from", "questions"), rows, names=3)
    if any(row.questions is None for row in planned):
        typer.echo("–: no number of questions can be named, where the figure is the threshold or has no interval")
