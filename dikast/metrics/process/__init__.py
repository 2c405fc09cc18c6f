"""What judgements of solutions, step by step, are worth: against people's marks, and beside judges that know nothing.

Every figure is a function of counts, so that a bootstrap over problems is one product of matrices.
"""

from dikast.metrics.process.audit import Contradiction, contradictions
from dikast.metrics.process.baselines import Baseline, baselines
from dikast.metrics.process.bootstrap import intervals
from dikast.metrics.process.calibration import Calibration, brier, calibration, equal_count_bins, expected_error
from dikast.metrics.process.counts import Tally, tally
from dikast.metrics.process.figures import FIGURES, Figure, mr_score, mr_score_range
from dikast.metrics.process.judged import NO_ERROR, Judged, Said, UnknownAs, found_at
from dikast.metrics.process.summary import Estimate, ProcessSummary, by_group, summarise_process

__all__ = [
    "FIGURES",
    "NO_ERROR",
    "Baseline",
    "Calibration",
    "Contradiction",
    "Estimate",
    "Figure",
    "Judged",
    "ProcessSummary",
    "Said",
    "Tally",
    "UnknownAs",
    "baselines",
    "brier",
    "by_group",
    "calibration",
    "contradictions",
    "equal_count_bins",
    "expected_error",
    "found_at",
    "intervals",
    "mr_score",
    "mr_score_range",
    "summarise_process",
    "tally",
]
