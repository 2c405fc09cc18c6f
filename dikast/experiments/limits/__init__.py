"""Limits: what a run may take of models, time and money, and what holds every call to them."""

from dikast.experiments.limits.budget import Budget, EpisodeCost
from dikast.experiments.limits.call_budget import BudgetSpent, CallAllowance, CallBudget, Reservation
from dikast.experiments.limits.call_sizes import CallSizes, PlannedCall, plan_call
from dikast.experiments.limits.episode_agent import in_episode, run_budget
from dikast.experiments.limits.limiter import Limiter, ModelLimiter, Slot
from dikast.experiments.limits.retrying_agent import CHARS_A_TOKEN, RetryingAgent
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from dikast.experiments.limits.usage_meter import UsageMeter

__all__ = [
    "CHARS_A_TOKEN",
    "Budget",
    "BudgetSpent",
    "CallAllowance",
    "CallBudget",
    "CallSizes",
    "EpisodeCost",
    "Limiter",
    "Limits",
    "ModelLimiter",
    "ModelLimits",
    "PlannedCall",
    "Reservation",
    "RetryingAgent",
    "Slot",
    "UsageMeter",
    "in_episode",
    "plan_call",
    "run_budget",
]
