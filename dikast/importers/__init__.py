"""Importers: what was said or judged elsewhere, as episodes: debates by people and other systems, and judgements.

An import is in a run folder like any other: the same commands show it, report on it and judge it again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.importers.episodes import episodes_of
    from dikast.importers.graded_answers import GradedQuestion, GradedResponse, read_graded
    from dikast.importers.importing import import_recordings
    from dikast.importers.jsonl_debates import read_recordings
    from dikast.importers.judgments import (
        JUDGMENT_FORMATS,
        JudgmentFiles,
        RecordedGame,
        RecordedJudgment,
        read_judgments,
    )
    from dikast.importers.judgments.import_judgments import import_judgments
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

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "episodes": {"episodes_of"},
        "graded_answers": {"GradedQuestion", "GradedResponse", "read_graded"},
        "importing": {"import_recordings"},
        "jsonl_debates": {"read_recordings"},
        "judgments": {
            "JUDGMENT_FORMATS",
            "JudgmentFiles",
            "RecordedGame",
            "RecordedJudgment",
            "import_judgments",
            "read_judgments",
        },
        "nyu_debates": {"read_nyu"},
        "pair_builder": {"PairingCounts", "ResponsePair", "build_pairs"},
        "recording": {"RecordedBelief", "RecordedJudge", "RecordedQuote", "Recording", "Speaker", "Utterance"},
        "reference_audit": {"AuditedReference", "audit_references"},
    },
)
