"""Agents whose library is not installed: what needs it, and the command that brings it."""

from __future__ import annotations

import sys

import pytest

from dikast.agents import install_command, open_agent
from dikast.errors import BadInput


@pytest.fixture(autouse=True)
def without_extras(monkeypatch: pytest.MonkeyPatch) -> None:
    for library in ("litellm", "xllamacpp"):
        # Python's own way to say that a library is not to be had.
        monkeypatch.setitem(sys.modules, library, None)


@pytest.mark.parametrize(
    ("name", "command"),
    [("openai/gpt-4o", 'pip install "dikast[hosted]"'), ("local/smollm2", 'pip install "dikast[embedded]"')],
)
def test_an_agent_names_the_command_that_it_needs(name: str, command: str) -> None:
    with pytest.raises(BadInput) as raised:
        open_agent(name, where="first.yaml:7, agents.judge")
    assert str(raised.value).startswith("first.yaml:7, agents.judge: ")
    assert name in str(raised.value)
    assert command in str(raised.value)


def test_a_misspelt_name_is_told_what_other_names_there_are() -> None:
    with pytest.raises(BadInput, match=r"'smollm2' would be a model of litellm.*local/MODEL"):
        open_agent("smollm2")


def test_other_agents_need_no_extra() -> None:
    assert open_agent("dikast.evaluation.planted:honest").name == "dikast.evaluation.planted:honest"
    assert open_agent({"model": "endpoint/x", "api_base": "http://127.0.0.1:1/v1"}).name.startswith("endpoint/x")


def test_what_is_installed_needs_no_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    assert install_command("litellm") is None
