"""dikast tells: whether a question set gives its right answers away."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.trust_option import TrustOption

if TYPE_CHECKING:
    from dikast.metrics import BlindTells
    from dikast.records import Question


def tells(
    questions: Annotated[
        Path,
        typer.Argument(
            metavar="QUESTIONS",
            help="An experiment (YAML), a file of questions, or a run folder.",
            show_default=False,
        ),
    ],
    seed: Annotated[int, typer.Option(min=0, help="Decides which questions are learned from together.")] = 0,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the numbers as JSON.")] = False,
) -> None:
    """Find right answers without reading the questions.

    By the length, position, digits or style of the answers alone, in questions that were not learned from. Above
    chance, a judge may be right for such a reason, too. No model is called.
    """
    from dikast.errors import BadInput
    from dikast.metrics import blind_tells
    from dikast.sanitize import sanitize_json

    found = blind_tells(_read(questions, trust=trust), seed=seed)
    if found is None:
        raise BadInput("at least 40 questions with choices and a known right answer are needed", str(questions))
    if json:
        typer.echo(sanitize_json(found.model_dump_json(indent=2)))
        return
    _print(found)


def _read(path: Path, *, trust: bool) -> Iterable[Question]:
    """The questions of an experiment, of a file, or of a run. Raises BadInput where they can't be read."""
    from dikast.cli.question_file import read_questions
    from dikast.experiments import RunFolder
    from dikast.report import run_questions

    if path.is_dir():
        return run_questions(RunFolder.open(path, trusts_store=trust))
    return read_questions(path)


def _print(found: BlindTells) -> None:
    from dikast.cli.tables import or_dash, plain_console, print_table

    rows = []
    for tell in found.tells:
        estimate = tell.accuracy
        interval = f"{or_dash(estimate.low, '.2f')}–{or_dash(estimate.high, '.2f')}"
        mark = "above chance" if tell.is_above_chance else ""
        rows.append((tell.features, or_dash(estimate.value, ".3f"), interval, mark))
    title = f"Right answers found blindly, of {found.questions:,} questions; chance {found.chance:.3f}"
    print_table(plain_console(), title, ("by", "found", "interval", ""), rows)
    if found.above_chance:
        names = ", ".join(tell.features for tell in found.above_chance)
        typer.echo(f"the answers' {names} give right ones away: a judge can be right without knowing why")
