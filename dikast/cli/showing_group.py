"""`dikast protocols debate` as short for `dikast protocols show debate`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class ShowingGroup(TyperGroup):
    """A group with a command `show`, which takes what is no command's name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of these arguments."""
        is_name = args[0] not in self.commands and not args[0].startswith("-")
        # `shwo debate` is a misspelt command, and no name with options.
        if is_name and all(arg.startswith("-") for arg in args[1:2]):
            args = ["show", *args]
        return super().resolve_command(ctx, args)
