"""import_recordings: recordings into a run folder."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments import RunFolder, fingerprint, start_folder
from dikast.importers.episodes import episodes_of, judge_label
from dikast.importers.recording import Recording
from dikast.records import Episode, Outcome

AT_ONCE = 500
ImportedRow = tuple[Outcome, Episode]


def import_recordings(recordings: Iterable[Recording], files: Sequence[Path], out: Path) -> RunFolder:
    """The recordings of these files as a run folder at `out`; importing the same again changes nothing.

    Raises BadInput for a folder that holds something else, and where two recordings share an id.
    """
    kept = list(recordings)
    if not kept:
        raise BadInput("there is nothing to import in it", str(files[0]))
    _check_names(kept)
    labels = dict.fromkeys(recording.protocol for recording in kept)
    folder = start_folder(
        out,
        {"name": out.name, "imported": [path.name for path in files]},
        {
            "question set": {"all": fingerprint("\n".join(recording.model_dump_json() for recording in kept))},
            "protocol files": dict.fromkeys(labels, "as recorded"),
        },
    )
    with folder.locked():
        asyncio.run(_keep(_rows(kept, files[0].name), folder))
    return folder


def _check_names(recordings: Iterable[Recording]) -> None:
    first: dict[str, Recording] = {}
    for recording in recordings:
        for judging in recording.judgings:
            id = judging.id_in(recording.id)
            if id in first:
                at = f", as the one at {first[id].place} is" if first[id].place else ""
                raise BadInput(f"this debate is called {id!r}{at}: name them apart", recording.place)
            first[id] = recording


def _rows(recordings: Iterable[Recording], source: str) -> Iterator[ImportedRow]:
    before: Counter[tuple[str, str, str]] = Counter()
    for recording in recordings:
        # Several debates on one question by the same kind of debaters are repeats of it.
        cell = (recording.question.id, recording.protocol, recording.team)
        repeat, before[cell] = before[cell], before[cell] + 1
        for episode, judging in zip(episodes_of(recording, recording.file or source), recording.judgings, strict=True):
            label = judge_label(recording, judging)
            yield Outcome.of(episode, protocol=recording.protocol, agents=label, repeat=repeat), episode


async def _keep(rows: Iterator[ImportedRow], folder: RunFolder) -> None:
    async with folder.store.writing() as commit:
        while batch := list(islice(rows, AT_ONCE)):
            await commit(batch)
