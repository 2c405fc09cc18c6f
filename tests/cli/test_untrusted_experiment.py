"""An experiment file from someone else: looking at it runs no code of it, and running it sends no variable but keys."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from dikast.agents import Permissions, open_agent
from dikast.errors import BadInput
from dikast.experiments import load_experiment, prepare
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write
from tests.experiments.fake_provider import provider

# Each leaves a mark where it runs.
TRAP = """
import pathlib

from dikast.agents import Reply

here = pathlib.Path(__file__).parent
(here / "was_imported").touch()

class Opener:
    def __init__(self, *args, **options):
        (here / "was_called").touch()

class Agent:
    name = "trapped"

    async def reply(self, request):
        return Reply(text="Answer: A")

def function(*args):
    (here / "was_called").touch()
"""


@pytest.fixture
def trap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder with a module that leaves marks. After the test its import is undone."""
    (tmp_path / "dikast_trap.py").write_text(TRAP)
    monkeypatch.setattr(sys, "path", list(sys.path))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield tmp_path
    sys.modules.pop("dikast_trap", None)


def marks(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.glob("was_*"))


CODE: list[Any] = [
    "dikast_trap:Agent",
    "dikast_trap:Opener",
    "dikast_trap:function",
    {"model": "dikast_trap:Opener", "args": "touch was_called"},
    {"model": "scripted:script.yaml", "fallback": "dikast_trap:Agent"},
    {"model": "scripted:script.yaml", "environment": "dikast_trap:Agent"},
    {"model": "scripted:script.yaml", "mcp": {"command": ["touch", "was_called"]}},
    ["scripted:script.yaml", "dikast_trap:Agent"],
    "subprocess:Popen",
    {"model": "subprocess:Popen", "args": ["touch", "was_called"]},
    "os:abort",
]


@pytest.mark.parametrize("agent", CODE, ids=str)
def test_an_estimate_imports_and_calls_nothing_that_the_file_names(dikast: Dikast, trap: Path, agent: Any) -> None:
    path = write(trap, rows(3), agents={"judge": agent})
    ended = dikast("run", path, "--estimate", "--json")
    assert ended.code == 0
    assert {cell["calls"] for cell in json.loads(ended.out)} == {3}
    assert marks(trap) == []
    assert "dikast_trap" not in sys.modules
    assert str(trap) not in sys.path


def test_an_estimate_imports_no_plug_in(dikast: Dikast, trap: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    info = trap / "dikast_trap-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: dikast-trap\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[dikast.agents]\ntrapped = dikast_trap:Agent\n")
    monkeypatch.syspath_prepend(str(trap))
    assert dikast("run", write(trap, rows(1), agents={"judge": "trapped"}), "--estimate").code == 0
    assert marks(trap) == []


@pytest.mark.parametrize(
    "agent",
    ["dikast_trap:Agent", {"model": "dikast_trap:Agent", "mcp": {"command": ["true"]}}],
    ids=["by its name", "with tools"],
)
def test_an_estimate_of_a_run_that_was_begun_counts_what_is_left(dikast: Dikast, trap: Path, agent: Any) -> None:
    """The agent's own name is in the run's folder, and unknown to an estimate."""
    path = write(trap, rows(3), agents={"judge": agent})
    command = ("run", path, "--out", "run")
    assert dikast(*command, "--only", "question=1").code == 0
    ended = dikast(*command, "--estimate", "--json")
    assert (ended.code, json.loads(ended.out)[0]["calls"]) == (0, 2)
    # A fourth question extends the run.
    larger = write(trap, rows(4), agents={"judge": agent})
    ended = dikast("run", larger, "--out", "run", "--estimate", "--json")
    assert (ended.code, json.loads(ended.out)[0]["calls"]) == (0, 3)


@pytest.mark.parametrize("command", ["show", "report", "score", "transcript", "export", "judge"])
def test_reading_a_run_imports_nothing_that_its_folder_names(dikast: Dikast, trap: Path, command: str) -> None:
    assert dikast("run", write(trap, rows(1), agents=seated("judge")), "--out", "run").code == 0
    description = trap / "run" / "experiment.yaml"
    data = yaml.safe_load(description.read_text())
    data["experiment"]["agents"] = {"judge": "dikast_trap:Agent", "debater": "subprocess:Popen"}
    description.write_text(yaml.safe_dump(data))
    options = ("--judge", "scripted:script.yaml") if command == "judge" else ()
    dikast(command, "run", *options)
    dikast("protocols", "show", "debate")
    assert marks(trap) == []


@pytest.mark.parametrize(
    ("agent", "message"),
    [
        ("subprocess:Popen", "subprocess:Popen is a class whose instances are no agents: an agent is an object"),
        ({"model": "subprocess:Popen", "args": ["touch", "was_called"]}, "is a class whose instances are no agents"),
        ("dikast_trap:Opener", "dikast_trap:Opener is a class whose instances are no agents"),
        ("dikast_trap:function", "dikast_trap:function is not async"),
        ("os:system", "system is not async"),
        ("dikast_trap:here", "an agent is an object with a name"),
    ],
)
def test_what_is_no_agent_is_not_called_to_find_out(dikast: Dikast, trap: Path, agent: Any, message: str) -> None:
    ended = dikast("run", write(trap, rows(1), agents={"judge": agent}), "--out", "run")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert "play.yaml" in ended.err
    assert message in ended.err
    assert "was_called" not in marks(trap)
    assert not (trap / "run").exists()


# --- which variables may be sent

REFUSED = ["HOME", "PGPASSWORD", "AWS_SECRET", "my_key", "KEY", "", "_KEYS", "A_TOKEN "]


@pytest.mark.parametrize("model", ["endpoint/m", "openai/m"])
@pytest.mark.parametrize("variable", REFUSED)
def test_only_variables_that_are_named_like_keys_are_sent(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, variable: str
) -> None:
    if variable:
        monkeypatch.setenv(variable, "private-0123456789")
    with provider(takes_s=0.0) as server:
        agent = {"model": model, "api_base": server.base, "api_key_env": variable}
        ended = dikast("run", write(tmp_path, rows(1), agents={"judge": agent}), "--out", "run")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"dikast: {tmp_path}/play.yaml:7, agents.judge, api_key_env: {variable!r} is not named")
    assert f"say --allow-env {variable}" in ended.err
    assert (server.asked, (tmp_path / "run").exists()) == ([], False)
    with pytest.raises(BadInput, match="is not named like a key"):
        open_agent(agent)


@pytest.mark.parametrize("variable", ["MY_KEY", "HF_TOKEN", "AWS_SECRET_ACCESS_KEY"])
def test_a_variable_that_is_named_like_a_key_is_sent(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str
) -> None:
    monkeypatch.setenv(variable, "sk-named-0123456789")
    with provider(takes_s=0.0) as server:
        agent = {"model": "endpoint/m", "api_base": server.base, "api_key_env": variable}
        assert dikast("run", write(tmp_path, rows(1), agents={"judge": agent})).code == 0
    assert server.answered


def test_any_other_variable_is_sent_if_the_user_says_so(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_PASS", "pass-0123456789")
    with provider(takes_s=0.0, reply="Answer: A") as server:
        agent = {"model": "endpoint/m", "api_base": server.base, "api_key_env": "MODEL_PASS"}
        path = write(tmp_path, rows(1), agents={"judge": agent})
        assert dikast("run", path, "--out", "run", "--allow-env", "OTHER").code == 2
        assert dikast("run", path, "--out", "run", "--allow-env", "OTHER", "--allow-env", "MODEL_PASS").code == 0
        assert dikast("run", path, "--out", "many", "--allow-env", "MODEL_PASS", "--processes", "1").code == 0
    allowed = Permissions(environment=frozenset({"MODEL_PASS"}))
    assert open_agent(agent, permissions=allowed).name.startswith("endpoint/m")


def test_every_command_that_takes_agents_honours_it(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MODEL_PASS", "pass-0123456789")
    assert dikast("run", write(tmp_path, rows(1), agents=seated("judge")), "--out", "run").code == 0
    (tmp_path / "solutions.jsonl").write_text(json.dumps({"id": "1", "problem": "1 + 1?", "steps": ["1 + 1 = 2"]}))
    with provider(takes_s=0.0, reply="Answer: A") as server:
        judge = f"{{model: endpoint/m, api_base: '{server.base}', api_key_env: MODEL_PASS}}"
        commands = [
            ("judge", "run", "--judge", judge),
            ("grade", "solutions.jsonl", "--judge", judge, "--protocol", "process-direct"),
            ("ask", "1 + 1?", "--choice", "2", "--choice", "3", "--protocol", "direct", "--judge", judge),
            ("run", "play.yaml", "--out", "again", "--set", f"agents.judge={judge}"),
        ]
        for command in commands:
            ended = dikast(*command)
            assert (ended.code, "--allow-env MODEL_PASS" in ended.err) == (2, True), command
            assert server.asked == [], command
        for command in commands:
            assert dikast(*command, "--allow-env", "MODEL_PASS").code in (0, 1), command
            assert server.asked, command


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"api_key": "os.environ/HOME"}, "'api_key' can't be in it"),
        ({"extra_headers": {"X": "os.environ/HOME"}}, "'extra_headers' can't be in it"),
        ({"aws_session_token": "os.environ/HOME"}, "'aws_session_token' is a setting of litellm"),
        ({"aws_web_identity_token": "HOME"}, "'aws_web_identity_token' is a setting of litellm"),
        ({"azure_ad_token": "oidc/env/HOME"}, "'azure_ad_token' is a setting of litellm"),
        ({"vertex_credentials": "{}"}, "'vertex_credentials' is a setting of litellm"),
        ({"langfuse_host": "http://x"}, "'langfuse_host' is a setting of litellm"),
        ({"model_list": [{"api_base": "http://x"}]}, "'model_list' is a setting of litellm"),
        ({"custom_llm_provider": "azure"}, "'custom_llm_provider' is a setting of litellm"),
        ({"user": "os.environ/HOME"}, "extra can't refer to the environment or to a file, as 'user' does"),
        ({"metadata": {"a": [" oidc/file//etc/passwd"]}}, "extra can't refer to the environment or to a file"),
    ],
)
def test_parameters_of_litellm_models_reach_no_variable_and_no_other_server(
    monkeypatch: pytest.MonkeyPatch, extra: dict[str, Any], message: str
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none-at-all")
    with pytest.raises(BadInput, match=message):
        open_agent({"model": "openai/m", "api_base": "http://127.0.0.1:9/v1", "extra": extra})


def test_a_password_in_the_name_of_a_model_is_refused_without_being_shown() -> None:
    with pytest.raises(BadInput, match="has a password in it") as caught:
        open_agent("openai/http://me:hunter2@h/m")
    assert "hunter2" not in str(caught.value)


def test_a_program_may_look_at_a_run_without_importing_its_agents(trap: Path) -> None:
    path = write(trap, rows(1), agents={"judge": "dikast_trap:Agent"})
    run = prepare(*load_experiment(path), trap / "run", permissions=Permissions(imports_code=False))
    assert [agent.name for agent in run.agents] == ["dikast_trap:Agent"]
    assert marks(trap) == []
