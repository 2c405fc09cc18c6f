"""The libraries of agents that an installation may lack, and the command that brings them."""

from __future__ import annotations

import importlib.util

from dikast.errors import BadInput

OTHER_NAMES = "; other agents are endpoint/MODEL, local/MODEL, pkg.mod:attr, ./file.py:attr, scripted:FILE and human"
_EXTRAS = {"litellm": "hosted", "xllamacpp": "embedded"}


def install_command(library: str) -> str | None:
    """The command that installs the extra with this library; None if the library is here."""
    if importlib.util.find_spec(library) is not None:
        return None
    return f'pip install "dikast[{_EXTRAS[library]}]"'


def check_installed(library: str, subject: str, hint: str = "") -> None:
    """Raises BadInput where the library is missing: what needs it, the command that helps, and a hint."""
    command = install_command(library)
    if command is not None:
        raise BadInput(f"{subject} needs an extra: {command}{hint}")
