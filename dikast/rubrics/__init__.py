"""Rubrics: what a judge judges by, as data: kinds of error, criteria and scales.

A rubric is a YAML file. Those for worked solutions are in `library/`, and `score` turns the labels of steps into a
number. Those for responses are in `responses/`.
"""

from dikast.rubrics.library import load_rubric, rubric_names
from dikast.rubrics.response_rubric import (
    RatingScale,
    ResponseCriterion,
    ResponseRubric,
    load_response_rubric,
    response_rubric_names,
)
from dikast.rubrics.rubric import Criterion, ErrorType, Level, Rubric
from dikast.rubrics.scoring import score

__all__ = [
    "Criterion",
    "ErrorType",
    "Level",
    "RatingScale",
    "ResponseCriterion",
    "ResponseRubric",
    "Rubric",
    "load_response_rubric",
    "load_rubric",
    "response_rubric_names",
    "rubric_names",
    "score",
]
