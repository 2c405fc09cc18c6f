"""What a judge judges by: the kinds of error, the criteria and their scale, as data.

A rubric is a YAML file; those that come with Dikast stand in `library/`.
"""

from dikast.rubrics.library import load_rubric, rubric_names
from dikast.rubrics.rubric import Criterion, ErrorType, Level, Rubric

__all__ = ["Criterion", "ErrorType", "Level", "Rubric", "load_rubric", "rubric_names"]
