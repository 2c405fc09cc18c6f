"""The pages of a person's seat: what they are asked, one task at a time, and nothing else of the run."""

from __future__ import annotations

import time
from collections.abc import Mapping

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from dikast.experiments import AlreadyAnswered, AnswerRefused, PersonTask, reward_bits
from dikast.viewer.access import read_form
from dikast.viewer.field_groups import field_groups
from dikast.viewer.pages import show_page, viewer_of
from dikast.viewer.seat_answer import SeatDraft, stated_beliefs
from dikast.viewer.seat_links import SeatLinks
from dikast.viewer.seat_messages import asks_for_quotes, seat_messages


def seat_routes() -> list[Route]:
    """The pages of all seats. Each begins with a person's secret token."""
    task = "/seat/{seat_token}/task/{task}"
    return [
        Route("/seat/{seat_token}", seat_page),
        Route("/seat/{seat_token}/pause", pause_page),
        Route("/seat/{seat_token}/state", seat_state),
        Route(task, task_page),
        Route(f"{task}/feedback", feedback_page),
        Route(f"{task}/draft", save_draft, methods=["POST"]),
        Route(f"{task}/check", check_answer, methods=["POST"]),
        Route(f"{task}/send", send_answer, methods=["POST"]),
    ]


def seat_page(request: Request) -> Response:
    """On to the next task; where there is none yet, a page that looks again by itself."""
    seats, person = _seats(request), _person(request)
    task = seats.desk.next_task(person)
    if task is not None:
        return RedirectResponse(f"{_own_path(request)}/task/{task.id}", 303)
    n_done = seats.desk.store.n_answers(person)
    return show_page(request, "seat_wait.html.j2", person=person, own=_own_path(request), n_done=n_done)


def pause_page(request: Request) -> Response:
    """A page to come back from. Its time counts for no task."""
    return show_page(request, "seat_pause.html.j2", person=_person(request), own=_own_path(request))


def seat_state(request: Request) -> Response:
    """Whether a task waits, for the page that looks again."""
    return JSONResponse({"waits": _seats(request).desk.next_task(_person(request)) is not None})


def task_page(request: Request) -> Response:
    """One task, with what the person has filled in before."""
    seats, person, task = _seats(request), _person(request), _task(request)
    if _is_sent(seats, person, task):
        return RedirectResponse(_own_path(request), 303)
    seats.desk.store.opened(task.id, person)
    draft = SeatDraft.of_json(seats.desk.store.draft(task.id, person))
    return _show_task(request, task, draft)


def feedback_page(request: Request) -> Response:
    """How a practice question was answered, and what is right."""
    seats, person, task = _seats(request), _person(request), _task(request)
    known = seats.desk.known.get(task.id)
    answer = seats.desk.store.known_answers(person).get(task.id)
    if known is None or answer is None or not known.is_practice:
        raise HTTPException(404, "There is nothing to tell of this task.")
    return show_page(
        request,
        "seat_feedback.html.j2",
        person=person,
        own=_own_path(request),
        is_right=known.is_right(answer),
        right=f"{task.labels[known.gold]}: {task.options[known.gold]}",
        per_cent=round(100 * known.p_right(answer)) if answer.beliefs else None,
        bits=reward_bits(max(known.p_right(answer), 0.001)) if seats.desk.options.reward else None,
    )


async def save_draft(request: Request) -> Response:
    """Keeps what is filled in so far: a browser that is closed loses nothing."""
    seats, person, task, form = await _sent_form(request)
    draft = SeatDraft.of_form(task, form)
    if not await run_in_threadpool(_is_sent, seats, person, task):
        await run_in_threadpool(seats.desk.store.save_draft, task.id, person, draft.model_dump_json())
    return Response(status_code=204)


async def check_answer(request: Request) -> Response:
    """The answer once more, before it is sent; or the task again, with what is to be changed."""
    seats, person, task, form = await _sent_form(request)
    return await run_in_threadpool(_check, request, seats, person, task, SeatDraft.of_form(task, form))


async def send_answer(request: Request) -> Response:
    """Sends the draft that was checked. A second answer is refused: the first one stays."""
    seats, person, task, form = await _sent_form(request)
    return await run_in_threadpool(_send, request, seats, person, task, form.get("checked", ""))


def _check(request: Request, seats: SeatLinks, person: str, task: PersonTask, draft: SeatDraft) -> Response:
    if _is_sent(seats, person, task):
        return _show_answered(request, person)
    seats.desk.store.save_draft(task.id, person, draft.model_dump_json())
    try:
        answer = draft.answer(person, task, _open_s(seats, person, task), asks_beliefs=seats.desk.options.beliefs)
        seats.desk.check(task, answer)
    except AnswerRefused as refused:
        return _show_task(request, task, draft, fault=str(refused))
    return show_page(
        request,
        "seat_check.html.j2",
        person=person,
        own=_own_path(request),
        task=task,
        answer=answer,
        checked=draft.mark,
        options=stated_beliefs(task, draft),
        beliefs=stated_beliefs(task, draft) if answer.beliefs else [],
    )


def _send(request: Request, seats: SeatLinks, person: str, task: PersonTask, checked: str) -> Response:
    """Sends the draft, if it is still the one that was `checked`; another window may have changed it."""
    draft = SeatDraft.of_json(seats.desk.store.draft(task.id, person))
    if _is_sent(seats, person, task):
        return _show_answered(request, person)
    if draft.mark != checked:
        return _check(request, seats, person, task, draft)
    try:
        answer = draft.answer(person, task, _open_s(seats, person, task), asks_beliefs=seats.desk.options.beliefs)
        seats.desk.send(task, answer)
    except AlreadyAnswered:
        return _show_answered(request, person)
    except AnswerRefused as refused:
        return _show_task(request, task, draft, fault=str(refused))
    known = seats.desk.known.get(task.id)
    is_told = known is not None and known.is_practice
    return RedirectResponse(f"{_own_path(request)}/task/{task.id}/feedback" if is_told else _own_path(request), 303)


def _show_task(request: Request, task: PersonTask, draft: SeatDraft, fault: str = "") -> Response:
    """The page of a task; with a fault, what is to be changed before the answer can be sent."""
    options = _seats(request).desk.options
    return show_page(
        request,
        "seat_task.html.j2",
        422 if fault else 200,
        person=_person(request),
        own=_own_path(request),
        task=task,
        messages=seat_messages(task),
        draft=draft,
        field_groups=field_groups(task, draft),
        beliefs=stated_beliefs(task, draft),
        options=options,
        needs_reasons=task.answer == "choice" and (options.reasons or task.reasons),
        asks_for_quotes=asks_for_quotes(task),
        fault=fault,
    )


def _show_answered(request: Request, person: str) -> Response:
    return show_page(request, "seat_answered.html.j2", 409, person=person, own=_own_path(request))


async def _sent_form(request: Request) -> tuple[SeatLinks, str, PersonTask, Mapping[str, str]]:
    """Whose form it is, for which task, and what is in it. Raises HTTPException."""
    form = await read_form(request, viewer_of(request).secret)
    seats, person = _seats(request), _person(request)
    task = await run_in_threadpool(_task, request)
    return seats, person, task, form


def _seats(request: Request) -> SeatLinks:
    """The people of the run that is served. Raises HTTPException where none is."""
    seats = viewer_of(request).seats
    if seats is None:
        raise HTTPException(404, "No one is asked here.")
    return seats


def _person(request: Request) -> str:
    """Whose link it is. Raises HTTPException if it is no one's."""
    person = _seats(request).person(request.path_params["seat_token"])
    if person is None:
        raise HTTPException(404, "This link opens nothing. Ask the person who sent it for the right one.")
    return person


def _task(request: Request) -> PersonTask:
    """The task in the path, if it is one of the person's. Raises HTTPException."""
    desk, person = _seats(request).desk, _person(request)
    task = desk.task(request.path_params["task"])
    if task is None or not (desk.may_see(person, task) or desk.store.has_opened(task.id, person)):
        raise HTTPException(404, "There is no such task in your queue.")
    return task


def _is_sent(seats: SeatLinks, person: str, task: PersonTask) -> bool:
    """Whether the person has answered the task."""
    if task.id in seats.desk.known:
        return task.id in seats.desk.store.known_answers(person)
    return any(answer.person == person for answer in seats.desk.store.answers(task.id))


def _open_s(seats: SeatLinks, person: str, task: PersonTask) -> float:
    """How long ago the person opened the task, in seconds."""
    return max(0.0, time.time() - seats.desk.store.opened(task.id, person))


def _own_path(request: Request) -> str:
    return f"/seat/{request.path_params['seat_token']}"
