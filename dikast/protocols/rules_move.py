"""The move by which a judge looks for violations of rules in responses."""

from __future__ import annotations

from pydantic import JsonValue

from dikast.protocols.move_model import MoveModel


class RulesMove(MoveModel):
    """A judge looks for violations of each rule of a constitution (after arXiv 2501.00192). The fewest are the best.

    Every precondition is a question with the answer yes or no, asked with the response and without one. By how far the
    probabilities of yes differ decides; where that is not clear, the judge reasons first and then concludes.

    - `constitution`: the name of a constitution, a file with one, or the whole of it.
    - `spans`: whether a judge that is unsure first cites the words that bear on the precondition, and is asked again
      about the response without them.
    """

    key = "rules"
    kinds = ("judge",)
    purpose = "rule"
    takes_single = True

    rules: str
    constitution: str | dict[str, JsonValue] = "safe-and-honest"
    spans: bool = False

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return False
