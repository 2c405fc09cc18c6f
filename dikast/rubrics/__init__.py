"""What a judge judges by: the kinds of error, the criteria and their scale, as data.

A rubric is a YAML file; those that come with Dikast stand in `library/`. `score` makes one number of step labels.
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
