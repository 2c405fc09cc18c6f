"""open_agent: an agent from its name, checked in full before anything is called."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from pydantic import JsonValue

from dikast.agents.adapters import as_agent
from dikast.agents.agent import Agent
from dikast.agents.agent_options import EndpointOptions, HostedOptions, LocalOptions, NoOptions, OptionsT
from dikast.agents.import_path import find_attribute
from dikast.errors import BadInput

ENTRY_POINTS = "dikast.agents"

_ATTRIBUTE = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*")


def open_agent(spec: str | Mapping[str, JsonValue], *, where: str | None = None, base: Path | None = None) -> Agent:
    """The agent that a name, or a mapping `{model: NAME, option: value, …}`, stands for.

    Names: `endpoint/MODEL` (with `api_base`), `local/MODEL`, `local/FILE.gguf`, `scripted:FILE`, `human`,
    `pkg.mod:attr` (a class is called with the options), a name that a plug-in gives by the entry point group
    `dikast.agents`, and any litellm `PROVIDER/MODEL`. Files and modules are looked for under `base`, by default the
    current directory. The agent holds nothing open until its first reply.

    Raises BadInput, at `where`, for an unknown name, an unknown or bad option, a missing key, file or module.
    """
    try:
        return _opened(_read(spec, where, (base or Path.cwd()).absolute()))
    except BadInput as error:
        if error.where is not None or where is None:
            raise
        raise BadInput(error.message, where) from error.__cause__


@dataclass(frozen=True, slots=True)
class _Spec:
    """What was written: the whole name, the part of it after a prefix, the options, and where to look for files."""

    name: str
    rest: str
    given: Mapping[str, JsonValue]
    where: str | None
    base: Path

    def options(self, form: type[OptionsT]) -> OptionsT:
        return form.of(self.given, self.where)


def _read(spec: str | Mapping[str, JsonValue], where: str | None, base: Path) -> _Spec:
    given = {"model": spec} if isinstance(spec, str) else dict(spec)
    name = given.pop("model", None)
    if not isinstance(name, str) or not name.strip():
        raise BadInput(f"an agent is a name, or a mapping with a name under `model`, got {name!r}")
    name = name.strip()
    prefix = next((prefix for prefix in _PREFIXES if name.startswith(prefix)), "")
    rest = name.removeprefix(prefix)
    if not rest:
        raise BadInput(f"{name!r} is not whole: nothing stands after {prefix!r}")
    return _Spec(name, rest, given, where, base)


def _opened(spec: _Spec) -> Agent:
    for prefix, opening in _PREFIXES.items():
        if spec.name.startswith(prefix):
            return opening(spec)
    if spec.name == "human":
        return _human(spec)
    plugin = next(iter(metadata.entry_points(group=ENTRY_POINTS, name=spec.name)), None)
    if plugin is not None:
        return _plugged(plugin.value, spec)
    if _ATTRIBUTE.fullmatch(spec.name):
        return _plugged(spec.name, spec)
    return _hosted(spec)


def _endpoint(spec: _Spec) -> Agent:
    from dikast.agents.endpoint import EndpointAgent

    return EndpointAgent(spec.rest, spec.options(EndpointOptions))


def _local(spec: _Spec) -> Agent:
    from dikast.agents.local import LocalAgent

    return LocalAgent(spec.rest, spec.options(LocalOptions), spec.base)


def _scripted(spec: _Spec) -> Agent:
    from dikast.agents.scripted import ScriptedAgent

    spec.options(NoOptions)
    return ScriptedAgent(spec.base / spec.rest, name=spec.name)


def _human(spec: _Spec) -> Agent:
    from dikast.agents.human import HumanAgent

    spec.options(NoOptions)
    return HumanAgent()


def _hosted(spec: _Spec) -> Agent:
    options = spec.options(HostedOptions)
    from dikast.agents.hosted import HostedAgent

    return HostedAgent(spec.name, options)


def _plugged(target: str, spec: _Spec) -> Agent:
    thing = find_attribute(target, spec.base)
    if not inspect.isclass(thing):
        spec.options(NoOptions)
        return as_agent(thing, spec.name)
    try:
        made = thing(**spec.given)
    except TypeError as error:
        raise BadInput(f"{target} can't be made with the options {sorted(spec.given)}: {error}") from error
    except Exception as error:
        raise BadInput(f"making {target} failed: {type(error).__name__}: {error}") from error
    return as_agent(made, spec.name)


_PREFIXES: Mapping[str, Callable[[_Spec], Agent]] = {
    "endpoint/": _endpoint,
    "local/": _local,
    "scripted:": _scripted,
}
