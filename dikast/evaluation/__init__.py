"""How good an agent is: leagues in which it meets a pool, and a card of what is known about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.evaluation.card import AGENT_PARTS, PART_FIGURES, AgentPart, Card, CardRating, RatedPeer
    from dikast.evaluation.judge_set import graded_solutions, judge_pairs, open_questions, recorded_debates
    from dikast.evaluation.lead import Lead
    from dikast.evaluation.league import League, RatedAgent
    from dikast.evaluation.parts import PlannedRating, plan_rating
    from dikast.evaluation.rating_options import RatingOptions
    from dikast.evaluation.rating_run import RatingRun
    from dikast.evaluation.recorded_agent import recorded_agents

__all__ = [
    "AGENT_PARTS",
    "PART_FIGURES",
    "AgentPart",
    "Card",
    "CardRating",
    "Lead",
    "League",
    "PlannedRating",
    "RatedAgent",
    "RatedPeer",
    "RatingOptions",
    "RatingRun",
    "graded_solutions",
    "judge_pairs",
    "open_questions",
    "plan_rating",
    "recorded_agents",
    "recorded_debates",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "card": {"AGENT_PARTS", "PART_FIGURES", "AgentPart", "Card", "CardRating", "RatedPeer"},
        "lead": {"Lead"},
        "judge_set": {"graded_solutions", "judge_pairs", "open_questions", "recorded_debates"},
        "league": {"League", "RatedAgent"},
        "parts": {"PlannedRating", "plan_rating"},
        "rating_options": {"RatingOptions"},
        "rating_run": {"RatingRun"},
        "recorded_agent": {"recorded_agents"},
    },
)
