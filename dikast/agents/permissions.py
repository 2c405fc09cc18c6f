"""Permissions: what the file that names an agent may make Dikast do as the agent is opened."""

from __future__ import annotations

from dataclasses import dataclass

from dikast.errors import BadInput

# How the names of variables end that may hold a key for a server.
KEY_ENDINGS = ("_KEY", "_TOKEN")


@dataclass(frozen=True, slots=True)
class Permissions:
    """What an experiment file may make Dikast do, which may be someone else's.

    With `imports_code`, modules that it names are imported; without, nothing is that is not part of Dikast or of its
    libraries. `environment` names variables that it may send to a server as a key, besides those whose names end in
    `_KEY` or `_TOKEN`.
    """

    imports_code: bool = True
    environment: frozenset[str] = frozenset()

    def check_key_variable(self, name: str, where: str) -> None:
        """Raises BadInput, at `where`, if the variable may not be sent as a key."""
        if name.endswith(KEY_ENDINGS) or name in self.environment:
            return
        raise BadInput(
            f"{name!r} is not named like a key: only variables whose names end in _KEY or _TOKEN are sent to a server; "
            f"to send this one, say --allow-env {name}",
            where,
        )
