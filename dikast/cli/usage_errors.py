"""What is said of a value that an option can't take, and of an unknown command: which there are."""

from __future__ import annotations

import difflib
import re
from typing import Any

import typer
from typer.core import TyperGroup

from dikast.errors import MIN_SIMILARITY

# typer shows this class by no name of its own, and where it comes from differs by version.
UsageError: Any = typer.BadParameter.__base__
MOST_LISTED = 8  # of more commands the help has the list

_QUOTED = re.compile(r"'([^']*)'")


class HelpfulGroup(TyperGroup):
    """A group of commands whose errors of usage name the nearest value that is allowed."""

    def invoke(self, ctx: Any) -> Any:
        """Reads the options of a command and runs it."""
        try:
            return super().invoke(ctx)
        except typer.BadParameter as error:
            error.message = with_nearest(error.message)
            raise
        except UsageError as error:
            _name_commands(error)
            raise


def _name_commands(error: Any) -> None:
    """Adds all commands of a small group to the error that a command is unknown, if no similar one is named in it."""
    commands = getattr(getattr(getattr(error, "ctx", None), "command", None), "commands", {})
    is_unknown_command = error.message.startswith("No such command") and "Did you mean" not in error.message
    if is_unknown_command and 0 < len(commands) <= MOST_LISTED:
        error.message = f"{error.message.rstrip('.')}: known: {', '.join(commands)}"


def with_nearest(message: str) -> str:
    """The message of the command-line parser, in plainer words, and with the nearest allowed value if one is similar.

    Any message that is not about a list of allowed values only loses the parser's own words.
    """
    # The parser validates with pydantic, which puts these words before what it says.
    plain = message.removeprefix("Value error, ")
    if " is not one of " not in plain:
        return plain
    value, *allowed = _QUOTED.findall(plain)
    similar = difflib.get_close_matches(value, allowed, n=1, cutoff=MIN_SIMILARITY)
    if not similar:
        return plain
    return f"{plain} Did you mean {similar[0]!r}?"
