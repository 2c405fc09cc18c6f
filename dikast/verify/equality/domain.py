"""What is known of the letters in two expressions, and where to report a finding that may still improve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dikast.verify.decision import Decision


@dataclass(frozen=True)
class Domain:
    """What is known about the symbols: some are positive, some whole; `is_declared`: the text says what all are.

    With `is_real` a real counterexample refutes even where nothing is declared and the positive case would hold.
    """

    positive: frozenset[str] = frozenset()
    is_declared: bool = False
    is_real: bool = False
    whole: frozenset[str] = frozenset()
    tell: Callable[[Decision], None] = lambda finding: None


ANYWHERE = Domain()
