"""The whole viewer as static pages: files that any browser shows, without forms, scripts or a token."""

from __future__ import annotations

import asyncio
import hashlib
import html
import re
from collections import deque
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from starlette.types import ASGIApp, Message, Scope

from dikast.errors import BadInput
from dikast.viewer.access import cookie_name
from dikast.viewer.app import build_app
from dikast.viewer.graded_run import grades_solutions
from dikast.viewer.pages import path_segment
from dikast.viewer.viewer_state import Viewer

MOST_PAGES = 2_000
SITE_POLICY = "script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-src 'none'"
# Our own templates write every link like this, and escape every quotation mark in a text.
_LINK = re.compile(r' (href|src)="(/[^"]*)"')
# What acts or sends; a page without them is as good to read.
_ACTIVE = re.compile(r"<script\b[^>]*></script>\s*|<form\b.*?</form>\s*", re.DOTALL)
_UNSAFE = re.compile(r"[^A-Za-z0-9._-]")
_LONGEST_NAME = 60


@dataclass(frozen=True)
class WrittenSite:
    """How many pages were written, and how many more are linked that were left out."""

    pages: int
    left_out: int


@dataclass(frozen=True)
class _Answer:
    status: int
    kind: str
    body: bytes


async def write_site(viewer: Viewer, folder: Path, most_pages: int = MOST_PAGES) -> WrittenSite:
    """Writes every page that links lead to from the list of runs, up to `most_pages`; nearer ones first.

    Links are relative, so that the folder can be moved, zipped, or opened from a disk. Raises BadInput where the folder
    holds something already or can't be written.
    """
    _check_free(folder)
    app = build_app(replace(viewer, is_static=True))
    await _wait_for_indexes(viewer)
    answers = await _crawl(app, viewer, most_pages)
    pages = {path for path, answer in answers.items() if answer.status == 200}
    left_out: set[str] = set()
    for path in pages:
        body = answers[path].body
        if answers[path].kind == "text/html":
            text = body.decode()
            left_out |= _links(text) - pages
            body = _as_file(text, path, answers).encode()
        _write(folder / _file_of(path, answers[path].kind), body)
    n_pages = sum(answers[path].kind == "text/html" for path in pages)
    return WrittenSite(n_pages, len({path for path in left_out if path not in answers}))


async def _wait_for_indexes(viewer: Viewer) -> None:
    """Returns once every run can be listed as a whole."""
    for run in viewer.catalog.listed():
        while run.folder is not None:
            index = viewer.indexes.of(run.folder)
            if index.is_ready or index.fault:
                break
            await asyncio.sleep(0.05)


async def _crawl(app: ASGIApp, viewer: Viewer, most_pages: int) -> dict[str, _Answer]:
    """What the app answers to each path that is linked, breadth first."""
    answers: dict[str, _Answer] = {}
    graded = [run.name for run in viewer.catalog.listed() if run.folder is not None and grades_solutions(run.folder)]
    waiting = deque(["/", *(f"/run/{path_segment(name)}/grades" for name in graded)])
    seen = set(waiting)
    n_pages = 0
    while waiting:
        path = waiting.popleft()
        # The style sheets of the pages are wanted in any case.
        if n_pages >= most_pages and not path.startswith("/static/") and not path.endswith(".css"):
            continue
        answer = await _get(app, viewer, path)
        answers[path] = answer
        if answer.kind != "text/html" or answer.status != 200:
            continue
        n_pages += 1
        for link in sorted(_links(answer.body.decode()), key=lambda link: (not link.endswith(".css"), link)):
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    return answers


def _links(text: str) -> set[str]:
    """What a page links. Of queries only the next page of a list is kept: a static page has one state."""
    return {_path(target) for _, target in _LINK.findall(_ACTIVE.sub("", text))}


def _path(target: str) -> str:
    parts = urlsplit(html.unescape(target))
    is_next_page = [name for name, _ in parse_qsl(parts.query)] == ["after"]
    return f"{parts.path}?{parts.query}" if is_next_page else parts.path


async def _get(app: ASGIApp, viewer: Viewer, path: str) -> _Answer:
    """What the app answers, asked without a network."""
    cookie = f"{cookie_name(viewer.address)}={viewer.secret.proof('reader')}"
    host = sorted(viewer.address.hosts)[0]
    scope: Scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": unquote(path.partition("?")[0]),
        "raw_path": path.partition("?")[0].encode(),
        "root_path": "",
        "query_string": path.partition("?")[2].encode(),
        "headers": [(b"host", host.encode()), (b"cookie", cookie.encode())],
        "client": None,
        "server": None,
    }
    messages: list[Message] = []

    requests: list[Message] = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive() -> Message:
        if not requests:
            # A response that streams listens for the browser to go away, which never happens here.
            await asyncio.Event().wait()
        return requests.pop()

    async def send(message: Message) -> None:
        messages.append(message)

    await app(scope, receive, send)
    headers = dict(messages[0]["headers"])
    kind = headers.get(b"content-type", b"").decode().partition(";")[0]
    return _Answer(messages[0]["status"], kind, b"".join(one.get("body", b"") for one in messages[1:]))


def _as_file(text: str, path: str, answers: dict[str, _Answer]) -> str:
    """The page with relative links, without scripts and forms. A link to a page that is not written leads nowhere."""
    here = PurePosixPath(_file_of(path, "text/html")).parent

    def relative(match: re.Match[str]) -> str:
        name, target = match.groups()
        answer = answers.get(_path(target))
        if answer is None or answer.status != 200:
            return ' aria-disabled="true"'
        link = quote(_relative(here, PurePosixPath(_file_of(_path(target), answer.kind))))
        fragment = urlsplit(html.unescape(target)).fragment
        return f' {name}="{html.escape(link + (f"#{fragment}" if fragment else ""))}"'

    text = _LINK.sub(relative, _ACTIVE.sub("", text))
    policy = f'<meta http-equiv="Content-Security-Policy" content="{html.escape(SITE_POLICY)}">'
    return text.replace('<meta charset="utf-8">', f'<meta charset="utf-8">\n{policy}', 1)


def _relative(here: PurePosixPath, file: PurePosixPath) -> str:
    """The way from a folder to a file of the site."""
    common = 0
    for one, other in zip(here.parts, file.parent.parts, strict=False):
        if one != other:
            break
        common += 1
    return "/".join([*[".."] * (len(here.parts) - common), *file.parts[common:]])


def _file_of(path: str, kind: str) -> str:
    """The file in which a path is kept. A page has a folder of its own: others may be below it."""
    path, _, query = path.partition("?")
    names = [_safe_name(unquote(segment)) for segment in path.split("/") if segment]
    if query:
        names.append(_safe_name(query))
    return "/".join([*names, "index.html"] if kind == "text/html" else names)


def _safe_name(segment: str) -> str:
    """A file name for a segment of a path, which may be any text. Different segments have different names."""
    name = _UNSAFE.sub("_", segment)[:_LONGEST_NAME]
    is_free = name.strip(".") and name != "index.html"
    if name == segment and is_free and name.lower() == segment:
        return name
    # File systems may take upper and lower case for the same.
    return f"{name.strip('.') or 'x'}-{hashlib.sha256(segment.encode()).hexdigest()[:8]}"


def _check_free(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise BadInput("a site is written into a folder, and this is none", str(folder))
    if folder.is_dir() and any(folder.iterdir()):
        raise BadInput("this folder is not empty; name a new one, or empty it", str(folder))


def _write(file: Path, body: bytes) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(body)
    except OSError as error:
        raise BadInput(f"the site can't be written: {error.strerror or error}", str(file)) from None
