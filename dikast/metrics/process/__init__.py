"""What judgements of solutions, step by step, are worth: against people's marks, and beside judges that know nothing.

Every figure is a function of counts, so that one resampling of problems gives the intervals of all.
"""

from dikast.metrics.process.audit import Contradiction, contradictions
from dikast.metrics.process.baselines import Baseline, baselines
from dikast.metrics.process.bootstrap import estimates
from dikast.metrics.process.calibration import StepCalibration, calibration_of, step_calibration
from dikast.metrics.process.counts import Tally, tally
from dikast.metrics.process.figures import FIGURES, Figure, mr_score, mr_score_range
from dikast.metrics.process.judged import NO_ERROR, Judged, Said, UnknownAs, found_at
from dikast.metrics.process.summary import ProcessSummary, by_group, summarise_process
from dikast.metrics.process.voting import Ballot, Voting, voting

__all__ = [
    "FIGURES",
    "NO_ERROR",
    "Ballot",
    "Baseline",
    "Contradiction",
    "Figure",
    "Judged",
    "ProcessSummary",
    "Said",
    "StepCalibration",
    "Tally",
    "UnknownAs",
    "Voting",
    "baselines",
    "by_group",
    "calibration_of",
    "contradictions",
    "estimates",
    "found_at",
    "mr_score",
    "mr_score_range",
    "step_calibration",
    "summarise_process",
    "tally",
    "voting",
]
