"""The move by which responses are given credit for their reasoning, beside their final answer."""

from __future__ import annotations

import math
from typing import Annotated, Literal, Self

from pydantic import Field, FiniteFloat, model_validator

from dikast.protocols.move_model import MoveModel
from dikast.records import CreditWay, Question

STEPS_SHARE = 0.7
"""α: the share of the steps in the credit, where a move names no other (MathVerse, arXiv 2403.14624)."""

FULL_MARKS = 2.0
"""What a right final answer has by `reference-steps`, where a move names no other (CORE-MM's moderate questions)."""

MARKS_KEY = "full_marks"
"""Where a question's metadata says how many marks a right answer to it has."""

LINKS = ("perception", "cognition", "action")
"""The links of a chain; each rests on the ones before (PCA-Bench, arXiv 2402.15527)."""


FullMarks = Annotated[FiniteFloat, Field(gt=0)] | Literal["question"]


def _is_none(value: object) -> bool:
    return value is None


class CreditMove(MoveModel):
    """A judge gives each response credit for its reasoning. The response with the most credit is the best.

    Where the question has references, the verifier compares the final answer first, and the judge decides only what
    the verifier can't.

    - `way`: how credit is given.
        - `cot-e`: `extract_by`, which is shown the response and nothing else, takes its key steps and its final answer
          out of it; the judge, who is not shown the response, says of each step whether it is right. The credit is
          α·(share of right steps) + (1 − α)·(1 for a right answer), from 0 to 1 (MathVerse, arXiv 2403.14624).
        - `reference-steps`: a right final answer has all the marks; a wrong or missing one has a part of them, by the
          share of the steps of the question's reference solution that the response has (CORE-MM, arXiv 2311.11567).
        - `chain`: perception, cognition and action each hold or not; the credit is how many hold, from 0 to 3, and the
          first that does not is named (PCA-Bench, arXiv 2402.15527).
    - `extract_by`: the role that takes steps and answer out of a response, by `cot-e`.
    - `alpha`: α, by `cot-e`; 0.7 by default.
    - `maximum`: all the marks, by `reference-steps`; 2 by default. `question`: the number under `full_marks` in the
      question's metadata, for sets that mix easy and hard questions.
    - `margin`: by how much a response's credit must lead for it to be better; else the verdict is a tie.
    """

    key = "credit"
    kinds = ("judge",)
    purpose = "extract"
    takes_single = True

    credit: str
    way: CreditWay = "cot-e"
    extract_by: str | None = None
    alpha: Annotated[FiniteFloat | None, Field(ge=0, le=1, exclude_if=_is_none)] = None
    maximum: Annotated[FullMarks | None, Field(exclude_if=_is_none)] = None
    margin: Annotated[FiniteFloat, Field(ge=0)] = 0

    @property
    def actors(self) -> tuple[str, ...]:
        """The role that judges, and the one that takes responses apart if there is one."""
        return (self.credit,) if self.extract_by is None else (self.credit, self.extract_by)

    @property
    def shows_all(self) -> bool:
        """Whether a call shows all candidates."""
        return False

    @property
    def steps_share(self) -> float:
        """α, from 0 to 1."""
        return STEPS_SHARE if self.alpha is None else self.alpha

    def full_marks(self, question: Question) -> float | None:
        """The most credit that a response to this question can have; None where the question should say so and doesn't.

        `true` is no number of marks, though Python counts it as one.
        """
        match self.way:
            case "cot-e":
                return 1.0
            case "chain":
                return float(len(LINKS))
            case "reference-steps" if self.maximum != "question":
                return FULL_MARKS if self.maximum is None else self.maximum
        said = question.metadata.get(MARKS_KEY)
        if isinstance(said, bool) or not isinstance(said, int | float):
            return None
        return float(said) if 0 < said < math.inf else None

    @model_validator(mode="after")
    def _options_are_of_the_way(self) -> Self:
        if self.way == "cot-e" and self.extract_by is None:
            raise ValueError("`way: cot-e` needs `extract_by`, the role that takes steps out of a response")
        if self.way != "cot-e" and self.extract_by is not None:
            raise ValueError(f"by `way: {self.way}` no steps are taken out of a response: leave `extract_by` out")
        if self.way != "cot-e" and self.alpha is not None:
            raise ValueError(f"by `way: {self.way}` steps have no share of their own: leave `alpha` out")
        if self.way != "reference-steps" and self.maximum is not None:
            raise ValueError(f"by `way: {self.way}` the most credit is fixed: leave `maximum` out")
        return self
