"""JsonClient: JSON posted to one server, with its connections, and its failures as AgentErrors."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dikast.agents.http_errors import clean_message, http_error
from dikast.agents.http_transport import proxy_for, trusted_certificates
from dikast.agents.openai_response import check_size, read_error
from dikast.errors import AgentError, PermanentError, TransientError
from dikast.masking import keep_url_passwords

if TYPE_CHECKING:
    import aiohttp


class JsonClient:
    """Posts JSON to a server. Connections are opened at the first call and closed by `aclose`.

    The limiter around the agent limits their number. Proxies are those that the environment names.
    `url_setting` is how messages call what the URL was given as, and `hint` adds to the message of a status.
    """

    def __init__(
        self,
        url: str,
        *,
        timeout_s: float,
        ca_file: str | None,
        url_setting: str,
        hint: Callable[[int], str] = lambda status: "",
    ) -> None:
        """Raises BadInput for a `ca_file` without certificates."""
        self.url = url
        self._timeout_s = timeout_s
        self._url_setting = url_setting
        self._hint = hint
        self._proxy = proxy_for(url)
        self._certificates = trusted_certificates(ca_file)
        # A proxy may send back what it was sent, as a server may do with the key.
        keep_url_passwords(self._proxy)
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def post(self, body: dict[str, Any], headers: Mapping[str, str], url: str | None = None) -> bytes:
        """The body of a successful response, by default of `self.url`. Raises AgentErrors; none contains a key."""
        import aiohttp

        try:
            async with self._connections().post(
                url or self.url,
                json=body,
                headers=headers,
                proxy=self._proxy,
                ssl=self._certificates,
                # A redirect could take the key to another server.
                allow_redirects=False,
            ) as response:
                content = await _read(response)
                if not 200 <= response.status < 300:
                    raise self._status_error(response, content)
                return content
        except TimeoutError:
            raise TransientError(f"no reply within {self._timeout_s:g} s") from None
        except aiohttp.ClientSSLError as error:
            message = clean_message(f"{type(error).__name__}: {error}")
            raise PermanentError(f"{message}; for a certificate of your own give ca_file") from None
        except (aiohttp.ClientError, ConnectionError) as error:
            raise TransientError(clean_message(f"{type(error).__name__}: {error}")) from None

    async def aclose(self) -> None:
        """Close the connections. A later call opens new ones."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    def _status_error(self, response: aiohttp.ClientResponse, content: bytes) -> AgentError:
        """The error for a response whose status is not 2xx."""
        if 300 <= response.status < 400:
            return PermanentError(
                f"HTTP {response.status}: the server redirects; set {self._url_setting} to its new URL"
            )
        text = content.decode(errors="replace")
        code = None
        server_error = read_error(content)
        if server_error is not None:
            text = server_error.message
            code = server_error.code
        message = clean_message(text) + self._hint(response.status)
        return http_error(response.status, message, response.headers, code)

    def _connections(self) -> aiohttp.ClientSession:
        """The session of the running event loop. A session can't be used after its own loop has ended."""
        import aiohttp

        loop = asyncio.get_running_loop()
        if self._session is None or self._loop is not loop:
            self._session = aiohttp.ClientSession(
                # 0 is no limit; aiohttp's own default is 100 connections.
                connector=aiohttp.TCPConnector(limit=0),
                timeout=aiohttp.ClientTimeout(total=self._timeout_s),
                # No cookies: a reply must not depend on the calls before it.
                cookie_jar=aiohttp.DummyCookieJar(),
            )
            self._loop = loop
        return self._session


async def _read(response: aiohttp.ClientResponse) -> bytes:
    """The whole body. Raises PermanentError as soon as it is larger than any reply could be."""
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        check_size(len(content))
    return bytes(content)
