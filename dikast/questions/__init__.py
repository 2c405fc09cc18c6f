"""Where questions come from: files in our own formats, well-known data sets, and the library that ships with Dikast.

`load_questions` turns an experiment's `questions:` mapping into Questions, always the same for the same files and seed.
`read_solutions` reads worked solutions, in our own format or in those of the public sets of labelled steps.
`split` splits a solution in free form into steps; `align_steps` takes steps that someone else proposes.
`planted_solutions` makes worked solutions of our own, right ones and ones with an error at a known step.
"""

from dikast.language import stated_answer
from dikast.questions.choice_cautions import choice_cautions
from dikast.questions.gold_choice import resolve_choice
from dikast.questions.load import load_questions
from dikast.questions.nyu_stories import (
    NyuDebateRow,
    NyuStoryRow,
    nyu_adapter,
    nyu_questions,
    nyu_stories_file,
    read_nyu_stories,
)
from dikast.questions.question_source import DATASET_OPTIONS, QuestionSource
from dikast.questions.response_sets import (
    RESPONSE_SETS,
    TIE,
    ResponseSet,
    TruthCell,
    Winner,
    contextual_split,
    first_line_scores,
    judgelm_answers,
    letters_to_ranking,
    winner_of_scores,
)
from dikast.questions.row_adapter import DatasetRow, build_question
from dikast.questions.row_files import read_rows
from dikast.questions.sealed_gold import SEAL, GoldSecret, GoldSecrets, revealed, seal_gold, sealed_rows
from dikast.questions.solutions import SOLUTION_FORMATS, SolutionFormat, format_named, marked_row, read_solutions
from dikast.questions.splitting import split
from dikast.questions.step_alignment import align_steps, is_unchanged
from dikast.questions.worked_problems import (
    ERROR_KINDS,
    TEXT_KINDS,
    ErrorKind,
    PlantedProblem,
    planted_problems,
    planted_solutions,
)

__all__ = [
    "DATASET_OPTIONS",
    "ERROR_KINDS",
    "RESPONSE_SETS",
    "SEAL",
    "SOLUTION_FORMATS",
    "TEXT_KINDS",
    "TIE",
    "DatasetRow",
    "ErrorKind",
    "GoldSecret",
    "GoldSecrets",
    "NyuDebateRow",
    "NyuStoryRow",
    "PlantedProblem",
    "QuestionSource",
    "ResponseSet",
    "SolutionFormat",
    "TruthCell",
    "Winner",
    "align_steps",
    "build_question",
    "choice_cautions",
    "contextual_split",
    "first_line_scores",
    "format_named",
    "is_unchanged",
    "judgelm_answers",
    "letters_to_ranking",
    "load_questions",
    "marked_row",
    "nyu_adapter",
    "nyu_questions",
    "nyu_stories_file",
    "planted_problems",
    "planted_solutions",
    "read_nyu_stories",
    "read_rows",
    "read_solutions",
    "resolve_choice",
    "revealed",
    "seal_gold",
    "sealed_rows",
    "split",
    "stated_answer",
    "winner_of_scores",
]
