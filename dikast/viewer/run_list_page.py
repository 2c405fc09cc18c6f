"""The page of all runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.report import RunDescription, describe_run
from dikast.viewer.access import read_form
from dikast.viewer.index import IndexSummary, read_summary
from dikast.viewer.index_keeper import KeptIndex
from dikast.viewer.pages import show_page, viewer_of
from dikast.viewer.run_catalog import ListedRun
from dikast.viewer.run_state import RunState
from dikast.viewer.run_tags import read_tags
from dikast.viewer.viewer_state import Viewer


@dataclass(frozen=True)
class RunCard:
    """A run as it is listed; `fault` says why it can't be read."""

    name: str
    tags: tuple[str, ...] = ()
    fault: str = ""
    state: RunState | None = None
    description: RunDescription | None = None
    summary: IndexSummary | None = None
    index: KeptIndex | None = None

    def says(self, words: Sequence[str]) -> bool:
        """Whether all these words are in what is known of the run, in small letters."""
        text = f"{self.name} {' '.join(self.tags)} {self.fault}"
        if self.description is not None:
            text += f" {self.description.model_dump_json()}"
        return all(word in text.lower() for word in words)


def run_list_page(request: Request) -> Response:
    """All runs, with their state."""
    viewer = viewer_of(request)
    words = request.query_params.get("text", "")
    tag = request.query_params.get("tag", viewer.tag)
    of_runs = viewer.tags.all()
    cards = [_card(viewer, run, of_runs) for run in viewer.catalog.listed()]
    shown = [card for card in cards if card.says(words.lower().split()) and (not tag or tag in card.tags)]
    tags = sorted({tag for card in cards for tag in card.tags})
    return show_page(request, "runs.html.j2", runs=shown, n_runs=len(cards), tags=tags, tag=tag, text=words)


async def tag_run(request: Request) -> Response:
    """Gives a run the tags of the form."""
    viewer = viewer_of(request)
    form = await read_form(request, viewer.secret)
    folder = await run_in_threadpool(viewer.catalog.find, request.path_params["run"])
    if folder is None:
        raise HTTPException(404, "There is no such run.")
    await run_in_threadpool(viewer.tags.put, folder.path, read_tags(form.get("tags", "")))
    return RedirectResponse("/", 303)


def _card(viewer: Viewer, run: ListedRun, tags: dict[str, tuple[str, ...]]) -> RunCard:
    """The card of a run: one that can't be read says why, and hides no other."""
    of_run = tags.get(str(run.path.resolve()), ())
    if run.folder is None:
        return RunCard(run.name, of_run, run.fault)
    index = viewer.indexes.of(run.folder, waits=viewer.is_static)
    try:
        with index.file.reading() as database:
            summary = read_summary(database)
    except BadInput as fault:
        return RunCard(run.name, of_run, str(fault))
    done = max(index.state.stored, summary.episodes)
    state = RunState.of(run.folder, done)
    return RunCard(run.name, of_run, index.fault, state, description_of(run.folder), summary, index)


def description_of(folder: RunFolder) -> RunDescription | None:
    """What the folder says of its run; None where it says nothing that can be read."""
    try:
        return describe_run(folder)
    except BadInput:
        return None
