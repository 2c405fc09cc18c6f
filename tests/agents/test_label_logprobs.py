"""Label log-probabilities are read at the answer's position, however the tokens split the text, and nowhere else."""

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

Position = tuple[str, float] | tuple[str, float, dict[str, float]]


def read(*positions: Position, text: str | None = None, with_bytes: bool = True) -> dict[str, float] | None:
    """The labels' log-probabilities in a reply of these tokens. By default its text is theirs."""
    listed = TOKENS.validate_python(tokens(*positions, with_bytes=with_bytes)["content"])
    return label_logprobs(listed, "".join(token for token, *_ in positions) if text is None else text, AB)


def probabilities(logps: dict[str, float] | None) -> dict[str, float] | None:
    """Probabilities, rounded for comparison."""
    return logps and {label: round(math.exp(logp), 9) for label, logp in logps.items()}


CHOICE: Position = (" A", math.log(0.6), {" B": math.log(0.3), " C": math.log(0.1)})


def test_the_label_is_read_after_the_answer_mark() -> None:
    assert probabilities(read(("Answer", -0.1), (":", -0.1), CHOICE)) == {"A": 0.6, "B": 0.3}


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
def test_tokens_may_split_the_answer_mark_in_any_way(head: list[str]) -> None:
    assert probabilities(read(*[(token, -0.01) for token in head], CHOICE)) == {"A": 0.6, "B": 0.3}


def test_a_token_may_hold_the_colon_and_the_label() -> None:
    joint: Position = (": A", math.log(0.6), {": B": math.log(0.3), ":\n": math.log(0.05), " A": math.log(0.05)})
    assert probabilities(read(("Answer", -0.1), joint)) == {"A": 0.6, "B": 0.3}


def test_the_label_is_read_at_the_start_of_a_reply_that_is_only_a_label() -> None:
    assert probabilities(
        read(("\n", -0.1), ("**", -0.2), ("A", math.log(0.6), {"B": math.log(0.3)}), ("**", -0.1))
    ) == {
        "A": 0.6,
        "B": 0.3,
    }


def test_a_label_sums_its_spellings_and_counts_each_once() -> None:
    spellings = {"A": 0.2, "(A": 0.1, "**A": 0.05, " B": 0.1, "B)": 0.05, "An": 0.1, "AB": 0.05}
    choice: Position = (" A", math.log(0.3), {t: math.log(chance) for t, chance in spellings.items()})
    assert probabilities(read(("Answer", -0.1), (":", -0.1), choice)) == {"A": 0.65, "B": 0.15}


def test_thinking_before_the_reply_is_skipped() -> None:
    thinking = [("<think>", -0.1), ("Answer", -0.1), (": B", -0.1), ("\n</think>", -0.1)]
    assert probabilities(read(*thinking, ("A", math.log(0.6), {"B": math.log(0.4)}), ("<|end|>", -0.1), text="A")) == {
        "A": 0.6,
        "B": 0.4,
    }


def test_an_unlisted_label_gets_the_bound_that_the_listed_leave() -> None:
    choice: Position = (" A", math.log(0.9), {" The": math.log(0.07), " It": math.log(0.02)})
    assert probabilities(read(("Answer", -0.1), (":", -0.1), choice)) == {"A": 0.9, "B": 0.01}
    sure: Position = (" A", 0.0, {" The": -9999.0})
    assert read(("Answer", -0.1), (":", -0.1), sure) == {"A": 0.0, "B": -9999.0}


@pytest.mark.parametrize(
    "positions",
    [
        [("I", -0.1, {"A": -0.5}), (" think A", -0.1, {"B": -0.5})],  # no answer line
        [("Answer", -0.1), (":", -0.1)],  # nothing after the mark
        [("Answer", -0.1), (":", -0.1), (" neither", -0.1, {" both": -3.0})],  # no label is listed
        [("Answer", -0.1), (":", -0.1), (" A", -0.1)],  # no other candidate
        [
            ("My Answer", -0.1),
            (":", -0.1),
            (" A", -0.1, {" B": -3.0}),
            (" perhaps", -0.1),
        ],  # the mark does not begin a line
        [],
    ],
)
def test_without_an_answer_or_candidates_nothing_is_read(positions: list[Position]) -> None:
    assert read(*positions) is None


def test_tokens_after_the_reply_are_no_answer() -> None:
    assert read(("Answer", -0.1), (":", -0.1), ("<|end|>", -0.1, {"A": -1.0, "B": -2.0}), text="Answer:") is None


def test_tokens_that_are_parts_of_a_character_are_joined() -> None:
    euro = "€".encode()
    parts = [
        {"token": "\\x..", "logprob": -0.1, "bytes": list(euro[:1])},
        {"token": "?", "logprob": 0.0, "bytes": list(euro[1:])},
    ]
    answer = tokens(("\nAnswer", -0.1), (":", -0.1), CHOICE)["content"]
    listed = TOKENS.validate_python([*parts, *answer])
    assert probabilities(label_logprobs(listed, "€\nAnswer: A", AB)) == {"A": 0.6, "B": 0.3}


def test_tokens_without_bytes_are_read_by_their_text() -> None:
    assert probabilities(read(("Prix 3 €\nAnswer", -0.1), (":", -0.1), CHOICE, with_bytes=False)) == {
        "A": 0.6,
        "B": 0.3,
    }


@given(st.text(), st.lists(st.integers(min_value=1, max_value=6), max_size=30))
def test_any_reasoning_and_any_split_give_the_same_probabilities(reasoning: str, sizes: list[int]) -> None:
    """The reply's bytes are cut anywhere, even inside a character; the label is a token of its own."""
    text = f"{reasoning}\nAnswer:"
    raw = text.encode()
    cuts = [0]
    for size in sizes:
        cuts.append(min(cuts[-1] + size, len(raw)))
    pieces = [raw[a:b] for a, b in zip(cuts, [*cuts[1:], len(raw)], strict=True) if b > a]
    head = [{"token": piece.decode(errors="replace"), "logprob": -0.1, "bytes": list(piece)} for piece in pieces]
    listed = TOKENS.validate_python([*head, *tokens(CHOICE)["content"]])
    assert probabilities(label_logprobs(listed, f"{text} A", AB)) == {"A": 0.6, "B": 0.3}


@pytest.mark.parametrize(
    "piece",
    ["a", "Answer: A\n", " ", ">", "\n", "*", "answer", "Answer: "],
    ids=["a", "lines", "blank", ">", "nl", "*", "answer", "open"],
)
def test_one_long_reply_takes_no_time_that_grows_with_its_square(piece: str) -> None:
    """Where the reply is found in the output from its end, a search that begins anew at each place takes many minutes."""
    n = 500_000 // len(piece)
    half = piece * (n // 2)
    chunk = piece * (20_000 // len(piece))
    thinking_and_reply = [LogprobToken.model_validate({"token": chunk, "logprob": -0.1})] * (
        n * len(piece) // len(chunk)
    )
    label_logprobs(thinking_and_reply, half, ["A", "B"])
    # Nearly the reply again after it, as many times as there are places to begin at.
    after = LogprobToken.model_validate({"token": f"#{half[1:]}", "logprob": -0.1})
    label_logprobs([*thinking_and_reply, after], half, ["A", "B"])
