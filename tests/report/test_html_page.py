"""The page: complete, small, and without any action but that of its own script, whatever the records contain."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import RunFolder
from dikast.report import build_findings, write_page
from dikast.report.figures import build_figures
from tests.report.conftest import Debates, line

HOSTILE = '</script></style><script>document.title="owned"</script><img src=x onerror=alert(1)>{{ 7*7 }}\u202e"\'&amp;'


class Tags(HTMLParser):
    """All tags with their attributes, and the text of scripts and styles."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.code: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.open.append(tag)

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("script", "style"):
            self.code[self.open[-1]] = self.code.get(self.open[-1], "") + data

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass


def page_of(run: RunFolder, path: Path) -> str:
    write_page(build_findings([run]), [run], path)
    return path.read_text(encoding="utf-8")


def hostile_line(number: int) -> dict[str, object]:
    """A debate in which every text is hostile."""
    return line(
        number,
        0.05,
        id=f"{number}{HOSTILE}",
        question=HOSTILE,
        choices=[HOSTILE, f"{HOSTILE}2"],
        source=HOSTILE,
        protocol=HOSTILE,
        team=HOSTILE,
        speakers={HOSTILE: {"argues": 0, "agent": HOSTILE}, "con": {"argues": 1, "agent": HOSTILE}},
        turns=[
            {"round": 1, "speaker": HOSTILE, "text": f"<quote>{HOSTILE}</quote> {HOSTILE}"},
            {"round": 1, "speaker": "con", "text": f"<quote>no {HOSTILE} such passage</quote>"},
        ],
        judge=HOSTILE,
        verdict={"probabilities": [0.95, 0.05], "text": HOSTILE},
    )


def test_the_page_loads_nothing_else(example: RunFolder, tmp_path: Path) -> None:
    html = page_of(example, tmp_path / "report.html")
    tags = Tags(html)
    for tag, attributes in tags.tags:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "img")
        assert "style" not in attributes
        assert not any(name.startswith("on") for name in attributes)
        for name in ("src", "href", "action"):
            assert (attributes.get(name) or "#").startswith(("#", "data:text/csv"))
    assert "http" not in re.sub(r'"[^"]*w3\.org[^"]*"', "", tags.code["style"] + tags.code["script"])


def test_the_policy_allows_only_the_style_and_script_of_the_page(example: RunFolder, tmp_path: Path) -> None:
    tags = Tags(page_of(example, tmp_path / "report.html"))
    policy = next(a["content"] or "" for tag, a in tags.tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    for kind in ("script", "style"):
        digest = base64.b64encode(hashlib.sha256(tags.code[kind].encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert [tag for tag, _ in tags.tags].count("script") == 1


def test_hostile_text_in_records_is_escaped(debates: Debates, tmp_path: Path) -> None:
    run = debates(hostile_line(1), hostile_line(2), line(3, 0.9))
    html = page_of(run, tmp_path / "report.html")
    tags = Tags(html)
    assert [tag for tag, _ in tags.tags].count("script") == 1
    assert not any(tag == "img" for tag, _ in tags.tags)
    assert not any(name.startswith("on") for _, attributes in tags.tags for name in attributes)
    assert "49" not in re.findall(r"onerror=alert\(1\)&gt;(.{0,12})", html)[0]
    assert "\u202e" not in html
    assert "&lt;script&gt;document.title=" in html


def test_every_figure_has_two_drawings_and_one_data_file(example: RunFolder, tmp_path: Path) -> None:
    html = page_of(example, tmp_path / "report.html")
    shown = [figure.id for figure in build_figures(build_findings([example]))]
    assert re.findall(r'<figure id="figure-(\w+)"', html) == [id for id in _figure_ids(html) if id in shown]
    assert html.count('class="wide"') == html.count('class="narrow"') == len(shown)
    assert sorted(re.findall(r'download="(\w+)\.csv" href="data:text/csv', html)) == sorted(shown)


def _figure_ids(html: str) -> list[str]:
    return re.findall(r'id="figure-(\w+)"', html)


def test_notable_episodes_are_shown_with_their_quotes_and_thinking(example: RunFolder, tmp_path: Path) -> None:
    html = page_of(example, tmp_path / "report.html")
    tags = build_findings([example])
    assert html.count('<details class="episode"') == len(tags.surprises) > 5
    assert "Private thinking, shown to nobody" in html
    assert "not in the source" in html
    assert 'class="quote verified"' in html


def test_no_level_of_headings_is_skipped(example: RunFolder, nyu: RunFolder, tmp_path: Path) -> None:
    for run in (example, nyu):
        levels = [int(level) for level in re.findall(r"<h([1-6])", page_of(run, tmp_path / "report.html"))]
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_page_of_ten_thousand_episodes_is_below_one_megabyte(ten_thousand: RunFolder, tmp_path: Path) -> None:
    assert len(page_of(ten_thousand, tmp_path / "report.html").encode()) < 1_000_000


def test_a_page_without_notable_episodes(debates: Debates, tmp_path: Path) -> None:
    """Two debates: a right verdict, and one without a known answer."""
    html = page_of(debates(line(1, 0.9), line(2, 0.9, answer=None)), tmp_path / "report.html")
    assert "Nothing surprising" in html


def test_a_page_without_right_answers_has_no_accuracy_figure(debates: Debates, tmp_path: Path) -> None:
    html = page_of(debates(line(1, 0.9, answer=None)), tmp_path / "report.html")
    assert "Judge accuracy" in html
    assert 'id="figure-accuracy"' not in html


def test_a_page_that_cannot_be_written_is_refused(debates: Debates, tmp_path: Path) -> None:
    run = debates(line(1, 0.9))
    with pytest.raises(BadInput, match="the page can't be written: "):
        write_page(build_findings([run]), [run], tmp_path / "none" / "report.html")
