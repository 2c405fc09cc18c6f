"""The questions that ship with Dikast: balanced, complete, and right where a machine can tell."""

from __future__ import annotations

import ast
import math
import operator
from collections import Counter, defaultdict
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest

from dikast.questions import QuestionSource, load_questions
from dikast.questions.distractor_numbers import read_numeral
from dikast.records import Question

OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: lambda a, b: Fraction(math.floor(a / b)),
}


def evaluate(node: ast.expr) -> Fraction:
    """The exact value of an expression of numbers, + - * / // and minus signs; anything else is an error."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return Fraction(str(value))
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -evaluate(operand)
        case ast.BinOp(left=left, op=op, right=right):
            return OPERATORS[type(op)](evaluate(left), evaluate(right))
    raise ValueError(f"not arithmetic: {ast.dump(node)}")


@pytest.fixture(scope="module")
def demo() -> list[Question]:
    return load_questions(QuestionSource(library="demo"), base=Path("/nowhere"), seed=0)


@pytest.fixture(scope="module")
def groups(demo: list[Question]) -> dict[str, list[Question]]:
    groups: dict[str, list[Question]] = defaultdict(list)
    for question in demo:
        groups[question.id.rsplit("-", 1)[0]].append(question)
    return groups


def number(text: str) -> Fraction:
    numeral = read_numeral(text)
    assert numeral is not None, text
    return numeral.value


def test_each_group_has_its_number_of_questions(groups: dict[str, list[Question]]) -> None:
    assert {name: len(questions) for name, questions in groups.items()} == {
        "arithmetic": 16,
        "reading": 18,
        "science": 14,
    }


def test_in_each_group_the_right_answer_is_first_as_often_as_second(groups: dict[str, list[Question]]) -> None:
    for questions in groups.values():
        assert [len(question.choices) for question in questions] == [2] * len(questions)
        assert Counter(question.gold for question in questions) == {0: len(questions) // 2, 1: len(questions) // 2}


def test_the_first_questions_are_a_mix_of_all_groups(demo: list[Question]) -> None:
    assert {question.id.rsplit("-", 1)[0] for question in demo[:6]} == {"arithmetic", "reading", "science"}


def test_no_question_is_asked_twice(demo: list[Question]) -> None:
    assert len({question.text for question in demo}) == len(demo)
    assert all(question.metadata["subject"] for question in demo)


def test_the_length_does_not_give_the_right_answer_away(demo: list[Question]) -> None:
    longer = sum(len(q.choices[q.gold]) > len(q.choices[1 - q.gold]) for q in demo if q.gold is not None)
    shorter = sum(len(q.choices[q.gold]) < len(q.choices[1 - q.gold]) for q in demo if q.gold is not None)
    assert longer < 2 * shorter
    assert shorter < 2 * longer


def test_in_arithmetic_the_right_answer_is_right_and_the_wrong_one_wrong(groups: dict[str, list[Question]]) -> None:
    for question in groups["arithmetic"]:
        assert question.gold is not None
        expected = evaluate(ast.parse(str(question.metadata["expression"]), mode="eval").body)
        assert number(question.choices[question.gold]) == expected, question.id
        assert number(question.choices[1 - question.gold]) != expected, question.id
        assert question.source is None


def test_reading_has_three_questions_on_each_hidden_passage_of_150_to_300_words(
    groups: dict[str, list[Question]],
) -> None:
    passages = Counter(question.source for question in groups["reading"])
    assert set(passages.values()) == {3}
    for passage in passages:
        assert passage is not None
        assert 150 <= len(passage.split()) <= 300


def test_no_reading_answer_of_more_than_three_words_is_in_its_passage_word_for_word(
    groups: dict[str, list[Question]],
) -> None:
    """Short names of things may be in it. Otherwise an answer must be understood, not looked up."""
    for question in groups["reading"]:
        for choice in question.choices:
            assert len(choice.split()) <= 3 or choice.lower() not in (question.source or "").lower(), question.id
