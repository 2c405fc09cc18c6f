"""Images that a question file names by path, as data: URLs."""

from __future__ import annotations

import base64
from pathlib import Path

from dikast.errors import BadInput
from dikast.records import IMAGE_SCHEMES

MAX_IMAGE_BYTES = 10 * 1024 * 1024


def image_url(name: str, folder: Path, where: str) -> str:
    """The image as a URL: as it is, if it is one, else the file's content as `data:image/…;base64,…`.

    Raises BadInput where the file is missing, stands outside the folder, is larger than 10 MiB, or isn't a PNG, JPEG,
    GIF or WebP by its first bytes. A question file comes from anywhere: it may not have other files sent to a model.
    """
    if name.startswith(IMAGE_SCHEMES):
        return name
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadInput(f"an image must stand in the question file's folder or below it, got {name!r}", where)
    if not path.is_file():
        raise BadInput(f"no such image: {name!r}", where)
    if path.stat().st_size > MAX_IMAGE_BYTES:
        raise BadInput(f"the image {name!r} is larger than {MAX_IMAGE_BYTES // 1024 // 1024} MiB", where)
    data = path.read_bytes()
    kind = _kind(data)
    if kind is None:
        raise BadInput(f"{name!r} is no PNG, JPEG, GIF or WebP image", where)
    return f"data:image/{kind};base64,{base64.b64encode(data).decode('ascii')}"


def _kind(data: bytes) -> str | None:
    """The image type that the first bytes announce: https://mimesniff.spec.whatwg.org, section 6.1."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "gif"
    return "webp" if data[:4] == b"RIFF" and data[8:14] == b"WEBPVP" else None
