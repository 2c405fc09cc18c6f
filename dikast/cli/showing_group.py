"""`dikast protocols debate` as short for `dikast protocols show debate`."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup


class ShowingGroup(TyperGroup):
    """A group with a command `show`, which takes what is no command's name."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command of these arguments."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            args = ["show", *args]
        return super().resolve_command(ctx, args)
