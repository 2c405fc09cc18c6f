"""A real HTTP server on this machine that speaks the OpenAI chat protocol, and misbehaves on demand as servers do."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]
Answer = Callable[["OpenAIServer", web.Request, Json], Awaitable[web.StreamResponse]]


@dataclass
class OpenAIServer:
    """Records the requests. Answers them with `answers`, one after the other; the last one answers all later requests."""

    base: str = ""
    bodies: list[Json] = field(default_factory=list)
    headers: list[Mapping[str, str]] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    is_hanging: asyncio.Event = field(default_factory=asyncio.Event)
    was_left: asyncio.Event = field(default_factory=asyncio.Event)

    def will(self, *answers: Answer) -> None:
        """Set the answers from now on."""
        self.answers = list(answers)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body: Json = await request.json()
        self.bodies.append(body)
        self.headers.append(dict(request.headers))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        return await answer(self, request, body)


@asynccontextmanager
async def openai_server() -> AsyncIterator[OpenAIServer]:
    """A running server on a free port of the loopback interface; it notices when a client goes away."""
    server = OpenAIServer()
    app = web.Application()
    app.router.add_post("/v1/chat/completions", server.handle)
    app.router.add_post("/v1/completions", server.handle)
    runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        server.base = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        yield server
    finally:
        await runner.cleanup()


def completion(
    content: Any, *, logprobs: Json | None = None, finish_reason: str | None = "stop", **message: Any
) -> Json:
    """A chat completion as in OpenAI's reference."""
    choice: Json = {
        "index": 0,
        "finish_reason": finish_reason,
        "message": {"role": "assistant", "content": content, **message},
        "logprobs": logprobs,
    }
    usage = {
        "prompt_tokens": 11,
        "completion_tokens": 3,
        "total_tokens": 14,
        "prompt_tokens_details": {"cached_tokens": 4},
    }
    head = {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "model-2026-01"}
    return {**head, "choices": [choice], "usage": usage}


def says(content: Any, *, logprobs: Json | None = None, finish_reason: str | None = "stop", **message: Any) -> Answer:
    """Answer with a completion."""
    return sends(completion(content, logprobs=logprobs, finish_reason=finish_reason, **message))


def sends(content: Json, status: int = 200, headers: Mapping[str, str] | None = None) -> Answer:
    """Answer with this JSON."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        return web.json_response(content, status=status, headers=headers)

    return answer


def refuses(status: int, message: str = "no", headers: Mapping[str, str] | None = None, **error: Any) -> Answer:
    """Answer with an error as in OpenAI's reference."""
    return sends({"error": {"message": message, "type": "error", **error}}, status, headers)


def sends_text(text: str, content_type: str = "application/json") -> Answer:
    """Answer 200 with this body, which need not be JSON."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        return web.Response(text=text, content_type=content_type)

    return answer


def describes_images() -> Answer:
    """Answer with the types and sizes of the images in the last message, decoded from their data URLs."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        urls = [p["image_url"]["url"] for p in body["messages"][-1]["content"] if p["type"] == "image_url"]
        descriptions = []
        for url in urls:
            head, _, data = url.partition(";base64,")
            descriptions.append(f"{head.removeprefix('data:')} of {len(base64.b64decode(data, validate=True))} bytes")
        return web.json_response(completion("; ".join(descriptions)))

    return answer


def quotes_key() -> Answer:
    """Refuse the key, and quote it in the message."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        authorization = request.headers.get("Authorization", "")
        return web.json_response({"error": {"message": f"bad key: {authorization}"}}, status=401)

    return answer


def hangs() -> Answer:
    """Never answer. `was_left` is set when the client has gone."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        server.is_hanging.set()
        try:
            await asyncio.Event().wait()
        finally:
            server.was_left.set()
        return web.Response()

    return answer


def cuts(after: bytes = b"") -> Answer:
    """Close the connection, before anything is sent or after the first bytes of a longer body."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
        if after:
            await response.prepare(request)
            await response.write(after)
        if request.transport is not None:
            request.transport.close()
        return response

    return answer


def refuses_parameters(*parameters: str) -> Answer:
    """Refuse a request with one of the parameters, by its name, as servers do; answer `A` to any other."""

    async def answer(server: OpenAIServer, request: web.Request, body: Json) -> web.StreamResponse:
        for parameter in parameters:
            if parameter in body:
                message = f"Unrecognized request argument supplied: {parameter}"
                return web.json_response({"error": {"message": message}}, status=400)
        return web.json_response(completion("Answer: A"))

    return answer


def tokens(*positions: tuple[str, float] | tuple[str, float, Mapping[str, float]], with_bytes: bool = True) -> Json:
    """The `logprobs` of a completion: at each position a token, its log-probability, and the other candidates."""
    content = []
    for token, logp, *optional in positions:
        others: Mapping[str, float] = optional[0] if optional else {}
        listed = [_entry(t, p, with_bytes) for t, p in {token: logp, **others}.items()]
        content.append({**_entry(token, logp, with_bytes), "top_logprobs": listed})
    return {"content": content}


def _entry(token: str, logp: float, with_bytes: bool) -> Json:
    raw: Sequence[int] | None = list(token.encode()) if with_bytes else None
    return {"token": token, "logprob": logp, "bytes": raw}
