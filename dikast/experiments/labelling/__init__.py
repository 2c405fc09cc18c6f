"""People label steps of a finished run: which steps, in which order, and what their labels say of all steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
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

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "label_desk": {"open_label_desk"},
        "label_estimates": {"JudgeEstimate", "LabelEstimates", "estimate_labels"},
        "label_file": {"LabelFile"},
        "step_frame": {"step_ids"},
        "step_labels": {"PeopleLabel", "StepLabels"},
        "step_sample": {"SampleTerms"},
    },
)
