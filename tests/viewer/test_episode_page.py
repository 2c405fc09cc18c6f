"""The page of an episode: what was said, checked, believed and sent."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dikast.experiments import RunFolder
from dikast.records import Check, Episode
from dikast.viewer.cited_source import CitedSource
from tests.viewer.conftest import ServedViewer

PATH = "/run/first/episode/debate/reading-01"


def episode(first: ServedViewer) -> Episode:
    record = RunFolder.open(first.viewer.catalog.runs / "first").episode("debate/reading-01")
    assert isinstance(record, Episode)
    return record


def text_of(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", "", html)).split())


def test_everything_that_was_said_is_there(first: ServedViewer) -> None:
    """Each turn under an address of its own, whole, with its thinking folded and marked."""
    html = first.client.get(PATH).text
    shown = text_of(html)
    record = episode(first)
    for number, turn in enumerate(record.transcript.turns, start=1):
        assert f'id="turn-1-{number}"' in html
        assert turn.text.split(".")[0] in shown
    for choice in record.question.choices:
        assert choice in shown
    for check in record.checks:
        assert check.method in shown


def test_quotes_are_linked_to_the_source(first: ServedViewer) -> None:
    html = first.client.get(PATH).text
    numbers = set(re.findall(r'href="#(source-\d+)"', html))
    assert numbers
    assert all(f'id="{number}"' in html for number in numbers)


def test_neighbours_are_those_of_the_filtered_list(first: ServedViewer) -> None:
    """The list goes along from episode to episode."""
    html = first.client.get(f"{PATH}?protocol=debate&sort=id").text
    after = re.search(r'href="([^"]+)" rel="next"', html)
    assert after is not None
    assert unescape(after[1]) == "/run/first/episode/debate%2Freading-02?protocol=debate"
    assert first.client.get(unescape(after[1])).status_code == 200


def test_what_each_seat_saw_is_a_page(first: ServedViewer) -> None:
    """Every link to it leads to messages, and the judge saw no source."""
    links = sorted(set(re.findall(r'href="(/run/first/sent/[^"]+)"', first.client.get(PATH).text)))
    assert len(links) >= 6
    source = episode(first).question.source
    assert source is not None
    for link in links:
        shown = text_of(first.client.get(unescape(link)).text)
        assert "System" in shown
        assert (source[-60:] in shown) == ("You are a debater" in shown)


@pytest.mark.parametrize("place", ["9/1", "1/99", "0/9", "x/1", "1/-1", "1/0"])
def test_a_turn_that_is_not_there_is_missing(first: ServedViewer, place: str) -> None:
    assert first.client.get(f"/run/first/sent/{place}/debate/reading-01").status_code == 404


def test_quoted_passages_may_overlap() -> None:
    """Every letter of the source is there once; each passage begins where it was found."""

    def check(start: object, end: object) -> Check:
        evidence = {"start": start, "end": end}
        return Check(checker="quotes", status="verified", claim="x", method="passage-match", evidence=evidence)

    checks = [check(2, 6), check(4, 8), check(4, 5), check(-1, 3), check(5, 99), check("0", 3), check(3, 3)]
    source = CitedSource.of("0123456789", checks)
    assert "".join(piece.text for piece in source.pieces) == "0123456789"
    assert "".join(piece.text for piece in source.pieces if piece.is_quoted) == "234567"
    assert source.spans == ((2, 6), (4, 5), (4, 8))
    assert [source.number_of(one) for one in checks] == [1, 3, 2, None, None, None, None]
    assert CitedSource.of("abc", []).pieces[0].text == "abc"
