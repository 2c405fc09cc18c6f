"""Transcripts that were made elsewhere, as episodes: debates by people, and other systems' in our own JSONL format.

What is imported is a run folder like any other: it is shown, read, reported and judged again by the same commands.
"""

from dikast.importers.episodes import episodes_of
from dikast.importers.importing import import_recordings
from dikast.importers.jsonl import read_recordings
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
