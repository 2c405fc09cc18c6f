"""Where questions come from: files in our own formats, well-known data sets, and the library that ships with Dikast.

`load_questions` turns an experiment's `questions:` mapping into Questions, always the same for the same files and seed.
`read_solutions` reads worked solutions, in our own format or in those of the public sets of labelled steps.
`split` splits a solution in free form into steps; `align_steps` takes steps that someone else proposes.
`planted_solutions` makes worked solutions of our own, right ones and ones with an error at a known step, and
`generated_questions` questions whose answers are in a source of our own making.
"""

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.questions.choice_wording import choice_cautions
    from dikast.questions.generated import GENERATED_KINDS, generated_questions
    from dikast.questions.gold_choice import resolve_choice
    from dikast.questions.load import load_questions
    from dikast.questions.native_rows import NativeRow, question_row
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
    from dikast.questions.solutions import (
        SOLUTION_FORMATS,
        SolutionFormat,
        SolutionRow,
        format_named,
        read_solutions,
        solution_format_of,
        solution_row,
    )
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
    "GENERATED_KINDS",
    "RESPONSE_SETS",
    "SEAL",
    "SOLUTION_FORMATS",
    "TEXT_KINDS",
    "TIE",
    "DatasetRow",
    "ErrorKind",
    "GoldSecret",
    "GoldSecrets",
    "NativeRow",
    "NyuDebateRow",
    "NyuStoryRow",
    "PlantedProblem",
    "QuestionSource",
    "ResponseSet",
    "SolutionFormat",
    "SolutionRow",
    "TruthCell",
    "Winner",
    "align_steps",
    "build_question",
    "choice_cautions",
    "contextual_split",
    "first_line_scores",
    "format_named",
    "generated_questions",
    "is_unchanged",
    "judgelm_answers",
    "letters_to_ranking",
    "load_questions",
    "nyu_adapter",
    "nyu_questions",
    "nyu_stories_file",
    "planted_problems",
    "planted_solutions",
    "question_row",
    "read_nyu_stories",
    "read_rows",
    "read_solutions",
    "resolve_choice",
    "revealed",
    "seal_gold",
    "sealed_rows",
    "solution_format_of",
    "solution_row",
    "split",
    "winner_of_scores",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "choice_wording": {"choice_cautions"},
        "generated": {"GENERATED_KINDS", "generated_questions"},
        "gold_choice": {"resolve_choice"},
        "load": {"load_questions"},
        "native_rows": {"NativeRow", "question_row"},
        "nyu_stories": {
            "NyuDebateRow",
            "NyuStoryRow",
            "nyu_adapter",
            "nyu_questions",
            "nyu_stories_file",
            "read_nyu_stories",
        },
        "question_source": {"DATASET_OPTIONS", "QuestionSource"},
        "response_sets": {
            "RESPONSE_SETS",
            "TIE",
            "ResponseSet",
            "TruthCell",
            "Winner",
            "contextual_split",
            "first_line_scores",
            "judgelm_answers",
            "letters_to_ranking",
            "winner_of_scores",
        },
        "row_adapter": {"DatasetRow", "build_question"},
        "row_files": {"read_rows"},
        "sealed_gold": {"SEAL", "GoldSecret", "GoldSecrets", "revealed", "seal_gold", "sealed_rows"},
        "solutions": {
            "SOLUTION_FORMATS",
            "SolutionFormat",
            "SolutionRow",
            "format_named",
            "read_solutions",
            "solution_format_of",
            "solution_row",
        },
        "splitting": {"split"},
        "step_alignment": {"align_steps", "is_unchanged"},
        "worked_problems": {
            "ERROR_KINDS",
            "TEXT_KINDS",
            "ErrorKind",
            "PlantedProblem",
            "planted_problems",
            "planted_solutions",
        },
    },
)
