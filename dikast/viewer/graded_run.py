"""GradedRun: a run whose episodes grade solutions, with what people decided about them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice

from starlette.exceptions import HTTPException
from starlette.requests import Request

from dikast.errors import BadInput
from dikast.experiments import LabelFile, PeopleLabel, RunFolder, StepLabels, step_ids
from dikast.graphs import Regrading, regrade
from dikast.records import Decisions, Episode, Override, standing_decisions
from dikast.report import pupil_of
from dikast.viewer.pages import path_segment, viewer_of

GradedSolution = tuple[Episode, Regrading]


MOST_LOOKED_AT = 1_000


def grades_solutions(folder: RunFolder) -> bool:
    """Whether a run grades solutions, by its first outcomes."""
    return any(outcome.grade is not None for outcome in islice(folder.outcomes(), MOST_LOOKED_AT))


@dataclass(frozen=True)
class GradedRun:
    """A run and its name in links."""

    name: str
    folder: RunFolder

    @classmethod
    def of(cls, request: Request) -> GradedRun:
        """The run that the path names. Raises HTTPException where there is none."""
        name = str(request.path_params["run"])
        folder = viewer_of(request).catalog.find(name)
        if folder is None:
            raise HTTPException(404, f"No run {name!r} is here.")
        return cls(name, folder)

    @cached_property
    def overrides(self) -> list[Override]:
        """All decisions of people, in their order."""
        return self.folder.overrides.all()

    @cached_property
    def decisions(self) -> Decisions:
        """For each place, the decision that stands."""
        return standing_decisions(self.overrides)

    @property
    def last_number(self) -> int:
        """The number of the last decision; 0 where there is none."""
        return max((override.number for override in self.overrides), default=0)

    def solutions(self, pupil: str | None = None, after: str = "") -> Iterator[GradedSolution]:
        """Every graded solution as it stands, by the ids of their episodes, or those of one pupil, or after an id.

        One is in memory at a time.
        """
        for episode in self.folder.episodes(after):
            if episode.verdict.grading is None or episode.question.solution is None:
                continue
            if pupil is None or pupil_of(episode) == pupil:
                yield episode, regrade(episode, self.decisions)

    def n_solutions(self) -> int:
        """How many solutions are graded."""
        return sum(outcome.grade is not None for outcome in self.folder.outcomes())

    def solution(self, id: str) -> GradedSolution:
        """The graded solution of an episode. Raises HTTPException where there is none."""
        try:
            episode = self.folder.episode(id)
        except BadInput as error:
            raise HTTPException(404, str(error)) from None
        if not isinstance(episode, Episode) or episode.verdict.grading is None or episode.question.solution is None:
            raise HTTPException(404, f"{id!r} grades no solution.")
        return episode, regrade(episode, self.decisions)

    @cached_property
    def labels(self) -> StepLabels | None:
        """What people said of a sample of the run's steps; None where no step was ever chosen."""
        return LabelFile(self.folder.path).read()

    def people_of(self, episode: Episode) -> list[PeopleLabel | None]:
        """What people said of each step of a solution; None of a step that no one labelled."""
        by_id = self.labels.by_id if self.labels else {}
        return [by_id.get(id) for id in step_ids(episode.question)]

    def link(self, page: str, *rest: str) -> str:
        """The link of a page of this run."""
        return "/".join(["/run", path_segment(self.name), page, *map(path_segment, rest)])
