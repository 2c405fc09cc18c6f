"""What judgements of solutions, step by step, are worth: against people's marks, and beside judges that know nothing.

Every figure is a function of counts, so that one resampling of problems gives the intervals of all.
"""

from dikast.metrics.process.baselines import Baseline, baselines
from dikast.metrics.process.count_table import CountTable, tally
from dikast.metrics.process.gold_contradictions import Contradiction, contradictions
from dikast.metrics.process.judged_solution import NO_ERROR, JudgedSolution, JudgedSteps, UnknownAs, found_at
from dikast.metrics.process.label_calibration import StepCalibration, calibration_of, step_calibration
from dikast.metrics.process.process_bootstrap import estimates
from dikast.metrics.process.process_metrics import PROCESS_METRICS, ProcessMetric, mr_score, mr_score_range
from dikast.metrics.process.process_summary import ProcessSummary, summaries_by_group, summarise_process
from dikast.metrics.process.voting_gain import Ballot, VotingGain, voting_gain_of

__all__ = [
    "NO_ERROR",
    "PROCESS_METRICS",
    "Ballot",
    "Baseline",
    "Contradiction",
    "CountTable",
    "JudgedSolution",
    "JudgedSteps",
    "ProcessMetric",
    "ProcessSummary",
    "StepCalibration",
    "UnknownAs",
    "VotingGain",
    "baselines",
    "calibration_of",
    "contradictions",
    "estimates",
    "found_at",
    "mr_score",
    "mr_score_range",
    "step_calibration",
    "summaries_by_group",
    "summarise_process",
    "tally",
    "voting_gain_of",
]
