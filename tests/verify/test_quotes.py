"""A quote is verified when it stands in its source in whole words, and never otherwise."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.input_files import read_jsonl
from dikast.verify import check_quote

SOURCE = "The lamp went out at nine.\nNobody — not even the keeper’s wife — had seen the “ﬁrst boat” leave."


@pytest.mark.parametrize(
    "quote",
    [
        "The lamp went out at nine.",
        "lamp went out",
        "THE LAMP WENT OUT",
        "out at nine. Nobody",
        "out at\n   nine",
        "not even the keeper's wife",
        '"the lamp went out"',
        "Nobody -- not even",
        'had seen the "first boat" leave',
    ],
)
def test_white_space_case_and_typography_make_no_difference(quote: str) -> None:
    check = check_quote(quote, source=SOURCE)
    assert check.status == "verified"
    start, end = check.evidence["start"], check.evidence["end"]
    assert isinstance(start, int)
    assert isinstance(end, int)
    assert check.evidence["passage"] == SOURCE[start:end]


@pytest.mark.parametrize(
    "quote",
    [
        "The lamp went out at ten.",
        "he lamp went out",
        "lamp went ou",
        "the lamp … at nine",
        "the keepers wife had",
        "lamp went, out",
    ],
)
def test_any_other_difference_refutes(quote: str) -> None:
    assert check_quote(quote, source=SOURCE).status == "refuted"


@pytest.mark.parametrize("quote", ["", "   ", "...", "he", "lamp", "the lamp", "'' \"\"", "- - -"])
def test_an_empty_or_short_quote_is_never_verified(quote: str) -> None:
    check = check_quote(quote, source=SOURCE)
    assert (check.status, check.reason) == ("unknown", "too-short")


def test_without_a_source_nothing_is_known() -> None:
    check = check_quote("the lamp went out", source=None)
    assert (check.status, check.reason) == ("unknown", "no-source")


@given(st.text(), st.integers(0, 200), st.integers(0, 200))
def test_every_run_of_whole_words_of_a_text_is_verified_in_it(text: str, first: int, n: int) -> None:
    words = text.split()
    chosen = words[first : first + 3 + n]
    check = check_quote(" ".join(chosen), source=text)
    if check.reason != "too-short":
        assert check.status == "verified"


def test_the_quotes_of_recorded_debates_stand_in_their_stories(shared_data: Path) -> None:
    rows = read_jsonl(shared_data / "oversight/nyu_stories_sample.jsonl")
    stories = {row.data["article_id"]: row.data["tokens"] for row in rows}
    statuses = Counter[str]()
    for debate in read_jsonl(shared_data / "oversight/nyu_debates_full_sample.jsonl"):
        tokens = stories[debate.data["article_id"]]
        segments = [s for turn in debate.data["turns"] for s in turn.get("segments") or () if "quote" in s]
        for segment in segments:
            begin, end = segment["span"]
            check = check_quote(" ".join(tokens[begin:end]), source=" ".join(tokens))
            statuses[check.reason or check.status] += 1
    assert statuses["verified"] > 500
    assert set(statuses) <= {"verified", "too-short"}
