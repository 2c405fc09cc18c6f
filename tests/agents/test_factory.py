"""open_agent finds agents by their names; a wrong name or option is an error before any call."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from importlib import metadata
from pathlib import Path

import pytest
from pydantic import JsonValue

from dikast.agents import Agent, Request, open_agent
from dikast.errors import BadInput

Ask = Callable[..., Request]
Spec = str | Mapping[str, JsonValue]
BASE = "http://127.0.0.1:9/v1"


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY", "GEMINI_API_KEY", "GOOGLE_API_KEY"):
        monkeypatch.delenv(name, raising=False)


MODULE = """
from dikast.agents import Reply

async def agent(request):
    return f"{request.seat} at work"

def not_async(request):
    return ""

class Keen:
    def __init__(self, zeal: int = 1) -> None:
        self.name = f"keen?zeal={zeal}"
        if zeal < 0:
            raise RuntimeError("no model of mine is loaded")

    async def reply(self, request):
        return Reply(text=self.name)

class Holder:
    inner = Keen(zeal=9)

number = 3
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a user's modules. After the test their import is undone."""
    (tmp_path / "dikast_test_mod.py").write_text(MODULE)
    (tmp_path / "dikast_test_broken.py").write_text("import a_module_that_is_not_there\n")
    (tmp_path / "dikast_test_wrong.py").write_text("1 / 0\n")
    (tmp_path / "dikast_test_syntax.py").write_text("def agent(:\n")
    monkeypatch.setattr(sys, "path", list(sys.path))
    before = set(sys.modules)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield tmp_path
    for name in set(sys.modules) - before:
        if name.startswith("dikast_test_"):
            del sys.modules[name]


async def test_a_module_is_found_under_the_base_folder(folder: Path, ask: Ask) -> None:
    agent = open_agent("dikast_test_mod:agent", base=folder)
    assert agent.name == "dikast_test_mod:agent"
    assert (await agent.reply(ask())).text == "judge at work"


async def test_a_module_is_found_in_the_current_directory(
    folder: Path, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    assert (await open_agent("dikast_test_mod:agent").reply(ask())).text == "judge at work"


def test_a_class_is_called_with_the_options(folder: Path) -> None:
    assert open_agent("dikast_test_mod:Keen", base=folder).name == "keen?zeal=1"
    assert open_agent({"model": "dikast_test_mod:Keen", "zeal": 3}, base=folder).name == "keen?zeal=3"
    assert open_agent("dikast_test_mod:Holder.inner", base=folder).name == "keen?zeal=9"
    with pytest.raises(BadInput, match=r"can't be created with the options \['zest'\]"):
        open_agent({"model": "dikast_test_mod:Keen", "zest": 3}, base=folder)
    with pytest.raises(
        BadInput, match="creating dikast_test_mod:Keen failed: RuntimeError: no model of mine is loaded"
    ):
        open_agent({"model": "dikast_test_mod:Keen", "zeal": -1}, base=folder)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("dikast_test_mod:agnet", "dikast_test_mod has no 'agnet': did you mean 'agent'"),
        ("dikast_test_mod:Holder.outer", "has no 'Holder.outer'"),
        ("dikast_test_mot:agent", "no module 'dikast_test_mot', neither installed nor under"),
        ("dikast_test_mod.sub:agent", "importing dikast_test_mod.sub failed|no module 'dikast_test_mod.sub'"),
        (
            "dikast_test_broken:agent",
            "importing dikast_test_broken failed: No module named 'a_module_that_is_not_there'",
        ),
        ("dikast_test_wrong:agent", "importing dikast_test_wrong failed: ZeroDivisionError"),
        ("dikast_test_syntax:agent", "importing dikast_test_syntax failed: SyntaxError"),
        ("dikast_test_mod:not_async", "not_async is not async"),
        ("dikast_test_mod:number", "got int 3; an agent is"),
        ({"model": "dikast_test_mod:agent", "temperature": 0}, "unknown key 'temperature'"),
    ],
)
def test_a_wrong_import_path_or_attribute_is_explained(folder: Path, spec: Spec, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        open_agent(spec, base=folder)


async def test_an_agent_is_named_by_its_file(folder: Path, ask: Ask) -> None:
    agent = open_agent("./dikast_test_mod.py:agent", base=folder)
    assert agent.name == "./dikast_test_mod.py:agent"
    assert (await agent.reply(ask())).text == "judge at work"
    assert (await open_agent(f"{folder}/dikast_test_mod.py:agent").reply(ask())).text == "judge at work"
    assert open_agent({"model": "./dikast_test_mod.py:Keen", "zeal": 3}, base=folder).name == "keen?zeal=3"


async def test_a_file_with_the_name_of_an_installed_module_is_that_file(folder: Path, ask: Ask) -> None:
    (folder / "typer.py").write_text("async def agent(request): return 'mine'\n")
    assert (await open_agent("./typer.py:agent", base=folder).reply(ask())).text == "mine"


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ("./dikast_test_no.py:agent", "no file .*dikast_test_no.py"),
        ("./dikast_test_mod.py:agnet", "dikast_test_mod.py has no 'agnet': did you mean 'agent'"),
        ("./dikast_test_wrong.py:agent", "importing .*dikast_test_wrong.* failed: ZeroDivisionError"),
    ],
)
def test_a_wrong_file_or_attribute_is_explained(folder: Path, spec: Spec, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        open_agent(spec, base=folder)


def test_a_plug_in_is_found_by_its_entry_point(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder becomes a distribution as pip installs it: metadata with an entry point, beside the module."""
    info = folder / "dikast_test_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dikast-test-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dikast.agents]\nkeen = dikast_test_mod:Keen\n")
    monkeypatch.syspath_prepend(str(folder))
    assert [point.name for point in metadata.entry_points(group="dikast.agents", name="keen")] == ["keen"]
    assert open_agent({"model": "keen", "zeal": 2}).name == "keen?zeal=2"


def test_human_and_names_with_a_colon_are_no_import_paths() -> None:
    assert open_agent("human").name == "human"
    assert open_agent({"model": " human "}).name == "human"
    assert open_agent("ollama/llama3:8b").name == "ollama/llama3:8b"


WRONG_HOSTED: list[tuple[Spec, str]] = [
    ("opnai/gpt-4o", "unknown model 'opnai/gpt-4o': did you mean 'openai'?"),
    ("endpont/qwen", "did you mean 'endpoint'?"),
    ("gpt-five-thousand", "unknown model 'gpt-five-thousand': a model is PROVIDER/MODEL"),
    ("openai/gpt-4o-mini", "'openai/gpt-4o-mini' needs a key: set OPENAI_API_KEY"),
    ("gpt-4o-mini", "set OPENAI_API_KEY"),
    ("anthropic/claude-sonnet-4-5", "set ANTHROPIC_API_KEY"),
    ("gemini/gemini-2.5-flash", "set GOOGLE_API_KEY or GEMINI_API_KEY"),
    (
        {"model": "openai/gpt-4o", "api_key_env": "NO_SUCH_KEY"},
        "api_key_env names 'NO_SUCH_KEY', which the environment",
    ),
    ({"model": "openai/gpt-4o", "temprature": 0}, "unknown key 'temprature': did you mean 'temperature'?"),
    ({"model": "openai/gpt-4o", "temperature": 3}, "less than or equal to 2"),
    ({"model": "openai/gpt-4o", "temperature": float("nan")}, "temperature"),
    ({"model": "openai/gpt-4o", "max_tokens": 0}, "max_tokens: Input should be greater than 0"),
    ({"model": "openai/gpt-4o", "timeout_s": "soon"}, "timeout_s: .*valid number"),
    ({"model": "openai/o3-mini", "top_p": 0.5, "api_base": BASE}, "'openai/o3-mini' takes no top_p; leave it out"),
]


@pytest.mark.parametrize(("spec", "message"), WRONG_HOSTED)
def test_a_wrong_hosted_model_or_option_is_explained(spec: Spec, message: str) -> None:
    with pytest.raises(BadInput, match=message.replace("?", r"\?")):
        open_agent(spec)


def test_a_users_own_server_needs_no_key() -> None:
    assert open_agent({"model": "openai/qwen", "api_base": BASE}).name == f"openai/qwen?api_base={BASE}"


WRONG_SPECS: list[tuple[Spec, str]] = [
    ("endpoint/qwen", "the key 'api_base' is missing"),
    ({"model": "endpoint/", "api_base": BASE}, "'endpoint/' is incomplete: nothing follows 'endpoint/'"),
    ({"model": "endpoint/qwen", "api_bas": BASE}, "unknown key 'api_bas': did you mean 'api_base'?"),
    ({"model": "endpoint/qwen", "api_base": "127.0.0.1:8000"}, "must be an http:// or https:// URL"),
    ({"model": "endpoint/qwen", "api_base": "http://me:secret@h/v1"}, "got a URL with a user, password"),
    ({"model": "endpoint/qwen", "api_base": "http://h/v1?key=secret"}, "got a URL with a user, password"),
    ({"model": "endpoint/qwen", "api_base": BASE, "api_key_env": "NO_SUCH_KEY"}, "names 'NO_SUCH_KEY'"),
    ({"model": "endpoint/qwen", "api_base": BASE, "logprobs": "maybe"}, "logprobs: "),
    ({"model": "local/smollm2", "thread": 2}, "unknown key 'thread': did you mean 'threads'?"),
    ("local/none.gguf", "no such file: .*none.gguf"),
    ({"model": "human", "temperature": 0}, "unknown key 'temperature'"),
    ({"model": "scripted:x.yaml", "seed": 0}, "unknown key 'seed'"),
    ("scripted:", "'scripted:' is incomplete"),
    ("", "an agent is a name, or a mapping with a name under `model`, got ''"),
    ({"temperature": 0}, "a name under `model`, got None"),
    ({"model": 3}, "a name under `model`, got 3"),
]


@pytest.mark.parametrize(("spec", "message"), WRONG_SPECS)
def test_a_wrong_name_or_option_is_explained_without_secrets(spec: Spec, message: str) -> None:
    with pytest.raises(BadInput, match=message.replace("?", r"\?")) as caught:
        open_agent(spec)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    ("spec", "where"),
    [
        ("endpoint/qwen", "run.yaml:4, agents.judge"),
        ({"model": "endpoint/qwen", "api_bas": BASE}, "run.yaml:4, agents.judge, api_bas"),
        ("opnai/gpt-4o", "run.yaml:4, agents.judge"),
        ("no_such_mod:agent", "run.yaml:4, agents.judge"),
        ("", "run.yaml:4, agents.judge"),
    ],
)
def test_an_error_says_where_in_the_file_it_is(spec: Spec, where: str) -> None:
    with pytest.raises(BadInput) as caught:
        open_agent(spec, where="run.yaml:4, agents.judge")
    assert caught.value.where == where
    assert str(caught.value).startswith(f"{where}: ")


def test_extra_parameters_are_in_the_name() -> None:
    extra: JsonValue = {"chat_template_kwargs": {"enable_thinking": False}}
    agent = open_agent({"model": "endpoint/qwen", "api_base": BASE, "extra": extra})
    assert agent.name == f'endpoint/qwen?api_base={BASE}&extra={{"chat_template_kwargs": {{"enable_thinking": false}}}}'


def test_opening_an_agent_imports_no_heavy_library_it_does_not_need(tmp_path: Path) -> None:
    """Importing litellm alone takes two seconds."""
    program = f"""
import sys
from dikast.agents import open_agent
(open_agent("human"), open_agent({{"model": "endpoint/qwen", "api_base": "{BASE}"}}))
heavy = {{"litellm", "aiohttp", "openai", "prompt_toolkit", "langgraph", "xllamacpp"}} & set(sys.modules)
assert not heavy, heavy
"""
    subprocess.run(
        [sys.executable, "-W", "error", "-c", program], check=True, timeout=60, cwd=Path(__file__).parents[2]
    )


def test_whatever_open_agent_returns_is_an_agent() -> None:
    for spec in ("human", {"model": "endpoint/qwen", "api_base": BASE}, {"model": "openai/x", "api_base": BASE}):
        assert isinstance(open_agent(spec), Agent)
