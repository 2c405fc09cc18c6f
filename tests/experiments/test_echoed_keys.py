"""A server that sends keys back: no byte of a run folder, and nothing that is printed, has them."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml
import zstandard
from aiohttp import web

from dikast.agents import Reply, Request
from dikast.records import Usage
from tests.agents.openai_server import completion
from tests.cli.conftest import Dikast
from tests.cli.conftest import dikast as dikast
from tests.experiments.conftest import rows, write

KEY = "sk-echo-0123456789-abcdef"
PASSWORD = "hunter2-in-a-url"


@contextmanager
def echoing_server(status: int = 200) -> Iterator[str]:
    """A server that quotes the header with the key in every text of its reply, or in its error."""
    loop = asyncio.new_event_loop()
    is_up, is_over = threading.Event(), asyncio.Event()
    bases: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        header = request.headers.get("Authorization", "no key")
        if status != 200:
            return web.json_response({"error": {"message": f"Incorrect API key provided: {header}"}}, status=status)
        body = completion(f"I was sent {header}.\nAnswer: A", reasoning_content=f"Why {header}?", finish_reason=header)
        return web.json_response({**body, "model": f"model-of-{header}"})

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", answer)
        runner = web.AppRunner(app, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        bases.append(f"http://127.0.0.1:{runner.addresses[0][1]}/v1")
        is_up.set()
        await is_over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    is_up.wait(10)
    try:
        yield bases[0]
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()
        loop.close()


def everything_in(folder: Path) -> bytes:
    """All bytes of a folder's files, and every value of its databases, unpacked."""
    content = bytearray()
    for file in sorted(folder.rglob("*")):
        if not file.is_file():
            continue
        content += file.read_bytes()
        if file.suffix == ".sqlite":
            content += b"".join(values_in(file))
    return bytes(content)


def values_in(file: Path) -> Iterator[bytes]:
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("select name from sqlite_master where type = 'table'")]
        for table in tables:
            for row in database.execute(f"select * from {table}"):
                for value in row:
                    yield unpacked(value)


def unpacked(value: object) -> bytes:
    if not isinstance(value, bytes):
        return str(value).encode()
    if value.startswith(zstandard.FRAME_HEADER):
        return zstandard.decompress(value)
    return value


def experiment(folder: Path, **agent: Any) -> Path:
    return write(
        folder,
        rows(2),
        protocols=["direct", "debate"],
        agents={"judge": agent, "debater": agent},
        limits={"tries": 1},
    )


@pytest.mark.parametrize("model", ["endpoint/m", "openai/m"])
@pytest.mark.parametrize("status", [200, 401, 500])
def test_a_key_that_a_server_sends_back_is_kept_and_shown_nowhere(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: str, status: int
) -> None:
    monkeypatch.setenv("ECHOED_KEY", KEY)
    with echoing_server(status) as base:
        path = experiment(tmp_path, model=model, api_base=base, api_key_env="ECHOED_KEY")
        ended = dikast("run", path, "--out", "run")
    assert ended.code == (0 if status == 200 else 1)
    shown = [ended.out, ended.err]
    commands = [("show", "run"), ("report", "run", "--html", "run/page.html"), ("export", "run")]
    if status == 200:
        commands.append(("transcript", "run", "debate/0"))
    for command in commands:
        shown += [*dikast(*command)[1:]]
    kept = everything_in(tmp_path / "run")
    assert b"[key]" in kept, "the server did send it back"
    assert KEY.encode() not in kept
    assert KEY not in "".join(shown)


def test_a_key_in_another_process_or_before_another_judge_is_masked_too(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ECHOED_KEY", KEY)
    with echoing_server() as base:
        path = experiment(tmp_path, model="endpoint/m", api_base=base, api_key_env="ECHOED_KEY")
        assert dikast("run", path, "--out", "run", "--processes", "1").code == 0
        agent = f"{{model: endpoint/m, api_base: '{base}', api_key_env: ECHOED_KEY}}"
        assert dikast("judge", "run", "--judge", agent, "--out", "again").code == 0
    for folder in ("run", "again"):
        kept = everything_in(tmp_path / folder)
        assert b"[key]" in kept
        assert KEY.encode() not in kept


@pytest.mark.parametrize("model", ["endpoint/m", "openai/m"])
def test_a_single_question_shows_no_key(dikast: Dikast, monkeypatch: pytest.MonkeyPatch, model: str) -> None:
    monkeypatch.setenv("ECHOED_KEY", KEY)
    for status in (200, 401):
        with echoing_server(status) as base:
            agent = f"{{model: {model}, api_base: '{base}', api_key_env: ECHOED_KEY}}"
            command = ("ask", "2 + 2?", "--choice", "4", "--choice", "5", "--protocol", "direct", "--judge", agent)
            ended = dikast(*command, "--json")
        assert "[key]" in ended.out + ended.err
        assert KEY not in ended.out + ended.err


def test_the_providers_own_key_is_masked_too(dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    with echoing_server() as base:
        assert dikast("run", experiment(tmp_path, model="openai/m", api_base=base), "--out", "run").code == 0
    kept = everything_in(tmp_path / "run")
    assert b"[key]" in kept
    assert KEY.encode() not in kept


async def tells(request: Request) -> Reply:
    """A user's own program, which says what it has read in the environment."""
    import os

    return Reply(text=f"Answer: A\nThe key is {os.environ['ECHOED_KEY']}.", usage=Usage(calls=1))


async def breaks(request: Request) -> str:
    import os

    raise RuntimeError(f"refused: {os.environ['ECHOED_KEY']} at postgresql://me:{PASSWORD}@db/x")


@pytest.mark.parametrize(("name", "code"), [("tells", 0), ("breaks", 1)])
def test_a_key_in_a_reply_or_an_error_of_a_program_is_masked(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, code: int
) -> None:
    monkeypatch.setenv("ECHOED_KEY", KEY)
    path = write(tmp_path, rows(1), agents={"judge": f"tests.experiments.test_echoed_keys:{name}"})
    ended = dikast("run", path, "--out", "run")
    assert ended.code == code
    kept = everything_in(tmp_path / "run") + ended.out.encode() + ended.err.encode()
    assert b"[key]" in kept
    assert KEY.encode() not in kept
    assert PASSWORD.encode() not in kept


def test_a_password_in_the_experiment_file_is_not_written_down(dikast: Dikast, tmp_path: Path) -> None:
    hook = {"hook": f"https://me:{PASSWORD}@h/?token={PASSWORD}", "api_key": PASSWORD}
    with echoing_server(500) as base:
        agent = {"model": "endpoint/m", "api_base": base, "extra": hook}
        path = write(tmp_path, rows(1), description=f"see https://me:{PASSWORD}@h", agents={"judge": agent})
        first = dikast("run", path, "--out", "run", "--set", "limits.tries=1")
        again = dikast("run", path, "--out", "run", "--set", "limits.tries=1")
    assert (first.code, again.code) == (1, 1), "it is the same run"
    kept = everything_in(tmp_path / "run") + "".join([*first[1:], *again[1:]]).encode()
    assert PASSWORD.encode() not in kept
    described = yaml.safe_load((tmp_path / "run" / "experiment.yaml").read_text())
    assert described["experiment"]["description"] == "see https://me:***@h"


@pytest.mark.parametrize(
    "store",
    [
        f"mysql://me:{PASSWORD}@db/x",
        f"postgresql://me:{PASSWORD}/1@db/x",
        f"postgresql://me:1/{PASSWORD}@db/x",
        f"host=db password={PASSWORD}",
        f"postgresql://me:{PASSWORD}@127.0.0.1:1/x",
        f"postgresql://me@127.0.0.1:1/x?password={PASSWORD}",
        f"postgresql://127.0.0.1:1/x?sslp%61ssword={PASSWORD}",
    ],
)
@pytest.mark.parametrize("as_option", [True, False])
def test_a_store_that_can_not_be_used_is_an_error_without_its_password(
    dikast: Dikast, tmp_path: Path, store: str, as_option: bool
) -> None:
    path = write(tmp_path, rows(1), **({} if as_option else {"store": store}))
    ended = dikast("run", path, "--out", "run", *(["--store", store] if as_option else []))
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "store" in ended.err or "no run can be kept here" in ended.err
    kept = everything_in(tmp_path / "run") + ended.err.encode() + ended.out.encode()
    assert PASSWORD.encode() not in kept


def test_a_store_is_sent_the_password_of_the_environment(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server that asks for the password as it is, and quotes it in its refusal. Nothing is sent for an estimate."""
    pytest.importorskip("psycopg")
    monkeypatch.setenv("PGPASSWORD", PASSWORD)
    sent = bytearray()
    listener = socket.create_server(("127.0.0.1", 0))
    path = write(tmp_path, rows(1), store=f"postgresql://me@127.0.0.1:{listener.getsockname()[1]}/x?sslmode=disable")
    assert dikast("run", path, "--out", "run", "--estimate").code == 0
    listener.settimeout(0.1)
    with pytest.raises(TimeoutError):
        listener.accept()

    def serve() -> None:
        with listener:
            connection, _ = listener.accept()
        with connection:
            connection.settimeout(10)
            connection.recv(4096)
            # AuthenticationCleartextPassword, then an ErrorResponse.
            connection.sendall(b"R\x00\x00\x00\x08\x00\x00\x00\x03")
            sent.extend(connection.recv(4096))
            fields = b"SFATAL\x00C28P01\x00Mno: " + PASSWORD.encode() + b"\x00\x00"
            connection.sendall(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)

    listener.settimeout(10)
    thread = threading.Thread(target=serve)
    thread.start()
    ended = dikast("run", path, "--out", "run")
    thread.join()
    assert PASSWORD.encode() in sent
    assert (ended.code, "no: [key]" in ended.err) == (2, True)
    assert PASSWORD not in ended.err


def test_other_urls_in_a_reply_stay_as_they_were_said(dikast: Dikast, tmp_path: Path) -> None:
    """What a model says is data: only the keys that it was sent are taken out."""
    said = "Answer: A, by https://me:pw@example.org/?key=value."
    (tmp_path / "judge.yaml").write_text(yaml.safe_dump({"replies": [{"text": said}]}))
    path = write(tmp_path, rows(1), agents={"judge": "scripted:judge.yaml"})
    assert dikast("run", path, "--out", "run").code == 0
    assert json.dumps(said).strip('"').encode() in everything_in(tmp_path / "run")
