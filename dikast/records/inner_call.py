"""InnerCall: one thing that an agent did on the way to its reply."""

from __future__ import annotations

import operator
from typing import Literal

from pydantic import Field

from dikast.records.record import Record
from dikast.records.usage import Usage

InnerKind = Literal["tool", "model", "agent", "retriever", "more"]


def _is_zero(usage: Usage) -> bool:
    return usage == Usage()


class InnerCall(Record):
    """A call that an agent made inside one of its replies.

    - `kind`: the call of a tool, a model, another agent or a retriever. `more` is no call: it says in `name` how many
      further ones were made and not kept.
    - `name`: of the tool, the model or the agent.
    - `arguments`, `result`: what it was given and what it gave, as text; a long text is cut, with a mark.
    - `failed`: whether it raised an error, which is then its result.
    - `depth`: 0 for a call that the agent made itself, 1 for a call within such a call, and so on. A call comes right
      before those within it.
    - `usage`: what it took, with all calls within it.
    """

    kind: InnerKind
    name: str
    arguments: str = Field(default="", exclude_if=operator.not_)
    result: str = Field(default="", exclude_if=operator.not_)
    failed: bool = Field(default=False, exclude_if=operator.not_)
    depth: int = Field(default=0, ge=0, exclude_if=operator.not_)
    usage: Usage = Field(default=Usage(), exclude_if=_is_zero)

    @property
    def tokens(self) -> int:
        """The tokens that it took, with all calls within it."""
        return self.usage.tokens

    def line(self, most_chars: int) -> str:
        """The call on one line of at most so many characters: `tool add({"a": 1}) → 2`."""
        if self.kind == "more":
            return f"({self.name} calls)"
        mark = "failed: " if self.failed else ""
        line = " ".join(f"{self.kind} {self.name}({self.arguments}) → {mark}{self.result}".split())
        return line if len(line) <= most_chars else line[: most_chars - 1] + "…"
