"""Where questions come from: our own rows, well-known data sets, and the library that ships with Dikast.

`load_questions` turns an experiment's `questions:` mapping into Questions, the same ones for the same files and seed.
"""

from dikast.questions.load import load_questions
from dikast.questions.source import QuestionSource

__all__ = ["QuestionSource", "load_questions"]
