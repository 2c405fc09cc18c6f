"""dikast protocols: the protocols that come with Dikast, and what each of them does."""

from __future__ import annotations

from typing import Annotated

import typer

from dikast.cli.completion import protocol_names
from dikast.cli.showing_group import ShowingGroup

app = typer.Typer(cls=ShowingGroup, help="List the protocols, or show one.", invoke_without_command=True)


@app.callback()
def protocols(context: typer.Context) -> None:
    """List the protocols that come with Dikast, or show one: `dikast protocols NAME`."""
    if context.invoked_subcommand is not None:
        return
    from dikast.protocols import load_protocol, protocol_names

    loaded = {name: load_protocol(name) for name in protocol_names()}
    width = max(map(len, loaded))
    families: dict[str, list[str]] = {}
    for name, protocol in loaded.items():
        families.setdefault(protocol.family, []).append(f"  {name:<{width}}  {protocol.description}")
    for family, lines in families.items():
        typer.echo("\n".join((f"{family}:", *lines)))


@app.command()
def show(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="The name of a protocol, or a file with your own.",
            show_default=False,
            autocompletion=protocol_names,
        ),
    ],
    mermaid: Annotated[
        bool, typer.Option("--mermaid", help="Print the protocol's graph as a Mermaid diagram instead.")
    ] = False,
    set: Annotated[
        list[str] | None,
        typer.Option(metavar="OPTION=VALUE", help="Change an option of the protocol, such as rounds=2; repeatable."),
    ] = None,
) -> None:
    """Print a protocol as it runs, with the value of every option."""
    from dikast.cli.settings import read_settings
    from dikast.protocols import apply, load_protocol, read_options

    protocol = apply(load_protocol(name), read_options(read_settings(set)))
    if mermaid:
        # LangGraph takes a second to import: only what draws or runs a graph pays for it.
        from dikast.graphs import mermaid as draw

        typer.echo(draw(protocol))
        return
    import yaml

    data = protocol.model_dump(mode="json", exclude_none=True)
    typer.echo(yaml.safe_dump(data, sort_keys=False, allow_unicode=True), nl=False)
