"""A quote is verified when it stands in its source in whole words, and never otherwise."""

import random
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.quotes import make_quotes, make_source
from dikast.input_files import read_jsonl
from dikast.verify import check_quote, check_quotes, check_span

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


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("area of 102 metres", "an area of 10² metres"),
        ("it holds 12 litres", "it holds 1½ litres"),
        ("item 1 is wrong", "item ① is wrong"),
        ("water is H2O here", "water is H₂O here"),
        ("it is 5′ long", "it is 5″ long"),
        ("it is 5' long", "it is 5″ long"),
        ("so f″(x) is zero", "so f′(x) is zero"),
        ("so f(x) is zero", "so f′(x) is zero"),
    ],
)
def test_what_is_written_for_its_place_or_counted_in_strokes_keeps_its_meaning(quote: str, source: str) -> None:
    assert check_quote(quote, source=source).status == "refuted"


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("it is 5'' long", "it is 5″ long"),
        ('a 5" long rope', "a 5″ long rope"),
        ("a 5’ long rope", "a 5′ long rope"),
        ("he said 'in 1984' that", 'he said "in 1984" that'),
        ("he called it 'plan B' then", "he called it “plan B” then"),
        ("area of 10² metres", "an area of 10² metres"),
        ("a ﬁne 𝑥 ｗｉｄｅ line", "a fine x wide line"),
    ],
)
def test_the_same_marks_may_be_typed_in_another_way(quote: str, source: str) -> None:
    assert check_quote(quote, source=source).status == "verified"


def test_feet_and_inches_typed_as_quotation_marks_are_left_undecided() -> None:
    check = check_quote('a 5" long rope', source="a 5' long rope")
    assert (check.status, check.reason) == ("unknown", "ambiguous")


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("the price was 3", "the price was 3.50 then"),
        ("the price was 3.", "the price was 3.50 then"),
        ("the price was 3", "the price was 3,000 then"),
        ("the price was 3", "the price was 3,50 then"),
        ("the price was 10", "the price was 10\u202f000 then"),
        ("50 at the time", "the price was 3.50 at the time"),
        ("000 at the time", "it was 3’000 at the time"),
        ("5 degrees at night", "it was -5 degrees at night"),
        ("5 degrees at night", "it was −5 degrees at night"),
        ("a raise of 5", "a raise of 5% for all"),
        ("a raise of 5", "a raise of 5 % for all"),
        ("a price of 5", "a price of 5½ dollars"),
        ("distance of about 3", "distance of about 3 × 10^5 km"),
        ("8 km from here", "it is 3 · 8 km from here"),
        ("trains at about 9", "trains at about 9:30"),
        ("apples 3 or 4", "apples 3 or 4/5"),
        ("I really don", "I really don't know"),
        ("an area of 10", "an area of 10² metres"),
        ("value of the f", "value of the f′ there"),
        ("all that is of", "all that is oﬁ"),
        ("dollars is all: 5", "dollars is all: 5°"),
    ],
)
def test_a_quote_neither_begins_nor_ends_inside_a_word_or_a_number(quote: str, source: str) -> None:
    assert check_quote(quote, source=source).status == "refuted"


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("existent in this world", "it is non-existent in this world"),
        ("the value of f", "the value of f' is known"),
        ("he paid them 10", "he paid them 10 000 crowns"),
    ],
)
def test_a_part_of_a_compound_may_mean_something_else(quote: str, source: str) -> None:
    check = check_quote(quote, source=source)
    assert (check.status, check.reason) == ("unknown", "ambiguous")


@pytest.mark.parametrize(
    ("quote", "source"),
    [
        ("the price was 3", "the price was 3, then 4"),
        ("the price was 3", "the price was 3."),
        ("it happened in 1984", 'he wrote "it happened in 1984" there'),
        ("not even the keeper", "nobody—not even the keeper—knew"),
        ("homme est mort hier", "l’homme est mort hier"),
        ("lamp went out", "The *lamp went out*"),
        ("lamp went out", "The _lamp went out_"),
        ("灯塔在九点熄灭", "他说灯塔在九点熄灭了"),
    ],
)
def test_a_quote_may_end_where_a_word_or_a_number_ends(quote: str, source: str) -> None:
    assert check_quote(quote, source=source).status == "verified"


@pytest.mark.parametrize(
    "quote",
    [
        "“The lamp went out,”",
        "The lamp went out;",
        "... the lamp went out ...",
        "[…] the lamp went out […]",
        "— the lamp went out —",
        "'The lamp went out'.",
    ],
)
def test_punctuation_at_the_ends_is_forgiven(quote: str) -> None:
    check = check_quote(quote, source=SOURCE)
    assert (check.status, check.method) == ("verified", "passage-match")


@pytest.mark.parametrize(
    "quote", ["it was -5 degrees", "5 degrees at -", ".5 of the lamp", "a raise of 5%", "a raise of 5′"]
)
def test_signs_at_the_ends_are_not_punctuation(quote: str) -> None:
    source = "it was 5 degrees at 5 of the lamp. a raise of 5, all f"
    expected = "verified" if quote.endswith("-") else "refuted"
    assert check_quote(quote, source=source).status == expected


@pytest.mark.parametrize(
    "quote",
    ["the lamp … at nine", "the lamp ... at nine", "The lamp [...] at nine.", "the lamp [ … ] at nine", "the lamp . . . at nine"],
)  # fmt: skip
def test_an_elided_quote_is_verified_part_by_part_and_said_to_be_elided(quote: str) -> None:
    check = check_quote(quote, source=SOURCE)
    assert (check.status, check.method) == ("verified", "elided-match")
    assert check.evidence["left_out"] == ["went out"]
    assert check.evidence["parts"] == [[0, 8], [18, 25]]


@pytest.mark.parametrize(
    ("quote", "status", "reason"),
    [
        ("at nine … the lamp", "refuted", None),
        ("the lamp … at ten", "refuted", None),
        ("the lamp … out at nine … out at nine", "refuted", None),
        ("the lamp … nine", "unknown", "too-short"),
        ("the … went … nine", "unknown", "too-short"),
        ("The lamp we … at nine", "refuted", None),
    ],
)
def test_the_parts_of_an_elided_quote_stand_in_order_in_whole_words(
    quote: str, status: str, reason: str | None
) -> None:
    check = check_quote(quote, source=SOURCE)
    assert (check.status, check.reason) == (status, reason)


def test_what_was_left_out_is_shown_even_where_it_turns_the_meaning() -> None:
    check = check_quote("the keeper did … see the boat", source="the keeper did not see the boat")
    assert check.evidence["left_out"] == ["not"]


def test_an_ellipsis_of_the_source_is_no_elision() -> None:
    check = check_quote("the lamp … went out", source="Then the lamp... went out.\nThen the lamp ... went out.")
    assert check.method == "passage-match"


@pytest.mark.parametrize(("quote", "status"), [("H₂O is 5′ here", "verified"), ("H₂O is 5″ here", "refuted")])
def test_a_recorded_span_is_compared_mark_by_mark_too(quote: str, status: str) -> None:
    assert check_span(quote, source="Tokens : H₂O is 5 ′ here .", start=9, end=24).status == status


def test_a_hostile_source_is_searched_within_the_time_of_a_test() -> None:
    source = "a b 1 1 1" + ".1 1 1" * 100_000
    statuses = {
        check.status for check in check_quotes(["1 1 1 " * 50 + "2", "1 1 1", "\u00ad" * 10_000], source=source)
    }
    assert statuses <= {"refuted", "unknown"}


def test_many_quotes_from_a_long_source_are_found_at_once() -> None:
    rng = random.Random(0)
    source = make_source(200_000, rng)
    quotes = make_quotes(source, 100, rng)
    checks = check_quotes(quotes, source=source)
    # Every second quote has words or numbers that the source does not have there.
    assert [check.status for check in checks] == ["verified", "verified", "refuted", "refuted"] * 25
    assert [check.claim for check in checks] == quotes
    for check in checks[::4]:
        start, end = check.evidence["start"], check.evidence["end"]
        assert isinstance(start, int)
        assert isinstance(end, int)
        assert " ".join(source[start:end].split()) == check.claim


@pytest.mark.parametrize(
    ("quote", "source", "status"),
    [
        ("it came to 7", "In all it came to 7 million euros.", "unknown"),
        ("it came to 7", "In all it came to 7 percent of them.", "unknown"),
        ("it came to 7", "In all it came to 7 euros.", "verified"),
        ("he saw two", "Then he saw two hundred ships.", "unknown"),
        ("he saw two", "Then he saw two grey ships.", "verified"),
        ("hundred ships were lost", "Three hundred ships were lost.", "unknown"),
        ("hundred ships were lost", "A hundred ships were lost.", "verified"),
        ("he waited for three", "He waited for three and a half hours.", "unknown"),
        ("he waited for three", "He waited for three and went home.", "verified"),
        ("万人来了", "他说八万人来了", "unknown"),
        ("1/3 of a mile", "It was 2 1/3 of a mile", "unknown"),
        ("it took 2", "it took 2½ hours", "refuted"),
        ("2 is the largest power", "y^2 is the largest power", "refuted"),
        ("3 is the power", "2**3 is the power", "refuted"),
        ("the grey ship", "So the grey ship **sank** at noon.", "verified"),
        ("moral to do so", "He said it was im\u00admoral to do so.", "refuted"),
        ("was immoral to do", "He said it was im\u00admoral to do so.", "verified"),
    ],
)
def test_a_quote_does_not_end_inside_a_number_or_a_word(quote: str, source: str, status: str) -> None:
    assert check_quote(quote, source=source).status == status


@given(st.text(st.characters(categories=["L", "Zs"])), st.integers(0, 200), st.integers(0, 200))
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
