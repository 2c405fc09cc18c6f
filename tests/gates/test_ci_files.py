"""The files for CI: JUnit XML that fits the common schema, and Markdown in which labels are no markup."""

from __future__ import annotations

from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from dikast.gates import GateCell, GateResult, decide, junit_xml, markdown_summary, read_requirements
from dikast.metrics import Estimate

# What the schema that CI systems share (windyroad/JUnit-Schema, and Jenkins' own) wants of each element: its
# attributes that must be there, those that may be, and its children.
SCHEMA: dict[str, tuple[set[str], set[str], set[str]]] = {
    "testsuites": (set(), {"name", "time", "tests", "failures", "errors"}, {"testsuite"}),
    "testsuite": ({"name", "tests"}, {"failures", "errors", "skipped", "time"}, {"testcase", "properties"}),
    "testcase": ({"name", "classname"}, {"time"}, {"failure", "error", "skipped", "system-out", "system-err"}),
    "failure": (set(), {"message", "type"}, set()),
    "error": (set(), {"message", "type"}, set()),
    "system-out": (set(), set(), set()),
}
NUMBERS = {"tests", "failures", "errors", "skipped", "time"}


def assert_fits_the_schema(element: ElementTree.Element) -> None:
    required, optional, children = SCHEMA[element.tag]
    assert required <= set(element.attrib) <= required | optional
    assert all(float(element.attrib[name]) >= 0 for name in NUMBERS & set(element.attrib))
    assert {child.tag for child in element} <= children
    for child in element:
        assert_fits_the_schema(child)


def result_of(name: str = "direct") -> GateResult:
    """One requirement passed, one failed, one is undecided."""
    figure = Estimate(value=0.8, low=0.7, high=0.9, n=60, clusters=60, method="wilson")
    texts = ["accuracy>=0.6", "accuracy>=0.95", "accuracy>=0.75"]
    return decide(read_requirements(texts, ["accuracy"]), [GateCell(name, (), {"accuracy": figure})])


def test_junit_counts_and_names_what_was_required() -> None:
    root = ElementTree.fromstring(junit_xml(result_of(), "report"))
    assert_fits_the_schema(root)
    (suite,) = root
    assert suite.attrib | {"tests": "3", "failures": "1", "errors": "1", "name": "report"} == suite.attrib
    cases = {case.attrib["name"]: [child.tag for child in case] for case in suite}
    assert cases == {"accuracy>=0.6": ["system-out"], "accuracy>=0.95": ["failure"], "accuracy>=0.75": ["error"]}
    failure = suite.find("testcase/failure")
    assert failure is not None
    assert failure.attrib["message"].startswith("accuracy 0.800 (0.700–0.900")


def test_the_suites_have_the_same_totals_as_their_suite() -> None:
    root = ElementTree.fromstring(junit_xml(result_of(), "report"))
    for count in ("tests", "failures", "errors"):
        assert root.attrib[count] == root[0].attrib[count]


@given(st.text())
def test_no_label_breaks_the_xml(name: str) -> None:
    root = ElementTree.fromstring(junit_xml(result_of(name), "report"))
    assert_fits_the_schema(root)
    assert len(root[0]) == 3


def test_the_summary_is_a_table_under_a_heading() -> None:
    lines = markdown_summary(result_of(), "report").splitlines()
    assert lines[0] == "### dikast report: gate failed: an interval excludes what was required"
    assert [line.split("|")[1].strip() for line in lines[4:7]] == ["passed", "failed", "undecided"]


@given(st.text())
def test_no_label_is_markup_in_the_summary(name: str) -> None:
    text = markdown_summary(result_of(name), "report")
    rows = text.splitlines()[4:]
    assert len(rows) == 3
    assert all(row.count("|") == 5 for row in rows)
    assert "<" not in text
    assert "`" not in text


def test_an_image_or_a_link_in_a_label_is_shown_as_text() -> None:
    text = markdown_summary(result_of("![x](http://a.b) <img src=x> | @team"), "report")
    assert "![" not in text
    assert "](" not in text
    assert "@team" not in text
