"""How endpoints are reached: versions in URLs, proxies, certificates, keys of calls, and parameters beside ours."""

from __future__ import annotations

import ssl
import subprocess
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from dikast.agents import Agent, Closable, Request, open_agent
from dikast.agents.http_transport import chat_url, path_hint, proxy_for
from dikast.errors import BadInput, PermanentError
from tests.agents.openai_server import OpenAIServer, completion, says, sends, tokens

Ask = Callable[..., Request]


@asynccontextmanager
async def opened(**spec: Any) -> AsyncIterator[Agent]:
    agent = open_agent(spec)
    try:
        yield agent
    finally:
        assert isinstance(agent, Closable)
        await agent.aclose()


@pytest.mark.parametrize("model", ["endpoint/m", "openai/m"])
async def test_a_base_without_its_version_is_said(
    server: OpenAIServer, ask: Ask, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none-at-all")
    base = server.base.removesuffix("/v1")
    async with opened(model=model, api_base=base) as agent:
        with pytest.raises(PermanentError, match=rf"404.*no version in its path; most servers want {base}/v1\)"):
            await agent.reply(ask())


@pytest.mark.parametrize(
    ("base", "hint"),
    [
        ("http://x:8000", True),
        ("http://x:8000/api", True),
        ("http://x/v1", False),
        ("http://x/api/v1beta/openai", False),
        ("https://x.openai.azure.com/openai/deployments/d?api-version=2024-10-21", False),
    ],
)
def test_a_hint_is_given_only_where_the_path_has_no_version(base: str, hint: bool) -> None:
    assert bool(path_hint(base, 404)) is hint
    assert path_hint(base, 400) == ""


async def test_an_api_version_stays_at_the_end_and_the_key_goes_into_azures_header(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_KEY", "sk-azure-0123456789")
    seen: list[web.Request] = []

    async def answer(request: web.Request) -> web.Response:
        seen.append(request)
        return web.json_response(completion("Yes."))

    async with running(answer, "/openai/deployments/d/chat/completions") as base:
        query = "api-version=2024-10-21"
        options = {"api_base": f"{base}/openai/deployments/d/?{query}", "api_key_env": "AZURE_KEY"}
        async with opened(model="endpoint/m", **options) as agent:
            assert (await agent.reply(ask())).text == "Yes."
    assert seen[0].query_string == query
    assert seen[0].headers["api-key"] == "sk-azure-0123456789"


@pytest.mark.parametrize(
    ("base", "message"),
    [
        ("http://x/v1/chat/completions", "ends in /chat/completions, which is added by itself"),
        ("http://x/v1?key=sk-secret", "only \\?api-version=… can be in a query"),
        ("http://me:secret@x/v1?api-version=1", "got a URL with a user, password"),
    ],
)
def test_a_base_that_can_not_be_right_is_said_before_any_call(base: str, message: str) -> None:
    with pytest.raises(BadInput, match=message) as found:
        open_agent({"model": "endpoint/m", "api_base": base})
    assert "secret" not in str(found.value)


def test_urls() -> None:
    assert chat_url("http://x/v1") == "http://x/v1/chat/completions"
    assert chat_url("http://x/d?api-version=1") == "http://x/d/chat/completions?api-version=1"


async def test_a_proxy_of_the_environment_is_used(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    hosts: list[str] = []

    async def proxy(request: web.Request) -> web.Response:
        hosts.append(str(request.url))
        return web.json_response(completion("By proxy."))

    async with running(proxy, "/{path:.*}") as base:
        for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.setenv("http_proxy", base)
        async with opened(model="endpoint/m", api_base="http://model.invalid/v1") as agent:
            assert (await agent.reply(ask())).text == "By proxy."
    assert hosts == ["http://model.invalid/v1/chat/completions"]


def test_no_proxy_and_this_machine_are_reached_directly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", "proxy:3128")
    monkeypatch.setenv("https_proxy", "http://me:pw@proxy:3128")
    monkeypatch.setenv("no_proxy", "lab.example, .inside")
    assert proxy_for("http://far.example/v1") == "http://proxy:3128"
    assert proxy_for("https://far.example/v1") == "http://me:pw@proxy:3128"
    for host in ("lab.example", "a.inside", "localhost", "127.0.0.1", "[::1]"):
        assert proxy_for(f"http://{host}:8000/v1") is None


async def test_a_proxys_password_is_in_no_message(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    async def proxy(request: web.Request) -> web.Response:
        return web.Response(status=407, text="who is me:pw-0123456789?")

    async with running(proxy, "/{path:.*}") as base:
        monkeypatch.setenv("http_proxy", base.replace("://", "://me:pw-0123456789@"))
        async with opened(model="endpoint/m", api_base="http://model.invalid/v1") as agent:
            with pytest.raises(PermanentError) as found:
                await agent.reply(ask())
    assert "pw-0123456789" not in str(found.value)


async def test_no_redirect_is_followed(server: OpenAIServer, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another server would get the key."""
    monkeypatch.setenv("LOCAL_KEY", "sk-local-0123456789")

    async def elsewhere(request: web.Request) -> web.Response:
        raise web.HTTPTemporaryRedirect(f"{server.base}/chat/completions")

    server.will(says("Yes."))
    async with (
        running(elsewhere, "/v1/chat/completions") as base,
        opened(model="endpoint/m", api_base=f"{base}/v1", api_key_env="LOCAL_KEY") as agent,
    ):
        with pytest.raises(PermanentError, match="the server redirects; set api_base to its new URL"):
            await agent.reply(ask())
    assert server.headers == []


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of one's own, and its key."""
    certificate, key = tmp_path / "cert.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    command += ["-addext", "subjectAltName=DNS:localhost", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


async def test_a_certificate_of_ones_own_is_trusted_by_ca_file(ask: Ask, certificate: tuple[Path, Path]) -> None:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)

    async def answer(request: web.Request) -> web.Response:
        return web.json_response(completion("Safe."))

    async with running(answer, "/v1/chat/completions", context) as base:
        base = base.replace("127.0.0.1", "localhost")
        async with opened(model="endpoint/m", api_base=f"{base}/v1") as agent:
            with pytest.raises(PermanentError, match="for a certificate of your own give ca_file"):
                await agent.reply(ask())
        async with opened(model="endpoint/m", api_base=f"{base}/v1", ca_file=str(certificate[0])) as agent:
            assert (await agent.reply(ask())).text == "Safe."
            assert "ca_file" not in agent.name, "it changes no reply"


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_that_holds_none_is_bad_input(tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "cert.pem"
    if content is not None:
        path.write_text(content)
    with pytest.raises(BadInput, match="holds no certificates that can be read"):
        open_agent({"model": "endpoint/m", "api_base": "https://x/v1", "ca_file": str(path)})


@pytest.mark.parametrize("model", ["endpoint/m", "openai/m"])
async def test_the_key_of_a_call_is_sent_to_backends_that_take_it(
    server: OpenAIServer, ask: Ask, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none-at-all")
    server.will(says("Yes."))
    async with opened(model=model, api_base=server.base) as agent:
        await agent.reply(ask(idempotency_key="k-1"))
        await agent.reply(ask())
    sent = [{name.lower(): value for name, value in headers.items()} for headers in server.headers]
    assert [headers.get("idempotency-key") for headers in sent] == ["k-1", None]


async def test_extra_goes_to_litellm_models_too(
    server: OpenAIServer, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none-at-all")
    server.will(says("Yes."))
    async with opened(model="openai/m", api_base=server.base, extra={"top_k": 5, "service_tier": "flex"}) as agent:
        await agent.reply(ask())
        assert "top_k" in agent.name, "it may change the replies"
    assert (server.bodies[0]["top_k"], server.bodies[0]["service_tier"]) == (5, "flex")
    with pytest.raises(BadInput, match="'api_key' can't be in it"):
        open_agent({"model": "openai/m", "api_base": server.base, "extra": {"api_key": "sk-secret"}})


@pytest.mark.parametrize(
    ("model", "options", "word"),
    [
        ("openai/gpt-5", {"temperature": 0}, "temperature"),
        ("openai/o1", {"temperature": 0}, "temperature"),
        ("openai/o3-mini", {"top_p": 0.5}, "top_p"),
    ],
)
def test_settings_that_a_model_refuses_are_found_before_any_call(
    model: str, options: dict[str, Any], word: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none-at-all")
    with pytest.raises(BadInput, match=f"'{model}'.*{word}.*leave it out|'{model}' does not take {word}"):
        open_agent({"model": model, **options})
    open_agent({"model": model, "temperature": 1, "max_tokens": 100})


async def test_a_log_probability_above_0_costs_only_itself(server: OpenAIServer, ask: Ask) -> None:
    from dikast.agents import Choices

    odd = tokens(("Answer: ", -0.1), ("A", 7.5, {"B": -1.0}))
    server.will(sends(completion("Answer: A", logprobs=odd)))
    async with opened(model="endpoint/m", api_base=server.base) as agent:
        reply = await agent.reply(ask(form=Choices(("A", "B"))))
    assert (reply.text, reply.choice_logprobs) == ("Answer: A", None)
    assert reply.usage.output_tokens == 3, "it is paid, and counted"


@asynccontextmanager
async def running(answer: Any, path: str, context: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A server on a free port that answers every POST to the path."""
    app = web.Application()
    app.router.add_post(path, answer)
    runner = web.AppRunner(app, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
        yield f"{'https' if context else 'http'}://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
