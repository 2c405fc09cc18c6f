"""Seat tokens: the secret by which each person's queue is reached, kept in the run folder for its owner alone."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping, Sequence
from pathlib import Path

from dikast.errors import BadInput
from dikast.experiments.stores import SEATS

TOKEN_BYTES = 24


def tokens_of(folder: Path, people: Sequence[str]) -> dict[str, str]:
    """The token of each person, by name: those that the folder keeps, and new ones for people who have none.

    Raises BadInput for a file that is damaged, or that others may read.
    """
    file = folder / SEATS
    kept = _read(file)
    tokens = {person: kept.get(person) or secrets.token_urlsafe(TOKEN_BYTES) for person in people}
    if tokens.keys() - kept.keys():
        _write(file, {**kept, **tokens})
    return tokens


def _read(file: Path) -> dict[str, str]:
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise BadInput(f"the tokens of people can't be read: {error.strerror}", str(file)) from None
    with os.fdopen(descriptor, "rb") as opened:
        if os.fstat(opened.fileno()).st_mode & 0o077:
            raise BadInput("others can read the tokens of people here: remove the file, or chmod 600 it", str(file))
        content = opened.read()
    try:
        tokens = json.loads(content)
        return {str(person): str(token) for person, token in dict(tokens).items()}
    except (ValueError, TypeError):
        raise BadInput("this does not hold the tokens of people; remove it, and new ones are made", str(file)) from None


def _write(file: Path, tokens: Mapping[str, str]) -> None:
    """Writes the file whole or not at all, for its owner alone."""
    partial = file.with_suffix(".new")
    partial.unlink(missing_ok=True)
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(json.dumps(tokens, indent=1).encode() + b"\n")
        opened.flush()
        os.fsync(opened.fileno())
    partial.replace(file)
