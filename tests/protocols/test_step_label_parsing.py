"""Labels of steps are read one by one: a step that can't be read has no label and a reason, and the others keep theirs."""

from __future__ import annotations

import json

import pytest

from dikast.protocols import Unreadable, read_accusation, read_explanations, read_labels, read_premises
from dikast.protocols.step_label_parsing import ParsedLabels
from dikast.records import PROBLEM, StepLabel

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


def test_a_kind_of_error_is_read_by_its_code_or_name() -> None:
    labels = parsed([row(1, "inherited", error="calc"), row(2, "incorrect", error=" Calculation ")])
    assert [label.error_type for label in labels.steps] == ["CALC", "CALC"]


@pytest.mark.parametrize("label", ["correct", "neutral", "unknown"])
def test_a_kind_of_error_beside_a_label_that_has_none_leaves_the_step_unread(label: str) -> None:
    labels = parsed([row(1, label, error="calc"), row(2, "correct", error=None)])
    assert [step.label for step in labels.steps] == [None, "correct"]
    assert labels.steps[0].reason == f"step 1 is labelled {label!r} and has a kind of error, CALC"
    labels = parsed({"1": label, "2": "correct", "details": [{"step": 1, "error": "CALC", "why": "so"}]})
    assert [step.label for step in labels.steps] == [None, "correct"]


@pytest.mark.parametrize("error", ["none", "", "N/A", "somebody else's kind"])
def test_what_is_no_kind_of_the_rubric_contradicts_no_label(error: str) -> None:
    assert parsed([row(1, error=error), row(2)]).missing == []


# --- labels under the numbers of their steps


@pytest.mark.parametrize(
    "reply",
    [
        {"1": "correct", "2": "incorrect"},
        {"2": "incorrect", "1": " Correct "},
        {"Step 1": "correct", "step 2:": "incorrect"},
        {"steps": {"1": "correct", "2": "incorrect"}},
        {"1": {"label": "correct"}, "2": {"label": "incorrect", "error": "CALC"}},
    ],
)
def test_labels_are_read_under_the_numbers_of_their_steps(reply: object) -> None:
    assert [label.label for label in parsed(reply).steps] == ["correct", "incorrect"]


def test_probabilities_details_and_levels_stand_beside_the_labels() -> None:
    details = [{"step": 2, "error": "CALC", "why": "3 is not 4", "fix": "4"}]
    labels = parsed(
        {
            "1": "correct",
            "2": "incorrect",
            "p_correct": {"1": 0.9, "2": 0.25},
            "criteria": {"clarity": 2},
            "details": details,
        }
    )
    assert [label.p_correct for label in labels.steps] == [0.9, 0.25]
    assert [label.explanation for label in labels.steps] == ["", "3 is not 4"]
    assert (labels.steps[1].error_type, labels.steps[1].fix, labels.levels) == ("CALC", "4", {"clarity": 1})


def test_a_reply_that_is_cut_off_keeps_the_labels_that_are_whole() -> None:
    labels = read_labels('{"1": "correct", "2": "incorr', (0, 1), ERRORS, {})
    assert [label.label for label in labels.steps] == ["correct", None]


def test_a_reply_that_is_cut_off_within_its_details_keeps_all_labels() -> None:
    reply = '{"1": "correct", "2": "incorrect", "details": [{"step": 2, "error": "CALC", "why": "3 is'
    labels = read_labels(reply, (0, 1), ERRORS, {})
    assert [label.label for label in labels.steps] == ["correct", "incorrect"]


def test_labels_that_are_counted_from_0_under_their_numbers_are_unread() -> None:
    assert parsed({"0": "correct", "1": "correct"}).missing == [0, 1]


# --- explanations of labels that were given before

GIVEN = (StepLabel(step=0, label="incorrect", p_correct=0.1), StepLabel(step=2, label="correct"))


def test_explanations_are_added_to_the_labels() -> None:
    reply = {"1": {"error": "calc", "why": "so", "fix": "thus"}, "3": {"contest": "1 + 1 = 2"}}
    explained = read_explanations(json.dumps(reply), GIVEN, ERRORS)
    assert explained == (
        StepLabel(step=0, label="incorrect", p_correct=0.1, error_type="CALC", explanation="so", fix="thus"),
        StepLabel(step=2, label="correct", contest="1 + 1 = 2"),
    )


@pytest.mark.parametrize("row", [{"error": "CALC"}, {"label": "incorrect", "why": "after all"}])
def test_an_explanation_that_contradicts_its_label_leaves_the_step_unread(row: dict[str, str]) -> None:
    explained = read_explanations(json.dumps({"1": {"why": "so"}, "3": row}), GIVEN, ERRORS)
    assert not isinstance(explained, Unreadable)
    assert [label.label for label in explained] == ["incorrect", None]


def test_a_step_that_is_not_explained_keeps_its_label() -> None:
    explained = read_explanations('{"1": {"why": "so"}}', GIVEN, ERRORS)
    assert not isinstance(explained, Unreadable)
    assert explained[1] == GIVEN[1]


def test_a_judge_that_contests_nothing_has_answered() -> None:
    assert read_explanations('{"contest": null}', GIVEN[1:], ERRORS) == GIVEN[1:]


@pytest.mark.parametrize("reply", ["They are wrong.", "{}", '{"7": {"why": "so"}}'])
def test_a_reply_that_explains_no_step_is_unreadable(reply: str) -> None:
    assert isinstance(read_explanations(reply, GIVEN, ERRORS), Unreadable)


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


@pytest.mark.parametrize(
    "reply",
    [
        '{"2": [0, 1], "3": [2, 1, 1]}',
        '{"1": [0], "2": [0, 1], "3": [2, 1, 1]}',
        '{"premises": {"3": [2, 1, 1], "1": [0], "2": [0, 1]}}',
        '{"premises": [[0], [0, 1], [2, 1, 1]]}',  # the form before this one, which older records have
    ],
)
def test_premises_are_earlier_steps_or_the_problem(reply: str) -> None:
    assert read_premises(reply, 3) == ((PROBLEM,), (PROBLEM, 0), (0, 1))


@pytest.mark.parametrize("reply", ['{"1": [0]}', '{"1": [0], "3": [1]}', '{"1": [0], "2": [1], "3": [1]}', "{}", "[]"])
def test_premises_of_other_steps_than_there_are_are_unreadable(reply: str) -> None:
    assert isinstance(read_premises(reply, 2), Unreadable)


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
