"""How it is shown: the findings of run folders as numbers, plots, one self-contained HTML page, and a data frame.

Names are imported when they are first used: matplotlib and pandas are not needed for what does not use them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.report.axis import format_p_value
    from dikast.report.card_page import check_writable, write_card_page
    from dikast.report.cascade_runs import find_cascade
    from dikast.report.cell_findings import CellFindings
    from dikast.report.data_frame import to_frame
    from dikast.report.drift_runs import DriftReport, find_drift
    from dikast.report.episode_belief import belief_figure
    from dikast.report.episode_view import EpisodeResult, EpisodeView, TurnView, result_of, view_episode
    from dikast.report.findings import MOST_COMPARED, Findings, build_findings
    from dikast.report.grading_view import GradedStep, GradingView, pupil_of, view_grading
    from dikast.report.hacking_findings import HackingFinding
    from dikast.report.html_page import drawn_figures, figure_values, write_page
    from dikast.report.matplotlib_plots import (
        plot_accuracy,
        plot_asd,
        plot_belief,
        plot_frontier,
        plot_hacking,
        plot_nested,
        plot_overoptimisation,
        plot_position,
        plot_ratings,
        plot_recovery,
        plot_reliability,
        plot_risk,
        plot_scaling,
        plot_sides,
        plot_stops,
        plot_strength,
        plot_sweep,
        plot_wins,
    )
    from dikast.report.notable_episodes import KINDS, NotableEpisode, NotableKind, notable_kind, notable_kinds
    from dikast.report.page_templates import page_environment, points_text
    from dikast.report.question_tells import run_questions
    from dikast.report.registration_findings import RegistrationFinding
    from dikast.report.run_description import RunDescription, describe_run
    from dikast.report.sample_plan import PlannedQuestions, PlanTerms, plan_questions
    from dikast.report.scaling_findings import ScalingFinding
    from dikast.report.warning_text import warnings_by_kind

__all__ = [
    "KINDS",
    "MOST_COMPARED",
    "CellFindings",
    "DriftReport",
    "EpisodeResult",
    "EpisodeView",
    "Findings",
    "GradedStep",
    "GradingView",
    "HackingFinding",
    "NotableEpisode",
    "NotableKind",
    "PlanTerms",
    "PlannedQuestions",
    "RegistrationFinding",
    "RunDescription",
    "ScalingFinding",
    "TurnView",
    "belief_figure",
    "build_findings",
    "check_writable",
    "describe_run",
    "drawn_figures",
    "figure_values",
    "find_cascade",
    "find_drift",
    "format_p_value",
    "notable_kind",
    "notable_kinds",
    "page_environment",
    "plan_questions",
    "plot_accuracy",
    "plot_asd",
    "plot_belief",
    "plot_frontier",
    "plot_hacking",
    "plot_nested",
    "plot_overoptimisation",
    "plot_position",
    "plot_ratings",
    "plot_recovery",
    "plot_reliability",
    "plot_risk",
    "plot_scaling",
    "plot_sides",
    "plot_stops",
    "plot_strength",
    "plot_sweep",
    "plot_wins",
    "points_text",
    "pupil_of",
    "result_of",
    "run_questions",
    "to_frame",
    "view_episode",
    "view_grading",
    "warnings_by_kind",
    "write_card_page",
    "write_page",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "axis": {"format_p_value"},
        "episode_belief": {"belief_figure"},
        "cell_findings": {"CellFindings"},
        "findings": {"Findings", "MOST_COMPARED", "build_findings"},
        "data_frame": {"to_frame"},
        "cascade_runs": {"find_cascade"},
        "card_page": {"check_writable", "write_card_page"},
        "drift_runs": {"DriftReport", "find_drift"},
        "grading_view": {"GradedStep", "GradingView", "pupil_of", "view_grading"},
        "hacking_findings": {"HackingFinding"},
        "html_page": {"drawn_figures", "figure_values", "write_page"},
        "matplotlib_plots": {
            "plot_accuracy",
            "plot_asd",
            "plot_belief",
            "plot_frontier",
            "plot_hacking",
            "plot_nested",
            "plot_overoptimisation",
            "plot_position",
            "plot_ratings",
            "plot_recovery",
            "plot_reliability",
            "plot_risk",
            "plot_scaling",
            "plot_sides",
            "plot_stops",
            "plot_strength",
            "plot_sweep",
            "plot_wins",
        },
        "episode_view": {"EpisodeResult", "EpisodeView", "TurnView", "result_of", "view_episode"},
        "notable_episodes": {"KINDS", "NotableEpisode", "NotableKind", "notable_kind", "notable_kinds"},
        "page_templates": {"page_environment", "points_text"},
        "question_tells": {"run_questions"},
        "registration_findings": {"RegistrationFinding"},
        "run_description": {"RunDescription", "describe_run"},
        "sample_plan": {"PlanTerms", "PlannedQuestions", "plan_questions"},
        "scaling_findings": {"ScalingFinding"},
        "warning_text": {"warnings_by_kind"},
    },
)
