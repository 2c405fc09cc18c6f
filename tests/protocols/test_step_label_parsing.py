"""Labels of steps are read one by one: a step that can't be read has no label and a reason, and the others keep theirs."""

from __future__ import annotations

import json

import pytest

from dikast.protocols import Unreadable, read_accusation, read_labels, read_premises
from dikast.protocols.step_label_parsing import ParsedLabels
from dikast.records import PROBLEM

ERRORS = {"calc": "CALC", "calculation": "CALC"}


def parsed(reply: object, steps: tuple[int, ...] = (0, 1)) -> ParsedLabels:
    """The labels of these steps (0-based) in a reply that is this JSON value."""
    return read_labels(json.dumps(reply), steps, ERRORS, {"clarity": 3})


def row(step: int, label: str = "correct", **fields: object) -> dict[str, object]:
    return {"step": step, "label": label, **fields}


@pytest.mark.parametrize(
    "reply",
    [
        {"steps": [row(1), row(2, "incorrect")]},
        [row(1), row(2, "incorrect")],  # a list without the object around it
        [row(2, "incorrect"), row(1)],  # in another order
        [row(1), row(1), row(2, " Incorrect ")],  # the same label twice, and in another spelling
    ],
)
def test_labels_are_read_from_a_list_or_an_object_in_any_order(reply: object) -> None:
    labels = parsed(reply)
    assert [label.label for label in labels.steps] == ["correct", "incorrect"]
    assert labels.missing == []


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ([row(1)], "step 2 is not in the reply"),
        ([row(1), row(2), row(2, "unknown")], "two different labels for step 2: correct and unknown"),
        ([row(1), row(2, "sloppy")], "the label 'sloppy' of step 2 is none of correct, neutral"),
        ([row(1), {"step": True, "label": "correct"}], "step 2 is not in the reply"),  # `true` is no number
    ],
)
def test_a_step_that_cannot_be_read_leaves_the_others_their_labels(reply: object, reason: str) -> None:
    labels = parsed(reply)
    assert labels.missing == [1]
    assert labels.steps[0].label == "correct"
    assert reason in (labels.steps[1].reason or "")


def test_a_reply_that_counts_from_0_labels_no_step() -> None:
    labels = parsed([row(0), row(1)])
    assert labels.missing == [0, 1]


def test_one_step_alone_needs_no_number() -> None:
    assert parsed({"label": "neutral"}, (4,)).steps[0].label == "neutral"
    assert parsed({"label": "neutral", "step": 3}, (4,)).missing == [4], "another number is about another step"


@pytest.mark.parametrize("number", ["2", " 2 ", "Step 2", "step 2:", "#2", "2."])
def test_the_number_of_a_step_may_be_a_text(number: str) -> None:
    labels = parsed([row(1), {"step": number, "label": "incorrect"}])
    assert [label.label for label in labels.steps] == ["correct", "incorrect"]


@pytest.mark.parametrize("number", ["two", "2 and 3", "2.5", "", None, 2.0, "-2"])
def test_what_is_no_number_of_a_step_labels_none(number: object) -> None:
    assert parsed([row(1), {"step": number, "label": "incorrect"}]).missing == [1]


@pytest.mark.parametrize(
    "reply",
    [
        '{"steps": [{"step": 1, "label": "correct"}, {"step": 2, "label": "incorr',
        'Here:\n```json\n[{"step": 1, "label": "correct"}, {"step": 2,',
        '{"step": 1, "label": "correct"}\n{"step": 2, "la',
    ],
)
def test_a_reply_that_is_cut_off_keeps_its_complete_steps(reply: str) -> None:
    labels = read_labels(reply, (0, 1), ERRORS, {})
    assert [label.label for label in labels.steps] == ["correct", None]


def test_of_one_step_alone_that_is_cut_off_nothing_is_kept() -> None:
    reply = '{"step": 1, "label": "incorrect", "p_correct": 0.1, "why": "because'
    assert read_labels(reply, (0,), ERRORS, {}).missing == [0]


@pytest.mark.parametrize(
    "reply",
    [
        r'{"steps": [{"step": 1, "label": "incorrect", "contest": "2 \times 8 = \frac{32}{2}", "why": "a\nb"}]}',
        r'{"steps": [{"step": 1, "label": "incorrect", "contest": "2 \\times 8 = \\frac{32}{2}", "why": "a\nb",},],}',
        'So:\n```json\n[{"step": 1, "label": "incorrect", "contest": "2 \\times 8 = \\frac{32}{2}", "why": "a\nb"}]\n```',
    ],
)
def test_latex_in_a_reply_is_not_changed(reply: str) -> None:
    (label,) = read_labels(reply, (0,), ERRORS, {}).steps
    assert (label.contest, label.explanation) == (r"2 \times 8 = \frac{32}{2}", "a\nb")


def test_only_a_wrong_step_has_a_kind_of_error() -> None:
    labels = parsed([row(1, error="calc"), row(2, "incorrect", error=" Calculation ")])
    assert [label.error_type for label in labels.steps] == [None, "CALC"]


@pytest.mark.parametrize(
    ("p_correct", "probability"),
    [(0.25, 0.25), (1, 1.0), (1.5, None), (True, None), ("0.5", None), (None, None)],
)
def test_a_probability_is_a_number_from_0_to_1(p_correct: object, probability: float | None) -> None:
    assert parsed([row(1, p_correct=p_correct)], (0,)).steps[0].p_correct == probability


@pytest.mark.parametrize(
    ("level", "levels"),
    [(1, {"clarity": 0}), (3, {"clarity": 2}), (4, {}), (0, {}), (True, {})],
)
def test_a_level_is_counted_from_0_and_must_exist(level: object, levels: dict[str, int]) -> None:
    assert parsed({"steps": [], "criteria": {"clarity": level}}).levels == levels


def test_premises_are_earlier_steps_or_the_problem() -> None:
    premises = read_premises('{"premises": [[0], [0, 1], [2, 1, 1]]}', 3)
    assert premises == ((PROBLEM,), (PROBLEM, 0), (0, 1))


@pytest.mark.parametrize(
    ("premises", "reason"),
    [
        ("[[0], [2]]", "step 2 can't rest on step 2"),  # on itself
        ("[[2], [0]]", "step 1 can't rest on step 2"),  # on a later step
        ("[[0], [true]]", "not a list of numbers"),
        ("[[0]]", "one list for each of the 2 steps is needed, got 1"),
        ("0", "one list for each of the 2 steps is needed, got no"),
    ],
)
def test_premises_that_could_form_a_circle_or_miss_a_step_are_unreadable(premises: str, reason: str) -> None:
    unreadable = read_premises(f'{{"premises": {premises}}}', 2)
    assert isinstance(unreadable, Unreadable)
    assert reason in unreadable.reason


@pytest.mark.parametrize("reply", ["Step: 2", "It fails here.\n**Step: 2**", "step: 2.\nStep: 2"])
def test_an_accusation_is_on_a_line_of_its_own(reply: str) -> None:
    assert read_accusation(reply, 3) == 1


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ("", "no line"),
        ("The wrong step: 2", "no line"),
        ("Step: two", "no line"),
        ("Step: ٢", "no line"),  # a digit of another script
        ("Step: " + "9" * 30, "no line"),  # too long for a number of a step
        ("Step: 4", "there is no step 4"),
        ("Step: 0", "there is no step 0"),
        ("Step: 1\nStep: 2", "two different steps"),
    ],
)
def test_an_accusation_that_names_no_single_step_is_unreadable(reply: str, reason: str) -> None:
    unreadable = read_accusation(reply, 3)
    assert isinstance(unreadable, Unreadable)
    assert reason in unreadable.reason
