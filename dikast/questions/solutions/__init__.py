"""Worked solutions from files, in our own format and those of the public sets of labelled steps, read and written.

`read_solutions` gives Questions with a solution and, where people labelled its steps, their marks. `SOLUTION_FORMATS`
lists the known formats; each has a module of its own, which says where the data set is from.
"""

from dikast.questions.solutions.formats import (
    SOLUTION_FORMATS,
    expand_rows,
    format_named,
    format_of,
    read_solutions,
    solution_adapter,
    solution_format_of,
)
from dikast.questions.solutions.native import SolutionRow, solution_row
from dikast.questions.solutions.solution_format import SolutionFormat

__all__ = [
    "SOLUTION_FORMATS",
    "SolutionFormat",
    "SolutionRow",
    "expand_rows",
    "format_named",
    "format_of",
    "read_solutions",
    "solution_adapter",
    "solution_format_of",
    "solution_row",
]
