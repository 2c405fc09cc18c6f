"""Agents on the command line: a model's name, or a mapping with options; a server for endpoint models."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.experiments import AgentSpec

_ENDPOINT = "endpoint/"
AGENT_HELP = "; with options, '{model: openai/gpt-4o, temperature: 0}'"

ApiBaseOption = Annotated[
    str | None,
    typer.Option(
        metavar="URL", help="The server of every endpoint/ model that is given by its name.", show_default=False
    ),
]


def read_agents(options: Mapping[str, str | None], api_base: str | None) -> dict[str, AgentSpec]:
    """The agents that were given, by the flag's name without dashes, such as `judge`.

    `api_base` is the server of those that are `endpoint/MODEL` without options. Raises BadInput where it is given and
    there is none.
    """
    specs = {name: read_agent(text, f"--{name}") for name, text in options.items() if text is not None}
    if api_base is None:
        return specs
    with_server: dict[str, AgentSpec] = {}
    for name, spec in specs.items():
        if isinstance(spec, str) and spec.startswith(_ENDPOINT):
            with_server[name] = {"model": spec, "api_base": api_base}
    if not with_server:
        raise BadInput(f"is for a model that is given as {_ENDPOINT}MODEL, and here is none", "--api-base")
    return specs | with_server


def read_agent(text: str, flag: str) -> AgentSpec:
    """A model's name as it is, or a mapping `{model: NAME, option: value}`. Raises BadInput for a broken mapping."""
    from dikast.input_files import yaml_value

    if not text.lstrip().startswith("{"):
        return text
    spec = yaml_value(text)
    if not isinstance(spec, dict) or not all(isinstance(key, str) for key in spec):
        example = "'{model: endpoint/qwen, api_base: \"http://127.0.0.1:8000/v1\"}'"
        raise BadInput(f"this mapping can't be read: write it as {example}", flag)
    return spec
