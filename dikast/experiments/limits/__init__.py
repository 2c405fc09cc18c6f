"""What a run may take, and the guard that holds every call to it."""

from dikast.experiments.limits.budget import Budget, Taken
from dikast.experiments.limits.limiter import Limiter, ModelLimiter, Slot
from dikast.experiments.limits.retrying_agent import PERSON, RetryingAgent
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from dikast.experiments.limits.usage_meter import UsageMeter

__all__ = [
    "PERSON",
    "Budget",
    "Limiter",
    "Limits",
    "ModelLimiter",
    "ModelLimits",
    "RetryingAgent",
    "Slot",
    "Taken",
    "UsageMeter",
]
