"""The name of an agent behind HTTP: its model, and the options that change its replies."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dikast.agents import Agent, open_agent

MODELS = ("openai/gpt-4o-mini", "hosted_vllm/qwen", "endpoint/qwen")

Open = Callable[..., Agent]


@pytest.fixture(params=MODELS)
def model(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def open_without_server(model: str, monkeypatch: pytest.MonkeyPatch) -> Open:
    monkeypatch.setenv("LOCAL_KEY", "sk-local-0123456789")
    return lambda **options: open_agent({"model": model, "api_key_env": "LOCAL_KEY", **options})


def test_a_name_is_built_only_once_since_every_journal_key_reads_it(open_without_server: Open) -> None:
    agent = open_without_server(api_base="http://127.0.0.1:9/v1", temperature=0.7)
    assert agent.name is agent.name


def test_a_name_has_the_options_that_change_replies(open_without_server: Open, model: str) -> None:
    base = "http://127.0.0.1:9/v1"
    plain = open_without_server(api_base=base)
    assert plain.name == f"{model}?api_base={base}"
    full = open_without_server(api_base=f"{base}/", temperature=0, top_p=0.5, max_tokens=9, timeout_s=3, logprobs=False)
    settings = {"temperature=0", "top_p=0.5", "max_tokens=9", "logprobs=false", f"api_base={base}"}
    name, _, shown = full.name.partition("?")
    assert name == model
    assert set(shown.split("&")) == settings
