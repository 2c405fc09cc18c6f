"""dikast protocols: those that come with Dikast, and what each of them does."""

from __future__ import annotations

from typing import Annotated

import typer

app = typer.Typer(help="List the protocols, or show one.", invoke_without_command=True)


@app.callback()
def protocols(context: typer.Context) -> None:
    """List the protocols that come with Dikast, or show one."""
    if context.invoked_subcommand is None:
        from dikast.protocols import load_protocol, protocol_names

        names = protocol_names()
        for name in names:
            typer.echo(f"{name:<{max(map(len, names))}}  {load_protocol(name).description}")


@app.command()
def show(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Its name, or a file of your own.", show_default=False)],
    mermaid: Annotated[bool, typer.Option("--mermaid", help="Print its compiled graph in Mermaid's language.")] = False,
    set: Annotated[
        list[str] | None, typer.Option(metavar="OPTION=VALUE", help="An option on it, such as rounds=2.")
    ] = None,
) -> None:
    """Print a protocol as it runs, with every option in place."""
    from dikast.cli.settings import read_settings
    from dikast.protocols import apply, load_protocol, read_options

    protocol = apply(load_protocol(name), read_options(read_settings(set or [])))
    if mermaid:
        from dikast.graphs import mermaid as draw

        typer.echo(draw(protocol))
        return
    import yaml

    data = protocol.model_dump(mode="json", exclude_none=True)
    typer.echo(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), nl=False)
