"""People label steps of a finished run: which steps, in which order, and what their labels say of all steps."""

from dikast.experiments.labelling.label_desk import open_label_desk
from dikast.experiments.labelling.label_estimates import JudgeEstimate, LabelEstimates, estimate_labels
from dikast.experiments.labelling.label_file import LabelFile
from dikast.experiments.labelling.step_frame import step_ids
from dikast.experiments.labelling.step_labels import PeopleLabel, StepLabels
from dikast.experiments.labelling.step_sample import SampleTerms

__all__ = [
    "JudgeEstimate",
    "LabelEstimates",
    "LabelFile",
    "PeopleLabel",
    "SampleTerms",
    "StepLabels",
    "estimate_labels",
    "open_label_desk",
    "step_ids",
]
