"""dikast ask: one question, run through one protocol."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.agent_option import AGENT_HELP, ApiBaseOption, read_agents
from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.completion import protocol_names
from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.agents import Permissions
    from dikast.experiments import AgentSpec, RetryingAgent
    from dikast.protocols import Protocol
    from dikast.records import Episode, Question


def ask(
    question: Annotated[str, typer.Argument(metavar="QUESTION", help="The question.", show_default=False)],
    choice: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ANSWER", help="A possible answer; give the option twice or more. An open question has none."
        ),
    ] = None,
    reference: Annotated[
        list[str] | None,
        typer.Option(metavar="ANSWER", help="A right answer of an open question, to verify answers by; repeatable."),
    ] = None,
    protocol: Annotated[
        str, typer.Option(help="The name of a protocol, or a file with your own.", autocompletion=protocol_names)
    ] = "debate",
    debater: Annotated[
        str | None,
        typer.Option(metavar="MODEL", help=f"The model of every debater, such as openai/gpt-4o-mini{AGENT_HELP}."),
    ] = None,
    consultant: Annotated[str | None, typer.Option(metavar="MODEL", help="The model of the consultant.")] = None,
    judge: Annotated[str | None, typer.Option(metavar="MODEL", help="The model of the judge.")] = None,
    solver: Annotated[str | None, typer.Option(metavar="MODEL", help="The model of every solver.")] = None,
    api_base: ApiBaseOption = None,
    agent: Annotated[
        list[str] | None,
        typer.Option(
            metavar="ROLE=MODEL",
            help="The agent in one role: a model, or a person at this terminal (alice=human); repeatable.",
        ),
    ] = None,
    set: Annotated[
        list[str] | None,
        typer.Option(metavar="OPTION=VALUE", help="Change an option of the protocol, such as rounds=2; repeatable."),
    ] = None,
    source: Annotated[
        Path | None, typer.Option(help="A text file that the question is about.", show_default=False)
    ] = None,
    argues: Annotated[
        int | None,
        typer.Option(help="The answer that an assigned consultant argues for: 0 is the first, 1 the second."),
    ] = None,
    swap: Annotated[
        bool, typer.Option("--swap", help="Ask for the verdict twice, with the answers in both orders.")
    ] = False,
    seed: Annotated[int, typer.Option(help="The seed of all random choices.")] = 0,
    allow_env: AllowEnvOption = None,
    json: Annotated[bool, typer.Option("--json", help="Print the whole record as JSON.")] = False,
) -> None:
    """Run one question through a protocol.

    Prints everything that was said, and the verdict. If the verdict can't be read, the exit code is 1.
    """
    import asyncio

    from dikast.cli.episode_text import as_text
    from dikast.cli.settings import read_settings
    from dikast.cli.unread_verdicts import show_unread_episode
    from dikast.protocols import apply, load_protocol, read_options
    from dikast.sanitize import sanitize_json

    models = {"debater": debater, "consultant": consultant, "judge": judge, "solver": solver}
    specs = read_agents(models, api_base)
    for role, spec in read_settings(agent, "--agent").items():
        specs[role] = spec if isinstance(spec, dict) else str(spec)
    changed_protocol = apply(load_protocol(protocol), read_options(read_settings(set)))
    _check_answers(changed_protocol, choice or [], reference or [])
    asked_question = _question(question, choice or [], reference or [], source)
    try:
        episode = asyncio.run(
            _episode(changed_protocol, asked_question, specs, permissions_with(allow_env), seed, argues, swap)
        )
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    if json:
        typer.echo(sanitize_json(episode.model_dump_json(indent=2)))
    else:
        typer.echo(as_text(episode))
    if episode.verdict.status == "unparsed":
        typer.echo("the verdict could not be read", err=True)
        show_unread_episode(episode)
        raise typer.Exit(1)


def _check_answers(protocol: Protocol, choices: list[str], references: list[str]) -> None:
    """Raises BadInput where the protocol needs choices and there are none, or has no use for what is given."""
    if protocol.accepts and choices:
        raise BadInput(f"{protocol.name} is for open questions: leave it out, or give --reference", "--choice")
    if not protocol.needs_choices:
        return
    if not choices:
        raise BadInput(
            f"{protocol.name} decides between answers: name each by --choice, or take a protocol for open questions, "
            "such as --protocol answer-debate or solver",
            "--choice",
        )
    if references:
        raise BadInput(f"{protocol.name} compares no answer with a right one: leave it out", "--reference")


def _question(text: str, choices: list[str], references: list[str], source: Path | None) -> Question:
    """The question of the command line. Raises BadInput if it is not one, as with a single answer."""
    from dikast.input_files import Document, into, read_text
    from dikast.records import Question

    source_text = None
    if source is not None:
        source_text = read_text(source)
    data = {"id": "asked", "text": text, "choices": choices, "references": references, "source": source_text}
    return into(Question, Document(data, "the question"))


async def _episode(
    protocol: Protocol,
    question: Question,
    specs: Mapping[str, AgentSpec],
    permissions: Permissions,
    seed: int,
    argues: int | None,
    swap: bool,
) -> Episode:
    """Runs the episode with agents that retry failed calls, and closes them."""
    from dikast.agents import open_agent
    from dikast.experiments import Limits, ModelLimiter, RetryingAgent
    from dikast.graphs import run_episode

    # One limiter for all agents: roles may share a model.
    limits = Limits()
    limiter = ModelLimiter(limits.of(""))
    kinds = {role.kind for role in protocol.roles.values()}
    agents: dict[str, RetryingAgent] = {}
    for role, spec in specs.items():
        # An agent is for one role (alice), or for all roles of a kind (debater).
        if role not in protocol.roles and role not in kinds:
            raise BadInput(f"protocol {protocol.name!r} has no {role}: it has {', '.join(protocol.roles)}")
        agent = open_agent(spec, where=f"agent for {role}", permissions=permissions)
        agents[role] = RetryingAgent(agent, limiter, limits)
    try:
        return await run_episode(
            protocol,
            question,
            agents=agents,
            seed=seed,
            argues=argues,
            swap="both" if swap else "none",
        )
    finally:
        for opened in agents.values():
            await opened.aclose()
