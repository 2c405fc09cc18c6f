"""Access: who may read. One secret link opens the pages of all runs; each person's link opens that person's own pages.

A page of another site must not be able to act here, so every request's Host and Origin are checked, cookies stay on
this site, and each form has a token of its own.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from secrets import token_urlsafe
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection, Request
from starlette.responses import RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dikast.viewer.address import Address

TOKEN = "token"
FORM_TOKEN = "form_token"
# A teacher's comment, or a speech; never a file.
MOST_FORM_BYTES = 1 << 20
# Paths that need no reader's link: files of ours, and pages that a person's own link opens.
OPEN_PATHS = ("/static/", "/seat/")
SAFE_METHODS = frozenset({"GET", "HEAD"})
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    # A stricter one would take the Origin from our own forms.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True)
class Secret:
    """What the app's own cookies and forms are proved with. It lasts as long as the process."""

    token: str = field(default_factory=token_urlsafe, repr=False)

    def proof(self, of: str) -> str:
        """What only the holder of the secret can make of this text."""
        return hmac.new(self.token.encode(), of.encode(), hashlib.sha256).hexdigest()

    def proves(self, of: str, proof: str) -> bool:
        """Whether this is the proof of the text. It takes the same time for every wrong one."""
        return hmac.compare_digest(self.proof(of), proof)


@dataclass(frozen=True)
class SiteAccess:
    """Lets requests in: from this site only, and to the pages of runs only with the reader's link."""

    app: ASGIApp
    address: Address
    secret: Secret

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answers a request that may not come in; hands any other on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        connection = HTTPConnection(scope)
        self._check_site(scope["method"], connection.headers)
        if not scope["path"].startswith(OPEN_PATHS):
            link = connection.query_params.get(TOKEN)
            if link is not None:
                await self._begin(link, connection, send, receive)
                return
            cookie = connection.cookies.get(cookie_name(self.address), "")
            if not self.secret.proves("reader", cookie):
                raise HTTPException(401, "Open the link that the program printed: it has the token of this app.")
        await self.app(scope, receive, send)

    def _check_site(self, method: str, headers: Headers) -> None:
        """Raises for a request that was sent to another name than ours, or from another site."""
        if headers.get("host", "").lower() not in self.address.hosts:
            raise HTTPException(421, "This app does not answer to that name.")
        if method in SAFE_METHODS:
            return
        origin = headers.get("origin", "").lower()
        if origin.partition("://")[2] not in self.address.hosts or not origin.startswith(("http://", "https://")):
            raise HTTPException(403, "This was sent from another site.")

    async def _begin(self, link: str, connection: HTTPConnection, send: Send, receive: Receive) -> None:
        """Takes the token out of the link into a cookie, so that it stays in no history."""
        if not hmac.compare_digest(link.encode(), self.secret.token.encode()):
            raise HTTPException(401, "The token in this link is of another start of the program. Open the new link.")
        response = RedirectResponse(_without_token(connection), 303)
        response.set_cookie(
            cookie_name(self.address),
            self.secret.proof("reader"),
            httponly=True,
            samesite="strict",
            secure=self.address.is_encrypted,
        )
        await response(connection.scope, receive, send)


def _without_token(connection: HTTPConnection) -> str:
    """The path and query that were asked for, without the token. The path stays on this site."""
    kept = [(name, value) for name, value in parse_qsl(connection.url.query) if name != TOKEN]
    path = "/" + connection.url.path.lstrip("/")
    return f"{path}?{urlencode(kept)}" if kept else path


def cookie_name(address: Address) -> str:
    """The name of the reader's cookie. Browsers share cookies among ports, and two apps may run."""
    return f"dikast-{address.port}"


@dataclass(frozen=True)
class SafeHeaders:
    """Puts the headers that keep a browser safe on every response."""

    app: ASGIApp

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands the request on."""

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with_headers)


def form_owner(request: Request) -> str:
    """Whose form it is: of the person whose link the page was opened by, else of the reader."""
    return str(request.path_params.get("seat_token", "reader"))


async def read_form(request: Request, secret: Secret) -> Mapping[str, str]:
    """The texts of a form that was made here. Raises HTTPException for any other, and for one that is too long."""
    if int(request.headers.get("content-length") or MOST_FORM_BYTES + 1) > MOST_FORM_BYTES:
        raise HTTPException(413, "This form is too long.")
    form = await request.form(max_files=0, max_fields=1000, max_part_size=MOST_FORM_BYTES)
    texts = {name: value for name, value in form.items() if isinstance(value, str)}
    if not secret.proves(f"form of {form_owner(request)}", texts.pop(FORM_TOKEN, "")):
        raise HTTPException(403, "This form was not made by this start of the app. Load the page again.")
    return texts
