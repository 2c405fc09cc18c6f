"""Images that a question file names by path, as data: URLs."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from pathlib import Path

from dikast.errors import BadInput
from dikast.input_files import Document
from dikast.records import IMAGE_SCHEMES

_MIB = 1024 * 1024
MAX_IMAGE_BYTES = 10 * _MIB
# The bytes that an image of each type begins with: https://mimesniff.spec.whatwg.org, section 6.1.
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "png",
    b"\xff\xd8\xff": "jpeg",
    b"GIF87a": "gif",
    b"GIF89a": "gif",
}


def image_url(name: str, folder: Path, where: str) -> str:
    """The image as a URL: unchanged if it is a URL, else the file's content as `data:image/…;base64,…`.

    Raises BadInput if the file is missing, is outside the folder, is larger than 10 MiB, or isn't a PNG, JPEG, GIF or
    WebP by its first bytes. A question file may come from anywhere: it must not have other files sent to a model.
    """
    if name.startswith(IMAGE_SCHEMES):
        return name
    # Links are resolved before the check, so that none leads out of the folder.
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise BadInput(f"an image must be in the question file's folder or below it, got {name!r}", where)
    if not path.is_file():
        raise BadInput(f"no such image: {name!r}", where)
    if path.stat().st_size > MAX_IMAGE_BYTES:
        raise BadInput(f"the image {name!r} is larger than {MAX_IMAGE_BYTES // _MIB} MiB", where)
    data = path.read_bytes()
    image_type = _image_type(data)
    if image_type is None:
        raise BadInput(f"{name!r} is no PNG, JPEG, GIF or WebP image", where)
    return f"data:image/{image_type};base64,{base64.b64encode(data).decode('ascii')}"


def image_urls(names: Sequence[str], folder: Path, document: Document) -> list[str]:
    """The images that a row has in `images`, as URLs. Raises BadInput, with the image's index, as `image_url` does."""
    urls: list[str] = []
    for i, name in enumerate(names):
        url = image_url(name, folder, document.where(["images", i]))
        urls.append(url)
    return urls


def _image_type(data: bytes) -> str | None:
    """The image type that the first bytes announce."""
    for signature, image_type in _SIGNATURES.items():
        if data.startswith(signature):
            return image_type
    # WebP has the file's size between its two marks.
    if data.startswith(b"RIFF") and data[8:14] == b"WEBPVP":
        return "webp"
    return None
