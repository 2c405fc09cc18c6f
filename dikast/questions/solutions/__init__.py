"""Worked solutions from files: our own rows and the public sets of labelled steps, read and written.

`read_solutions` gives Questions with a solution and, where people labelled its steps, their marks; `FORMATS` names the
layouts that are known, each in a module of its own that says where it is from.
"""

from dikast.questions.solutions.formats import FORMATS, format_named, format_of, maker_for, read_solutions
from dikast.questions.solutions.layout import Layout

__all__ = ["FORMATS", "Layout", "format_named", "format_of", "maker_for", "read_solutions"]
