"""Worked solutions from files: our own rows and the public sets of labelled steps, read and written.

`read_solutions` gives Questions with a solution and, where people labelled its steps, their marks; `FORMATS` names the
layouts that are known, each in a module of its own that says where it is from.
"""

from dikast.questions.solutions.formats import SOLUTION_FORMATS, format_named, format_of, maker_for, read_solutions
from dikast.questions.solutions.solution_format import SolutionFormat

__all__ = ["SOLUTION_FORMATS", "SolutionFormat", "format_named", "format_of", "maker_for", "read_solutions"]
