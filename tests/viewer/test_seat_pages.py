"""The pages of a seat over HTTP: one task at a time, for the person whose link it is, and for nobody else."""

from __future__ import annotations

import asyncio
import html
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import httpx
import pytest
import uvicorn
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage
from pydantic import BaseModel, Field

from dikast.agents import Choices, Form, Request
from dikast.errors import AnswersAwaited
from dikast.experiments import PeopleDesk
from dikast.experiments.people import PeopleOptions, TaskStore, load_controls
from dikast.questions import QuestionSource
from dikast.records import Question
from dikast.viewer import RunCatalog, SeatLinks, Viewer, build_app, read_address
from tests.viewer.accessibility import assert_fits_and_is_accessible, assert_tab_reaches_every_control

if TYPE_CHECKING:
    from playwright.sync_api import Browser

HOSTILE = "<script>alert(1)</script> \u202e & \"'"
CHOICE = Choices(("A", "B"), options=("17", "18"))


@dataclass
class Served:
    """A desk that is served, and a browser without cookies."""

    desk: PeopleDesk
    viewer: Viewer
    client: httpx.Client
    answered: list[str] = field(default_factory=list)

    def link(self, person: str) -> str:
        assert self.viewer.seats is not None
        return self.viewer.seats.links(self.viewer.address)[person]

    def post(self, form: Form = CHOICE, *, id: str = "a1", agent: str = "human", words: int | None = None) -> None:
        messages = (SystemMessage("Judge."), HumanMessage(f"The question:\n| {HOSTILE}\n\nWhich?"), AIMessage("Why?"))
        request = Request(
            messages=(*messages, HumanMessage("Quote as <quote>passage</quote>.")),
            seat="judge",
            kind="judge",
            purpose="decide" if form is CHOICE else "speak",
            question=Question(id="q", text="?"),
            form=form,
            episode=id,
            words=words,
        )
        with pytest.raises(AnswersAwaited):
            self.desk.ask(agent, id, request)

    def send_form(self, page: httpx.Response, action: str | None = None, **fields: str) -> httpx.Response:
        """Fills in the page's form and sends it, as a browser would."""
        kept = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))
        target = action or html.unescape(re.findall(r'<form[^>]* action="([^"]+)"', page.text)[0])
        origin = {"origin": self.viewer.address.origin}
        return self.client.post(target, data={**kept, **fields}, headers=origin)


@pytest.fixture
def serve(tmp_path: Path) -> Iterator[Callable[..., Served]]:
    """Serves a desk with these options."""
    ends: list[Callable[[], None]] = []

    def make(*agents: str, known: Any = None, **options: Any) -> Served:
        store = TaskStore(tmp_path / "people.sqlite")
        store.open()
        desk = PeopleDesk(store, PeopleOptions.model_validate(options), agents or ("human",), known or {})
        tokens = {person: f"{person}-secret" for person in desk.people}
        viewer = Viewer(RunCatalog((tmp_path,)), read_address(), seats=SeatLinks(desk, tokens))
        config = uvicorn.Config(build_app(viewer), port=viewer.address.port, log_level="warning", lifespan="off")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=lambda: asyncio.run(server.serve()))
        thread.start()
        transport = httpx.HTTPTransport(retries=20)
        client = httpx.Client(base_url=viewer.address.origin, follow_redirects=True, transport=transport)
        served = Served(desk, viewer, client)
        desk.on_answer = served.answered.append

        def end() -> None:
            client.close()
            server.should_exit = True
            thread.join()
            store.close()

        ends.append(end)
        return served

    yield make
    for end in ends:
        end()


def test_an_answer_is_filled_in_checked_and_sent(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post()
    page = served.client.get(served.link("human"))
    assert "Which answer?" in page.text
    checked = served.send_form(page, label="B", belief_0="25", belief_1="75", text="It says so.", seconds="0.01")
    assert (checked.status_code, served.answered) == (200, [])
    assert "Is this your answer?" in checked.text
    done = served.send_form(checked)
    assert "Nothing waits for you now" in done.text
    assert served.answered == ["a1"]
    (answer,) = served.desk.store.answers("a1")
    assert (answer.label, answer.beliefs, answer.text) == ("B", (0.25, 0.75), "It says so.")
    assert 0 < (answer.seconds or 0) <= 0.01, "no more than the page was shown for"


def test_what_was_written_is_kept_where_it_can_not_be_sent(serve: Callable[..., Served]) -> None:
    served = serve(reasons=True)
    served.post()
    page = served.send_form(served.client.get(served.link("human")), label="A", belief_0="70", belief_1="70", text="so")
    assert page.status_code == 422
    assert "make 100 % in all" in page.text
    assert 'value="70"' in page.text
    assert ">so</textarea>" in page.text
    assert served.desk.store.answers("a1") == []


@pytest.mark.parametrize("per_cent", ["", "many", "101", "nan", "-1", "1e400"])
def test_per_cents_that_are_none_are_told(serve: Callable[..., Served], per_cent: str) -> None:
    served = serve()
    served.post()
    page = served.send_form(served.client.get(served.link("human")), label="A", belief_0=per_cent, belief_1="0")
    assert page.status_code == 422


def test_a_draft_outlives_the_browser(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post(None, words=20)
    page = served.client.get(served.link("human"))
    draft = served.send_form(page, f"{page.url}/draft", text="Half a\r\nthought")
    assert draft.status_code == 204
    assert ">Half a\nthought</textarea>" in served.client.get(served.link("human")).text


def test_the_second_of_two_clicks_is_told_that_the_first_counted(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post()
    checked = served.send_form(served.client.get(served.link("human")), label="A", belief_0="60", belief_1="40")
    served.send_form(checked)
    again = served.send_form(checked)
    assert (again.status_code, served.answered) == (409, ["a1"])
    assert "first answer stays" in again.text
    assert len(served.desk.store.answers("a1")) == 1


def test_what_was_changed_in_another_window_is_checked_again(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post()
    page = served.client.get(served.link("human"))
    checked = served.send_form(page, label="A", belief_0="60", belief_1="40")
    served.send_form(page, f"{page.url}/draft", label="B", belief_0="30", belief_1="70")
    again = served.send_form(checked)
    assert ("Is this your answer?" in again.text, "B: 18" in again.text) == (True, True)
    assert served.answered == []
    served.send_form(again)
    assert served.desk.store.answers("a1")[0].label == "B"


def test_of_two_people_on_one_item_the_second_is_told(serve: Callable[..., Served]) -> None:
    served = serve(names=["anna", "ben"])
    served.post()
    pages = {person: served.client.get(served.link(person)) for person in ("anna", "ben")}
    checked = {
        person: served.send_form(page, label="A", belief_0="60", belief_1="40") for person, page in pages.items()
    }
    assert served.send_form(checked["ben"]).status_code == 200
    late = served.send_form(checked["anna"])
    assert late.status_code == 409
    assert [answer.person for answer in served.desk.store.answers("a1")] == ["ben"]


def test_hostile_text_is_inert(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post()
    page = served.client.get(served.link("human"))
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text
    checked = served.send_form(page, label="A", belief_0="60", belief_1="40", text=HOSTILE)
    assert "<script>alert" not in checked.text


def test_no_link_opens_what_is_anothers(serve: Callable[..., Served]) -> None:
    """Every page, with every token and with none."""
    served = serve("human:anna", "human:ben")
    served.post(agent="human:anna")
    served.post(agent="human:ben", id="b1")
    served.client.get(served.link("anna"))
    pages = ["", "/pause", "/state", "/task/a1", "/task/a1/feedback"]
    status = {page: served.client.get(f"/seat/ben-secret{page}").status_code for page in pages}
    assert status == {"": 200, "/pause": 200, "/state": 200, "/task/a1": 404, "/task/a1/feedback": 404}
    assert {served.client.get(f"/seat/guessed{page}").status_code for page in pages} == {404}
    assert {served.client.get(path).status_code for path in ("/", "/runs", "/people")} == {401}
    form = {"label": "A", "belief_0": "60", "belief_1": "40"}
    for action in ("draft", "check", "send"):
        # Ben's own form, and none at all.
        own = served.client.get("/seat/ben-secret/task/b1")
        assert served.send_form(own, f"/seat/anna-secret/task/a1/{action}", **form).status_code == 403
        assert served.client.post(f"/seat/ben-secret/task/a1/{action}", data=form).status_code == 403
    assert served.desk.store.answers("a1") == []


def test_what_practice_is_told_can_be_read_by_all(
    serve: Callable[..., Served], tmp_path: Path, chromium: Browser
) -> None:
    (tmp_path / "known.jsonl").write_text('{"id": "k", "question": "1 + 1?", "choices": ["2", "3"], "answer": 0}\n')
    practice = load_controls(QuestionSource(file="known.jsonl"), tmp_path, 0, is_practice=True)
    served = serve(known={question.task.id: question for question in practice}, reward=True)
    served.post()
    fields = {"label": "A", "belief_0": "50", "belief_1": "50"}
    served.send_form(served.send_form(served.client.get(served.link("human")), **fields))
    page = chromium.new_page()
    page.goto(f"{served.viewer.address.origin}/seat/human-secret/task/{practice[0].task.id}/feedback")
    assert "The right answer is A: 2." in page.locator("main").inner_text()
    assert_tab_reaches_every_control(page)
    assert_fits_and_is_accessible(page)
    page.close()


def test_practice_is_told_what_is_right_and_a_check_is_not(serve: Callable[..., Served], tmp_path: Path) -> None:
    (tmp_path / "known.jsonl").write_text('{"id": "k", "question": "1 + 1?", "choices": ["2", "3"], "answer": 0}\n')
    source = QuestionSource(file="known.jsonl")
    practice = load_controls(source, tmp_path, 0, is_practice=True)
    checks = load_controls(source, tmp_path, 0, is_practice=False)
    served = serve(
        known={question.task.id: question for question in practice + checks},
        attention={"questions": {"file": "known.jsonl"}, "every": 1},
        reward=True,
    )
    served.post()
    fields = {"label": "A", "belief_0": "50", "belief_1": "50"}
    told = served.send_form(served.send_form(served.client.get(served.link("human")), **fields))
    assert "The right answer is <strong>A: 2</strong>. You gave it 50 %." in told.text
    assert "-1.00 bits" in told.text
    seen = [served.client.get(served.link("human"))]
    seen.append(served.send_form(served.send_form(seen[0], **fields)))
    assert (served.answered, "1 + 1?" in seen[1].text) == (["a1"], True)
    assert "Nothing waits" in served.send_form(served.send_form(seen[1], **fields)).text
    assert [score.is_practice for score in served.desk.store.known_scores("human")] in ([True, False], [False, True])


def test_time_is_never_more_than_the_page_was_open(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post()
    fields = {"label": "A", "belief_0": "60", "belief_1": "40", "seconds": "86400"}
    served.send_form(served.send_form(served.client.get(served.link("human")), **fields))
    assert served.desk.store.answers("a1")[0].seconds < 60


class StepLabels(BaseModel):
    """As judges of worked solutions are asked for them."""

    first: Annotated[Literal["correct", "incorrect"], Field(alias="1")]
    premises: list[int]
    score: Annotated[float, Field(ge=0, le=1)]


def test_a_form_is_asked_field_by_field(serve: Callable[..., Served]) -> None:
    served = serve()
    served.post(StepLabels)
    page = served.client.get(served.link("human"))
    assert re.findall(r'name="(field_\d)"', page.text) == ["field_0", "field_1", "field_2"]
    refused = served.send_form(page, field_0="incorrect", field_1="0, 1", field_2="much")
    assert (refused.status_code, "score: Input should be a valid number" in refused.text) == (422, True)
    assert "<option selected>incorrect</option>" in refused.text
    served.send_form(served.send_form(refused, field_0="incorrect", field_1="0, 1", field_2="0.5"))
    assert served.desk.store.answers("a1")[0].text == '{"1": "incorrect", "premises": [0, 1], "score": 0.5}'


class Fault(BaseModel):
    words: str
    severity: Literal["minor", "grave"]


class Faults(BaseModel):
    faults: Annotated[list[Fault], Field(max_length=3)]
    note: str | None = None


def test_the_objects_of_a_list_have_a_place_each_and_none_is_typed_as_json(serve: Callable[..., Served]) -> None:
    """The first is open, the others can be opened; what was typed stays open where it can't be sent yet."""
    served = serve()
    served.post(Faults)
    page = served.client.get(served.link("human"))
    assert re.findall(r"<summary>(faults \d)", page.text) == ["faults 1", "faults 2", "faults 3"]
    assert page.text.count('class="row-of-list" open') == 1
    assert "One JSON object" not in page.text
    refused = served.send_form(page, field_0=HOSTILE, field_1="grave", field_2="Half.")
    assert (refused.status_code, "faults.1.severity" in refused.text) == (422, True)
    assert refused.text.count('class="row-of-list" open') == 2
    assert "<script>alert" not in refused.text
    served.send_form(served.send_form(refused, field_0="Who?", field_1="grave", field_2="", field_3=""))
    assert served.desk.store.answers("a1")[0].text == '{"faults": [{"words": "Who?", "severity": "grave"}]}'


def test_a_reader_sees_how_people_get_on_and_nobody_else_does(serve: Callable[..., Served]) -> None:
    served = serve(names=["anna", "ben"], raters=2)
    for i in range(3):
        served.post(id=f"a{i}")
    for person in ("anna", "ben"):
        for _ in range(3):
            fields = {"label": "A", "belief_0": "60", "belief_1": "40", "seconds": "0.001"}
            served.send_form(served.send_form(served.client.get(served.link(person)), **fields))
    assert served.client.get("/people").status_code == 401
    page = served.client.get(served.viewer.link_to("/people"))
    assert re.findall(r'<th scope="row">(\w+)</th><td class="number">(\d)', page.text) == [("anna", "3"), ("ben", "3")]
