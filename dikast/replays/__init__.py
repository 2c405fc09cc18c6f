"""Transcripts that were made elsewhere, as episodes: debates by people, and other systems' in our own JSONL format.

What is imported is a run folder like any other: it is shown, read, reported and judged again by the same commands.
"""

from dikast.replays.episodes import episodes_of
from dikast.replays.importing import import_recordings
from dikast.replays.jsonl import read_recordings
from dikast.replays.nyu import read_nyu
from dikast.replays.recording import Judging, Passed, Recording, Speaker, Stance, Utterance

__all__ = [
    "Judging",
    "Passed",
    "Recording",
    "Speaker",
    "Stance",
    "Utterance",
    "episodes_of",
    "import_recordings",
    "read_nyu",
    "read_recordings",
]
