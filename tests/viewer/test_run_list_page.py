"""The page of all runs, and their tags."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from dikast.viewer import RunCatalog
from dikast.viewer.run_tags import MOST_TAGS, RunTags, read_tags
from tests.viewer.conftest import ServedViewer, indexed, served


def test_a_run_is_shown_with_what_it_found(first: ServedViewer) -> None:
    """Its state, episodes, questions, agents, and each cell's accuracy with its interval."""
    text = first.client.get("/").text
    for word in (
        "complete",
        "8 episodes",
        "4 questions",
        "judge: dikast.evaluation.planted:evidence_judge",
        "0.30 to 0.95",
    ):
        assert word in text


@pytest.mark.parametrize(
    ("query", "is_found"), [("text=FIRST", True), ("text=debate+planted", True), ("text=xyzzy", False)]
)
def test_runs_are_searched_by_what_is_known_of_them(first: ServedViewer, query: str, is_found: bool) -> None:
    assert ('href="/run/first"' in first.client.get(f"/?{query}").text) == is_found


def test_a_folder_that_can_not_be_read_hides_no_other(runs: Path, tmp_path: Path) -> None:
    """It says why."""
    shutil.copytree(runs / "first", tmp_path / "good")
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "episodes.sqlite").write_text("no database at all, and longer than a header " * 99)
    with served(RunCatalog.of((), tmp_path)) as viewer:
        indexed(viewer, "good")
        for _ in range(2):
            text = viewer.client.get("/").text
        assert 'href="/run/good"' in text
        assert "file is not a database" in text


def times_of(folder: Path) -> dict[Path, int]:
    """When each file was last written, but for the memory that SQLite's readers share."""
    return {file: file.stat().st_mtime_ns for file in folder.iterdir() if not file.name.endswith("-shm")}


def test_tags_are_kept_and_filter(first: ServedViewer) -> None:
    """A tag is written in a form, kept in the user's own data, and lists only its runs. The run folder is not changed."""
    folder = first.viewer.catalog.runs / "first"
    before = times_of(folder)
    text = first.client.get("/").text
    token = text.partition('name="form_token" value="')[2].partition('"')[0]
    origin = first.viewer.address.origin
    answer = first.client.post(
        "/run/first/tags", data={"form_token": token, "tags": "paper, <b>, paper"}, headers={"origin": origin}
    )
    assert '<span class="chip">paper</span> <span class="chip">&lt;b&gt;</span>' in answer.text
    assert 'href="/run/first"' in first.client.get("/?tag=paper").text
    assert 'href="/run/first"' not in first.client.get("/?tag=other").text
    assert times_of(folder) == before
    refused = first.client.post("/run/first/tags", data={"tags": "mine"}, headers={"origin": origin})
    assert refused.status_code == 403
    assert first.viewer.tags.of(folder) == ("paper", "<b>")
    first.viewer.tags.put(folder, ())


def test_a_line_of_tags_is_read() -> None:
    """Each tag once, none without a name, not too many."""
    assert read_tags(" a,b ;; a\n c  d \u202e") == ["a", "b", "c d ?"]
    assert len(read_tags(",".join(map(str, range(99))))) == MOST_TAGS


def test_tags_of_several_runs_are_kept_apart(tmp_path: Path) -> None:
    tags = RunTags(tmp_path / "deep" / "tags.json")
    assert tags.of(tmp_path / "x") == ()
    tags.put(tmp_path / "x", ["a"])
    tags.put(tmp_path / "y", ["b", "c"])
    tags.put(tmp_path / "x", [])
    assert tags.all() == {str((tmp_path / "y").resolve()): ("b", "c")}
