"""A teacher's pages: a graded solution, decisions about it, equal errors, the grades, and a pupil's own page."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

import httpx
import pytest

from dikast.experiments import RunFolder, export_run
from dikast.graphs import regrade
from dikast.records import standing_decisions
from dikast.viewer.equal_steps import equal_wrong_steps, normal_text
from tests.viewer.class_run import HOSTILE
from tests.viewer.conftest import ServedViewer, indexed

CEM = "process-stepwise/bakery-cem"
ADA = "process-stepwise/bakery-ada"
PUPILS = ("Ada", "Ben", "Cem", "Dee")


def token(desk: ServedViewer, page: str = f"/run/class/solution/{CEM}") -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="form_token" value="([^"]+)"', desk.client.get(page).text)
    assert found is not None
    return found[1]


def decide(desk: ServedViewer, **fields: str) -> httpx.Response:
    """Sends a decision as the form on the page does."""
    form = {"form_token": token(desk), "seen": "0", "by": "Ms Kim", **fields}
    return desk.client.post("/run/class/override", data=form, headers={"origin": desk.viewer.address.origin})


def about_step(desk: ServedViewer, step: int, episode: str = CEM, **fields: str) -> httpx.Response:
    return decide(desk, episode=episode, about="step", step=str(step), **fields)


def folder_of(desk: ServedViewer) -> RunFolder:
    folder = desk.viewer.catalog.find("class")
    assert folder is not None
    return folder


def labels(desk: ServedViewer, id: str = CEM) -> list[str | None]:
    """The labels as they stand now."""
    folder = folder_of(desk)
    episode = next(one for one in folder.episodes() if one.id == id)
    return [one.label for one in regrade(episode, standing_decisions(folder.overrides.all())).grading.steps]


# --- reading


def test_a_solution_has_its_marks_and_the_evidence_for_them(desk: ServedViewer) -> None:
    page = desk.client.get(f"/run/class/solution/{CEM}").text
    for words in (
        "Calculation Slip",
        "by a machine check",
        "24 * 0.75 = 19",
        "left: 18, right: 19",
        "Reference: $6.50",
    ):
        assert words in page
    assert "2.67</b> of 6 points" in page
    assert "steps 2, 3 wrong only by an earlier" in page
    assert 'class="carries"' in page
    assert "by what it rests on; the judge had said correct" in page
    assert '<mark class="refuted">24 * 0.75 = 19<sup>1</sup></mark>' in page


def test_an_image_of_the_problem_is_shown_and_one_elsewhere_is_not_loaded(desk: ServedViewer) -> None:
    page = desk.client.get("/run/class/solution/process-stepwise/bakery-dee").text
    assert '<img src="data:image/png;base64,' in page


def test_what_is_not_there_is_told(desk: ServedViewer) -> None:
    for path in ("/run/other/grades", "/run/class/solution/nothing", "/run/class/pupil/nobody"):
        assert desk.client.get(path).status_code == 404


@pytest.mark.parametrize("page", ["grades", "equal-steps", "solution/process-stepwise/hostile"])
def test_hostile_text_is_text(desk: ServedViewer, page: str) -> None:
    text = desk.client.get(f"/run/class/{page}").text
    assert "<script>document" not in text
    assert "<img src=x" not in text
    assert "\u202e" not in text


# --- deciding


def test_a_decision_is_kept_beside_the_record_and_scored_at_once(desk: ServedViewer) -> None:
    """The teacher takes step 1 for right: what was wrong only because of it is no error any more."""
    record = (folder_of(desk).path / "episodes.sqlite").read_bytes()
    page = about_step(desk, 0, label="correct", comment="19 was allowed on the sheet").text
    assert "by Ms Kim" in page
    assert "Before: incorrect, C, by a machine check." in page
    assert "19 was allowed on the sheet" in page
    assert "inherited" not in labels(desk)
    (kept,) = folder_of(desk).overrides.all()
    assert (kept.by, kept.before) == ("Ms Kim", ("incorrect, C",))
    assert (folder_of(desk).path / "episodes.sqlite").read_bytes() == record


def test_a_decision_is_taken_back_and_stays_in_the_log(desk: ServedViewer) -> None:
    before = labels(desk)
    about_step(desk, 0, label="correct")
    page = decide(desk, undoes="1", shown=CEM, seen="1").text
    assert labels(desk) == before
    assert "took back decision 1" in page
    assert len(folder_of(desk).overrides.all()) == 2


def test_points_of_a_part_of_the_whole_and_of_a_step(desk: ServedViewer) -> None:
    assert "3</b> of 6 points" in decide(desk, episode=CEM, about="part", name="b", value="3").text
    assert "4.5</b> of 6 points" in decide(desk, episode=CEM, about="whole", value="4,5").text
    square = "process-stepwise/square-ada"
    page = about_step(desk, 1, square, value="0.5", comment="half the roots").text
    assert "50 % of its points" in page
    assert "3</b> of 6 points" in page


def test_two_teachers_do_not_overwrite_one_another(desk: ServedViewer) -> None:
    """Both have the page open. The second one is told, and nothing of hers is kept until she has seen the first."""
    about_step(desk, 0, label="correct")
    refused = about_step(desk, 0, label="neutral", by="Mr Lee")
    assert refused.status_code == 409
    assert "Ms Kim has decided about this" in refused.text
    assert about_step(desk, 0, label="neutral", by="Mr Lee", seen="1").status_code == 200
    assert [one.by for one in folder_of(desk).overrides.all()] == ["Ms Kim", "Mr Lee"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"about": "step", "step": "9", "label": "correct"}, "no such step"),
        ({"about": "step", "step": "0", "label": "fine"}, "can&#39;t be kept"),
        ({"about": "step", "step": "0", "label": "incorrect", "error_type": "ZZ"}, "no kind of error"),
        ({"about": "step", "step": "0"}, "Nothing was decided"),
        ({"about": "step", "step": "0", "label": "correct", "by": " "}, "Say who decides"),
        ({"about": "part", "name": "z", "value": "1"}, "no such part"),
        ({"about": "part", "name": "b", "value": "5"}, "at most 4 points"),
        ({"about": "whole", "value": "many"}, "no number of points"),
        ({"about": "whole", "value": "nan"}, "can&#39;t be kept"),
        ({"about": "criterion", "name": "working", "value": "1"}, "no such criterion"),
    ],
)
def test_what_can_not_be_decided_is_explained(desk: ServedViewer, fields: dict[str, str], words: str) -> None:
    answer = decide(desk, episode=CEM, **fields)
    assert answer.status_code == 400
    assert words in answer.text
    assert folder_of(desk).overrides.all() == []


def test_a_form_of_another_site_or_without_its_token_decides_nothing(desk: ServedViewer) -> None:
    form = {"episode": CEM, "about": "whole", "value": "6", "by": "Eve", "seen": "0"}
    origin = {"origin": desk.viewer.address.origin}
    assert desk.client.post("/run/class/override", data=form, headers=origin).status_code == 403
    form["form_token"] = token(desk)
    assert (
        desk.client.post("/run/class/override", data=form, headers={"origin": "http://evil.example"}).status_code == 403
    )
    assert folder_of(desk).overrides.all() == []


# --- equal errors


def test_one_decision_serves_equal_steps_of_a_class(desk: ServedViewer) -> None:
    """Ada and Ben wrote the same false difference in two ways. Ada's is left out, and stays as it was."""
    page = desk.client.get("/run/class/equal-steps").text
    assert f'name="member:1:{ADA}"' in page
    ben = ADA.replace("ada", "ben")
    assert f'name="member:1:{ben}"' in page
    answer = decide(desk, page="equal-steps", label="incorrect", error_type="M", **{f"member:1:{ben}": "on"})
    assert answer.status_code == 200
    (kept,) = folder_of(desk).overrides.all()
    assert [place.episode for place in kept.places] == [ben]
    decide(desk, page="equal-steps", value="0.5", seen="1", **{f"member:1:{ADA}": "on", f"member:1:{ben}": "on"})
    assert len(folder_of(desk).overrides.all()[1].places) == 2


def test_no_step_ticked_is_no_decision(desk: ServedViewer) -> None:
    assert "No step was ticked" in decide(desk, page="equal-steps", label="correct").text


def test_steps_are_equal_by_what_was_refuted_or_by_their_words(graded: Path) -> None:
    """Cem's claim is another one. The last sentence of Ada and Cem is the same text; no pupil is equal to himself."""
    solutions = [(episode, regrade(episode)) for episode in RunFolder.open(graded / "class").episodes()]
    groups = equal_wrong_steps(solutions)
    members = [sorted(f"{member.pupil} {member.step}" for member in group.members) for group in groups]
    assert sorted(members) == [["Ada 1", "Ben 1"], ["Ada 2", "Cem 2"]]
    assert equal_wrong_steps(solutions[:1]) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [("2 · 3 = 6.", r"\(2 \cdot 3 = 6\)".replace(r"\cdot", "×")), ("X = 4", "x=4"), ("5 − 3\u00a0= 1", "5-3 = 1!")],
)
def test_texts_that_differ_only_in_writing_are_equal(one: str, other: str) -> None:
    assert normal_text(one) == normal_text(other)


def test_texts_that_say_something_else_are_not_equal() -> None:
    assert normal_text("x = 4") != normal_text("x = -4")
    assert normal_text("1 2") != normal_text("12")


# --- pupils and tables


def test_a_pupils_page_has_nothing_of_another_pupil_and_no_way_out(desk: ServedViewer) -> None:
    ben = ADA.replace("ada", "ben")
    decide(desk, page="equal-steps", value="0.5", comment="half", **{f"member:1:{ADA}": "on", f"member:1:{ben}": "on"})
    for path in ("/run/class/pupil/Ada", "/run/class/pupil/Ada?file"):
        page = desk.client.get(path).text
        assert page.count('class="sheet-solution"') == 2
        assert "half" in page
        for other in PUPILS[1:]:
            assert other not in page
            assert other.lower() not in page
        assert "<form" not in page
        assert not re.search(r'<a [^>]*href="/(?!run/class/pupil/Ada\?file)', page)


def test_the_file_of_a_pupil_needs_nothing_else(desk: ServedViewer) -> None:
    answer = desk.client.get("/run/class/pupil/Dee?file")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert '<link rel="stylesheet"' not in answer.text
    assert "Content-Security-Policy" in answer.text
    assert "/static/" not in answer.text
    assert 'href="/' not in answer.text


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_grade_table_has_points_by_part_and_criterion(desk: ServedViewer) -> None:
    decide(desk, episode=CEM, about="part", name="b", value="3", comment="-2 for the unit")
    rows = {row["solution"]: row for row in rows_of(desk.client.get("/run/class/grades.csv").text)}
    cem = rows["bakery-cem"]
    assert (cem["points"], cem["part a"], cem["part b"], cem["maximum"]) == ("3", "0", "3", "6")
    assert (cem["first_error"], cem["error_type"], cem["answer"]) == ("1", "C", "wrong")
    assert (cem["decided_by_people"], cem["comment"]) == ("Ms Kim", "'-2 for the unit")
    assert rows["square-ada"]["working"] == "2"


def test_a_spreadsheet_runs_nothing_of_it(desk: ServedViewer) -> None:
    hostile = next(
        row for row in rows_of(desk.client.get("/run/class/grades.csv").text) if row["solution"] == "hostile"
    )
    assert hostile["pupil"].startswith("'=cmd")
    assert "\u202e" not in hostile["pupil"]


def test_what_people_decided_is_exported(desk: ServedViewer, tmp_path: Path) -> None:
    """The decisions as they are, and the solutions with people's labels alone, by which `dikast score` measures a judge."""
    about_step(desk, 0, label="incorrect", error_type="M", comment="not the price")
    about_step(desk, 1, value="1", seen="1")
    path, n_decisions = export_run(folder_of(desk), "overrides", tmp_path / "overrides.jsonl")
    assert n_decisions == len(path.read_text().splitlines()) == 2
    path, n_solutions = export_run(folder_of(desk), "marks", tmp_path / "marks.jsonl")
    assert n_solutions == 1
    row = json.loads(path.read_text())
    assert (row["id"], row["labels"], row["types"]) == ("bakery-cem", ["incorrect", None, None], ["M", None, None])
    assert row["parts"][1] == {"name": "b", "points": 4.0, "steps": [1, 2]}


def test_hostile_names_lead_to_their_own_pages(desk: ServedViewer) -> None:
    grades = desk.client.get("/run/class/grades").text
    links = re.findall(r'href="(/run/class/pupil/[^"]*)"', grades)
    hostile = next(link for link in links if "script" in link)
    page = desk.client.get(hostile).text
    assert "What is 2 + 2?" in page
    assert HOSTILE not in page


def test_the_list_of_episodes_leads_to_graded_solutions_and_from_one_to_the_next(desk: ServedViewer) -> None:
    assert 'href="/run/class/grades"' in indexed(desk, "class")
    page = desk.client.get("/run/class/episode/process-stepwise%2Fbakery-cem").text
    assert "2.67</b> of 6 points" in page
    assert 'rel="next"' in page
    assert "The judge&#39;s replies" in page or "The judge's replies" in page
    assert desk.client.get("/run/class/episode/process-stepwise%2Fbakery-cem?layout=order").status_code == 200


def test_a_teachers_name_is_remembered_in_any_script(desk: ServedViewer) -> None:
    about_step(desk, 0, label="correct", by='Frau Özgür "李"; x=1')
    page = desk.client.get(f"/run/class/solution/{CEM}").text
    assert 'name="by" value="Frau Özgür &#34;李&#34;; x=1"' in page
    assert folder_of(desk).overrides.all()[0].by == 'Frau Özgür "李"; x=1'


# --- large runs


def listed_on(desk: ServedViewer, path: str) -> list[str]:
    """The solutions of the grade table, page by page, as its links lead."""
    ids: list[str] = []
    while path:
        text = desk.client.get(path).text
        ids += re.findall(r'<a href="/run/class/solution/([^"]+)">', text)
        following = re.search(r'href="([^"]+)" data-key="\]"', text)
        path = following[1] if following else ""
    return ids


def test_the_grade_table_has_pages_and_every_solution_is_on_one(
    desk: ServedViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed_on(desk, "/run/class/grades")
    assert len(whole) == 6
    for rows in (1, 2, 3, 6):
        monkeypatch.setattr("dikast.viewer.grade_table_page.PAGE_ROWS", rows)
        assert listed_on(desk, "/run/class/grades") == whole
    page = desk.client.get("/run/class/grades?after=process-stepwise%2Fsquare-ada").text
    assert "← First" in page
    assert "makes a run that does" not in page


def test_equal_steps_of_a_large_run_are_compared_in_parts_and_it_says_so(
    desk: ServedViewer, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "are compared at a time" not in desk.client.get("/run/class/equal-steps").text
    monkeypatch.setattr("dikast.viewer.equal_steps_page.MOST_READ", 4)
    page = desk.client.get("/run/class/equal-steps").text
    assert "This run has 6 graded solutions, and at most 4 are compared at a time" in page
    following = re.search(r'href="([^"]+)" data-key="\]"', page)
    assert following is not None
    assert "← First" in desk.client.get(following[1]).text
