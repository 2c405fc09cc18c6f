"""dikast register: what an experiment is going to compare, frozen before it is run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def register(
    experiment: Annotated[
        Path, typer.Argument(metavar="EXPERIMENT", help="The experiment file, with `hypotheses`.", show_default=False)
    ],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file to write, by default NAME.registration.json.", show_default=False),
    ] = None,
    run: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The run folder, by default runs/NAME: is it begun?", show_default=False),
    ] = None,
) -> None:
    """Freeze an experiment's hypotheses before it is run.

    The file has the comparisons with their directions and numbers of questions, the stopping rule, the exclusions and
    all else of the experiment, and a hash of all that. Publish the hash; then `dikast report DIR --registration FILE`
    says what was confirmed, what is exploratory, and what was changed. No model is called.
    """
    from dikast.experiments import Registration, load_experiment, prepare

    loaded, document = load_experiment(experiment)
    prepared = prepare(loaded, document, run, makes_folder=False)
    registration = Registration.of(prepared, document)
    path = out or Path(f"{loaded.name}.registration.json")
    registration.write(path)
    for hypothesis in registration.content.hypotheses:
        typer.echo(f"- {hypothesis.statement}, on {hypothesis.questions:,} questions")
    typer.echo(f"registration: {path}\nsha256: {registration.hash}")
    if registration.content.finished:
        message = f"{registration.content.finished:,} episodes of it are finished already, and the file says so"
        typer.echo(f"dikast: {message}", err=True)
