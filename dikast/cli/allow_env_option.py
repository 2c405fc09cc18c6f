"""--allow-env: which variables of the environment may be sent to a server as a key, whatever their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.agents import Permissions

AllowEnvOption = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-env",
        metavar="NAME",
        help="Let api_key_env name this variable, though its name does not end in _KEY or _TOKEN; repeatable.",
    ),
]


def permissions_with(allow_env: Sequence[str] | None) -> Permissions:
    """The permissions of the agents of a command."""
    from dikast.agents import Permissions

    return Permissions(environment=frozenset(allow_env or ()))
