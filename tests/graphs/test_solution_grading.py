"""Whole gradings: labels of judges, a machine's findings, and the record of both."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import pytest

from dikast.records import Episode
from dikast.verify import check_step
from tests.graphs.judge_bench import EGGS, grading_of, judged, labels_of, saying, worked
from tests.players import Player


async def test_with_binding_a_refuted_claim_overrides_the_judge() -> None:
    episode, _ = await judged("process-direct")
    second = grading_of(episode).steps[1]
    assert (second.label, second.judged, second.decided_by, second.error_type) == (
        "incorrect",
        "correct",
        "verifier",
        "NC",
    )
    assert "36 - 4 = 31 does not hold" in second.explanation
    assert grading_of(episode).first_error == 1
    assert [label.label for label in grading_of(episode).labellings[0].steps] == ["correct"] * 3


@pytest.mark.parametrize("grounding", ["none", "shown"])
async def test_without_binding_the_judges_label_is_final(grounding: str) -> None:
    episode, _ = await judged("process-direct", grounding=grounding)
    assert labels_of(episode) == ["correct"] * 3
    assert grading_of(episode).first_error is None
    assert any(check.status == "refuted" for check in episode.checks)


async def test_the_reference_decides_the_final_answer_with_every_grounding() -> None:
    for grounding in ("none", "shown", "binding"):
        episode, _ = await judged("process-direct", grounding=grounding)
        assert grading_of(episode).is_answer_right is False
        assert grading_of(episode).criteria["answer"] == 0


async def test_a_right_answer_after_a_wrong_step_is_lucky() -> None:
    question = worked("3 * 12 = 35.", "35 - 3 = 32.", "The answer is 32.")
    episode, _ = await judged("process-direct", question)
    grading = grading_of(episode)
    assert grading.is_answer_right is True
    assert grading.first_error == 0
    assert grading.is_lucky is True


@pytest.mark.parametrize(
    ("last", "is_right"),
    [
        ("So 32 eggs are left.", True),
        ("36 - 4 = <<36-4=32>>32 eggs are left.", True),
        ("So 31 eggs are left.", False),
        ("So more than 30 eggs are left.", None),
        ("So we are done.", None),
    ],
)
async def test_a_last_step_that_states_a_value_is_compared_though_it_calls_it_no_answer(
    last: str, is_right: bool | None
) -> None:
    episode, _ = await judged("process-direct", worked("3 * 12 = 36.", last))
    assert grading_of(episode).is_answer_right is is_right


async def test_a_right_answer_that_is_stated_before_the_last_step_is_not_refuted() -> None:
    episode, _ = await judged("process-direct", worked("So 32 eggs are left.", "She sells 4 eggs."))
    assert grading_of(episode).is_answer_right is None


async def test_without_a_reference_only_the_steps_are_scored() -> None:
    episode, _ = await judged("process-direct", worked("2 + 2 = 4.", "4 + 1 = 6.", references=()))
    grading = grading_of(episode)
    assert grading.is_answer_right is None
    assert grading.is_lucky is None
    assert grading.score == 0.5
    assert set(grading.criteria) == {"steps"}


async def test_a_misread_claim_is_checked_again_in_the_judges_reading() -> None:
    """The machine reads only the equation; the judge knows that the words before it belong to the sum."""
    step = "We take 2 * 8, and 1 more for the odd one. 2 * 8 = 17."
    (first,) = [c for c in await check_step(step) if c.status == "refuted"]
    assert first.claim == "2 * 8 = 17"
    row = {"step": 1, "label": "correct", "p_correct": 0.9, "contest": "2 * 8 + 1 = 17"}
    episode, _ = await judged("process-direct", worked(step), Player(saying(lambda r: [row])))
    label = grading_of(episode).steps[0]
    assert (label.label, label.decided_by) == ("correct", "contested")
    assert [c.status for c in label.checks if c.checker == "contest"] == ["verified"]


async def test_a_reading_of_another_claim_is_not_checked() -> None:
    row = {"step": 1, "label": "correct", "p_correct": 0.9, "contest": "5 + 3 = 8"}
    question = worked("So 5 + 3 = 8 and twice that, 2 * 8 = 17.")
    episode, _ = await judged("process-direct", question, Player(saying(lambda r: [row])))
    label = grading_of(episode).steps[0]
    assert (label.label, label.decided_by, label.judged) == ("incorrect", "verifier", "correct")
    assert not [c for c in label.checks if c.checker == "contest"]


async def test_a_reading_with_other_numbers_is_not_checked() -> None:
    row = {"step": 1, "label": "correct", "p_correct": 0.9, "contest": "36 - 4 = 32"}
    episode, _ = await judged("process-direct", worked("36 - 4 = 31"), Player(saying(lambda r: [row])))
    label = grading_of(episode).steps[0]
    assert (label.label, label.decided_by, label.contest) == ("incorrect", "verifier", "36 - 4 = 32")
    assert not [c for c in label.checks if c.checker == "contest"]


async def test_the_verifier_alone_makes_no_calls_and_labels_no_step_correct() -> None:
    episode, player = await judged("process-verifier")
    assert player.requests == []
    assert labels_of(episode) == ["unknown", "incorrect", "unknown"]
    assert {label.decided_by for label in grading_of(episode).steps} == {"verifier"}
    assert grading_of(episode).steps[0].reason == "its claims hold, which does not make it right"
    assert grading_of(episode).score is None


async def test_a_cancelled_grading_leaves_no_task_running() -> None:
    class Slow(Player):
        async def reply(self, request: Any) -> Any:
            await asyncio.sleep(30)
            return await super().reply(request)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await judged("process-stepwise", EGGS, Slow(saying()))
    assert len(asyncio.all_tasks()) == 1


# --- replies that can't be read


@pytest.mark.parametrize(
    ("reply", "labels"),
    [
        ('{"steps": [{"step": 1, "label": "correct"}, {"step": 2, "label": "correct"}]}', ["correct", "correct"]),
        ('[{"step": 1, "label": "correct"}, {"step": 2, "label": "neutral"}]', ["correct", "neutral"]),
        ('```json\n{"steps": [{"step": 2, "label": "incorrect"}, {"step": 1, "label": "Correct "}]}\n```', ["correct", "incorrect"]),
        ('{"steps": [{"step": 1, "label": "correct"}]}', ["correct", None]),
        ('{"steps": [{"step": 1, "label": "correct"}, {"step": 1, "label": "incorrect"}, {"step": 2, "label": "correct"}]}', [None, "correct"]),
        ('{"steps": [{"step": 1, "label": "correct"}, {"step": 1, "label": "correct"}, {"step": 2, "label": "correct"}]}', ["correct", "correct"]),
        ('{"steps": [{"step": 1, "label": "fine"}, {"step": 2, "label": "correct"}, {"step": 3, "label": "correct"}]}', [None, "correct"]),
        ('{"steps": [{"step": true, "label": "correct"}, {"step": 2, "label": "correct"}]}', [None, "correct"]),
        ('{"steps": [{"step": 0, "label": "correct"}, {"step": 1, "label": "incorrect"}]}', [None, None]),
        ('{"steps": {"1": "correct"}}', ["correct", None]),
        ("Everything is correct.", [None, None]),
        ("", [None, None]),
        ('<think>{"steps": []}</think>{"steps": [{"step": 1, "label": "correct"}, {"step": 2, "label": "unknown"}]}', ["correct", "unknown"]),
    ],
)  # fmt: skip
async def test_an_unreadable_step_is_unparsed_and_the_others_keep_their_labels(
    reply: str, labels: list[str | None]
) -> None:
    player = Player(lambda request: reply)
    episode, _ = await judged("process-direct", worked("One.", "Two."), player)
    assert labels_of(episode) == labels
    asked = [request for request in player.requests if request.purpose == "label"]
    assert len(asked) == (2 if None in labels else 1)  # asked once more, and no more
    assert grading_of(episode).n_unparsed == labels.count(None)
    assert episode.verdict.status == ("unparsed" if labels == [None, None] else "decided")
    for label in grading_of(episode).steps:
        assert (label.label is None) == (label.reason is not None)


async def test_a_solution_with_an_unparsed_step_has_no_score() -> None:
    player = Player(lambda request: '{"steps": [{"step": 1, "label": "correct"}]}')
    episode, _ = await judged("process-direct", worked("One.", "Two.", references=()), player)
    assert grading_of(episode).score is None
    assert grading_of(episode).steps[1].reason == "step 2 is not in the reply"


async def test_invalid_fields_are_left_out_and_the_label_is_kept() -> None:
    row = {"step": 1, "label": "incorrect", "p_correct": 7, "error": "NOPE", "why": ["x"], "fix": 3, "contest": {}}
    player = Player(lambda request: json.dumps({"steps": [row]}))
    episode, _ = await judged("process-direct", worked("Words."), player)
    label = grading_of(episode).steps[0]
    assert (label.label, label.p_correct, label.error_type, label.explanation, label.fix) == (
        "incorrect",
        None,
        None,
        "",
        "",
    )


async def test_characters_that_no_record_can_hold_are_cleaned_even_if_the_reply_escapes_them() -> None:
    row = (
        r'{"step": 1, "label": "incorrect", "why": "so\ud800 it\u0000 is", "fix": "\ud83d", "contest": "\udfff 1 = 1"}'
    )
    episode, _ = await judged("process-direct", worked("Words."), Player(lambda request: f'{{"steps": [{row}]}}'))
    label = grading_of(episode).steps[0]
    assert (label.label, label.explanation, label.fix) == ("incorrect", "so? it is", "?")
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


async def test_an_error_type_can_be_given_by_code_or_by_name() -> None:
    rows: list[Mapping[str, object]] = [
        {"step": 1, "label": "incorrect", "error": "reasoning error"},
        {"step": 2, "label": "incorrect", "error": "ke"},
    ]
    episode, _ = await judged("process-direct", worked("A.", "B."), Player(saying(lambda r: rows)))
    assert [label.error_type for label in grading_of(episode).steps] == ["RE", "KE"]
