"""Limits: what a run may take of models, time and money, and what holds every call to them."""

from dikast.experiments.limits.budget import Budget, EpisodeCost
from dikast.experiments.limits.limiter import Limiter, ModelLimiter, Slot
from dikast.experiments.limits.retrying_agent import CHARS_A_TOKEN, PERSON, RetryingAgent
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from dikast.experiments.limits.usage_meter import UsageMeter

__all__ = [
    "CHARS_A_TOKEN",
    "PERSON",
    "Budget",
    "EpisodeCost",
    "Limiter",
    "Limits",
    "ModelLimiter",
    "ModelLimits",
    "RetryingAgent",
    "Slot",
    "UsageMeter",
]
