"""Whether the questions of a run give their right answers away, as a warning."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dikast.experiments import RunFolder
from dikast.metrics import Caution
from dikast.records import Question

MOST_EPISODES = 2_000
"""So many records of each run are read for their questions: all records of a large run would take long."""


def run_questions(folder: RunFolder, most_episodes: int | None = None) -> list[Question]:
    """The questions of a run's episodes, each once, from at most so many records."""
    asked: dict[str, Question] = {}
    for episode in islice(folder.episodes(), most_episodes):
        asked.setdefault(episode.question.id, episode.question)
    return list(asked.values())


def tell_warnings(runs: Mapping[str, RunFolder]) -> Iterator[Caution]:
    """A warning for each run whose right answers are found without reading the questions, above chance.

    The position counts for nothing here: judges are shown the answers in both orders, or in a balanced one.
    """
    from dikast.metrics import blind_tells

    for name, folder in runs.items():
        found = blind_tells(run_questions(folder, MOST_EPISODES), with_position=False)
        if found is None or not found.above_chance:
            continue
        best = max(found.above_chance, key=lambda tell: tell.accuracy.value or 0)
        how = "all features" if best.features == "all together" else best.features
        yield Caution(
            kind="tells",
            where=name,
            reason=(
                f"by {how} of the answers alone, {best.accuracy.value:.0%} of {found.questions:,} right ones are found "
                f"without reading the questions (chance {found.chance:.0%}): `dikast tells {folder.path}` says more"
            ),
        )
