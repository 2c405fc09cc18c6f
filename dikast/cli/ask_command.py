"""dikast ask: one question, put to one protocol now."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.experiments import AgentSpec
    from dikast.protocols import Protocol
    from dikast.records import Episode, Question


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question.", show_default=False)],
    choice: Annotated[list[str], typer.Option(metavar="ANSWER", help="An answer to choose from; twice or more.")],
    protocol: Annotated[str, typer.Option(help="A protocol's name, or a file of your own.")] = "debate",
    debater: Annotated[str | None, typer.Option(metavar="MODEL", help="The agent of every debater.")] = None,
    consultant: Annotated[str | None, typer.Option(metavar="MODEL", help="The agent of the consultant.")] = None,
    judge: Annotated[str | None, typer.Option(metavar="MODEL", help="The agent of the judge.")] = None,
    solver: Annotated[str | None, typer.Option(metavar="MODEL", help="The agent of every solver.")] = None,
    agent: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE=MODEL", help="The agent of one role, such as alice=human."),
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="OPTION=VALUE", help="An option on the protocol, such as rounds=2.")
    ] = None,
    source: Annotated[Path | None, typer.Option(help="A text file with the source.", show_default=False)] = None,
    argues: Annotated[
        int | None, typer.Option(help="The side an assigned consultant argues: 0 for the first choice.")
    ] = None,
    swap: Annotated[bool, typer.Option("--swap", help="Take the verdict under both orders of the answers.")] = False,
    seed: Annotated[int, typer.Option(help="What all chance is drawn from.")] = 0,
    json: Annotated[bool, typer.Option("--json", help="Print the whole record as JSON.")] = False,
) -> None:
    """Put one question to a protocol now.

    Prints what was said and decided.
    """
    from dikast.cli.episode_text import as_text
    from dikast.cli.settings import read_settings
    from dikast.protocols import apply, load_protocol, read_options
    from dikast.sanitize import sanitize_json

    kinds = {"debater": debater, "consultant": consultant, "judge": judge, "solver": solver}
    specs: dict[str, AgentSpec] = {kind: name for kind, name in kinds.items() if name is not None}
    given = read_settings(agent or [], "--agent")
    specs |= {role: spec if isinstance(spec, dict) else str(spec) for role, spec in given.items()}
    asked = _question(question, choice, source)
    loaded = apply(load_protocol(protocol), read_options(read_settings(set or [])))
    try:
        episode = asyncio.run(_episode(loaded, asked, specs, seed, argues, swap))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    typer.echo(sanitize_json(episode.model_dump_json(indent=2)) if json else as_text(episode))


def _question(text: str, choices: list[str], source: Path | None) -> Question:
    from dikast.input_files import Document, into, read_text
    from dikast.records import Question

    data = {"id": "asked", "text": text, "choices": choices, "source": read_text(source) if source else None}
    return into(Question, Document(data, "the question"))


async def _episode(
    protocol: Protocol, question: Question, specs: dict[str, AgentSpec], seed: int, argues: int | None, swap: bool
) -> Episode:
    from dikast.agents import open_agent
    from dikast.experiments import Limits, ModelLimiter, RetryingAgent
    from dikast.graphs import run_episode

    limits = Limits()
    limiter = ModelLimiter(limits.of(""))
    agents: dict[str, RetryingAgent] = {}
    for role, name in specs.items():
        if role not in protocol.roles and role not in {seat.kind for seat in protocol.roles.values()}:
            raise BadInput(f"protocol {protocol.name!r} has no {role}: it has {', '.join(protocol.roles)}")
        agents[role] = RetryingAgent(open_agent(name, where=f"agent for {role}"), limiter, limits)
    try:
        return await run_episode(
            protocol, question, agents=agents, seed=seed, argues=argues, swap="both" if swap else "none"
        )
    finally:
        for agent in agents.values():
            await agent.aclose()
