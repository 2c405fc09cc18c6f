"""The first rule that holds for a request gives the reply; an error in the file has its line."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from dikast.agents import Agent, Choices, Request, open_agent
from dikast.errors import BadInput, PermanentError

Ask = Callable[..., Request]

SCRIPT = """\
replies:
  - role: alice
    round: 1
    text: "The passage says so."
  - kind: debater
    texts: ["One.", "Two."]
    thinking: "Kept private."
  - purpose: decide
    contains: lighthouse
    attempt: 0
    text: "Answer: A"
    choice_logprobs: {A: -0.1, B: -2.4}
  - contains: [storm, sea]
    text: '{"a": 0.5}'
  - sample: 3
    text: "The fourth."
"""


class Stated(BaseModel):
    a: float


@pytest.fixture
def scripted(tmp_path: Path) -> Agent:
    (tmp_path / "replies.yaml").write_text(SCRIPT)
    return open_agent("scripted:replies.yaml", base=tmp_path)


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"seat": "alice", "kind": "debater", "round": 1}, "The passage says so."),
        ({"seat": "alice", "kind": "debater", "round": 2}, "One."),
        ({"seat": "bob", "kind": "debater", "sample": 1}, "Two."),
        ({"seat": "bob", "kind": "debater", "sample": 2}, "One."),
        ({"text": "Who kept the lighthouse?"}, "Answer: A"),
        ({"text": "The storm rose from the sea."}, '{"a": 0.5}'),
        ({"purpose": "ask", "sample": 3}, "The fourth."),
    ],
)
async def test_the_first_rule_that_holds_gives_the_reply(
    scripted: Agent, ask: Ask, fields: dict[str, Any], text: str
) -> None:
    for _ in range(2):
        assert (await scripted.reply(ask(**fields))).text == text


async def test_a_reply_has_all_that_its_rule_has_and_costs_nothing(scripted: Agent, ask: Ask) -> None:
    speech = await scripted.reply(ask(kind="debater", seat="bob"))
    assert (speech.thinking, speech.choice_logprobs) == ("Kept private.", None)
    verdict = await scripted.reply(ask("Who kept the lighthouse?", form=Choices(("A", "B"))))
    assert verdict.choice_logprobs == {"A": -0.1, "B": -2.4}
    form = await scripted.reply(ask("A storm at sea", form=Stated))
    assert form.parsed == Stated(a=0.5)
    assert (verdict.usage.calls, verdict.usage.unpriced, verdict.usage.seconds) == (1, 0, 0)


async def test_the_error_describes_a_request_for_which_no_rule_holds(scripted: Agent, ask: Ask) -> None:
    message = "no rule for seat 'judge', kind 'judge', purpose 'decide', round 2, sample 0, attempt 1: .*Which is it"
    with pytest.raises(PermanentError, match=message):
        await scripted.reply(ask(round=2, attempt=1))


def test_a_changed_script_is_another_agent(tmp_path: Path) -> None:
    file = tmp_path / "s.yaml"
    names = set()
    for text in ("One.", "Two.", "One."):
        file.write_text(f"replies:\n  - text: {text}\n")
        names.add(open_agent("scripted:s.yaml", base=tmp_path).name)
    assert len(names) == 2
    assert all(name.startswith("scripted:s.yaml?sha256=") for name in names)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        (
            "replies:\n  - text: x\n    rounds: 1\n",
            r"s.yaml:3, replies\[0\].rounds: unknown key 'rounds': did you mean 'round'",
        ),
        ("replies:\n  - purpose: judge\n    text: x\n", r"s.yaml:2, replies\[0\].purpose: .*'decide'"),
        ("replies:\n  - role: x\n", r"s.yaml:2, replies\[0\]: a rule needs either text or texts"),
        ("replies:\n  - {text: x, texts: [y]}\n", "a rule needs either text or texts"),
        ("replies: []\n", r"s.yaml:1, replies: "),
        ("reply: []\n", "unknown key 'reply': did you mean 'replies'"),
        ("- text: x\n", "s.yaml"),
        ("", "s.yaml: the file is empty"),
        ("replies: [", r"s.yaml:\d+: not YAML"),
    ],
)
def test_an_error_in_the_file_is_explained_with_its_line(tmp_path: Path, script: str, message: str) -> None:
    (tmp_path / "s.yaml").write_text(script)
    with pytest.raises(BadInput, match=message):
        open_agent("scripted:s.yaml", base=tmp_path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.yaml: no such file"):
        open_agent("scripted:none.yaml", base=tmp_path)
