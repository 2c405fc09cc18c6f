"""A local provider with the OpenAI chat protocol, which counts its answers and fails on demand."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from aiohttp import web

Mood = Literal["well", "hangs", "garbage", "late", "refuses", "poisoned"]


@dataclass
class Provider:
    """Answers a request always in the same way, after `takes_s` seconds; the answer names its request, or is
    always `reply`.

    `usage` is what it says the answer took. `moods` are how it answers the first requests, one each. A request with the
    text `poison` always fails.
    """

    base: str = ""
    takes_s: float = 0.05
    moods: list[Mood] = field(default_factory=list)
    poison: str | None = None
    retry_after_s: float | None = None
    usage: dict[str, Any] | None = None
    reply: str | None = None
    keys: list[str | None] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    asked: list[str] = field(default_factory=list)
    answered: list[str] = field(default_factory=list)

    def repeated(self) -> dict[str, int]:
        """What was answered more than once."""
        return {call: n for call, n in Counter(self.answered).items() if n > 1}

    async def handle(self, request: web.Request) -> web.StreamResponse:
        body: dict[str, Any] = await request.json()
        call = hashlib.sha256(json.dumps(body, sort_keys=True).encode()).hexdigest()[:16]
        self.asked.append(call)
        self.keys.append(request.headers.get("Idempotency-Key"))
        mood = self.moods.pop(0) if self.moods else "well"
        if self.poison is not None and self.poison in json.dumps(body["messages"]):
            mood = "poisoned"
        if mood == "hangs":
            await asyncio.sleep(3600)
        if mood == "late":
            await asyncio.sleep(1.0)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await asyncio.sleep(self.takes_s)
        finally:
            self.under_way -= 1
        if mood == "refuses":
            headers = {"Retry-After": str(self.retry_after_s)} if self.retry_after_s else {}
            return web.json_response({"error": {"message": "too much"}}, status=429, headers=headers)
        if mood == "poisoned":
            return web.json_response({"error": {"message": "no"}}, status=400)
        if mood == "garbage":
            return web.Response(body=b"\x00\xff<html>", content_type="application/json")
        self.answered.append(call)
        return web.json_response(_completion(body, call, self.usage, self.reply))


def _completion(body: dict[str, Any], call: str, usage: dict[str, Any] | None, reply: str | None) -> dict[str, Any]:
    text = f"Answer: {'AB'[int(call, 16) % 2]}" if body.get("logprobs") else f"I say so, by {call}."
    text = text if reply is None else reply
    choice = {"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": text}}
    if usage is None:
        usage = {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110}
    return {"id": call, "object": "chat.completion", "created": 1, "model": call, "choices": [choice], "usage": usage}


@contextmanager
def provider(**about: Any) -> Iterator[Provider]:
    """A running provider on a free port of the loopback interface, in a thread of its own."""
    found = Provider(**about)
    loop = asyncio.new_event_loop()
    is_up, is_over = threading.Event(), asyncio.Event()

    async def serve() -> None:
        app = web.Application()
        app.router.add_post("/v1/chat/completions", found.handle)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        found.base = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
        is_up.set()
        await is_over.wait()
        await runner.cleanup()

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    is_up.wait(10)
    try:
        yield found
    finally:
        loop.call_soon_threadsafe(is_over.set)
        thread.join()
        loop.close()
