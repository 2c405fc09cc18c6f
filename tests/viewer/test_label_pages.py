"""What people's labels of steps look like: beside the judge's on a solution's page, and what they say of the run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dikast.experiments import RunFolder
from dikast.viewer import SeatLinks
from tests.experiments.labelling.conftest import labelling, send
from tests.viewer.accessibility import assert_fits_and_is_accessible, assert_tab_reaches_every_control
from tests.viewer.class_run import HOSTILE
from tests.viewer.conftest import ServedViewer, served
from tests.viewer.test_grading_browser import open_viewer
from tests.viewer.test_served_people import open_page

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def class_of(desk: ServedViewer) -> RunFolder:
    folder = desk.viewer.catalog.find("class")
    assert folder is not None
    return folder


def label_all(desk: ServedViewer, person: str = "human") -> None:
    """Labels every step, each as wrong and for a hostile reason."""
    with labelling(class_of(desk), order="uncertain") as people:
        while people.next_task(person):
            send(people, "incorrect", person, error_type="M", text=HOSTILE)


def test_labels_stand_beside_those_of_the_judge(desk: ServedViewer) -> None:
    page = "/run/class/solution/process-stepwise/bakery-dee"
    before = desk.client.get(page).text
    assert "<b>People:</b>" not in before
    label_all(desk)
    after = desk.client.get(page).text
    assert after.count("<b>People:</b>") == 3
    assert after.count('<span class="chip kind">Wrong Method</span>') == 3
    assert "human: incorrect, Wrong Method" in after
    assert "Chosen by uncertainty, stands for 1.0 steps." in after
    assert 'class="step correct"' in after
    assert "<script>document" not in after


def test_pupils_see_nothing_of_them(desk: ServedViewer) -> None:
    label_all(desk)
    assert "People:" not in desk.client.get("/run/class/pupil/Dee").text


def test_what_they_say_of_the_run_has_a_page(desk: ServedViewer) -> None:
    assert desk.client.get("/run/class/labels").status_code == 404
    assert "/run/class/labels" not in desk.client.get("/run/class/grades").text
    with labelling(class_of(desk)):
        pass
    assert "There is no estimate yet" in desk.client.get("/run/class/labels").text
    with labelling(class_of(desk)) as people:
        for _ in range(6):
            send(people, "incorrect")
    page = desk.client.get("/run/class/labels").text
    assert "6 of 15 steps are labelled, in a random order" in page
    assert "process-stepwise" in page
    assert "/run/class/labels" in desk.client.get("/run/class/grades").text


def test_while_people_label_their_page_leads_to_what_the_labels_say(desk: ServedViewer) -> None:
    with labelling(class_of(desk)) as people:
        seats = SeatLinks(people, {"human": "secret"})
        with served(desk.viewer.catalog, seats) as viewer:
            page = viewer.client.get("/people").text
            assert 'href="/run/class/labels"' in page
            assert viewer.client.get("/run/class/labels").status_code == 200


@pytest.mark.parametrize("path", ["/run/class/labels", "/run/class/solution/process-stepwise/hostile"])
def test_the_pages_fit_and_have_nothing_that_axe_finds(chromium: Browser, desk: ServedViewer, path: str) -> None:
    """Wide and narrow, light and dark; Tab reaches every control; hostile text is inert."""
    label_all(desk)
    page, messages = open_viewer(chromium, desk)
    page.goto(desk.viewer.address.origin + path)
    assert_tab_reaches_every_control(page)
    assert_fits_and_is_accessible(page)
    assert page.title() not in ("taken", "1")
    assert messages == []
    page.close()


def test_the_page_of_people_fits_and_has_nothing_that_axe_finds(chromium: Browser, desk: ServedViewer) -> None:
    with (
        labelling(class_of(desk)) as people,
        served(desk.viewer.catalog, SeatLinks(people, {"human": "own"})) as viewer,
    ):
        page, messages = open_viewer(chromium, viewer)
        page.goto(f"{viewer.viewer.address.origin}/people")
        assert_tab_reaches_every_control(page)
        assert_fits_and_is_accessible(page)
        assert messages == []
        page.close()


def test_a_step_is_labelled_with_the_keyboard_alone(chromium: Browser, desk: ServedViewer) -> None:
    seats_of_one = {"human": "own"}
    with labelling(class_of(desk)) as people, served(desk.viewer.catalog, SeatLinks(people, seats_of_one)) as viewer:
        page, faults = open_page(chromium, f"{viewer.viewer.address.origin}/seat/own")
        assert_tab_reaches_every_control(page)
        page.get_by_text("The rules").click()
        # Without a wrong step there is no kind of error to choose.
        assert page.get_by_label("Kind of error").is_disabled()
        page.get_by_role("radio", name="correct").first.focus()
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowDown")
        assert page.get_by_role("radio", name="incorrect").is_checked()
        page.keyboard.press("Tab")
        page.keyboard.type("Wrong")
        page.keyboard.press("Tab")
        page.keyboard.type("By keys.")
        assert_fits_and_is_accessible(page)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.get_by_text("Kind of error: Wrong Method").wait_for()
        assert faults == []
        page.close()
