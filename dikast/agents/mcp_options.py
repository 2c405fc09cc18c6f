"""McpOptions: the server of the Model Context Protocol whose tools an agent may use, as it is written under `mcp:`."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from dikast.agents.agent_options import ApiBase, KeyOptions, named_with
from dikast.agents.permissions import Permissions
from dikast.errors import BadInput
from dikast.masking import keep_secret, mask_passwords


def _check_word(word: str) -> str:
    """The word unchanged. Raises ValueError for one with a password in it: commands are in agents' names."""
    if mask_passwords(word) != word:
        raise ValueError("a command is shown and kept, and this one has a password in it; pass it by `env`")
    return word


def _as_words(value: object) -> object:
    """Lets a user write a command as one line, and one name without brackets."""
    return shlex.split(value) if isinstance(value, str) else value


Word = Annotated[str, Field(min_length=1), AfterValidator(_check_word)]
Words = Annotated[tuple[Word, ...], Field(min_length=1), BeforeValidator(_as_words)]


class McpOptions(KeyOptions):
    """An MCP server: the `command` that starts one, or the `url` of one that runs (streamable HTTP).

    `tools` names those that are offered, by default all. `timeout_s` limits the start and each call of a tool, in
    seconds. `env` names variables that a started server gets, besides PATH, HOME and their like. `api_key_env` names
    the one with the key that a server at a URL is sent as a bearer token.
    """

    command: Words | None = None
    url: ApiBase | None = None
    tools: Words | None = None
    timeout_s: float = Field(default=60.0, gt=0, allow_inf_nan=False)
    env: Words | None = None

    @model_validator(mode="after")
    def _is_one_server(self) -> Self:
        if (self.command is None) == (self.url is None):
            raise ValueError("give either the `command` that starts the server or the `url` of one that runs")
        if self.command is None and self.env:
            raise ValueError("`env` is for a server that a `command` starts; a server at a URL is sent `api_key_env`")
        if self.url is None and self.api_key_env is not None:
            raise ValueError("`api_key_env` is for a server at a `url`; one that a `command` starts gets `env`")
        return self

    @property
    def server(self) -> str:
        """The server as names and messages have it: its URL, or its command."""
        return self.url or shlex.join(self.command or ())

    @property
    def own_name(self) -> str:
        """The server, with the tools that are offered where these are not all."""
        return named_with(self.server, {} if self.tools is None else {"tools": ",".join(self.tools)})

    def check(self, permissions: Permissions, base: Path, where: str) -> None:
        """Raises BadInput, at `where`, where the server can't be used: nothing is started to find out."""
        if importlib.util.find_spec("mcp") is None:
            raise BadInput('MCP servers need an extra: pip install "dikast[mcp]"', where)
        for name in filter(None, (*(self.env or ()), self.api_key_env)):
            permissions.check_key_variable(name, where)
        self.environment()
        self.api_key()
        if self.command is not None and not _is_program(self.command[0], base):
            raise BadInput(f"there is no program {self.command[0]!r} to start the MCP server with", where)

    def environment(self) -> dict[str, str]:
        """The variables under `env`, whose values are masked from now on. Raises BadInput for one that is not set."""
        values: dict[str, str] = {}
        for name in self.env or ():
            value = os.environ.get(name)
            if not value:
                raise BadInput(f"env names {name!r}, which the environment does not have; set it")
            keep_secret(value)
            values[name] = value
        return values


def _is_program(program: str, base: Path) -> bool:
    """Whether a shell in the folder `base` would find a program of this name."""
    return os.access(base / program, os.X_OK) if os.sep in program else shutil.which(program) is not None
