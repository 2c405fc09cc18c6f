"""The page of a run: how far it is, what it found, and the list of its episodes. It is live while the run goes on."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass

from anyio import sleep
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dikast.experiments import RunFolder
from dikast.records import dollars
from dikast.viewer.index import PAGE_ROWS, EpisodeFilter, IndexSummary, page_of, read_summary
from dikast.viewer.index_keeper import KeptIndex
from dikast.viewer.pages import path_segment, show_page, viewer_of
from dikast.viewer.run_list_page import description_of
from dikast.viewer.run_state import RunState
from dikast.viewer.viewer_state import Viewer

STATIC_ROWS = 2_000
LOOK_EVERY_S = 1.0
"""How often an open page gets what is new."""


@dataclass(frozen=True)
class RunNow:
    """A run at this moment."""

    folder: RunFolder
    index: KeptIndex
    summary: IndexSummary
    state: RunState

    @classmethod
    def of(cls, viewer: Viewer, folder: RunFolder) -> RunNow:
        """The run as it is now. Raises BadInput where its index can't be read."""
        index = viewer.indexes.of(folder, waits=viewer.is_static)
        with index.file.reading() as database:
            summary = read_summary(database)
        return cls(folder, index, summary, RunState.of(folder, max(index.state.stored, summary.episodes)))

    def live_texts(self) -> dict[str, str]:
        """What an open page shows anew, by the name of its place."""
        state, rate = self.index.state, self.index.rate
        indexed = "" if self.index.is_ready else f"indexing: {state.indexed:,} of {state.stored:,} episodes"
        failed = self.summary.results.get("failed", 0)
        unparsed = self.summary.results.get("unparsed", 0)
        return {
            "state": str(self.state),
            "rate": f"{rate:,.0f} a minute" if rate and self.state.word == "running" else "–",
            "questions": f"{self.summary.questions:,}",
            "cost": dollars(self.summary.usd),
            "unparsed": f"{unparsed:,}",
            "failed": f"{failed:,}",
            "indexed": indexed,
        }


def run_of(request: Request) -> RunFolder:
    """The run that the path names. Raises HTTPException where there is none, or none that can be opened."""
    folder = viewer_of(request).catalog.find(request.path_params["run"])
    if folder is None:
        raise HTTPException(404, "There is no such run here, or its folder can't be opened.")
    return folder


def run_page(request: Request) -> Response:
    """The run with a page of its episodes."""
    viewer = viewer_of(request)
    now = RunNow.of(viewer, run_of(request))
    chosen = EpisodeFilter.read(request.query_params.multi_items())
    name = request.path_params["run"]
    after, before = (request.query_params.get(side, "") for side in ("after", "before"))
    with now.index.file.reading() as database:
        # A static page has no next one.
        rows = STATIC_ROWS if viewer.is_static else PAGE_ROWS
        page = page_of(database, chosen, after=after, before=before, rows=rows)
    return show_page(
        request,
        "run.html.j2",
        name=name,
        now=now,
        live=now.live_texts(),
        description=description_of(now.folder),
        tags=viewer.tags.of(now.folder.path),
        chosen=chosen,
        page=page,
        n_runs=len(viewer.catalog.listed()),
    )


async def run_events(request: Request) -> Response:
    """What changes of the run, as server-sent events, for as long as the page is open."""
    from sse_starlette import EventSourceResponse

    viewer = viewer_of(request)
    folder = await run_in_threadpool(run_of, request)

    async def events() -> AsyncIterator[dict[str, str]]:
        last = ""
        # The response ends this when the page is closed.
        while True:
            now = await run_in_threadpool(RunNow.of, viewer, folder)
            data = json.dumps(
                {
                    "texts": now.live_texts(),
                    "version": now.index.state.version,
                    "done": now.state.done,
                    "planned": now.state.planned,
                }
            )
            if data != last:
                last = data
                yield {"data": data}
            await sleep(LOOK_EVERY_S)

    return EventSourceResponse(events())


def find_episode(request: Request) -> Response:
    """Goes to the episode that a form names by its id, or by a part that only its id has."""
    folder = run_of(request)
    record = folder.episode(request.query_params.get("id", ""))
    run, id = path_segment(request.path_params["run"]), path_segment(record.id)
    return RedirectResponse(f"/run/{run}/episode/{id}", 303)
