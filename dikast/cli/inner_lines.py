"""What an agent called inside its turn, printed: a line for each call, or all of its arguments and its result."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.cli.quote_lines import on_one_line, quoted_lines
from dikast.records import InnerCall

LONGEST_LINE = 100


def inner_lines(calls: Sequence[InnerCall], *, in_full: bool) -> Iterator[str]:
    """The calls, each indented by how deep it is. The words in them are the agent's and come in an envelope."""
    for call in calls:
        margin = "  " * (call.depth + 1)
        tokens = f" [{call.tokens:,} tokens]" if call.tokens else ""
        if not in_full or call.kind == "more":
            yield f"{margin}· {call.line(LONGEST_LINE)}{tokens}"
            continue
        outcome = "failed" if call.failed else "returned"
        yield f"{margin}· {call.kind} {on_one_line(call.name)}{tokens}"
        for line in quoted_lines(call.arguments):
            yield margin + line
        yield f"{margin}  {outcome}"
        for line in quoted_lines(call.result):
            yield margin + line
