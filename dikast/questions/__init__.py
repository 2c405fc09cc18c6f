"""Where questions come from: our own rows, well-known data sets, and the library that ships with Dikast.

`load_questions` turns an experiment's `questions:` mapping into Questions, the same ones for the same files and seed.
`read_solutions` reads worked solutions, in our own rows or as a public set of labelled steps has them.
`split` parts a solution in free form into steps; `aligned` takes steps that someone else proposes.
"""

from dikast.questions.alignment import aligned, unchanged
from dikast.questions.final_answer import final_answer
from dikast.questions.load import load_questions
from dikast.questions.solutions import read_solutions
from dikast.questions.source import QuestionSource
from dikast.questions.splitting import split

__all__ = ["QuestionSource", "aligned", "final_answer", "load_questions", "read_solutions", "split", "unchanged"]
