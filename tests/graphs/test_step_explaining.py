"""What is asked about wrong steps after their labels: only where there are any, of them alone, and once."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import pytest

from dikast.agents import Reply, Request
from dikast.records import Question
from tests.graphs.judge_bench import EGGS, Row, grading_of, judged, labels_of, labels_reply, saying, worked
from tests.players import Player, text_of

WORDS = worked("ALPHA is given.", "BETA is given.", "GAMMA is given.")


def purposes(player: Player) -> Counter[str]:
    return Counter(request.purpose for request in player.requests)


def calling_wrong(*wrong: int, explain: str | None = None) -> Player:
    """A judge that calls these steps (0-based) wrong and gives reasons only where it is asked for them."""

    def rule(request: Request) -> str | Reply:
        if request.purpose == "explain" and explain is not None:
            return explain
        if request.purpose != "label":
            return saying()(request)
        labels = ["incorrect" if step in wrong else "correct" for step in request.steps]
        return json.dumps({"label": labels[0]}) if len(labels) == 1 else labels_reply(labels)

    return Player(rule)


@pytest.mark.parametrize(
    ("name", "options", "calls"),
    [
        ("process-direct", {}, {"label": 1, "explain": 1}),
        ("process-direct", {"details": "with"}, {"label": 1}),
        ("process-direct", {"details": "none"}, {"label": 1}),
        ("process-direct", {"samples": 3}, {"label": 3, "explain": 3}),
        ("process-stepwise", {}, {"premises": 1, "label": 3, "explain": 2}),
        ("process-panel", {}, {"label": 3, "explain": 3}),
        ("process-questioned", {}, {"label": 2, "ask": 2, "speak": 2, "explain": 1}),
        ("process-debate", {}, {"accuse": 1, "speak": 4, "ask": 1, "label": 1, "explain": 1}),
    ],
)
async def test_each_labelling_with_a_wrong_step_takes_one_more_call(
    name: str, options: dict[str, Any], calls: dict[str, int]
) -> None:
    episode, player = await judged(name, WORDS, calling_wrong(0, 2), **options)
    assert purposes(player) == Counter(calls)
    assert episode.usage.calls == sum(calls.values())


async def test_only_the_wrong_steps_are_asked_about_and_get_the_details() -> None:
    episode, player = await judged("process-direct", WORDS, calling_wrong(0, 2))
    _, explain = player.requests
    assert explain.steps == (0, 2)
    assert "steps 1, 3" in text_of(explain)
    assert isinstance(explain.form, type)
    assert list(explain.form.model_json_schema()["properties"]) == ["1", "3"]
    first, second, third = grading_of(episode).steps
    assert (first.error_type, first.explanation, first.fix) == ("RE", "judge says so.", "Say otherwise.")
    assert (second.label, second.error_type, second.explanation) == ("correct", None, "")
    assert third.error_type == "RE"
    (labelling,) = grading_of(episode).labellings
    assert json.loads(labelling.text) == {"1": "incorrect", "2": "correct", "3": "incorrect"}
    assert list(json.loads(labelling.explanations)) == ["1", "3"]


async def test_of_an_inherited_error_only_the_kind_is_asked_for() -> None:
    def rule(request: Request) -> str | Reply:
        if request.purpose == "label":
            return labels_reply(["incorrect", "inherited", "correct"])
        return '{"2": {"error": "RE"}}'

    episode, player = await judged("process-direct", WORDS, Player(rule))
    form = player.requests[-1].form
    assert isinstance(form, type)
    of_step = {name: field["$ref"] for name, field in form.model_json_schema()["properties"].items()}
    assert of_step == {"1": "#/$defs/Explanation", "2": "#/$defs/KindOfError"}
    assert [label.error_type for label in grading_of(episode).steps] == [None, "RE", None]


async def test_the_second_call_continues_the_first_and_repeats_none_of_it() -> None:
    """A provider's prompt cache then has all but the end of it."""
    _, player = await judged("process-direct", WORDS, calling_wrong(1))
    label, explain = player.requests
    assert explain.messages[: len(label.messages)] == label.messages
    assert len(explain.messages) == len(label.messages) + 2
    assert "It covers" not in text_of(label)
    assert "It covers" in str(explain.messages[-1].content)


async def test_details_in_the_same_reply_are_asked_for_in_its_form() -> None:
    _, player = await judged("process-direct", WORDS, calling_wrong(1), details="with")
    (label,) = player.requests
    assert "It covers" in text_of(label)
    assert isinstance(label.form, type)
    assert "details" in label.form.model_json_schema()["properties"]


async def test_a_reply_that_has_the_details_already_is_not_asked_for_them() -> None:
    rows: list[Row] = [{"step": k, "label": "incorrect", "error": "RE", "why": "because"} for k in (1, 2, 3)]
    episode, player = await judged("process-direct", WORDS, Player(saying(lambda _: rows)))
    assert purposes(player) == Counter({"label": 1})
    assert [label.error_type for label in grading_of(episode).steps] == ["RE"] * 3


async def test_labels_stay_where_their_explanation_cannot_be_read() -> None:
    episode, player = await judged("process-direct", WORDS, calling_wrong(1, explain="It is just wrong."))
    assert purposes(player) == Counter({"label": 1, "explain": 2})  # asked once more
    assert labels_of(episode) == ["correct", "incorrect", "correct"]
    assert grading_of(episode).n_unparsed == 0
    assert episode.usage.repeats == 1


async def test_an_explanation_that_takes_its_label_back_leaves_the_step_unparsed() -> None:
    taken_back = json.dumps({"2": {"label": "correct", "why": "It is right after all."}})
    episode, _ = await judged("process-direct", WORDS, calling_wrong(1, explain=taken_back))
    assert labels_of(episode) == ["correct", None, "correct"]
    assert "two different labels for step 2" in str(grading_of(episode).steps[1].reason)


@pytest.mark.parametrize(("grounding", "n_asked"), [("none", 0), ("shown", 0), ("binding", 1)])
async def test_a_judge_may_contest_a_refutation_only_where_it_would_bind(grounding: str, n_asked: int) -> None:
    """A machine refutes the second step of these, and the judge calls it correct."""
    _, player = await judged("process-direct", EGGS, calling_wrong(), grounding=grounding)
    asked = [request for request in player.requests if request.purpose == "explain"]
    assert [request.steps for request in asked] == [(1,)] * n_asked


async def test_probabilities_are_asked_for_by_option() -> None:
    _, player = await judged("process-direct", WORDS, calling_wrong())
    assert "p_correct" not in text_of(player.requests[0])
    reply = {"1": "correct", "2": "correct", "3": "correct", "p_correct": {"1": 0.9, "2": 0.8, "3": 0.7}}
    episode, player = await judged("process-direct", WORDS, Player(lambda _: json.dumps(reply)), p_correct=True)
    assert "p_correct" in text_of(player.requests[0])
    assert [label.p_correct for label in grading_of(episode).steps] == [0.9, 0.8, 0.7]


@pytest.mark.parametrize("name", ["process-direct", "process-stepwise"])
async def test_the_limit_of_a_reply_follows_its_form_and_the_number_of_steps(name: str) -> None:
    def limits(question: Question, player: Player) -> dict[str, int]:
        return {request.purpose: request.reply_tokens for request in player.requests}

    longer = worked(*(f"Words {k}." for k in range(6)))
    _, few = await judged(name, WORDS, calling_wrong(1))
    _, many = await judged(name, longer, calling_wrong(1))
    few_limits, many_limits = limits(WORDS, few), limits(longer, many)
    assert all(limit > 0 for limit in few_limits.values())
    # One step alone takes as much whatever the others are.
    assert (many_limits["label"] > few_limits["label"]) == (name == "process-direct")
    assert many_limits.get("premises", 1) > few_limits.get("premises", 0)


@pytest.mark.parametrize("name", ["process-direct", "process-stepwise"])
@pytest.mark.parametrize("options", [{}, {"details": "with", "p_correct": True}])
async def test_no_form_that_a_prompt_shows_has_spaces_between_its_parts(name: str, options: dict[str, Any]) -> None:
    """A model writes as it is shown, and each space or line break is a part of a token that is paid for."""
    _, player = await judged(name, WORDS, calling_wrong(0, 2), **options)
    for request in player.requests:
        asked = str(request.messages[-1].content)
        assert "without spaces" in asked
        shown = [line for line in asked.splitlines() if '{"' in line or '":{' in line]
        assert shown, asked
        assert not any('": ' in line.partition("{")[2] for line in shown), shown
