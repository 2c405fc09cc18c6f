"""The tools that a protocol gives to a role, and what each does."""

from __future__ import annotations

from collections.abc import Sequence
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


def tool_lines(tools: Sequence[ToolName]) -> tuple[str, ...]:
    """A line for each tool, for the prompt."""
    return tuple(f"{name}: {TOOL_USES[name]}" for name in tools)
