r"""JSON from models is read as it is meant, and no text in it is changed: `2 \times 8` is no tab and `imes`."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dikast.replies import StatedJson, Unreadable, find_json, read_json_reply

STEPS = '{"steps": [{"step": 1, "label": "correct"}, {"step": 2, "label": "incorrect", "why": "no"}'


@pytest.mark.parametrize(
    "reply",
    [
        '{"a": 1, "b": "x"}',
        '```json\n{"a": 1, "b": "x"}\n```',
        'Sure, here it is:\n\n```json\n{"a": 1, "b": "x"}\n```\n\nTell me if you need more.',
        '```\n{"a": 1, "b": "x",}\n```',
        'My verdict: {"a": 1, "b": "x"}. I hope it helps.',
        '{"a": 1, "b": "x",}',  # a comma too many
        '{"a": 1, // the first\n "b": "x" /* the second */ }  # all',
        '{"a": 1\n "b": "x"}',  # a comma too few
        "{'a': 1, 'b': 'x'}",
        '{a: 1, b: "x"}',
        "{“a”: 1, “b”: “x”}",
        '{"a": +1, "b": "x"}',
        '{"a": 1, "b": x}',
        r'\frac{1}{2} and {1, 2} and {x: x > 0}: {"a": 1, "b": "x"}',
        '{"a": 1, "b": "x"}\n{"a": 1, "b": "x"}',  # the same twice
        '{"b": "x" "a": 1}',  # a comma too few
        '{"a": 1, "b": """x"""}',  # as Python has it
        '```json\n{"a": 1, "b": "x"}',  # a fence that is never closed
        '\ufeff{"a": 1, "b": "x"}',
    ],
)
def test_json_is_read_as_models_write_it(reply: str) -> None:
    assert read_json_reply(reply) == {"a": 1, "b": "x"}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"2 \times 8", r"2 \times 8"),
        (r"2 \\times 8", r"2 \times 8"),
        (r"\frac{1}{2}", r"\frac{1}{2}"),
        (r"\beta, \theta, \rho, \nabla, \neq", r"\beta, \theta, \rho, \nabla, \neq"),
        (r"\text{m} \to \tan x \right) \underline{x} \upsilon", r"\text{m} \to \tan x \right) \underline{x} \upsilon"),
        (r"$\nu = 3$", r"$\nu = 3$"),
        (r"\(x\), \%, \{1\}, \alpha, \sqrt{2}", r"\(x\), \%, \{1\}, \alpha, \sqrt{2}"),
        (r"\(\nu \ne 3\) and \[\nu\]", r"\(\nu \ne 3\) and \[\nu\]"),
        (r"\(x\) and\nu = 3", "\\(x\\) and\nu = 3"),
        (r"x \ne 0, y \ne \pi, x \ne y", r"x \ne 0, y \ne \pi, x \ne y"),
        (r"so \nelse \ne = 2 \ne is", "so \nelse \ne = 2 \ne is"),
        (r"first\nu = 3", "first\nu = 3"),  # a line break, outside of a formula
        (r"one\nNext\ttab\r\n", "one\nNext\ttab\r\n"),
        ("one\nNext", "one\nNext"),  # a raw line break
        ("a\tb", "a\tb"),
        (r"20 \u00b0C \ud83d\ude00", "20 °C 😀"),
        (r"C:\\new\\table", r"C:\new\table"),
        (r"a \"quoted\" word", 'a "quoted" word'),
        ('he says "x", and "y" too', 'he says "x", and "y" too'),  # not escaped
        ("it's", "it's"),
        ("# no comment // either", "# no comment // either"),
        (r"\/", "/"),
    ],
)
def test_a_text_in_json_is_not_changed(written: str, meant: str) -> None:
    assert read_json_reply(f'{{"why": "{written}", "n": 1}}') == {"why": meant, "n": 1}


@given(st.recursive(st.none() | st.booleans() | st.integers(-9999, 9999) | st.text(st.characters(exclude_characters="\\", exclude_categories=("Cs", "Cc"))), lambda inner: st.lists(inner) | st.dictionaries(st.text("abc", min_size=1), inner), max_leaves=8))  # fmt: skip
def test_valid_json_is_read_as_any_reader_does(data: Any) -> None:
    assert read_json_reply(json.dumps({"data": data})) == {"data": data}
    # The tolerant reader alone, which a comma too many calls for.
    assert read_json_reply(json.dumps({"data": data})[:-1] + ",}") == {"data": data}


@pytest.mark.parametrize(
    ("reply", "whole"),
    [
        (STEPS + ', {"step": 3, "lab', 2),
        (STEPS + ', {"step": 3, "label": "correct"', 2),
        (STEPS + ', {"step": 3}', 3),
        (STEPS + ",", 2),
        (STEPS[:-1], 1),
        (STEPS[:40], 0),
    ],
)
def test_a_reply_that_is_cut_off_keeps_its_whole_steps(reply: str, whole: int) -> None:
    stated = find_json(reply, allow_list=True)
    assert isinstance(stated, StatedJson)
    assert stated.is_cut
    assert [row["step"] for row in stated.data["steps"]] == [1, 2, 3][:whole]


def test_a_number_at_the_very_end_may_go_on() -> None:
    assert isinstance(read_json_reply('{"score": 7'), Unreadable)
    assert read_json_reply('{"score": 70, "why": "becau') == {"score": 70}


def test_several_objects_are_a_list_where_one_is_allowed() -> None:
    reply = '{"step": 1, "label": "correct"}\n{"step": 2, "label": "neutral"}'
    assert read_json_reply(reply, allow_list=True) == [
        {"step": 1, "label": "correct"},
        {"step": 2, "label": "neutral"},
    ]
    unreadable = read_json_reply(reply)
    assert isinstance(unreadable, Unreadable)
    assert unreadable.is_conflict


@pytest.mark.parametrize(
    "reply",
    [
        "",
        "no JSON",
        "[1, 2]",
        '"text"',
        "{}{",
        '{"a": NaN}',
        '{"a": Infinity}',
        '{"a": 1e999,}',
        '{"a": 1e999}',
        '{"a": [0, -1e400]}',
        '{"a": 1, "a": true}',
        '{"a": true, "a": 1,}',
        '{"a": 1, "a": 2}',
        '{"a": 1, "a": 2,}',
        '{"a": 1} or {"a": 2}',
        '{"a" 1}',
        "{1: 2}",
        "[" * 100_000,
        '{"a":' * 100_000,
    ],
)
def test_what_states_no_single_object_is_unreadable(reply: str) -> None:
    assert isinstance(read_json_reply(reply), Unreadable)


@pytest.mark.parametrize(
    "reply",
    [
        '{"a":"{"a":"' * 12_500,
        '{"a" ' * 25_000,
        '{"a": "' + '" ' * 50_000,
        '{"a": "' + '",' * 50_000,
        "{/*" * 25_000,
        '"' * 75_000,
        '{"a":1,' * 12_500,
        '{"a": "' + "\\t" * 75_000,
        "```\n" * 25_000,
        "{" * 50_000,
    ],
)
def test_no_reply_takes_more_than_linear_time(reply: str) -> None:
    start = time.process_time()
    find_json(reply, allow_list=True)
    assert time.process_time() - start < 5
