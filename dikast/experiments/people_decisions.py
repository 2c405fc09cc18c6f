"""Graded episodes as people decided them since: for tables and texts. The records stay as they are."""

from __future__ import annotations

from collections.abc import Iterator

from dikast.experiments.stores import RunFolder
from dikast.graphs import regrade
from dikast.records import Decisions, Episode, standing_decisions


def decided_episodes(folder: RunFolder) -> Iterator[Episode]:
    """The finished episodes of a run, their gradings with people's decisions; one in memory at a time."""
    decisions = standing_decisions(folder.overrides.all())
    for episode in folder.episodes():
        yield as_decided(episode, decisions)


def as_decided(episode: Episode, decisions: Decisions) -> Episode:
    """The episode with people's decisions in its grading; itself where there are none about it.

    Where a person gave points for the whole, these are its score.
    """
    verdict = episode.verdict
    if verdict.grading is None or all(place.episode != episode.id for place in decisions):
        return episode
    regrading = regrade(episode, decisions)
    grading = regrading.grading
    if regrading.points.is_given:
        grading = grading.model_copy(update={"score": regrading.points.points})
    return episode.model_copy(update={"verdict": verdict.model_copy(update={"grading": grading})})
