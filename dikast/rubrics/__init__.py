"""Rubrics: what a judge judges by, as data: kinds of error, criteria and scales.

A rubric is a YAML file. Those for worked solutions are in `library/`, and `score` turns the labels of steps into a
number. Those for responses are in `responses/`, rules that they must not violate in `constitutions/`.
"""

from dikast.rubrics.constitution import AnyOf, Constitution, ConstitutionRule, constitution_names, load_constitution
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
from dikast.rubrics.solution_points import PartPoints, SolutionPoints, solution_points
from dikast.rubrics.wrong_roots import premises_of, wrong_roots

__all__ = [
    "AnyOf",
    "Constitution",
    "ConstitutionRule",
    "Criterion",
    "ErrorType",
    "Level",
    "PartPoints",
    "RatingScale",
    "ResponseCriterion",
    "ResponseRubric",
    "Rubric",
    "SolutionPoints",
    "constitution_names",
    "load_constitution",
    "load_response_rubric",
    "load_rubric",
    "premises_of",
    "response_rubric_names",
    "rubric_names",
    "score",
    "solution_points",
    "wrong_roots",
]
