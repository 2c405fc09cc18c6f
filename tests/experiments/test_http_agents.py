"""An agent behind a URL in a run: tried again with one key, kept in the journal, and never asked twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path

import pytest
from typing_extensions import override

from dikast.experiments import load_episodes, run_experiment
from examples.http_agent import AgentHandler
from tests.experiments.conftest import Prepared


class Stumbling(AgentHandler):
    """Answers the first request with 503, and every other one."""

    keys: list[str]

    @override
    def do_POST(self) -> None:
        self.keys.append(self.headers["Idempotency-Key"])
        if len(self.keys) == 1:
            self.rfile.read(int(self.headers["Content-Length"]))
            self.send_error(503)
            return
        super().do_POST()


@pytest.fixture
def handler() -> type[Stumbling]:
    """A class of this test's own, which keeps the keys of its requests."""
    return type("StumblingHere", (Stumbling,), {"keys": []})


@pytest.fixture
def url(handler: type[Stumbling]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/agent"
    server.shutdown()
    thread.join()
    server.server_close()


async def test_a_call_is_tried_again_under_its_key_and_never_made_twice(
    prepared: Prepared, handler: type[Stumbling], url: str
) -> None:
    changes = {"protocols": ["direct"], "agents": {"judge": url}, "limits": {"concurrency": 1}}
    folder = await run_experiment(prepared(2, **changes))
    episodes = list(load_episodes(folder.path))
    assert [episode.verdict.status for episode in episodes] == ["decided", "decided"]
    assert {episode.agents["judge"] for episode in episodes} == {url}
    first, again, other = handler.keys
    # 503 is the server's answer, so that the next try is another request to it.
    assert len({first, again, other}) == 3
    assert again.startswith(first)
    # A run beside the first one, with the same journal, has all replies in it.
    await run_experiment(prepared(2, **changes))
    assert len(handler.keys) == 3


async def test_what_the_server_calls_is_in_the_record(prepared: Prepared, url: str, tmp_path: Path) -> None:
    run = prepared(1, protocols=[{"use": "consultancy", "rounds": 1}], agents={"consultant": url, "judge": url})
    episodes = load_episodes((await run_experiment(run)).path)
    speech = next(turn for turn in next(iter(episodes)).transcript.turns if turn.kind == "speech")
    assert [call.name for call in speech.inner] == ["scales"]
    assert (speech.usage.input_tokens, speech.usage.unpriced) == (120, 1)
