"""The form in which a teacher decides about gradings: read, checked against the rubric, and kept."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from dikast.experiments import NewerOverride
from dikast.graphs import Regrading
from dikast.records import Override, OverridePlace
from dikast.report import points_text
from dikast.viewer.access import read_form
from dikast.viewer.graded_run import GradedRun
from dikast.viewer.pages import show_page, viewer_of

TEACHER = "dikast-teacher"
AS_IT_IS = ""
MEMBER = "member:"


def teacher_of(request: Request) -> str:
    """The name under which this browser decided last."""
    return request.cookies.get(TEACHER, "").encode("latin-1", "replace").decode("utf-8", "replace")


async def decide(request: Request) -> Response:
    """Keeps a teacher's decision, or takes one back, and leads back to where it was made."""
    form = await read_form(request, viewer_of(request).secret)
    return await run_in_threadpool(_decide, request, form)


def _decide(request: Request, form: Mapping[str, str]) -> Response:
    run = GradedRun.of(request)
    override = _undo(form) if form.get("undoes") else _override(run, form)
    kept = run.folder.overrides.add(override, _whole_number(form.get("seen", "0")))
    if isinstance(kept, NewerOverride):
        newer = kept.override
        message = (
            f"{newer.by} has decided about this since you loaded the page, and nothing of yours was kept. "
            "Go back, load the page again to see that decision, and decide then."
        )
        return show_page(request, "message.html.j2", 409, title="Decided meanwhile", message=message)
    response = RedirectResponse(_way_back(run, override, form), 303)
    response.set_cookie(
        TEACHER,
        override.by.encode("utf-8").decode("latin-1"),
        max_age=365 * 86_400,
        httponly=True,
        samesite="strict",
        secure=viewer_of(request).address.is_encrypted,
    )
    return response


def _undo(form: Mapping[str, str]) -> Override:
    try:
        return Override(by=_name(form), undoes=_whole_number(form["undoes"]))
    except ValidationError as error:
        raise _not_read(error) from None


def _override(run: GradedRun, form: Mapping[str, str]) -> Override:
    """The decision that the form makes. Raises HTTPException for what the rubric or the solution does not have."""
    places = _places(form)
    gradings = {place.episode: run.solution(place.episode)[1] for place in places}
    label = form.get("label") or None
    try:
        override = Override.model_validate(
            {
                "by": _name(form),
                "places": places,
                "before": [standing_text(gradings[place.episode], place) for place in places],
                "label": label,
                "error_type": (form.get("error_type") or None) if label in ("incorrect", "inherited") else None,
                "value": _value(form.get("value", "")),
                "comment": form.get("comment", "").replace("\r\n", "\n").strip(),
            }
        )
    except ValidationError as error:
        raise _not_read(error) from None
    for place in places:
        _check(override, place, gradings[place.episode])
    if override.label is None and override.value is None and not override.comment:
        raise HTTPException(400, "Nothing was decided: give a label, points or a comment.")
    return override


def _places(form: Mapping[str, str]) -> tuple[OverridePlace, ...]:
    """What the decision is about: one place, or those of the equal steps that were left ticked."""
    members = [name.removeprefix(MEMBER) for name in form if name.startswith(MEMBER)]
    try:
        if "episode" not in form:
            if not members:
                raise HTTPException(400, "No step was ticked.")
            return tuple(_member_place(member) for member in members)
        step = form.get("step")
        return (
            OverridePlace.model_validate(
                {
                    "episode": form["episode"],
                    "about": form.get("about"),
                    "step": None if step is None else _whole_number(step),
                    "name": form.get("name", ""),
                }
            ),
        )
    except ValidationError as error:
        raise _not_read(error) from None


def _member_place(member: str) -> OverridePlace:
    """A ticked step, `STEP:EPISODE`."""
    step, _, episode = member.partition(":")
    return OverridePlace(episode=episode, about="step", step=_whole_number(step))


def _check(override: Override, place: OverridePlace, regrading: Regrading) -> None:
    """Raises HTTPException where the solution has no such place, or the rubric no such kind, level or points."""
    faults = {
        "step": place.step is not None and place.step >= len(regrading.grading.steps),
        "criterion": place.name not in {one.name for one in regrading.rubric.criteria if one.levels},
        "part": place.name not in {part.name for part in regrading.points.parts},
    }
    if faults.get(place.about, False):
        raise HTTPException(400, f"This solution has no such {place.about}.")
    if override.error_type is not None and regrading.rubric.error(override.error_type) is None:
        raise HTTPException(400, f"The rubric has no kind of error {override.error_type!r}.")
    if override.value is None:
        return
    if place.about == "criterion":
        levels = next(one.level_values for one in regrading.rubric.criteria if one.name == place.name)
        if override.value not in levels:
            raise HTTPException(400, f"{place.name!r} has the levels {', '.join(map(points_text, levels))}.")
    most = _most_points(place, regrading)
    if most is not None and override.value > most:
        raise HTTPException(400, f"There are at most {points_text(most)} points for this.")


def _most_points(place: OverridePlace, regrading: Regrading) -> float | None:
    if place.about == "whole":
        return regrading.points.maximum
    if place.about == "part":
        return next(part.maximum for part in regrading.points.parts if part.name == place.name)
    return None


def standing_text(regrading: Regrading, place: OverridePlace) -> str:
    """What stands at a place, in words."""
    match place.about:
        case "step":
            label = next((one for one in regrading.grading.steps if one.step == place.step), None)
            if label is None:
                return ""
            kind = f", {label.error_type}" if label.error_type else ""
            share = "" if label.credit is None else f", {points_text(100 * label.credit)} % of its points"
            return f"{label.label or 'unparsed'}{kind}{share}"
        case "answer":
            return {True: "right", False: "wrong", None: "not known"}[regrading.grading.is_answer_right]
        case "criterion":
            return points_text(regrading.grading.criteria.get(place.name))
        case "part":
            return points_text(next((one.points for one in regrading.points.parts if one.name == place.name), None))
        case "whole":
            return points_text(regrading.points.points)


def _way_back(run: GradedRun, override: Override, form: Mapping[str, str]) -> str:
    """The page on which the form stood. It is made here, so that a form leads to no other site."""
    shown = form.get("shown") or (override.places[0].episode if len(override.places) == 1 else "")
    if form.get("page") == "equal-steps" or not shown:
        return run.link("equal-steps")
    step = form.get("step")
    return run.link("solution", shown) + (f"#step-{_whole_number(step) + 1}" if step else "#result")


def _name(form: Mapping[str, str]) -> str:
    name = " ".join(form.get("by", "").split())
    if not name:
        raise HTTPException(400, "Say who decides: your name stands beside the decision.")
    return name[:200]


def _value(text: str) -> float | None:
    """A number as people write it, `1.5` or `1,5`; None for an empty field."""
    text = text.strip().replace(",", ".")
    if text == AS_IT_IS:
        return None
    try:
        return float(text)
    except ValueError:
        raise HTTPException(400, f"{text[:40]!r} is no number of points.") from None


def _whole_number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise HTTPException(400, "This form has a number that is none.")
    return int(text)


def _not_read(error: ValidationError) -> HTTPException:
    first = error.errors()[0]
    return HTTPException(400, f"This decision can't be kept: {first['msg'].removeprefix('Value error, ')}.")
