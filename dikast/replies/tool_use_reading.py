"""How a use of a tool is asked for in a reply, and read: `<tool name="search">what it is given</tool>` at its end."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAME = re.compile(r"[\w./-]{1,128}", re.ASCII)
_CALL = re.compile(rf'<tool name="({_NAME.pattern})">(.*?)</tool>\s*', re.DOTALL | re.ASCII)
_START = "<tool name="


@dataclass(frozen=True)
class ToolUse:
    """A use of a tool that a reply asks for: the tool's name, which may be none that there is, and what it is given."""

    name: str
    given: str


def is_tool_name(name: str) -> bool:
    """Whether a tool of this name can be asked for."""
    return _NAME.fullmatch(name) is not None


def read_tool_use(text: str) -> ToolUse | None:
    """The use of a tool that a reply ends with; None for a reply that ends otherwise. What comes before is dropped."""
    start = text.rfind(_START)
    found = _CALL.fullmatch(text, start) if start >= 0 else None
    if found is None:
        return None
    return ToolUse(found.group(1), found.group(2).strip())
