"""Requests to the embedded model, and how label probabilities are read back. No model is needed here."""

from __future__ import annotations

import json
import math
from collections.abc import Callable

import pytest
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from dikast.agents import Choices, Request
from dikast.agents.agent_options import LocalOptions
from dikast.agents.llama_request import (
    TEXT_CHARS,
    chat_body,
    held_to_form,
    label_body,
    label_sums,
    text_messages,
)
from dikast.errors import PermanentError
from dikast.protocols import ExplanationsAsked, explanations_form


def test_neighbouring_messages_of_one_role_become_one() -> None:
    messages = [SystemMessage("Be brief."), SystemMessage("Be kind."), HumanMessage([{"type": "text", "text": "Hi"}]),
                AIMessage("Hello."), HumanMessage("Who won?")]  # fmt: skip
    assert text_messages(messages) == [
        {"role": "system", "content": "Be brief.\n\nBe kind."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello."},
        {"role": "user", "content": "Who won?"},
    ]


@pytest.mark.parametrize(
    "message",
    [
        HumanMessage(["See: ", {"type": "image_url", "image_url": {"url": "data:image/png;base64,AA=="}}]),
        HumanMessage([{"type": "image", "url": "https://example.org/x.png"}]),
        ToolMessage("2", tool_call_id="1"),
    ],
)
def test_messages_that_are_not_text_are_refused(message: HumanMessage) -> None:
    with pytest.raises(PermanentError):
        text_messages([message])


def test_the_token_limit_follows_the_word_limit_and_leaves_some_to_think(ask: Callable[..., Request]) -> None:
    def max_tokens(request: Request, **options: int) -> object:
        return chat_body(request, LocalOptions(**options))["max_tokens"]

    assert max_tokens(ask()) == 256
    assert max_tokens(ask(words=150)) == 364
    assert max_tokens(ask("Think between <thinking> and </thinking>.", words=150)) == 620
    assert max_tokens(ask(words=150), max_tokens=20) == 20


def test_the_token_limit_follows_the_form_and_stays_under_the_users(ask: Callable[..., Request]) -> None:
    def max_tokens(request: Request, **options: int) -> object:
        return chat_body(request, LocalOptions(**options))["max_tokens"]

    assert max_tokens(ask(reply_tokens=112)) == 112
    assert max_tokens(ask(reply_tokens=900)) == 900
    assert max_tokens(ask(reply_tokens=900), max_tokens=200) == 200
    assert max_tokens(ask(reply_tokens=112), max_tokens=200) == 112
    assert max_tokens(ask(reply_tokens=112, more_tokens=1024), max_tokens=200) == 1024, "the last one was cut off"


def test_texts_in_a_form_of_known_length_have_a_length_too(ask: Callable[..., Request]) -> None:
    form = explanations_form(ExplanationsAsked((1,), (), (2,), ("NC", "RE"))).model
    limited = str(held_to_form(ask(reply_tokens=300), form)["grammar"])
    # The reason, the fix and the contest; the kind of error is one of two.
    assert limited.count(f'"maxLength": {TEXT_CHARS}') == 3
    assert "maxLength" not in json.dumps(held_to_form(ask(), form)["response_format"]), (
        "texts of other forms may be as long as they need"
    )


def test_every_sampler_is_set(ask: Callable[..., Request]) -> None:
    body = chat_body(ask(seed=2**40 + 7), LocalOptions())
    assert body | {"messages": None} == {
        "messages": None, "max_tokens": 256, "seed": 7,
        "temperature": 0.8, "top_k": 40, "top_p": 0.95, "min_p": 0.05, "repeat_penalty": 1.0,
    }  # fmt: skip
    assert chat_body(ask(), LocalOptions(temperature=0))["temperature"] == 0


def test_a_label_follows_a_prefill_and_is_restricted_by_a_grammar(ask: Callable[..., Request]) -> None:
    body = label_body(chat_body(ask(), LocalOptions()), "I see.", Choices(("A", 'say "B"')))
    assert body["messages"][-1] == {"role": "assistant", "content": "I see.\nAnswer:"}
    assert body["grammar"] == r'root ::= " A" | " say \"B\""'
    assert body["temperature"] == 0
    assert body["max_tokens"] == 8


def test_candidates_that_differ_in_blanks_are_summed() -> None:
    sums = label_sums([(" A", math.log(0.5)), ("A", math.log(0.25)), (" B", math.log(0.125)), ("AB", -9.0)], "AB")
    assert sums is not None
    assert sums["A"] == pytest.approx(math.log(0.75))
    assert sums["B"] == pytest.approx(math.log(0.125))


def test_a_letter_that_is_not_listed_gets_the_least_listed_probability() -> None:
    assert label_sums([("A", -0.5), ("x", -7.0)], "AB") == {"A": -0.5, "B": -7.0}


def test_a_label_of_several_tokens_has_no_log_probability() -> None:
    assert label_sums([(" yes", -0.5), (" per", -1.0)], ["yes", "perhaps"]) is None
    assert label_sums([], "AB") is None
