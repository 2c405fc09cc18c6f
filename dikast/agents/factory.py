"""open_agent: an agent by its name. Names and options are checked before any call."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from dikast.agents.adapters import as_agent, check_agent_class, environment_agent
from dikast.agents.agent import Agent
from dikast.agents.agent_options import (
    EndpointOptions,
    HostedOptions,
    HttpOptions,
    KeyOptions,
    LocalOptions,
    NoOptions,
    OptionsT,
    check_agent_url,
    named_with,
)
from dikast.agents.environment import Environment
from dikast.agents.extras import OTHER_NAMES, check_installed
from dikast.agents.fallback_agent import FallbackAgent
from dikast.agents.handicap import Handicap
from dikast.agents.handicapped_agent import HandicappedAgent
from dikast.agents.import_path import OWN_CODE, find_attribute
from dikast.agents.mcp_options import McpOptions
from dikast.agents.permissions import Permissions
from dikast.agents.person_name import is_person
from dikast.agents.plug_ins import plug_in
from dikast.agents.unopened_agent import UnopenedAgent
from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.masking import mask_passwords

DEFAULT_PERMISSIONS = Permissions()

_ATTRIBUTE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")
_PERSON = re.compile(r"human(:\w[\w.-]{0,63})?")
_FILE_ATTRIBUTE = re.compile(r"[^:]+\.py:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def is_import_path(name: str) -> bool:
    """Whether an agent's name is the import path of an attribute, `pkg.mod:attr`."""
    return _ATTRIBUTE.fullmatch(name) is not None


def is_file_path(name: str) -> bool:
    """Whether an agent's name is an attribute of a file, `./mod.py:attr`."""
    return _FILE_ATTRIBUTE.fullmatch(name) is not None


def open_agent(
    spec: str | Mapping[str, JsonValue],
    *,
    where: str | None = None,
    base: Path | None = None,
    permissions: Permissions = DEFAULT_PERMISSIONS,
) -> Agent:
    """The agent for a name, or for a mapping `{model: NAME, option: value, …}`.

    | name | agent |
    |---|---|
    | `PROVIDER/MODEL` | any litellm model |
    | `endpoint/MODEL` | an OpenAI-compatible server, with the option `api_base` |
    | `http://…`, `https://…` | an agent behind a URL, which is sent requests as JSON (docs/agents.md) |
    | `local/MODEL`, `local/FILE.gguf` | a model in this process |
    | `pkg.mod:attr`, `./mod.py:attr` | whatever `as_agent` takes; a class is called with the options |
    | `human` | a person at the terminal |
    | `scripted:FILE` | a script of replies |
    | a plug-in's name | the `pkg.mod:attr` of that name in the entry point group `dikast.agents` |

    `fallback` is the name or the mapping of another agent, which replies where this one is out of order or refuses;
    `environment` that of an environment in which this one acts; `mcp` is a server whose tools this one may use.
    `handicap` makes the agent weaker (see `Handicap`). `capability` is a number that says how capable it is; no agent
    is told, and it changes nothing but what reports draw figures against.
    Files and modules are searched under `base`, by default the current directory. The agent holds nothing open before
    its first reply. Without the permission to import code, an `UnopenedAgent` takes the place of one that needs it.
    Raises BadInput, at `where`, for an unknown name, an unknown or bad option, a key that may not be sent, a missing
    key, file or module.
    """
    base = (base or Path.cwd()).absolute()
    try:
        if isinstance(spec, Mapping):
            spec = _without_capability(spec)
            for option, opens_around in _AROUND.items():
                if option in spec:
                    return opens_around(spec, where, base, permissions)
        return _open(_read_spec(spec, where, base, permissions))
    except BadInput as error:
        if error.where is not None or where is None:
            raise
        raise BadInput(error.message, where) from error.__cause__


def _without_capability(spec: Mapping[str, JsonValue]) -> dict[str, JsonValue]:
    """The spec without the number that says how capable the agent is. Raises BadInput where that is no number."""
    options = dict(spec)
    capability = options.pop("capability", 0)
    if isinstance(capability, bool) or not isinstance(capability, int | float):
        raise BadInput(f"capability is a number that says how capable the agent is, got {capability!r}")
    return options


def _open_weakened(spec: dict[str, JsonValue], where: str | None, base: Path, permissions: Permissions) -> Agent:
    """The agent of the mapping, weaker by what is under `handicap`. Raises BadInput."""
    handicap = spec.pop("handicap")
    place = where and f"{where}.handicap"
    if not isinstance(handicap, dict):
        raise BadInput(f"handicap is a mapping, such as {{knows: 0.5}}, got {handicap!r}", place)
    weakness = Handicap.of(handicap, place)
    return HandicappedAgent(open_agent(spec, where=where, base=base, permissions=permissions), weakness)


def _open_with_fallback(spec: dict[str, JsonValue], where: str | None, base: Path, permissions: Permissions) -> Agent:
    """The agent of the mapping and, for where it gives no reply, the one under `fallback`. Raises BadInput."""
    fallback = spec.pop("fallback")
    if not isinstance(fallback, str | dict):
        raise BadInput(f"fallback is an agent's name, or a mapping with a name under `model`, got {fallback!r}")
    first_model = str(spec.get("model", "?"))
    second_model = fallback if isinstance(fallback, str) else str(fallback.get("model", "?"))
    first = open_agent(spec, where=where, base=base, permissions=permissions)
    second = open_agent(fallback, where=where and f"{where}.fallback", base=base, permissions=permissions)
    return FallbackAgent(first, second, first_model, second_model)


def _open_in_environment(spec: dict[str, JsonValue], where: str | None, base: Path, permissions: Permissions) -> Agent:
    """The agent of the mapping, which acts in the environment under `environment`. Raises BadInput."""
    environment_spec = spec.pop("environment")
    where_environment = where and f"{where}.environment"
    if not isinstance(environment_spec, str | dict):
        message = f"an environment is a name, or a mapping with a name under `model`, got {environment_spec!r}"
        raise BadInput(message, where_environment)
    actor = open_agent(spec, where=where, base=base, permissions=permissions)
    environment = open_agent(environment_spec, where=where_environment, base=base, permissions=permissions)
    if isinstance(environment, UnopenedAgent):
        return UnopenedAgent(f"{actor.name}&environment={environment.name}")
    from dikast.agents.environment_agent import EnvironmentAgent

    if not isinstance(environment, EnvironmentAgent):
        raise BadInput(f"{environment.name} is no environment: it has no `reset` and `step`", where_environment)
    return EnvironmentAgent(environment.pool, environment.own_name, actor)


def _open_with_tools(spec: dict[str, JsonValue], where: str | None, base: Path, permissions: Permissions) -> Agent:
    """The agent of the mapping, which may use the tools of the server under `mcp`. Raises BadInput."""
    from dikast.agents.mcp_agent import McpAgent

    options = spec.pop("mcp")
    where_mcp = where and f"{where}.mcp"
    if not isinstance(options, dict):
        message = f"an MCP server is a mapping such as {{command: [python, server.py]}}, got {options!r}"
        raise BadInput(message, where_mcp)
    agent = open_agent(spec, where=where, base=base, permissions=permissions)
    server = McpOptions.of(options, where_mcp)
    server.check(permissions, base, where_mcp or "mcp")
    return McpAgent(agent, server, base)


@dataclass(frozen=True, slots=True)
class _AgentSpec:
    """An agent's name, whole and split at its prefix (which may be empty); its options; where files are searched."""

    name: str
    prefix: str
    target: str
    values: Mapping[str, JsonValue]
    where: str | None
    base: Path
    permissions: Permissions

    def options(self, model: type[OptionsT]) -> OptionsT:
        """The options, validated. Raises BadInput, also for a variable that may not be sent as a key."""
        options = model.of(self.values, self.where)
        if isinstance(options, KeyOptions) and options.api_key_env is not None:
            document = Document(dict(self.values), self.where or "agent options")
            self.permissions.check_key_variable(options.api_key_env, document.where(("api_key_env",)))
        return options


def _read_spec(
    spec: str | Mapping[str, JsonValue], where: str | None, base: Path, permissions: Permissions
) -> _AgentSpec:
    """Split a spec into its parts.

    Raises BadInput if it has no name, nothing after the name's prefix, or a password in the name, which is in records.
    """
    if isinstance(spec, str):
        spec = {"model": spec}
    options = dict(spec)
    name = options.pop("model", None)
    if not isinstance(name, str) or not name.strip():
        raise BadInput(f"an agent is a name, or a mapping with a name under `model`, got {name!r}")
    name = name.strip()
    if mask_passwords(name) != name:
        raise BadInput("the name of a model is shown and kept, and this one has a password in it; leave that out")
    prefix = next(filter(name.startswith, _PREFIXES), "")
    target = name.removeprefix(prefix)
    if not target:
        raise BadInput(f"{name!r} is incomplete: nothing follows {prefix!r}")
    return _AgentSpec(name, prefix, target, options, where, base, permissions)


def _open(spec: _AgentSpec) -> Agent:
    """The agent for a spec. The first kind of name that fits decides. Raises BadInput."""
    if spec.prefix:
        return _PREFIXES[spec.prefix](spec)
    if is_person(spec.name):
        return _open_human(spec)
    # Plug-ins come before litellm's names, so that a plug-in can take over one of them.
    if offered := plug_in(spec.name):
        return _open_attribute(offered, spec)
    # litellm's names may have a colon too (`ollama/llama3:8b`), but no import path has a slash.
    if is_import_path(spec.name) or is_file_path(spec.name):
        return _open_attribute(spec.name, spec)
    return _open_hosted(spec)


def _open_endpoint(spec: _AgentSpec) -> Agent:
    from dikast.agents.endpoint_agent import EndpointAgent

    return EndpointAgent(spec.target, spec.options(EndpointOptions))


def _open_http(spec: _AgentSpec) -> Agent:
    from dikast.agents.http_agent import HttpAgent

    return HttpAgent(check_agent_url(spec.name), spec.options(HttpOptions))


def _open_local(spec: _AgentSpec) -> Agent:
    from dikast.agents.local_agent import LocalAgent

    return LocalAgent(spec.target, spec.options(LocalOptions), spec.base)


def _open_scripted(spec: _AgentSpec) -> Agent:
    from dikast.agents.scripted_agent import ScriptedAgent

    spec.options(NoOptions)
    return ScriptedAgent(spec.base / spec.target, name=spec.name)


def _open_human(spec: _AgentSpec) -> Agent:
    from dikast.agents.human_agent import HumanAgent

    spec.options(NoOptions)
    if not _PERSON.fullmatch(spec.name):
        raise BadInput(f"a person is `human` or `human:NAME`, with a name of letters and digits; got {spec.name!r}")
    return HumanAgent(name=spec.name)


def _open_hosted(spec: _AgentSpec) -> Agent:
    # A name of no other kind is litellm's, a misspelt one too: so the message says what else there is.
    check_installed("litellm", f"{spec.name!r} would be a model of litellm, which", OTHER_NAMES)
    from dikast.agents.hosted_agent import HostedAgent

    return HostedAgent(spec.name, spec.options(HostedOptions))


def _open_attribute(path: str, spec: _AgentSpec) -> Agent:
    """The agent at an import path `pkg.mod:attr`; a class there is called with the options, if it is an agent's."""
    if not (spec.permissions.imports_code or path.startswith(OWN_CODE)):
        return UnopenedAgent(spec.name)
    attribute = find_attribute(path, spec.base)
    # Only a class can take options: anything else exists already.
    if not inspect.isclass(attribute):
        spec.options(NoOptions)
        return as_agent(attribute, spec.name)
    # Before the call: `subprocess:Popen` is a class too.
    check_agent_class(attribute, path)
    try:
        instance = attribute(**spec.values)
    except TypeError as error:
        raise BadInput(f"{path} can't be created with the options {sorted(spec.values)}: {error}") from error
    except Exception as error:
        raise BadInput(f"creating {path} failed: {type(error).__name__}: {error}") from error
    # What is no agent itself has its name from here, and agents of one name share their replies.
    name = named_with(spec.name, spec.values)
    if isinstance(instance, Environment) and not isinstance(instance, Agent):
        make: Callable[[], Any] = partial(attribute, **spec.values)
        return environment_agent(instance, name, make)
    return as_agent(instance, name)


# Options that open an agent around the agent of the other options, the outermost first.
_AROUND: Mapping[str, Callable[[dict[str, JsonValue], str | None, Path, Permissions], Agent]] = {
    "handicap": _open_weakened,
    "fallback": _open_with_fallback,
    "environment": _open_in_environment,
    "mcp": _open_with_tools,
}
_PREFIXES: Mapping[str, Callable[[_AgentSpec], Agent]] = {
    "endpoint/": _open_endpoint,
    "http://": _open_http,
    "https://": _open_http,
    "local/": _open_local,
    "scripted:": _open_scripted,
}
