"""Of a source a part is known, or it comes with noise: drawn, and the same whenever the seed is."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from dikast.agents.partial_source import GAP, facts_of, known_part, noisy_text

SOURCE = "\n".join(f"Fact {i} stands here. Then comes line {i} of it, with {i * 37} eggs." for i in range(200))


def test_a_fact_is_a_sentence_or_a_line_of_its_own() -> None:
    assert facts_of("It rained. Dr. Berg left at 9 p.m. with 3.5 kg of salt! “Why?” she asked.") == [
        "It rained.",
        "Dr. Berg left at 9 p.m. with 3.5 kg of salt!",
        "“Why?” she asked.",
    ]
    assert facts_of("| 12 | 17 eggs | 3.50 |") == ["| 12 | 17 eggs | 3.50 |"]


def test_all_of_a_source_is_known_with_probability_1_and_nothing_with_0() -> None:
    assert known_part(SOURCE, 1, 7) == SOURCE
    assert known_part(SOURCE, 0, 7) == GAP


def test_about_as_many_facts_are_known_as_the_probability_says() -> None:
    known = known_part(SOURCE, 0.3, 7)
    assert 0.24 < len(re.findall("stands|comes", known)) / 400 < 0.36


@given(st.integers(0, 50), st.floats(0, 1), st.floats(0, 1))
def test_what_is_known_with_less_is_known_with_more(seed: int, one: float, other: float) -> None:
    low, high = sorted((one, other))
    text = "\n".join(f"Line {i} is here. So is {i}." for i in range(12))
    few, more = known_part(text, low, seed), known_part(text, high, seed)
    facts = [fact for line in few.splitlines() for fact in facts_of(line) if GAP not in fact]
    assert all(fact in more for fact in facts)


def test_another_seed_draws_other_facts() -> None:
    assert known_part(SOURCE, 0.5, 1, "alice") == known_part(SOURCE, 0.5, 1, "alice")
    assert known_part(SOURCE, 0.5, 1, "alice") != known_part(SOURCE, 0.5, 1, "bob")
    assert known_part(SOURCE, 0.5, 1, "alice") != known_part(SOURCE, 0.5, 2, "alice")


def test_blank_lines_stay_and_gaps_are_not_repeated() -> None:
    assert known_part("One.\nTwo.\n\nThree. Four.", 0, 1) == f"{GAP}\n\n{GAP}"


def test_noise_changes_numbers_and_hides_words() -> None:
    noisy = noisy_text("It held 480 eggs\non day 7.", 1, 3).split()
    assert [word for word in noisy if word == GAP] == [GAP] * 5
    number, day = noisy[2], noisy[6]
    assert re.fullmatch(r"[1-9]\d\d", number)
    assert number != "480"
    assert re.fullmatch(r"\d\.", day)
    assert day != "7."


def test_noise_hits_as_many_words_as_it_says_and_keeps_the_lines() -> None:
    noisy = noisy_text(SOURCE, 0.2, 3)
    pairs = list(zip(SOURCE.split(), noisy.split(), strict=True))
    assert 0.17 < sum(before != after for before, after in pairs) / len(pairs) < 0.23
    assert noisy.count("\n") == SOURCE.count("\n")
    assert noisy_text(SOURCE, 0, 3) == SOURCE
