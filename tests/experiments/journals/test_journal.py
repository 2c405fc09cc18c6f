"""What identifies a call, and how its reply is stored."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from langchain_core.messages import AIMessage, HumanMessage
from pydantic import BaseModel

from dikast.agents import Choices, Reply, Request
from dikast.experiments.journals.journal import StoredReply, call_key
from dikast.records import Question
from tests.experiments.journals.small_journal import REQUEST, USED


class Stated(BaseModel):
    """A form."""

    a: float


# Requests that differ from REQUEST in one respect each.
CHANGED: dict[str, Request] = {
    "messages": replace(REQUEST, messages=(HumanMessage("!"),)),
    "whose message": replace(REQUEST, messages=(AIMessage("?"),)),
    "one message more": replace(REQUEST, messages=(HumanMessage("?"), HumanMessage("?"))),
    "an image": replace(REQUEST, messages=(HumanMessage([{"type": "text", "text": "?"}]),)),
    "form": replace(REQUEST, form=Choices(("A", "B"))),
    "labels": replace(REQUEST, form=Choices(("A", "C"))),
    "reasoning": replace(REQUEST, form=Choices(("A", "B"), reasoning=True)),
    "schema": replace(REQUEST, form=Stated),
    "seed": replace(REQUEST, seed=1),
    "sample": replace(REQUEST, sample=1),
    "attempt": replace(REQUEST, attempt=1),
    "round": replace(REQUEST, round=2),
    "argues": replace(REQUEST, argues=0),
    "words": replace(REQUEST, words=9),
    "more_tokens": replace(REQUEST, more_tokens=9),
    "seat": replace(REQUEST, seat="jury"),
    "kind": replace(REQUEST, kind="critic"),
    "purpose": replace(REQUEST, purpose="look"),
    "steps": replace(REQUEST, steps=(0,)),
    "question": replace(REQUEST, question=Question(id="1", text="?", source="s")),
}


def test_a_request_that_differs_in_any_respect_is_another_call() -> None:
    keys = {name: call_key("a", request) for name, request in CHANGED.items()}
    keys["agent"] = call_key("b", REQUEST)
    keys["none"] = call_key("a", REQUEST)
    assert len(set(keys.values())) == len(CHANGED) + 2
    assert call_key("a", replace(REQUEST)) == call_key("a", REQUEST)


# What doesn't change the call: the backend's key is made from this key, the room for a reply follows from its form, the
# messages say which tools there are, and the episode and its thread tell an agent where the call belongs.
NOT_IN_KEYS = {"idempotency_key", "reply_tokens", "tools", "episode", "episode_seed", "thread"}


def test_every_field_of_a_request_is_in_its_key() -> None:
    assert {field.name for field in dataclasses.fields(Request)} <= set(CHANGED) | {"messages", "form"} | NOT_IN_KEYS


def test_a_key_is_the_same_in_every_process() -> None:
    program = "from tests.experiments.journals.test_journal import *; print(call_key('a', REQUEST).hex())"
    environment = {**os.environ, "PYTHONHASHSEED": "7"}
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.strip() == call_key("a", REQUEST).hex()


def test_keys_are_those_of_earlier_versions() -> None:
    """Another key would make every call of an old journal again, and pay for it again."""
    keys = {name: call_key("a", CHANGED[name]).hex() for name in ("messages", "reasoning", "steps")}
    assert keys == {
        "messages": "2a61f30004d45a5c6b2fda4df07c44e5",
        "reasoning": "53134e616917e82b2e02009782ca2f7e",
        "steps": "39a9628d77c70328eaae694b1b057e60",
    }
    long = replace(REQUEST, messages=(HumanMessage("é" * 10_000),))  # longer than what is hashed at once
    assert call_key("a", long).hex() == "01feb4504344a806d317060a2e991737"


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=[])))
def test_any_text_has_a_key_and_can_be_stored(text: str) -> None:
    call_key("a", replace(REQUEST, messages=(HumanMessage(text),)))
    stored = StoredReply.of(Reply(text=text, thinking=text, usage=USED))
    assert StoredReply.model_validate_json(stored.model_dump_json()) == stored


def test_why_a_reply_ended_is_stored_where_it_says_something() -> None:
    cut = Reply(text="Because", finish_reason="length", is_refusal=True, usage=USED)
    stored = StoredReply.of(cut)
    assert StoredReply.model_validate_json(stored.model_dump_json()).reply(None) == cut
    assert "finish_reason" not in StoredReply.of(Reply(text="Because", usage=USED)).model_dump_json()
