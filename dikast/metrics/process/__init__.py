"""How good judgements of worked solutions are, step by step: against people's marks, and beside trivial judges.

Every metric is a function of counts, so that one resampling of problems gives the intervals of all metrics.
"""

from dikast.metrics.process.baselines import Baseline, baselines
from dikast.metrics.process.count_table import CountTable, tally
from dikast.metrics.process.first_error_kinds import FirstErrorKind, first_errors_by_kind
from dikast.metrics.process.gold_contradictions import Contradiction, contradictions
from dikast.metrics.process.judged_solution import NO_ERROR, JudgedSolution, JudgedSteps, UnknownAs, first_error_found
from dikast.metrics.process.label_calibration import StepCalibration, calibration_of, step_calibration
from dikast.metrics.process.machine_findings import MachineFindings
from dikast.metrics.process.official_figure import OfficialFigure, official_prm_score
from dikast.metrics.process.process_bootstrap import estimates
from dikast.metrics.process.process_metrics import PROCESS_METRICS, ProcessMetric, mr_score, mr_score_range
from dikast.metrics.process.process_summary import ProcessSummary, summaries_by_group, summarise_process
from dikast.metrics.process.solution_rates import SolutionRates
from dikast.metrics.process.step_index_rule import StepIndexRule, best_step_index_rule
from dikast.metrics.process.voting_gain import Ballot, VotingGain, voting_gain_of
from dikast.metrics.process.wrong_ways import wrong_way_share

__all__ = [
    "NO_ERROR",
    "PROCESS_METRICS",
    "Ballot",
    "Baseline",
    "Contradiction",
    "CountTable",
    "FirstErrorKind",
    "JudgedSolution",
    "JudgedSteps",
    "MachineFindings",
    "OfficialFigure",
    "ProcessMetric",
    "ProcessSummary",
    "SolutionRates",
    "StepCalibration",
    "StepIndexRule",
    "UnknownAs",
    "VotingGain",
    "baselines",
    "best_step_index_rule",
    "calibration_of",
    "contradictions",
    "estimates",
    "first_error_found",
    "first_errors_by_kind",
    "mr_score",
    "mr_score_range",
    "official_prm_score",
    "step_calibration",
    "summaries_by_group",
    "summarise_process",
    "tally",
    "voting_gain_of",
    "wrong_way_share",
]
