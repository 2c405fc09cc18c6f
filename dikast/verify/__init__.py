"""What a machine can check: answers against references, claims in solution steps, quotes in their source.

Every check is verified, refuted with a witness, or unknown with a reason. Answers and steps are looked at by guarded
worker processes that are killed at their deadline; no text is ever run as code.
"""

from dikast.verify.grammar.text import plain
from dikast.verify.policy import Policy
from dikast.verify.quotes import MIN_QUOTE_WORDS, check_quote, check_span
from dikast.verify.verifier import Verifier, check_answer, check_answer_sync, check_step, check_step_sync, step_status

__all__ = [
    "MIN_QUOTE_WORDS",
    "Policy",
    "Verifier",
    "check_answer",
    "check_answer_sync",
    "check_quote",
    "check_span",
    "check_step",
    "check_step_sync",
    "plain",
    "step_status",
]
