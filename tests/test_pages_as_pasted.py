"""README and the tutorials run as they are printed, block by block, in an empty folder."""

from __future__ import annotations

import asyncio
import re
import shlex
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from textwrap import indent

import pytest

from tests.agents.openai_server import OpenAIServer, openai_server, says
from tests.cli.conftest import Dikast, dikast

__all__ = ["dikast"]

ROOT = Path(__file__).parents[1]
TUTORIALS = sorted((ROOT / "docs" / "tutorials").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILE_NAME = re.compile(r"`([\w.-]+\.jsonl)`")
# What makes Dikast itself, and what tests of their own run.
INSTALLING = ("pip install .", 'pip install ".[embedded]"', 'pip install ".[hosted]"')
SERVER = "http://127.0.0.1:8000/v1"


def blocks(page: Path) -> Iterator[tuple[str, str, str]]:
    """Each block's language and text, and the text of the page before it."""
    text = page.read_text(encoding="utf-8")
    for found in BLOCK.finditer(text):
        yield found[1], found[2], text[: found.start()]


def file_of(language: str, text: str, before: str) -> str | None:
    """The file that a block is: its first line names it, or the text before it."""
    if language == "jsonl":
        return str(FILE_NAME.findall(before)[-1])
    first = text.partition("\n")[0]
    is_named = language in ("yaml", "python") and re.fullmatch(r"# [\w-]+\.(yaml|py)", first)
    return first.removeprefix("# ") if is_named else None


def commands(text: str) -> Iterator[list[str]]:
    for line in text.replace("\\\n", " ").splitlines():
        words = shlex.split(line, comments=True)
        if line not in INSTALLING and words:
            assert words[0] == "dikast", line
            yield words[1:]


def run_python(text: str, folder: Path) -> None:
    """Runs a block as a notebook does, where `await` may stand alone."""
    program = f"import asyncio\n\nasync def block():\n{indent(text, '    ')}\nasyncio.run(block())\n"
    subprocess.run([sys.executable, "-c", program], cwd=folder, check=True)


def squeezed(text: str) -> str:
    return " ".join(text.split())


def run_page(page: Path, dikast: Dikast, folder: Path, server: str = SERVER) -> int:
    """Runs the page from top to bottom; how many lines of output were compared."""
    printed, n_compared = "", 0
    for language, text, before in blocks(page):
        name = file_of(language, text, before)
        if name is not None:
            (folder / name).write_text(text, encoding="utf-8")
        elif language == "python":
            run_python(text, folder)
        elif language == "sh":
            ended = [dikast(*(word.replace(SERVER, server) for word in words)) for words in commands(text)]
            assert [one.err for one in ended if one.code] == []
            printed = squeezed(" ".join(one.out for one in ended))
        else:
            assert language == "text"
            missing = [line for line in text.splitlines() if squeezed(line) not in printed]
            assert missing == []
            n_compared += len(text.splitlines())
    return n_compared


@pytest.mark.parametrize("page", TUTORIALS, ids=lambda page: page.stem)
def test_a_tutorial_runs_from_top_to_bottom(page: Path, dikast: Dikast, tmp_path: Path) -> None:
    assert run_page(page, dikast, tmp_path) >= 2


@pytest.fixture
def server() -> Iterator[OpenAIServer]:
    """A server that answers A, in a thread of its own: commands have the main one, where signals arrive."""
    running: Queue[OpenAIServer] = Queue()
    loop = asyncio.new_event_loop()
    is_over = asyncio.Event()

    async def serve() -> None:
        async with openai_server() as server:
            server.will(says("Answer: A"))
            running.put(server)
            await is_over.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    yield running.get()
    loop.call_soon_threadsafe(is_over.set)
    thread.join()
    loop.close()


def test_the_readme_runs_from_top_to_bottom(
    dikast: Dikast, tmp_path: Path, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Hosted models are asked of the same server.
    monkeypatch.setenv("OPENAI_API_KEY", "sk-for-tests-alone-000000")
    monkeypatch.setenv("OPENAI_BASE_URL", server.base)
    monkeypatch.setenv("OPENAI_API_BASE", server.base)
    assert run_page(ROOT / "README.md", dikast, tmp_path, server.base) >= 4
    assert {body["model"] for body in server.bodies} == {"qwen", "gpt-4o-mini"}


def test_every_page_is_linked_from_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for page in (*TUTORIALS, *(ROOT / "docs").glob("*.md")):
        assert f"({page.relative_to(ROOT)})" in readme, page.name
