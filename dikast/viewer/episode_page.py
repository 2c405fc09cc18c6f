"""The page of an episode: the debate as people read one."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dikast.records import Episode, Failure, Outcome
from dikast.report import (
    EpisodeView,
    NotableEpisode,
    TurnView,
    belief_figure,
    figure_values,
    notable_kinds,
    view_episode,
)
from dikast.viewer.cited_source import CitedSource
from dikast.viewer.index import EpisodeFilter, neighbours
from dikast.viewer.pages import path_segment, show_page, viewer_of
from dikast.viewer.run_page import RunNow, run_of
from dikast.viewer.solution_page import solution_page

LAYOUTS = {"sides": "sides side by side", "order": "in order", "orders": "both orders side by side"}


@dataclass(frozen=True)
class EpisodeParts:
    """An episode with what its page shows beside its view."""

    episode: Episode
    view: EpisodeView
    source: CitedSource | None

    @classmethod
    def of(cls, run: str, episode: Episode) -> EpisodeParts:
        """The parts of an episode's page."""
        outcome = Outcome.of(episode, protocol=episode.protocol_name, agents="")
        notable = NotableEpisode(run=run, id=episode.id, kinds=notable_kinds(outcome), score=0.0)
        source = None
        if episode.question.source is not None:
            checks = [check for passage in episode.passages for check in passage.checks]
            source = CitedSource.of(episode.question.source, checks)
        return cls(episode, view_episode(episode, notable), source)

    @property
    def columns(self) -> dict[str, int]:
        """The column of each side, by its label, where the sides are side by side."""
        sides: set[str] = set()
        for passage in self.view.passages:
            sides |= {event.side for event in passage.events if isinstance(event, TurnView) and event.side}
        if len(sides) not in (2, 3):
            return {}
        return {label: number for number, label in enumerate(sorted(sides), start=1)}


def _link(request: Request, id: str, chosen: EpisodeFilter) -> str:
    """The link of an episode of the same run, within the same list."""
    return f"/run/{path_segment(request.path_params['run'])}/episode/{path_segment(id)}{chosen.query()}"


def episode_page(request: Request) -> Response:
    """An episode of a run, within the list that the address names; of a failed one, why it failed."""
    viewer = viewer_of(request)
    now = RunNow.of(viewer, run_of(request))
    record = now.folder.store.record(request.path_params["id"])
    if record is None:
        raise HTTPException(404, "There is no such episode in this run.")
    chosen = EpisodeFilter.read(request.query_params.multi_items())
    with now.index.file.reading() as database:
        before, after = neighbours(database, chosen, record.id)
    common = {"name": request.path_params["run"], "id": record.id, "chosen": chosen, "before": before, "after": after}
    if isinstance(record, Failure):
        return show_page(request, "failure.html.j2", failure=record, **common)
    # A layout asks for what was said, as on the page of a debate.
    is_graded = record.verdict.grading is not None and record.question.solution is not None
    if is_graded and "layout" not in request.query_params:
        return solution_page(
            request, _link(request, before, chosen) if before else "", _link(request, after, chosen) if after else ""
        )
    parts = EpisodeParts.of(request.path_params["run"], record)
    layout = request.query_params.get("layout", "sides")
    figure = belief_figure(record)
    return show_page(
        request,
        "episode.html.j2",
        parts=parts,
        view=parts.view,
        episode=record,
        layouts={name: words for name, words in LAYOUTS.items() if name != "orders" or record.rerun},
        layout=layout if layout in LAYOUTS else "sides",
        belief=figure_values(figure) if figure else None,
        **common,
    )
