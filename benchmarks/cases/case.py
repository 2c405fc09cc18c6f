"""One case: what the verifier is asked, and what is true of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Task = Literal["answer", "step"]
Group = Literal["mutation", "rewording", "abstention", "distractor", "row"]
Truth = bool | None


@dataclass(frozen=True)
class Case:
    """A question to the verifier and the truth of it.

    A mutation is never true and a rewording always. An abstention asserts nothing that could be decided. A row of a
    file is what its label says, and None where the label leaves it open. A distractor is compared with its `base`: the
    same text without the words that say nothing.
    """

    source: str
    group: Group
    kind: str
    task: Task
    truth: Truth
    text: str
    reference: str = ""
    context: tuple[str, ...] = ()
    problem: str = ""
    choices: tuple[str, ...] | None = None
    base: Case | None = None

    def is_wrong(self, status: str) -> bool:
        """Whether the verifier, saying this, says what is not so."""
        if self.truth is None:
            return self.group == "abstention" and status != "unknown"
        return status == ("refuted" if self.truth else "verified")

    def __str__(self) -> str:
        parts = [self.text, f"against {self.reference!r}" if self.task == "answer" else ""]
        parts += [
            f"choices {list(self.choices)}" if self.choices else "",
            f"after {list(self.context)}" if self.context else "",
        ]
        parts += [f"problem {self.problem[:200]!r}" if self.problem else ""]
        return "  ".join(part for part in parts if part)
