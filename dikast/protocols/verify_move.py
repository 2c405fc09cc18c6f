"""The move by which a machine compares the answers of solvers with the right ones."""

from __future__ import annotations

from dikast.protocols.move_model import MoveModel
from dikast.protocols.process_moves import Names


class VerifyMove(MoveModel):
    """A machine compares the last answer of every seat of these roles with the references of the question.

    Where the question has choices, seats answer by label, and the right choice decides. What is proved neither way is
    unknown, and never wrong. Equal answers are grouped: the largest group is the majority's answer (self-consistency,
    Wang et al. 2022, arXiv 2203.11171).
    """

    key = "verify"
    kinds = ("solver", "judge")

    verify: Names
