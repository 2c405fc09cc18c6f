"""Problems of our own with right step-by-step solutions, and solutions with one planted error at a known step."""

from dikast.questions.worked_problems.planted_solutions import (
    ERROR_KINDS,
    TEXT_KINDS,
    PlantedProblem,
    planted_problems,
    planted_solutions,
)
from dikast.questions.worked_problems.worked_problem import ErrorKind

__all__ = ["ERROR_KINDS", "TEXT_KINDS", "ErrorKind", "PlantedProblem", "planted_problems", "planted_solutions"]
