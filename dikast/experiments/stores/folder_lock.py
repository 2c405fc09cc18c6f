"""Locks of run folders. A lock ends with the process that holds it, however that dies."""

from __future__ import annotations

import errno
import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from dikast.errors import BadInput

# What a file system says that has no locks, or none for folders.
CANNOT_LOCK = frozenset({errno.EBADF, errno.EINVAL, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP})
LOCK_WAITS_S = (0.02, 0.05, 0.0)
"""How long to wait before the next try: who only asks whether a lock is held holds it for a moment."""


@contextmanager
def held_locks(*paths: Path, refusal: str) -> Iterator[None]:
    """Locks these files, which are made where they are missing, and folders, while the block runs.

    Raises BadInput with the `refusal` if one of them is locked already.
    """
    with ExitStack() as stack:
        for path in paths:
            flags = os.O_RDONLY | os.O_DIRECTORY if path.is_dir() else os.O_RDWR | os.O_CREAT
            descriptor = open_to_lock(path, flags)
            stack.callback(os.close, descriptor)
            _lock(descriptor, path, refusal)
        yield


def open_to_lock(path: Path, flags: int) -> int:
    """An open descriptor. Raises BadInput for what can't be opened, and for a link, which may lead anywhere."""
    try:
        return os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    except OSError as error:
        message = f"this can't be locked, so that no other run goes on here: {error.strerror}"
        raise BadInput(message, str(path)) from None


def _lock(descriptor: int, path: Path, refusal: str) -> None:
    """Locks an open file or folder. Raises BadInput if it is locked already."""
    for wait_s in LOCK_WAITS_S:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(wait_s)
        except OSError as error:
            if error.errno not in CANNOT_LOCK:
                raise
            return
        else:
            return
    raise BadInput(refusal, str(path if path.is_dir() else path.parent))
