"""The tools that a protocol gives to a role: what each does, how a seat asks for one, and how that is read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

ToolName = Literal["calculator", "search_source", "verifier"]
TOOL_NAMES: tuple[ToolName, ...] = get_args(ToolName)

# So often in one speech: each use is one more call of the agent.
MOST_TOOL_USES = 4
MOST_TOOL_CHARS = 1_000

TOOL_USES = MappingProxyType(
    {
        "calculator": "the value of an expression without letters, such as 12 * 12 or sqrt(2) / 3",
        "search_source": "the passages of the source that have most of the words that you write",
        "verifier": "what a machine finds out about a claim, such as 12 * 12 = 144",
    }
)

_CALL = re.compile(r'<tool name="([a-z_]{1,40})">(.*?)</tool>\s*', re.DOTALL)
_START = "<tool name="


@dataclass(frozen=True)
class ToolUse:
    """A use of a tool that a seat asks for: the tool's name, which may be none that it has, and what it is given."""

    name: str
    given: str


def read_tool_use(text: str) -> ToolUse | None:
    """The use of a tool that a reply ends with; None for a reply that ends otherwise. What comes before is dropped."""
    start = text.rfind(_START)
    found = _CALL.fullmatch(text, start) if start >= 0 else None
    if found is None:
        return None
    return ToolUse(found.group(1), found.group(2).strip()[:MOST_TOOL_CHARS])


def tool_lines(tools: Sequence[ToolName]) -> tuple[str, ...]:
    """A line for each tool, for the prompt."""
    return tuple(f"{name}: {TOOL_USES[name]}" for name in tools)
