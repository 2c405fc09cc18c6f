"""Questions changed in one respect, to see whether a judge's verdict changes with it.

`probe_table` has every probe: what it changes, where it applies, what it needs, and what becomes of the right answer.
`probe_questions` makes the changed questions, which are further questions of the same set; `mark_of` says what one is.
"""

from dikast.probes.length_control import LENGTH_CONTROL
from dikast.probes.probe import ACCEPTS, REJECTS, Probe, ProbeChange, ProbeMark, Sought, Subject, Unfit
from dikast.probes.probe_table import INSTRUCTION_LANGUAGES, REPEAT, probe_names, probe_table, probes_named
from dikast.probes.probed_questions import CLEAN, NotProbed, ProbedQuestions, mark_of, probe_questions
from dikast.probes.shown_order import in_order

__all__ = [
    "ACCEPTS",
    "CLEAN",
    "INSTRUCTION_LANGUAGES",
    "LENGTH_CONTROL",
    "REJECTS",
    "REPEAT",
    "NotProbed",
    "Probe",
    "ProbeChange",
    "ProbeMark",
    "ProbedQuestions",
    "Sought",
    "Subject",
    "Unfit",
    "in_order",
    "mark_of",
    "probe_names",
    "probe_questions",
    "probe_table",
    "probes_named",
]
