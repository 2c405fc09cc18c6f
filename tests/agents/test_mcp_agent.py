"""Tools of a real MCP server, over standard input and output and over HTTP, for any agent in a seat."""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Agent, Choices, Permissions, Reply, Request, as_agent, open_agent, traced_reply
from dikast.agents.mcp_agent import MOST_USES
from dikast.errors import AgentError, BadInput, PermanentError, RateLimited, TransientError
from tests.agents.openai_server import OpenAIServer, cuts, hangs, refuses, says, sends, sends_text

pytest.importorskip("mcp", reason="the MCP SDK is not installed: pip install 'dikast[mcp]'")

Ask = Callable[..., Request]
FOLDER = Path(__file__).parent
STDIO: dict[str, Any] = {"command": [sys.executable, "mcp_scales.py"]}


def use(name: str, given: str) -> str:
    return f'<tool name="{name}">{given}</tool>'


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    """The same server at a URL."""
    import uvicorn

    from tests.agents.mcp_scales import server

    config = uvicorn.Config(server.streamable_http_app(), port=0, log_level="critical", ws="none")
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run)
    thread.start()
    while not running.started:
        assert thread.is_alive()
    yield f"http://127.0.0.1:{running.servers[0].sockets[0].getsockname()[1]}/mcp"
    running.should_exit = True
    thread.join()


@pytest.fixture(params=["command", "url"])
def mcp(request: pytest.FixtureRequest) -> dict[str, Any]:
    return STDIO if request.param == "command" else {"url": request.getfixturevalue("url")}


def opened(server: OpenAIServer, mcp: dict[str, Any], **options: Any) -> Agent:
    return open_agent({"model": "endpoint/small-1", "api_base": server.base, "mcp": mcp, **options}, base=FOLDER)


async def test_a_model_uses_a_tool_and_all_of_it_is_kept_with_its_turn(
    server: OpenAIServer, mcp: dict[str, Any], ask: Ask
) -> None:
    server.will(says("Let me weigh.\n" + use("density", '{"liquid": "oil"}')), says("Oil is lighter."))
    agent = opened(server, mcp)
    reply = await traced_reply(agent, agent.reply(ask("Which?", idempotency_key="k")))
    assert reply.text == "Oil is lighter."
    lines = [call.line(200) for call in reply.inner]
    assert lines[1] == 'tool density({"liquid": "oil"}) → 0.9'
    assert [line.partition("?")[0] for line in (lines[0], lines[2])] == [
        "model endpoint/small-1",
        "model endpoint/small-1",
    ]
    # The server counts three tokens of output in each of its replies.
    assert (reply.usage.calls, reply.usage.output_tokens) == (1, 6)
    first, second = server.bodies
    assert "| density: The density of a liquid in kg/l.\n| arguments: {" in first["messages"][0]["content"]
    assert [message["role"] for message in second["messages"]] == ["system", "user", "assistant", "user"]
    assert "returned:\n| 0.9\n" in second["messages"][-1]["content"]
    # A backend that keeps its replies by this key must not answer both alike.
    assert len({headers["Idempotency-Key"] for headers in server.headers}) == 2
    await agent.aclose()  # type: ignore[attr-defined]


class Uses:
    """An agent that uses these tools one after the other, and then says what it was told last."""

    def __init__(self, *uses: str) -> None:
        self.uses = uses
        self.n_asked = 0

    async def __call__(self, request: Request) -> str:
        self.n_asked += 1
        if self.n_asked > len(self.uses):
            return str(request.messages[-1].text)
        return self.uses[self.n_asked - 1]


async def told(
    ask: Ask, mcp: dict[str, Any], *uses: str, permissions: Permissions | None = None, **request: Any
) -> Reply:
    from dikast.agents.mcp_agent import McpAgent
    from dikast.agents.mcp_options import McpOptions

    options = McpOptions.of(mcp)
    options.check(permissions or Permissions(), FOLDER, "mcp")
    agent = McpAgent(as_agent(Uses(*uses), "uses"), options, FOLDER)
    return await traced_reply(agent, agent.reply(ask(**request)))


@pytest.mark.parametrize(
    ("used", "told_back"),
    [
        (use("Density", "{}"), "there is no tool Density; your tools are density, variable"),
        (use("density", "oil"), "its arguments must be one JSON object"),
        (use("density", '{"liquid": "gold"}'), "Error executing tool density"),
        (use("density", "{}"), "Field required"),
    ],
)
async def test_a_wrong_use_is_told_to_the_agent(ask: Ask, url: str, used: str, told_back: str) -> None:
    reply = await told(ask, {"url": url}, used)
    assert "failed:\n| " in reply.text
    assert told_back in reply.text
    assert reply.inner[1].failed


async def test_a_long_result_is_cut_for_the_agent_and_on_record(ask: Ask, url: str) -> None:
    reply = await told(ask, {"url": url}, use("shout", '{"n_chars": 100000}'))
    assert "a… (100,000 characters in all)" in reply.text
    assert len(reply.text) < 9_000
    assert len(reply.inner[1].result) < 2_100


async def test_after_the_last_use_the_reply_is_what_there_is(ask: Ask, url: str) -> None:
    reply = await told(ask, {"url": url}, *[use("folder", "{}")] * 20)
    assert reply.text == use("folder", "{}")
    assert [call.kind for call in reply.inner].count("tool") == MOST_USES


async def test_a_tool_of_the_protocol_is_left_to_the_engine(ask: Ask, url: str) -> None:
    reply = await told(ask, {"url": url}, use("calculator", "1 + 1"), tools=("calculator",))
    assert reply.text == use("calculator", "1 + 1")


async def test_only_the_tools_that_are_named_are_offered(ask: Ask, url: str) -> None:
    reply = await told(ask, {"url": url, "tools": ["folder"]}, use("density", '{"liquid": "oil"}'))
    assert "your tools are folder" in reply.text
    with pytest.raises(PermanentError, match="no tool 'foldr': did you mean 'folder'"):
        await told(ask, {"url": url, "tools": ["foldr"]})


async def test_a_label_alone_has_no_room_for_tools(ask: Ask) -> None:
    # The server would not start: there is none.
    reply = await told(ask, {"command": [sys.executable, "not_there.py"]}, form=Choices(("A", "B")))
    assert reply.text == "Which is it?"
    with pytest.raises(TransientError):
        await told(ask, {"command": [sys.executable, "not_there.py"]}, form=Choices(("A", "B"), reasoning=True))


async def test_a_server_that_is_started_gets_the_variables_that_are_named_and_no_others(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SCALES_KEY", "sk-weigh-0123456789")
    monkeypatch.setenv("OTHER_KEY", "sk-other-0123456789")
    uses = [use("variable", '{"name": "SCALES_KEY"}'), use("variable", '{"name": "OTHER_KEY"}'), use("folder", "{}")]
    reply = await told(ask, {**STDIO, "env": ["SCALES_KEY"]}, *uses)
    assert [call.result for call in reply.inner if call.kind == "tool"] == ["[key]", "nothing", str(FOLDER)]


BABBLE = "import sys\nwhile True: print('babble' * 100, flush=True)"
FLOOD = "import sys\nwhile True: sys.stderr.write('babble\\n' * 1000)"
HUGE = "import sys\nsys.stdout.write('x' * 9_000_000)\nsys.stdout.flush()\nsys.stdin.read()"
STUBBORN = "import signal, time\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\ntime.sleep(60)"


@pytest.mark.parametrize(
    ("program", "message"),
    [
        (
            "raise SystemExit('no scales here')",
            r"is lost: Connection closed; on its standard error it wrote: no scales here",
        ),
        (BABBLE, r"is lost: .* on its standard output it wrote: babble"),
        (HUGE, r"is lost: .*it wrote: a line of more than 8388608 bytes"),
        (STUBBORN, r"has not answered within 0\.5 s"),
        (FLOOD, r"has not answered within 0\.5 s; on its standard error it wrote: babble"),
    ],
)
async def test_a_program_that_is_no_server_is_a_clear_error(ask: Ask, program: str, message: str) -> None:
    timeout_s = 0.5 if program in (STUBBORN, FLOOD) else 10
    with pytest.raises(TransientError, match=message):
        await told(ask, {"command": [sys.executable, "-c", program], "timeout_s": timeout_s})


async def test_a_server_that_dies_says_its_last_words(ask: Ask) -> None:
    with pytest.raises(TransientError, match=r"mcp_scales\.py is lost: .*standard error it wrote: the scales broke"):
        await told(ask, STDIO, use("die", "{}"))


async def test_a_tool_that_hangs_has_a_deadline(ask: Ask, url: str) -> None:
    with pytest.raises(TransientError, match=r"has not answered the tool 'sleep' within 0\.3 s"):
        await told(ask, {"url": url, "timeout_s": 0.3}, use("sleep", '{"seconds": 1}'))


async def test_a_reply_that_is_cut_off_leaves_no_process(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "server.py").write_text(f"import os\nopen('pid', 'w').write(str(os.getpid()))\n{STUBBORN}")
    (tmp_path / "script.yaml").write_text("replies: [{text: hello}]\n")
    spec: dict[str, Any] = {"model": "scripted:script.yaml", "mcp": {"command": [sys.executable, "server.py"]}}
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.5):
            await open_agent(spec, base=tmp_path).reply(ask())
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


async def test_what_the_agent_raises_is_its_own(ask: Ask, url: str) -> None:
    async def refused(request: Request) -> str:
        raise RateLimited("later", 3)

    from dikast.agents.mcp_agent import McpAgent
    from dikast.agents.mcp_options import McpOptions

    with pytest.raises(RateLimited, match=r"^later$"):
        await McpAgent(as_agent(refused), McpOptions.of({"url": url}), FOLDER).reply(ask())


async def test_a_url_without_a_server(ask: Ask, url: str) -> None:
    with pytest.raises(PermanentError, match="refuses: Not Found"):
        await told(ask, {"url": url.removesuffix("/mcp")})


@pytest.mark.parametrize(
    ("answer", "kind", "message"),
    [
        (refuses(503), TransientError, "HTTP 503: from the MCP server"),
        (refuses(429, headers={"Retry-After": "3"}), RateLimited, "HTTP 429"),
        (refuses(401), PermanentError, "HTTP 401"),
        (sends({"text": "hello"}), TransientError, "is lost: Failed to parse JSON response"),
        (sends_text("<html>"), TransientError, "is lost: Failed to parse JSON response"),
        (sends_text("x" * 9_000_000), TransientError, "is lost: .*the response is larger than 8 MiB"),
        (sends_text("hello", "text/plain"), PermanentError, "refuses: Unexpected content type"),
        (
            sends({}, 308, {"Location": "http://127.0.0.2:9/"}),
            PermanentError,
            r"refuses: Redirect to http://127\.0\.0\.2:9/",
        ),
        (sends({}, headers={"Content-Encoding": "gzip"}), TransientError, "the response is compressed"),
        (hangs(), TransientError, r"has not answered within 0\.5 s"),
        (cuts(), TransientError, "can't be reached"),
    ],
)
async def test_a_server_at_a_url_that_misbehaves_is_a_clear_error(
    ask: Ask, server: OpenAIServer, monkeypatch: pytest.MonkeyPatch, answer: Any, kind: type[AgentError], message: str
) -> None:
    monkeypatch.setenv("SCALES_TOKEN", "sk-weigh-0123456789")
    server.will(answer)
    mcp = {"url": f"{server.base}/chat/completions", "api_key_env": "SCALES_TOKEN", "timeout_s": 0.5}
    with pytest.raises(kind, match=message):
        await told(ask, mcp)
    assert {headers["Authorization"] for headers in server.headers} == {"Bearer sk-weigh-0123456789"}


async def test_a_port_without_a_server(ask: Ask) -> None:
    with pytest.raises(TransientError, match="can't be reached: ConnectError"):
        await told(ask, {"url": "http://127.0.0.1:9/mcp"})


@pytest.mark.parametrize(
    ("mcp", "message"),
    [
        ("server.py", r"at\.mcp: an MCP server is a mapping such as \{command:"),
        ({}, "give either the `command`"),
        ({"command": ["a"], "url": "http://x"}, "give either the `command`"),
        ({"command": []}, "command"),
        ({"command": "python 'server.py"}, "No closing quotation"),
        ({"command": ["no-such-program-9"]}, r"at\.mcp: there is no program 'no-such-program-9'"),
        ({"command": ["./no-such-program-9"]}, r"there is no program '\./no-such-program-9'"),
        ({"url": "http://user:pw@x"}, "got a URL with a user"),
        ({"url": "http://x", "env": ["A_KEY"]}, "`env` is for a server that a `command` starts"),
        ({**STDIO, "env": ["HOME"]}, "'HOME' is not named like a key"),
        ({**STDIO, "env": ["NO_SUCH_KEY"]}, "env names 'NO_SUCH_KEY', which the environment does not have"),
        ({**STDIO, "tols": ["a"]}, "tools"),
        ({"command": ["serve", "postgres://me:secret@host/db"]}, "has a password in it; pass it by `env`"),
    ],
)
def test_a_wrong_option_is_explained_before_any_call(mcp: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        open_agent({"model": "human", "mcp": mcp}, base=FOLDER, where="at")


@pytest.mark.parametrize("command", [STDIO["command"], f"{sys.executable} mcp_scales.py"])
def test_its_name_has_the_server_and_the_tools(command: Any) -> None:
    mcp: dict[str, Any] = {"command": command, "tools": "folder", "timeout_s": 3}
    agent = open_agent({"model": "human", "mcp": mcp}, base=FOLDER)
    assert agent.name == f"human&mcp={sys.executable} mcp_scales.py?tools=folder"
