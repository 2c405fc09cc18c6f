"""docs/agents.md runs from top to bottom in one folder: its files are written, its commands run, its output compared."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shlex
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from langchain_core.messages import HumanMessage, SystemMessage

from dikast.agents import Request, open_agent
from dikast.agents.http_agent import HttpReply, request_body
from dikast.records import Question
from examples.http_agent import server
from tests.cli.conftest import Dikast, dikast

__all__ = ["dikast"]

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "agents.md").read_text(encoding="utf-8")
QUESTION_FILES = {'{"id": "oil"': "questions.jsonl", '{"id": "three"': "open.jsonl"}
PAGES_SERVER = "http://127.0.0.1:8800"


@dataclass(frozen=True)
class Block:
    """A block of the page: its language and its text."""

    language: str
    text: str


def blocks() -> list[Block]:
    return [Block(*found) for found in re.findall(r"^```(\w+)\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)]


def json_blocks() -> list[dict[str, object]]:
    return [json.loads(block.text) for block in blocks() if block.language == "json"]


@pytest.fixture
def url() -> Iterator[str]:
    """The example server, on a port that is free."""
    running = server(0)
    thread = threading.Thread(target=running.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()
    thread.join()
    running.server_close()


def commands(block: Block) -> Iterator[list[str]]:
    """The block's commands of dikast. Those that start a server are left out, but their files must be there."""
    for line in block.text.replace("\\\n", " ").splitlines():
        program, *arguments = shlex.split(line)
        if program == "python":
            assert (ROOT / arguments[0]).is_file()
            continue
        assert program == "dikast"
        yield arguments


def file_of(block: Block) -> str | None:
    """The name of the file that a block is: its first line says so, and the text around that of the questions."""
    first_line = block.text.partition("\n")[0]
    if block.language in ("python", "yaml"):
        return first_line.removeprefix("# ")
    return next((name for start, name in QUESTION_FILES.items() if first_line.startswith(start)), None)


def test_the_page_runs_from_top_to_bottom(
    dikast: Dikast, tmp_path: Path, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Where a shell finds `python` is where Dikast is installed.
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    printed = ""
    n_compared = 0
    for block in blocks():
        file = file_of(block)
        if file is not None:
            (tmp_path / file).write_text(block.text)
        if block.language == "sh":
            all_ended = [dikast(*(part.replace(PAGES_SERVER, url) for part in command)) for command in commands(block)]
            assert [ended.err for ended in all_ended if ended.code] == []
            printed = "".join(ended.out for ended in all_ended)
        if block.language == "text":
            n_compared += 1
            assert [line for line in block.text.splitlines() if line not in printed] == []
    assert n_compared >= 7


def test_the_request_on_the_page_is_what_is_sent() -> None:
    on_page = json_blocks()[1]
    request = Request(
        messages=(SystemMessage("…"), HumanMessage("…")),
        seat="alice",
        kind="debater",
        purpose="speak",
        question=Question(id="oil", text="Which is heavier?", choices=("the water", "the oil"), gold=0),
        argues=0,
        words=150,
        seed=7,
        episode="debate/oil",
        thread="debate/oil/alice",
    )
    assert json.loads(json.dumps(request_body(request, {}))) == on_page


def test_the_reply_on_the_page_has_every_field() -> None:
    on_page = json_blocks()[2]
    assert on_page.keys() == HttpReply.model_fields.keys()
    reply = HttpReply.model_validate_json(json.dumps(on_page))
    assert reply.usage.cost_usd == 0.0004
    assert reply.inner[0].name == "scales"


def test_the_section_of_the_agents_sdk_opens(tmp_path: Path) -> None:
    (block,) = [block for block in blocks() if block.text.startswith("# sdk.py")]
    compile(block.text, "sdk.py", "exec")
    if importlib.util.find_spec("agents") is None:
        pytest.skip("the OpenAI Agents SDK is not installed: pip install 'dikast[openai-agents]'")
    (tmp_path / "sdk.py").write_text(block.text)
    assert open_agent("./sdk.py:debater", base=tmp_path).name == "./sdk.py:debater"
