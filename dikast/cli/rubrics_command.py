"""dikast rubrics: the rubrics that come with Dikast, and what each of them judges by."""

from __future__ import annotations

from typing import Annotated

import typer

from dikast.cli.completion import rubric_names
from dikast.cli.showing_group import ShowingGroup

app = typer.Typer(cls=ShowingGroup, help="List the rubrics, or show one.", invoke_without_command=True)


@app.callback()
def rubrics(context: typer.Context) -> None:
    """List the rubrics that come with Dikast, or show one: `dikast rubrics NAME`."""
    if context.invoked_subcommand is not None:
        return
    from dikast.rubrics import load_rubric, rubric_names

    names = rubric_names()
    width = max(map(len, names))
    for name in names:
        typer.echo(f"{name:<{width}}  {load_rubric(name).description}")


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The name of a rubric, or a file with your own.",
            show_default=False,
            autocompletion=rubric_names,
        ),
    ],
    table: Annotated[bool, typer.Option("--table", help="Print it as tables instead of YAML.")] = False,
) -> None:
    """Print a rubric with all its settings."""
    from dikast.rubrics import load_rubric
    from dikast.sanitize import sanitize

    rubric = load_rubric(name)
    if table:
        from dikast.cli.rubric_table import print_rubric

        print_rubric(rubric)
        return
    import yaml

    data = rubric.model_dump(mode="json")
    typer.echo(sanitize(yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=120)), nl=False)
