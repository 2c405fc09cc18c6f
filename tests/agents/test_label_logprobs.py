"""Label log-probabilities are read at the answer's place, however the tokens split it, and nowhere else."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter

from dikast.agents.label_logprobs import LogprobToken, label_logprobs
from tests.agents.openai_server import tokens

AB = ("A", "B")
TOKENS = TypeAdapter(list[LogprobToken])


Place = tuple[str, float] | tuple[str, float, dict[str, float]]


def read(*places: Place, text: str | None = None, with_bytes: bool = True) -> dict[str, float] | None:
    """The labels' log-probabilities in a reply of these tokens, whose text is theirs unless given."""
    listed = TOKENS.validate_python(tokens(*places, with_bytes=with_bytes)["content"])
    return label_logprobs(listed, "".join(p[0] for p in places) if text is None else text, AB)


def p(logps: dict[str, float] | None) -> dict[str, float] | None:
    """Probabilities, rounded to be compared."""
    return logps and {label: round(math.exp(logp), 9) for label, logp in logps.items()}


CHOICE: Place = (" A", math.log(0.6), {" B": math.log(0.3), " C": math.log(0.1)})


def test_the_place_is_after_the_answer_mark() -> None:
    assert p(read(("Answer", -0.1), (":", -0.1), CHOICE)) == {"A": 0.6, "B": 0.3}


@pytest.mark.parametrize(
    "head",
    [
        ["Answer:"],
        ["Ans", "wer", ":"],
        ["answer", " :"],
        ["**", "Answer", ":**"],
        ["> ", "Answer", ":", " ", "("],
        ["It says so.", "\n", "\n", "Answer", ":"],
        ["It says so.\n\nAnswer:"],
        ["So A it is: Answer: B is wrong.\n", "Answer:"],
        ["Answer", ": B\nNo, I was wrong.\nAnswer", ":"],
    ],
)
def test_tokens_may_split_the_mark_in_any_way(head: list[str]) -> None:
    assert p(read(*[(token, -0.01) for token in head], CHOICE)) == {"A": 0.6, "B": 0.3}


def test_a_token_may_hold_the_colon_and_the_label() -> None:
    joint: Place = (": A", math.log(0.6), {": B": math.log(0.3), ":\n": math.log(0.05), " A": math.log(0.05)})
    assert p(read(("Answer", -0.1), joint)) == {"A": 0.6, "B": 0.3}


def test_a_reply_that_is_only_the_label_has_its_place_at_the_start() -> None:
    assert p(read(("\n", -0.1), ("**", -0.2), ("A", math.log(0.6), {"B": math.log(0.3)}), ("**", -0.1))) == {
        "A": 0.6,
        "B": 0.3,
    }


def test_each_spelling_of_a_label_counts_once() -> None:
    spellings = {"A": 0.2, "(A": 0.1, "**A": 0.05, " B": 0.1, "B)": 0.05, "An": 0.1, "AB": 0.05}
    place: Place = (" A", math.log(0.3), {t: math.log(chance) for t, chance in spellings.items()})
    assert p(read(("Answer", -0.1), (":", -0.1), place)) == {"A": 0.65, "B": 0.15}


def test_thinking_among_the_tokens_is_passed_over() -> None:
    thought = [("<think>", -0.1), ("Answer", -0.1), (": B", -0.1), ("\n</think>", -0.1)]
    assert p(read(*thought, ("A", math.log(0.6), {"B": math.log(0.4)}), ("<|end|>", -0.1), text="A")) == {
        "A": 0.6,
        "B": 0.4,
    }


def test_a_label_that_no_candidate_shows_gets_the_bound_they_leave() -> None:
    place: Place = (" A", math.log(0.9), {" The": math.log(0.07), " It": math.log(0.02)})
    assert p(read(("Answer", -0.1), (":", -0.1), place)) == {"A": 0.9, "B": 0.01}
    sure: Place = (" A", 0.0, {" The": -9999.0})
    assert read(("Answer", -0.1), (":", -0.1), sure) == {"A": 0.0, "B": -9999.0}


@pytest.mark.parametrize(
    "places",
    [
        [("I", -0.1, {"A": -0.5}), (" think A", -0.1, {"B": -0.5})],
        [("Answer", -0.1), (":", -0.1)],
        [("Answer", -0.1), (":", -0.1), (" neither", -0.1, {" both": -3.0})],
        [("Answer", -0.1), (":", -0.1), (" A", -0.1)],
        [("My Answer", -0.1), (":", -0.1), (" A", -0.1, {" B": -3.0}), (" perhaps", -0.1)],
        [],
    ],
)
def test_where_there_is_nothing_to_read_nothing_is_read(places: list[Place]) -> None:
    assert read(*places) is None


def test_what_follows_the_reply_is_no_answer() -> None:
    assert read(("Answer", -0.1), (":", -0.1), ("<|end|>", -0.1, {"A": -1.0, "B": -2.0}), text="Answer:") is None


def test_parts_of_a_character_are_put_together() -> None:
    euro = "€".encode()
    parts = [
        {"token": "\\x..", "logprob": -0.1, "bytes": list(euro[:1])},
        {"token": "?", "logprob": 0.0, "bytes": list(euro[1:])},
    ]
    answer = tokens(("\nAnswer", -0.1), (":", -0.1), CHOICE)["content"]
    listed = TOKENS.validate_python([*parts, *answer])
    assert p(label_logprobs(listed, "€\nAnswer: A", AB)) == {"A": 0.6, "B": 0.3}


def test_backends_without_bytes_are_read_by_their_text() -> None:
    assert p(read(("Prix 3 €\nAnswer", -0.1), (":", -0.1), CHOICE, with_bytes=False)) == {"A": 0.6, "B": 0.3}


@given(st.text(), st.lists(st.integers(min_value=1, max_value=6), max_size=30))
def test_any_reasoning_and_any_split_give_the_same_reading(reasoning: str, sizes: list[int]) -> None:
    """The reply's bytes cut at any places, in the middle of characters too; the label in a token of its own."""
    said = f"{reasoning}\nAnswer:"
    raw = said.encode()
    cuts = [0]
    for size in sizes:
        cuts.append(min(cuts[-1] + size, len(raw)))
    pieces = [raw[a:b] for a, b in zip(cuts, [*cuts[1:], len(raw)], strict=True) if b > a]
    head = [{"token": piece.decode(errors="replace"), "logprob": -0.1, "bytes": list(piece)} for piece in pieces]
    listed = TOKENS.validate_python([*head, *tokens(CHOICE)["content"]])
    assert p(label_logprobs(listed, f"{said} A", AB)) == {"A": 0.6, "B": 0.3}
