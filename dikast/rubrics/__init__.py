"""Rubrics: what a judge of worked solutions judges by: the kinds of error, the criteria and their scale, as data.

A rubric is a YAML file. Those that come with Dikast are in `library/`. `score` turns the labels of steps into a number.
"""

from dikast.rubrics.library import load_rubric, rubric_names
from dikast.rubrics.rubric import Criterion, ErrorType, Level, Rubric
from dikast.rubrics.scoring import score

__all__ = [
    "Criterion",
    "ErrorType",
    "Level",
    "Rubric",
    "load_rubric",
    "rubric_names",
    "score",
]
