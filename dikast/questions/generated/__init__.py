"""Questions of our own whose answers are in a source that a judge need not see, of any number, from a seed.

Each kind is a module that draws questions with two sources (`twin_sources.py`).
"""

from dikast.questions.generated.generated_kinds import GENERATED_KINDS, USUAL_NUMBER, generated_questions

__all__ = ["GENERATED_KINDS", "USUAL_NUMBER", "generated_questions"]
