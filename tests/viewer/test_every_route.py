"""Every route of the app, with every token: what each opens, taken from the app's own table of routes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from starlette.routing import Route

from dikast.experiments.people import PeopleDesk, PeopleOptions, TaskStore
from dikast.viewer import RunCatalog, SeatLinks
from dikast.viewer.app import page_routes
from tests.viewer.conftest import ServedViewer, served

VALUES = {
    "run": "first", "id": "direct/arithmetic-01", "pupil": "arithmetic-01", "passage": "0", "number": "0",
    "seat_token": "anna-secret", "task": "a1",
}  # fmt: skip
ROUTES = [route for route in page_routes() if isinstance(route, Route)]
IS_SEAT = "/seat/"


def path_of(route: Route, **values: str) -> str:
    """A path that leads to the route."""
    return re.sub(r"{(\w+)(?::\w+)?}", lambda name: {**VALUES, **values}[name[1]], route.path)


@pytest.fixture(scope="module")
def app(runs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedViewer]:
    """The viewer over a run, with two people in seats."""
    store = TaskStore(tmp_path_factory.mktemp("desk") / "people.sqlite")
    store.open()
    desk = PeopleDesk(store, PeopleOptions(), ("human:anna", "human:ben"), {})
    seats = SeatLinks(desk, {"anna": "anna-secret", "ben": "ben-secret"})
    with served(RunCatalog.of((), runs), seats) as viewer:
        yield viewer
    store.close()


def of_reader(methods: set[str]) -> list[Route]:
    """The routes that only the reader's link opens."""
    return [
        route
        for route in ROUTES
        if not route.path.startswith((IS_SEAT, "/static/")) and route.methods and methods <= route.methods
    ]


@pytest.mark.parametrize("route", of_reader({"GET"}), ids=lambda route: route.path)
def test_a_page_opens_for_the_reader_alone(app: ServedViewer, route: Route) -> None:
    """Without a token, and with that of a person's seat in the link or as a cookie, there is nothing to see."""
    path, origin = path_of(route), app.viewer.address.origin
    assert httpx.get(f"{origin}{path}").status_code == 401
    assert httpx.get(f"{origin}{path}?token=anna-secret").status_code == 401
    cookie = {f"dikast-{app.viewer.address.port}": "anna-secret"}
    assert httpx.get(f"{origin}{path}", cookies=cookie).status_code == 401
    assert httpx.get(f"{origin}/seat/anna-secret/..{path}").status_code in (401, 404)


@pytest.mark.parametrize("route", of_reader({"POST"}), ids=lambda route: route.path)
def test_nothing_is_changed_without_a_form_of_ours(app: ServedViewer, route: Route) -> None:
    """Not without the cookie, not from another site, and not with the cookie alone, which a browser sends by itself."""
    path, origin = path_of(route), app.viewer.address.origin
    ours = {"origin": origin}
    assert httpx.post(f"{origin}{path}", headers=ours).status_code == 401
    assert app.client.post(path, headers={"origin": "http://evil.example"}).status_code == 403
    assert app.client.post(path, headers=ours, data={"form_token": "guessed"}).status_code == 403


@pytest.mark.parametrize(
    "route", [route for route in ROUTES if route.path.startswith(IS_SEAT)], ids=lambda route: route.path
)
def test_a_seat_opens_for_its_person_alone(app: ServedViewer, route: Route) -> None:
    """A guessed token opens nothing, and neither does the reader's."""
    for token in ("guessed", app.viewer.secret.token):
        path = path_of(route, seat_token=token)
        if route.methods and "POST" in route.methods:
            sent = app.client.post(path, headers={"origin": app.viewer.address.origin}, data={"form_token": "guessed"})
            assert sent.status_code == 403
        else:
            assert app.client.get(path).status_code == 404
