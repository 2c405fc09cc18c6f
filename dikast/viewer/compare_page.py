"""The pages that compare two cells, of one run or of two: their difference, and the questions on which they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from dikast.experiments import RunFolder
from dikast.metrics import Comparison, compare_means
from dikast.records import Episode
from dikast.viewer.episode_page import EpisodeParts
from dikast.viewer.index import CellCounts, IndexFile, asked_of, credit_by_question, episodes_of, read_summary
from dikast.viewer.pages import show_page, viewer_of
from dikast.viewer.viewer_state import Viewer

RESAMPLES = 2_000
PAGE_QUESTIONS = 50


@dataclass(frozen=True)
class ComparedCell:
    """A cell of a run: the first or the second of a comparison. `name` is what the report calls it."""

    run: str
    folder: RunFolder
    file: IndexFile
    version: int
    name: str
    # Its counts follow from the rest, and can't be hashed.
    cell: CellCounts = field(compare=False)

    def credits(self) -> dict[str, float]:
        """The mean credit of each question."""
        with self.file.reading() as database:
            return credit_by_question(database, self.cell.protocol, self.cell.agents)

    def episode(self, question: str, id: str) -> tuple[Episode | None, list[str]]:
        """The episode of this id on a question, or the first one there; and the ids of all."""
        with self.file.reading() as database:
            ids = episodes_of(database, self.cell.protocol, self.cell.agents, question)
        if not ids:
            return None, ids
        record = self.folder.store.record(id if id in ids else ids[0])
        return (record if isinstance(record, Episode) else None), ids


@dataclass(frozen=True)
class QuestionDifference:
    """A question on which two cells differ: the credit of each, and the beginning of its text."""

    question: str
    first: float
    second: float
    asked: str


def compare_page(request: Request) -> Response:
    """Two cells and how they differ; without two, a form to choose them by."""
    viewer = viewer_of(request)
    runs = [run.name for run in viewer.catalog.listed() if run.folder is not None]
    sides = {side: _side(viewer, request, side, runs) for side in ("first", "second")}
    first, second = (sides[side][1] for side in ("first", "second"))
    comparison, differing, n_differing = None, [], 0
    if first is not None and second is not None and (first.run, first.name) != (second.run, second.name):
        comparison, found = _compared(first, second)
        n_differing = len(found)
        differing = _with_texts(first, found[:PAGE_QUESTIONS])
    return show_page(
        request,
        "compare.html.j2",
        runs=runs,
        sides=sides,
        first=first,
        second=second,
        comparison=comparison,
        differing=differing,
        n_differing=n_differing,
        query=request.url.query,
    )


def pair_page(request: Request) -> Response:
    """One question as two cells treated it, side by side."""
    viewer = viewer_of(request)
    runs = [run.name for run in viewer.catalog.listed() if run.folder is not None]
    question = request.query_params.get("question", "")
    shown: list[tuple[ComparedCell, EpisodeParts | None, list[str]]] = []
    for side in ("first", "second"):
        _, cell = _side(viewer, request, side, runs)
        if cell is None:
            raise HTTPException(404, "There is no such cell.")
        episode, ids = cell.episode(question, request.query_params.get(f"{side}_episode", ""))
        shown.append((cell, EpisodeParts.of(cell.run, episode) if episode else None, ids))
    if not any(ids for _, _, ids in shown):
        raise HTTPException(404, "Neither cell has an episode on such a question.")
    return show_page(request, "pair.html.j2", shown=shown, question=question, query=request.query_params)


def _side(
    viewer: Viewer, request: Request, side: str, runs: Sequence[str]
) -> tuple[tuple[str, tuple[CellCounts, ...]], ComparedCell | None]:
    """The run that was chosen for a side with its cells, and the cell; by default the first and the second one."""
    run = request.query_params.get(side, runs[0] if runs else "")
    folder = viewer.catalog.find(run)
    if folder is None:
        return (run, ()), None
    index = viewer.indexes.of(folder)
    with index.file.reading() as database:
        cells = read_summary(database).cells
    wanted = request.query_params.get(f"{side}_cell", "")
    by_name = {cell.name: cell for cell in cells}
    if wanted not in by_name:
        number = 0 if side == "first" else 1
        wanted = next(iter(list(by_name)[number:]), "")
    if wanted not in by_name:
        return (run, cells), None
    return (run, cells), ComparedCell(run, folder, index.file, index.state.version, wanted, by_name[wanted])


@lru_cache(maxsize=8)
def _compared(first: ComparedCell, second: ComparedCell) -> tuple[Comparison, list[tuple[str, float, float]]]:
    """The difference, and the questions on which the two differ, most first."""
    credits, others = first.credits(), second.credits()
    comparison = compare_means(credits, others, (first.name, second.name), resamples=RESAMPLES)
    differing = [
        (question, credits[question], others[question])
        for question in credits.keys() & others.keys()
        if credits[question] != others[question]
    ]
    differing.sort(key=lambda row: (-abs(row[1] - row[2]), row[0]))
    return comparison, differing


def _with_texts(first: ComparedCell, rows: Sequence[tuple[str, float, float]]) -> list[QuestionDifference]:
    with first.file.reading() as database:
        asked = asked_of(database, [question for question, _, _ in rows])
    return [QuestionDifference(question, a, b, asked.get(question, "")) for question, a, b in rows]
