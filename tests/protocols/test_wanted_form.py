"""The form that a verdict's reply is wanted in: every shipped protocol has one, in the words of its prompt."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.protocols import load_protocol, protocol_names, wanted_form


@pytest.mark.parametrize("name", protocol_names())
def test_every_protocol_with_an_agent_that_judges_has_a_form(name: str) -> None:
    form = wanted_form(load_protocol(name), 2)
    # The verifier is no agent, and gives no reply.
    assert bool(form) is (name != "process-verifier")
    assert "\n" not in form


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("direct", {}, "with one of the labels A, B: Answer: <label>"),
        ("direct", {"reasoning": True}, "Give your reasons in a few sentences. Then end with this line"),
        ("debate", {"route": "probabilities"}, "for each of the labels A, B the probability, from 0 to 1"),
        ("self-consistency", {}, "Give your reasons in a few sentences."),
        ("judge-pairwise", {}, "with one of the labels"),
        ("judge-ranking", {}, "the best first"),
        ("judge-pointwise", {}, "a score for each response"),
        ("judge-checklist", {}, "a list of what to check for"),
        ("judge-reasoning", {}, "an answer about each part"),
        ("process-direct", {}, '{"1": "correct", …}'),
        ("process-stepwise", {}, "one JSON object for each step"),
    ],
)
def test_the_form_is_that_of_the_protocol_and_its_options(name: str, options: dict[str, Any], words: str) -> None:
    assert words in wanted_form(load_protocol(name, **options), 2)
