"""Where questions come from: our own rows, well-known data sets, and the library that ships with Dikast.

`load_questions` turns an experiment's `questions:` mapping into Questions, the same ones for the same files and seed.
`read_solutions` reads worked solutions, in our own rows or as a public set of labelled steps has them.
`split` parts a solution in free form into steps; `aligned` takes steps that someone else proposes.
"""

from dikast.questions.files import read_rows
from dikast.questions.final_answer import stated_answer
from dikast.questions.gold_choice import choice_meant
from dikast.questions.load import load_questions
from dikast.questions.nyu_stories import (
    NyuDebateRow,
    NyuStoryRow,
    nyu_adapter,
    nyu_questions,
    nyu_stories_file,
    read_nyu_stories,
)
from dikast.questions.row_adapter import DatasetRow, question_of
from dikast.questions.solutions import SOLUTION_FORMATS, SolutionFormat, format_named, read_solutions
from dikast.questions.source import DATASET_OPTIONS, QuestionSource
from dikast.questions.splitting import split
from dikast.questions.step_alignment import aligned, unchanged

__all__ = [
    "DATASET_OPTIONS",
    "SOLUTION_FORMATS",
    "DatasetRow",
    "NyuDebateRow",
    "NyuStoryRow",
    "QuestionSource",
    "SolutionFormat",
    "aligned",
    "choice_meant",
    "format_named",
    "load_questions",
    "nyu_adapter",
    "nyu_questions",
    "nyu_stories_file",
    "question_of",
    "read_nyu_stories",
    "read_rows",
    "read_solutions",
    "split",
    "stated_answer",
    "unchanged",
]
