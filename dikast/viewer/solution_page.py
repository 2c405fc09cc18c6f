"""The page of one graded solution: its marks, the evidence for them, and where a teacher decides otherwise."""

from __future__ import annotations

from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from dikast.records import Override, in_force
from dikast.report import view_grading
from dikast.viewer.graded_run import GradedRun
from dikast.viewer.override_form import teacher_of
from dikast.viewer.pages import show_page

MOST_REPLIES = 60
LABELS = ("correct", "neutral", "incorrect", "inherited", "unknown")
SHARES = ((0.0, "none"), (0.25, "a quarter"), (0.5, "half"), (0.75, "three quarters"), (1.0, "all"))


class LoggedDecision(NamedTuple):
    """A decision, what stood at its places in this solution before, and whether it was taken back."""

    override: Override
    before: tuple[str, ...]
    is_undone: bool


def solution_page(request: Request, before: str = "", after: str = "") -> Response:
    """A graded solution, between the pages of two others where the request came from a list."""
    run = GradedRun.of(request)
    episode, regrading = run.solution(str(request.path_params["id"]))
    return show_page(
        request,
        "solution.html.j2",
        run=run,
        view=view_grading(episode, regrading),
        before=before,
        after=after,
        has_turns=bool(episode.transcript.turns),
        most_replies=MOST_REPLIES,
        log=solution_log(run, episode.id),
        people=run.people_of(episode),
        teacher=teacher_of(request),
        labels=LABELS,
        shares=SHARES,
    )


def solution_log(run: GradedRun, id: str) -> list[LoggedDecision]:
    """The decisions about an episode, the newest first."""
    standing = {override.number for override in in_force(run.overrides)}
    log: list[LoggedDecision] = []
    about: set[int] = set()
    for override in run.overrides:
        if override.undoes not in about and all(place.episode != id for place in override.places):
            continue
        about.add(override.number)
        stood = zip(override.places, override.before, strict=False)
        before = tuple(text for place, text in stood if place.episode == id and text)
        log.append(LoggedDecision(override, before, is_undone=override.number not in standing))
    return log[::-1]
