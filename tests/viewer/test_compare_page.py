"""Two cells compared."""

from __future__ import annotations

import re
from html import unescape

from dikast.experiments import RunFolder
from dikast.metrics import cells, compare
from tests.viewer.conftest import ServedViewer

QUERY = "first=first&first_cell=debate&second=first&second_cell=direct"


def test_the_difference_is_that_of_the_report(first: ServedViewer) -> None:
    by_name = {cell.name: cell for cell in cells(RunFolder.open(first.viewer.catalog.runs / "first").outcomes())}
    expected = compare(by_name["debate"], by_name["direct"]).difference
    text = first.client.get(f"/compare?{QUERY}").text
    assert f"<dd>{expected.value:.3f} <small>{expected.low:.2f} to {expected.high:.2f}" in text


def test_questions_on_which_cells_differ_lead_to_both_transcripts(first: ServedViewer) -> None:
    text = first.client.get(f"/compare?{QUERY}").text
    links = re.findall(r'href="(/compare/question[^"]+)"', text)
    assert len(links) == 2
    for link in links:
        pair = first.client.get(unescape(link)).text
        assert "/run/first/episode/debate" in pair
        assert "/run/first/episode/direct" in pair


def test_without_two_cells_there_is_a_form(first: ServedViewer) -> None:
    """By default the first two; the same cell twice is no comparison; an unknown run is none."""
    assert "questions that both decided" in first.client.get("/compare").text
    assert "Choose two different cells" in first.client.get("/compare?first_cell=debate&second_cell=debate").text
    assert "Choose two different cells" in first.client.get("/compare?first=nothing").text
    assert first.client.get(f"/compare/question?{QUERY}&question=nothing").status_code == 404
    assert first.client.get("/compare/question?first=nothing&question=x").status_code == 404
