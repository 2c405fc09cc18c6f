"""The grades of a run: a row a solution, and the same as CSV."""

from __future__ import annotations

import tempfile
from itertools import islice
from pathlib import Path

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from dikast.experiments import export_run
from dikast.report import pupil_of
from dikast.viewer.graded_run import GradedRun
from dikast.viewer.pages import show_page

PAGE_ROWS = 500


def grade_table_page(request: Request) -> Response:
    """The graded solutions of a run, a page of them; all are in the CSV."""
    run = GradedRun.of(request)
    after = request.query_params.get("after", "")
    rows = [
        {
            "id": episode.id,
            "question": episode.question.id,
            "pupil": pupil_of(episode),
            "protocol": episode.protocol_name,
            "regrading": regrading,
            "first_error": regrading.grading.first_error,
        }
        for episode, regrading in islice(run.solutions(after=after), PAGE_ROWS + 1)
    ]
    return show_page(
        request,
        "grades.html.j2",
        run=run,
        rows=rows[:PAGE_ROWS],
        is_first=not after,
        next_after=rows[PAGE_ROWS - 1]["id"] if len(rows) > PAGE_ROWS else "",
        with_protocols=len({row["protocol"] for row in rows}) > 1,
    )


def grade_table_file(request: Request) -> Response:
    """The grades of all solutions as a CSV file."""
    run = GradedRun.of(request)
    folder = Path(tempfile.mkdtemp(prefix="dikast-"))
    path, _ = export_run(run.folder, "grades", folder / "grades.csv")

    def clean_up() -> None:
        path.unlink(missing_ok=True)
        folder.rmdir()

    return FileResponse(
        path, media_type="text/csv", filename=f"{run.name}-grades.csv", background=BackgroundTask(clean_up)
    )
