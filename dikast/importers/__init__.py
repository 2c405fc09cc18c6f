"""Importers: what was said or judged elsewhere, as episodes: debates by people and other systems, and judgements.

An import is in a run folder like any other: the same commands show it, report on it and judge it again.
"""

from dikast.importers.episodes import episodes_of
from dikast.importers.graded_answers import GradedQuestion, GradedResponse, read_graded
from dikast.importers.importing import import_recordings
from dikast.importers.jsonl_debates import read_recordings
from dikast.importers.judgments import (
    JUDGMENT_FORMATS,
    JudgmentFiles,
    RecordedGame,
    RecordedJudgment,
    import_judgments,
    read_judgments,
)
from dikast.importers.nyu_debates import read_nyu
from dikast.importers.pair_builder import PairingCounts, ResponsePair, build_pairs
from dikast.importers.recording import RecordedBelief, RecordedJudge, RecordedQuote, Recording, Speaker, Utterance
from dikast.importers.reference_audit import AuditedReference, audit_references

__all__ = [
    "JUDGMENT_FORMATS",
    "AuditedReference",
    "GradedQuestion",
    "GradedResponse",
    "JudgmentFiles",
    "PairingCounts",
    "RecordedBelief",
    "RecordedGame",
    "RecordedJudge",
    "RecordedJudgment",
    "RecordedQuote",
    "Recording",
    "ResponsePair",
    "Speaker",
    "Utterance",
    "audit_references",
    "build_pairs",
    "episodes_of",
    "import_judgments",
    "import_recordings",
    "read_graded",
    "read_judgments",
    "read_nyu",
    "read_recordings",
]
