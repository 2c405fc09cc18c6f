"""Importers: debates that were held elsewhere, as episodes: debates by people, and those of other systems in JSONL.

An imported debate is in a run folder like any other: the same commands show it, report on it and judge it again.
"""

from dikast.importers.episodes import episodes_of
from dikast.importers.importing import import_recordings
from dikast.importers.jsonl_debates import read_recordings
from dikast.importers.nyu_debates import read_nyu
from dikast.importers.recording import RecordedBelief, RecordedJudge, RecordedQuote, Recording, Speaker, Utterance

__all__ = [
    "RecordedBelief",
    "RecordedJudge",
    "RecordedQuote",
    "Recording",
    "Speaker",
    "Utterance",
    "episodes_of",
    "import_recordings",
    "read_nyu",
    "read_recordings",
]
