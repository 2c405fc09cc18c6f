"""Reveal gold: sealed right answers are added to the records of a run, once every seal has been checked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dikast.experiments.stores import RunFolder, StoredRow
from dikast.questions import GoldSecrets, revealed
from dikast.records import Episode, Outcome

ROWS_A_COMMIT = 200


class Revealed(NamedTuple):
    """How many questions were opened, and how many episodes have their right answer now."""

    questions: int
    episodes: int


async def reveal_gold(folder: RunFolder, secrets: GoldSecrets, where: str) -> Revealed:
    """Adds the sealed right answers to the records of a run. Records that have one already stay as they are.

    Raises BadInput, before anything is written, where a seal is not opened by these secrets or the run is going on.
    """
    by_id = secrets.by_id()
    with folder.locked():
        # All of them first: a run is revealed as a whole or not at all.
        opened: dict[str, str] = {}
        for episode in folder.episodes():
            if revealed(episode.question, by_id, where) is not episode.question:
                opened[episode.id] = episode.question.id
        async with folder.store.writing() as commit:
            # Read before any is written: a store need not be written while it is read.
            rows = iter([outcome for outcome in folder.outcomes() if outcome.id in opened])
            while batch := list(islice(rows, ROWS_A_COMMIT)):
                await commit(list(_with_gold(folder, batch, secrets, where)))
    return Revealed(len(set(opened.values())), len(opened))


def _with_gold(folder: RunFolder, outcomes: Sequence[Outcome], secrets: GoldSecrets, where: str) -> Iterator[StoredRow]:
    """The rows and records with their right answers."""
    by_id = secrets.by_id()
    for outcome in outcomes:
        episode = folder.episode(outcome.id)
        if not isinstance(episode, Episode):
            continue
        episode = episode.model_copy(update={"question": revealed(episode.question, by_id, where)})
        row = Outcome.of(
            episode,
            protocol=outcome.protocol,
            agents=outcome.agents,
            team=outcome.team,
            repeat=outcome.repeat,
            seconds=outcome.seconds,
        )
        yield row, episode
