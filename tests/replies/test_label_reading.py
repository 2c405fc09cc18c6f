"""The label that a reply states is read as a person reads it; what a person could not be sure of is unreadable."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from dikast.replies import Unreadable, label_place, read_label, split_thinking
from tests.replies.label_leads import OTHER_LEADS, OWN_LEADS, STATEMENTS
from tests.replies.marked_labels import MARKED_B
from tests.replies.stated_labels import STATES_A, STATES_B
from tests.replies.unclear_labels import STATES_NONE

AB = ("A", "B")
OPTIONS = ("the water", "the oil")
LABELLED = Path(__file__).parents[3] / "shared" / "data" / "replies" / "labels_dev.jsonl"


def label_in(reply: str) -> str | None:
    label = read_label(split_thinking(reply)[0], AB, OPTIONS)
    return None if isinstance(label, Unreadable) else label


# One test looks at all replies of a table, since there are thousands, and lists those that it finds wrong.
def test_every_common_way_to_state_a_label_is_read() -> None:
    assert [reply for reply in (*STATES_B, *MARKED_B) if label_in(reply) != "B"] == []


def test_the_other_label_is_read_as_well() -> None:
    assert [reply for reply in STATES_A if label_in(reply) != "A"] == []


def test_what_is_no_single_clear_answer_is_unreadable() -> None:
    assert [reply for reply in STATES_NONE if label_in(reply) is not None] == []


@pytest.mark.parametrize("lead", OWN_LEADS)
def test_words_that_lead_to_an_answer_leave_it_as_it_is(lead: str) -> None:
    """A sentence begins with a capital letter, which changes nothing."""
    sentences = [lead + statement.format(label="B") for statement in STATEMENTS]
    assert [label_in(sentence) for sentence in sentences] == ["B"] * len(sentences)


@pytest.mark.parametrize("lead", OTHER_LEADS)
def test_what_others_say_or_nobody_is_no_answer(lead: str) -> None:
    sentences = [lead + statement.format(label="A") for statement in STATEMENTS]
    assert [label_in(sentence) for sentence in sentences] == [None] * len(sentences)


@pytest.mark.parametrize("lead", OTHER_LEADS)
def test_an_answer_after_such_words_is_read_and_never_replaced_by_theirs(lead: str) -> None:
    aside = lead + "the answer is A."
    assert label_in(f"{aside}\n\nAnswer: B") == "B"
    assert label_in(f"{aside} So the answer is B.") == "B"
    assert label_in(f"Answer: B\n\n{aside}") != "A"


@pytest.mark.parametrize("lead", OWN_LEADS)
def test_a_statement_after_an_answer_is_never_overruled_by_it(lead: str) -> None:
    statements = [lead + statement.format(label="B") for statement in STATEMENTS]
    assert [label_in(f"Answer: A\n\n{statement}") for statement in statements] == [None] * len(statements)


@pytest.mark.parametrize(
    "aside", ["I don't think that A is correct.", "We doubt A is right.", "I can't say the answer is A."]
)
def test_a_denial_of_the_other_answer_goes_with_an_answer(aside: str) -> None:
    assert label_in(f"Answer: B\n\n{aside}") == "B"
    assert label_in(f"Answer: A\n\n{aside}") is None
    assert label_in(aside) is None


def test_an_answer_before_another_never_overrules_it() -> None:
    """Whatever form the second statement has, the first is not recorded."""
    replies = [reply for reply in (*STATES_B, *MARKED_B) if "\n" not in reply and "~" not in reply]
    assert [reply for reply in replies if label_in(f"Answer: A\n\n{reply}") == "A"] == []


def test_the_place_is_that_of_a_label() -> None:
    for reply in (*STATES_B, *MARKED_B):
        if len(reply) < 60:
            place = label_place(reply, AB, OPTIONS)
            assert place is None or reply[place] in "BbＢ𝐁", reply
            assert (place is None) <= ("oil" in reply.casefold()), reply


def test_of_the_labelled_replies_none_is_misread() -> None:
    if not LABELLED.exists():
        pytest.skip("the labelled replies are not here")
    rows = [json.loads(line) for line in LABELLED.read_text(encoding="utf-8").splitlines()]
    misread = [row["id"] for row in rows if label_in(row["text"]) not in row["read"]]
    assert misread == []


def test_a_conflict_says_what_contradicts() -> None:
    unreadable = read_label("Answer: A\n### Answer: B", AB)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.is_conflict
    assert unreadable.reason == "two different answers in one reply: A and B"


def test_labels_may_be_words() -> None:
    labels = ("the first speaker", "the second speaker")
    assert read_label("**Answer:** The second speaker.", labels) == "the second speaker"


@pytest.mark.parametrize(
    "reply",
    [
        "Answer: " * 50_000,
        "the answer is A so " * 12_500,
        "I choose A " * 12_500,
        "\\boxed{" * 25_000,
        "[[" * 25_000 + "]]" * 25_000,
        "Answer: " + "(" * 250_000,
        "Answer: A\n" + "A is wrong. " * 25_000,
        "~~a" * 50_000,
        "option " * 25_000 + "A",
        "Alice: the answer is A\n" * 12_500,
        '{"a": "the answer is A' * 7_500,
        "although, but the answer is A, so " * 7_500,
        "\n" * 250_000 + "Answer: A",
        "<|channel|>x<|message|>" * 12_500,
        "<think>" * 50_000,
        " \n" * 250_000,
    ],
)
def test_no_reply_takes_more_than_linear_time(reply: str) -> None:
    """Each of these needs quadratic time, or worse, from a reader that backtracks: minutes, on any machine, instead of a
    second or two."""
    start = time.process_time()
    split_thinking(reply)
    read_label(reply, AB, OPTIONS)
    assert time.process_time() - start < 30


@pytest.mark.parametrize(
    "comment", ["That was never shown.", "I see no quote\nfor it.", "\n\nNothing in the passage says so."]
)
def test_a_quote_that_a_comment_follows_is_not_the_judges_answer(comment: str) -> None:
    quote = "> Debater A spoke last.\n> The answer is A.\n\n"
    assert label_in(f"{quote}{comment}") is None
    assert label_in(f"> A\n\n{comment}") is None
    assert label_in(f"> \\boxed{{A}}\n\n{comment}") is None
    assert label_in(f"{quote}{comment}\n\nAnswer: B") == "B"
    assert label_in("Nothing in the passage speaks for A.\n\n> **Answer: B**") == "B"
