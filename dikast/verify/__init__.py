"""What a machine can check: answers against references, claims in solution steps, quotes in their source.

Every check is verified, refuted with a witness, or unknown with a reason. Answers and steps are looked at by guarded
worker processes that are killed at their deadline; no text is ever run as code.
"""

from dikast.verify.contested import calculates_with_letters, is_reading_of
from dikast.verify.inherited import mark_inherited
from dikast.verify.policy import Policy
from dikast.verify.quotes import MIN_QUOTE_WORDS, check_quote, check_quotes, check_span
from dikast.verify.verifier import (
    Verifier,
    calculate,
    check_answer,
    check_answer_sync,
    check_step,
    check_step_sync,
    step_status,
)

__all__ = [
    "MIN_QUOTE_WORDS",
    "Policy",
    "Verifier",
    "calculate",
    "calculates_with_letters",
    "check_answer",
    "check_answer_sync",
    "check_quote",
    "check_quotes",
    "check_span",
    "check_step",
    "check_step_sync",
    "is_reading_of",
    "mark_inherited",
    "step_status",
]
