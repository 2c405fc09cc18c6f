"""How a server of the Model Context Protocol at a URL is reached, with the size of its responses bounded."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import httpx2

from dikast.agents.http_transport import proxy_for
from dikast.agents.openai_response import MAX_BYTES
from dikast.masking import keep_url_passwords

CLOSING_S = 1.0


@dataclass
class LastFailure:
    """The last response of a server, if it was a failure; the SDK's own errors don't say the status."""

    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


def http_client(url: str, key: str | None, timeout_s: float, failure: LastFailure) -> httpx2.AsyncClient:
    """A client for this server alone, which sends it the key and keeps no cookies of others."""
    # No compression: a small body could become any number of bytes.
    headers = {"Accept-Encoding": "identity"}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    proxy = proxy_for(url)
    keep_url_passwords(proxy)
    transport = BoundedTransport(proxy, failure)
    # The caller's deadline comes first, and says what was waited for; this one is for what the SDK sends as it closes.
    return httpx2.AsyncClient(headers=headers, timeout=timeout_s + CLOSING_S, transport=transport)


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Sends requests, and reads at most 8 MiB of each response."""

    def __init__(self, proxy: str | None, failure: LastFailure) -> None:
        super().__init__(proxy=proxy)
        self._failure = failure

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """The response, with its body bounded. Raises StreamError for a compressed one, which was not asked for."""
        response = await super().handle_async_request(request)
        is_failure = response.status_code >= 400
        self._failure.status = response.status_code if is_failure else None
        self._failure.headers = dict(response.headers) if is_failure else {}
        if response.headers.get("content-encoding", "identity") != "identity":
            await response.aclose()
            raise httpx2.StreamError("the response is compressed")
        assert isinstance(response.stream, httpx2.AsyncByteStream)
        response.stream = BoundedStream(response.stream)
        return response


class BoundedStream(httpx2.AsyncByteStream):
    """The body of a response. Too many bytes are an error."""

    def __init__(self, body: httpx2.AsyncByteStream) -> None:
        self._body = body

    async def __aiter__(self) -> AsyncIterator[bytes]:
        n_bytes = 0
        async for chunk in self._body:
            n_bytes += len(chunk)
            if n_bytes > MAX_BYTES:
                raise httpx2.StreamError(f"the response is larger than {MAX_BYTES // 2**20} MiB")
            yield chunk

    async def aclose(self) -> None:
        """Closes the body."""
        await self._body.aclose()
