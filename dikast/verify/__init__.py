"""What a machine can check: answers against references, claims in solution steps.

Every check is verified, refuted with a witness, or unknown with a reason. The work is done by guarded worker
processes that are killed at their deadline; no text is ever run as code.
"""

from dikast.verify.policy import Policy
from dikast.verify.verifier import (
    Verifier,
    check_answer,
    check_answer_sync,
    check_step,
    check_step_sync,
    step_status,
)

__all__ = [
    "Policy",
    "Verifier",
    "check_answer",
    "check_answer_sync",
    "check_step",
    "check_step_sync",
    "step_status",
]
