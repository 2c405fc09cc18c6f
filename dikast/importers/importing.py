"""import_recordings: writes recordings into a run folder."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments import RunFolder, fingerprint, start_folder
from dikast.importers.episodes import episodes_of, team_of
from dikast.importers.recording import Recording
from dikast.records import Episode, Outcome, team_label

BATCH_SIZE = 500  # episodes that are written in one transaction
ImportedRow = tuple[Outcome, Episode]


def import_recordings(recordings: Iterable[Recording], files: Sequence[Path], out: Path) -> RunFolder:
    """The recordings of these files as a run folder at `out`. Importing the same again changes nothing.

    Raises BadInput if there are no recordings, if two of them share an id, or if the folder holds something else.
    """
    recordings = list(recordings)
    if not recordings:
        raise BadInput("there is nothing to import in this file", str(files[0]))
    _check_ids(recordings)
    protocols = dict.fromkeys(recording.protocol for recording in recordings)
    rows_json = "\n".join(recording.model_dump_json() for recording in recordings)
    # The folder refuses to be filled with other recordings: it compares these hashes with its own.
    folder = start_folder(
        out,
        {"name": out.name, "imported": [path.name for path in files]},
        {
            "question set": {"all": fingerprint(rows_json)},
            "protocol files": dict.fromkeys(protocols, "as recorded"),
        },
    )
    with folder.locked():
        asyncio.run(write_rows(_rows(recordings, files[0].name), folder))
    return folder


def _check_ids(recordings: Iterable[Recording]) -> None:
    """Raises BadInput if two episodes would have the same id."""
    owners: dict[str, Recording] = {}
    for recording in recordings:
        for judge in recording.judgings:
            id = judge.id_in(recording.id)
            if id in owners:
                # Only recordings that were read from a file have a location.
                by_whom = f" by the one at {owners[id].location}" if owners[id].location else ""
                message = f"the id {id!r} is already used{by_whom}: every debate needs an id of its own"
                raise BadInput(message, recording.location)
            owners[id] = recording


def _rows(recordings: Iterable[Recording], source: str) -> Iterator[ImportedRow]:
    """The episodes of all recordings with their outcomes, made one at a time."""
    n_repeats: Counter[tuple[str, str, str]] = Counter()
    for recording in recordings:
        # Several debates on one question by the same kind of debaters are repeats of it.
        cell = (recording.question.id, recording.protocol, recording.team)
        repeat = n_repeats[cell]
        n_repeats[cell] += 1
        episodes = episodes_of(recording, recording.file or source)
        for episode, judge in zip(episodes, recording.judgings, strict=True):
            team = team_of(recording, judge)
            outcome = Outcome.of(
                episode,
                protocol=recording.protocol,
                agents=team_label(team),
                team=team,
                repeat=repeat,
            )
            yield outcome, episode


async def write_rows(rows: Iterator[ImportedRow], folder: RunFolder) -> None:
    """Writes the rows in batches, so that only one batch is in memory."""
    async with folder.store.writing() as commit:
        while batch := list(islice(rows, BATCH_SIZE)):
            await commit(batch)
