"""The viewer as files: every link leads to a file of the folder, and nothing in it acts, asks or tells a secret."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from dikast.errors import BadInput
from dikast.viewer import RunCatalog, Viewer, read_address, write_site
from dikast.viewer.static_site import _file_of, _path
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast


def viewer_over(runs: Path) -> Viewer:
    return Viewer(RunCatalog.of((), runs), read_address())


def pages_of(site: Path) -> dict[Path, str]:
    return {file: file.read_text(encoding="utf-8") for file in site.rglob("*.html")}


async def test_every_link_leads_to_a_file_of_the_site(graded: Path, tmp_path: Path) -> None:
    """Pages, style sheets and images: relative, so that the folder can be opened from a disk."""
    written = await write_site(viewer_over(graded), tmp_path / "site")
    pages = pages_of(tmp_path / "site")
    assert written.pages == len(pages) >= 14
    n_links = 0
    for file, text in pages.items():
        for link in re.findall(r' (?:href|src)="([^"]*)"', text):
            target = html.unescape(link).partition("#")[0]
            if target and not target.startswith("data:"):
                assert not target.startswith(("/", "http"))
                linked = (file.parent / unquote(target)).resolve()
                assert linked.is_file(), (file, link)
                assert linked.is_relative_to(tmp_path / "site")
                n_links += 1
    assert n_links > 50


async def test_nothing_in_it_acts_or_tells_a_secret(graded: Path, tmp_path: Path) -> None:
    viewer = viewer_over(graded)
    await write_site(viewer, tmp_path / "site")
    for text in pages_of(tmp_path / "site").values():
        for absent in (
            "<form",
            "<script",
            "form_token",
            viewer.secret.token,
            viewer.secret.proof("reader"),
            "127.0.0.1",
        ):
            assert absent not in text


async def test_a_large_run_is_written_up_to_a_bound_and_what_is_left_out_is_told(graded: Path, tmp_path: Path) -> None:
    """A link to a page that was left out leads nowhere."""
    written = await write_site(viewer_over(graded), tmp_path / "site", most_pages=3)
    assert (written.pages, len(pages_of(tmp_path / "site"))) == (3, 3)
    assert written.left_out > 5
    grades = (tmp_path / "site" / "run" / "class" / "grades" / "index.html").read_text()
    assert "index.html#" not in grades
    assert (tmp_path / "site" / "static" / "grading.css").is_file()


@pytest.mark.parametrize("name", ["..", ".", "index.html", "A/..", "%2e%2e", "x" * 300, "a\0b", "Ä", "con:"])
def test_a_name_leads_to_no_file_outside_and_hides_no_page(name: str) -> None:
    """Ids are other people's text. Different ones have different files, also where case does not count."""
    file = _file_of(f"/run/r/pupil/{name}", "text/html")
    assert file.startswith("run/r/pupil/")
    assert file.endswith("/index.html")
    middle = file.removeprefix("run/r/pupil/").removesuffix("/index.html").split("/")
    assert not {"", ".", "..", "index.html"} & set(middle)
    assert all(len(part) < 100 and part.isascii() for part in middle)
    assert _file_of("/a/Ada", "text/html").lower() != _file_of("/a/ada", "text/html").lower()


async def test_a_folder_that_holds_something_is_left_as_it_is(graded: Path, tmp_path: Path) -> None:
    thesis = tmp_path / "thesis.tex"
    thesis.write_text("")
    with pytest.raises(BadInput, match="not empty"):
        await write_site(viewer_over(graded), tmp_path)
    assert thesis.is_file()


def test_the_command_writes_it_and_serves_nothing(dikast: Dikast, graded: Path, tmp_path: Path) -> None:
    result = dikast("view", "--runs", graded, "--site", tmp_path / "site", "--pages", "5")
    assert result.code == 0
    assert f"{tmp_path / 'site' / 'index.html'}: 5 pages" in result.out
    assert "--pages N writes more" in result.err


def test_of_queries_only_the_next_page_of_a_list_is_a_page_of_its_own() -> None:
    """Else every choice of filters and orders would be one."""
    assert _path("/run/r?after=x%2Fy#episodes") == "/run/r?after=x%2Fy"
    assert _path("/run/r?before=x") == _path("/run/r?after=x&amp;result=wrong") == "/run/r"
    assert _file_of("/run/r?after=1", "text/html") != _file_of("/run/r?after=2", "text/html")


async def test_a_run_of_debates_is_written_with_all_its_episodes(runs: Path, tmp_path: Path) -> None:
    """The list, every episode and every page of what a seat was sent; links among them work as in the app."""
    await write_site(viewer_over(runs), tmp_path / "site")
    episodes = [*(tmp_path / "site" / "run" / "first" / "episode").rglob("index.html")]
    assert len(episodes) == 8
    assert (tmp_path / "site" / "run" / "first" / "index.html").is_file()
    assert all("<script" not in text for text in pages_of(tmp_path / "site").values())
