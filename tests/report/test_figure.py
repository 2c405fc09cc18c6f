"""Figures: their data as CSV, and their drawings as well-formed SVG in which every label is escaped."""

from __future__ import annotations

import csv
import io
from xml.etree import ElementTree

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dikast.experiments import RunFolder
from dikast.report import build_findings
from dikast.report.axis import Axis, padded_limits
from dikast.report.curves_svg import draw_curves
from dikast.report.figure import Curve, CurvePoint, Curves, Figure, FigureMark, FigureRow, Intervals
from dikast.report.figures import build_figures
from dikast.report.figures.figure_builders import MOST_CURVES
from dikast.report.intervals_svg import draw_intervals
from dikast.report.matplotlib_plots import MARKERS
from dikast.report.svg import marker
from dikast.report.text_width import LABEL, text_width, wrap
from tests.report.conftest import Debates, line

HOSTILE = '<script>alert(1)</script>" onload="x'


def drawn(figure: Figure, width: float) -> str:
    if isinstance(figure, Intervals):
        return draw_intervals(figure, width)
    assert isinstance(figure, Curves)
    return draw_curves(figure, width)


def test_the_example_has_every_figure(example: RunFolder) -> None:
    findings = build_findings([example])
    gap = ["pgr"] if any(not recovery.gap_may_be_none for recovery in findings.recoveries) else []
    assert [figure.id for figure in build_figures(findings)] == [
        "accuracy", "sides", "position", "reliability", "risk", "belief", "stops", "asd", *gap, "wins", "ratings",
        "frontier",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [340.0, 840.0])
def test_drawings_are_well_formed_and_inside_their_box(example: RunFolder, width: float) -> None:
    for figure in build_figures(build_findings([example])):
        root = ElementTree.fromstring(drawn(figure, width))
        box = [float(part) for part in root.attrib["viewBox"].split()]
        for element in root.iter("line"):
            assert all(-1 <= float(element.attrib[key]) <= box[2] + 1 for key in ("x1", "x2"))
            assert all(-1 <= float(element.attrib[key]) <= box[3] + 1 for key in ("y1", "y2"))


def test_every_number_of_a_drawing_is_in_its_csv(example: RunFolder) -> None:
    for figure in build_figures(build_findings([example])):
        rows = list(csv.reader(io.StringIO(figure.as_csv())))
        assert tuple(rows[0]) == figure.columns()
        assert len(rows) - 1 == len(list(figure.table_rows())) > 0
        assert all(len(row) == len(rows[0]) for row in rows)
        assert drawn(figure, 840).count("n = ") == len(rows) - 1


@pytest.mark.parametrize("width", [340.0, 840.0])
def test_long_names_that_differ_at_their_end_are_shown_to_their_end(width: float) -> None:
    notes = [f"debaters=openai/gpt-4o-mini judge=endpoint/{judge}" for judge in ("qwen-2.5-7b", "llama-3.1-8b", "phi")]
    curves = tuple(Curve(label="debate", note=note, points=(CurvePoint(x=0.5, y=0.5),)) for note in notes)
    rows = tuple(FigureRow(label="debate", note=note, marks=(FigureMark(series="s", value=0.5),)) for note in notes)
    for figure in (
        Curves(id="x", title="", reading="", x="", y="", curves=curves, panels=True),
        Intervals(id="x", title="", reading="", x="", series=("s",), rows=rows),
    ):
        words = "".join(element.text or "" for element in ElementTree.fromstring(drawn(figure, width)).iter("text"))
        assert all(note.split("/")[-1] in words for note in notes)


@given(st.text(), st.floats(20, 300), st.integers(1, 4))
def test_wrapped_lines_fit_the_room(words: str, room: float, most: int) -> None:
    lines = wrap(words, LABEL, room, most)
    assert len(lines) <= most
    assert all(text_width(line, LABEL) <= room or len(line) == 1 or line == f"{line[0]}…" for line in lines)
    fits = text_width(words, LABEL) <= room
    assert not fits or lines == ([" ".join(words.split())] if words.split() else [])


def test_hostile_labels_are_escaped() -> None:
    rows = (
        FigureRow(
            label=HOSTILE, note=HOSTILE, marks=(FigureMark(series=HOSTILE, value=0.5, interval=(0.4, 0.6), n=3),)
        ),
    )
    curve = Curve(label=HOSTILE, note=HOSTILE, points=(CurvePoint(x=0.5, y=0.5), CurvePoint(x=0.7, y=0.5)))
    for panels in (True, False):
        figure = Curves(id="x", title=HOSTILE, reading="", x=HOSTILE, y=HOSTILE, curves=(curve,), panels=panels)
        _is_inert(draw_curves(figure, 340))
    _is_inert(
        draw_intervals(Intervals(id="x", title=HOSTILE, reading="", x=HOSTILE, series=(HOSTILE,), rows=rows), 840)
    )


def _is_inert(svg: str) -> None:
    root = ElementTree.fromstring(svg)
    assert not list(root.iter("script"))
    assert not any("onload" in element.attrib for element in root.iter())


def test_the_line_of_chance_depends_on_the_number_of_answers(debates: Debates) -> None:
    """With four answers it is at 1/4; where some questions have two and some four, there is none."""
    two, four = line(1, 0.9), line(2, 0, choices=list("pqrs"), verdict={"probabilities": [0.1, 0.6, 0.2, 0.1]})
    beliefs = [{"round": 0, "probabilities": [0.25] * 4}]
    lines = {
        figure.id: figure.reference for figure in build_figures(build_findings([debates({**four, "beliefs": beliefs})]))
    }
    assert lines["accuracy"] == (0.25, "chance, with four answers")
    assert lines["position"] == (0.25, "no preference, with four answers")
    assert lines["risk"] == (0.75, "a guess, with four answers")
    assert lines["belief"] == (0.25, "even")
    without_line = {
        figure.id: figure.reference for figure in build_figures(build_findings([debates(two, four, name="mixed")]))
    }
    assert without_line["accuracy"] is None
    assert without_line["risk"] is None


def test_every_curve_of_a_plot_has_a_shape_of_its_own() -> None:
    shapes = set()
    for number in range(MOST_CURVES):
        root = ElementTree.fromstring(marker(number, 0.0, 0.0, ""))
        outline = [root.tag, *(root.attrib.get(key, "") for key in ("points", "d"))]
        shapes.add((*outline, "hollow" in root.attrib["class"]))
    assert len(shapes) == len(set(MARKERS)) == MOST_CURVES


def test_a_series_keeps_its_marker_where_another_has_no_value(debates: Debates) -> None:
    """Agent a comes first, and has no marks: it argued for wrong answers alone."""
    figure = next(
        figure for figure in build_figures(build_findings([debates(line(1, 0.9), line(2, 0.2))])) if figure.id == "wins"
    )
    assert isinstance(figure, Intervals)
    assert figure.series == ("for the right answer", "for a wrong answer")
    words = [element.text or "" for element in ElementTree.fromstring(drawn(figure, 840)).findall("circle/title")]
    assert [words.split(":")[0] for words in words] == ["b, for the right answer"]


def test_a_spreadsheet_takes_no_label_for_a_formula() -> None:
    rows = (FigureRow(label="=HYPERLINK(1)", marks=(FigureMark(series="@x", value=-0.5),)),)
    text = Intervals(id="x", title="", reading="", x="", series=("@x",), rows=rows).as_csv()
    assert text.splitlines()[1].startswith("'=HYPERLINK(1),'@x,-0.5")


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20))
@example([5e-324])
@example([0.0, 5e-324])
@example([1e6, 1e6 + 1e-9])
def test_values_and_ticks_are_within_the_axis(values: list[float]) -> None:
    low, high = padded_limits(values)
    axis = Axis(low, high, 0, 100)
    assert all(0 <= axis.coordinate(value) <= 100 for value in values)
    assert all(low - 1e-6 <= tick <= high + 1e-6 for tick in axis.ticks())
    assert 2 <= len(axis.ticks()) <= 12


def test_a_logarithmic_axis_is_even_in_powers_of_ten() -> None:
    axis = Axis(1, 10_000, 0, 100, is_log=True)
    assert [round(axis.coordinate(value)) for value in (1, 10, 100, 1000, 10_000)] == [0, 25, 50, 75, 100]
    assert axis.ticks() == [1, 10, 100, 1000, 10_000]
    assert Axis(3, 40, 0, 100, is_log=True).ticks() == [5, 10, 20]
