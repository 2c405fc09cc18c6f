"""The traceback of an exception in an author's own code, short enough for a record."""

from __future__ import annotations

import traceback
from types import TracebackType

from dikast.masking import mask

# A record stays small, however deep the code was and however long its messages are.
MAX_TRACEBACK_CHARS = 8000
HEAD_CHARS = 1000


def code_traceback(error: BaseException) -> str:
    """The traceback with all causes, of at most 8,000 characters, without Dikast's own frames around the author's.

    Of a longer one the beginning and the end are kept: the end says what was raised, and where.
    """
    text = mask("".join(traceback.format_exception(type(error), error, _author_frames(error))))
    if len(text) <= MAX_TRACEBACK_CHARS:
        return text.rstrip()
    head = text[:HEAD_CHARS]
    mark = f"\n… {len(text) - MAX_TRACEBACK_CHARS:,} characters are left out …\n"
    tail = text[-(MAX_TRACEBACK_CHARS - HEAD_CHARS) :]
    return f"{head}{mark}{tail}".rstrip()


def _author_frames(error: BaseException) -> TracebackType | None:
    """The frames from the first one that is not Dikast's; all of them if there is none."""
    frames = error.__traceback__
    while frames is not None:
        module = str(frames.tb_frame.f_globals.get("__name__", ""))
        if not module.startswith("dikast."):
            return frames
        frames = frames.tb_next
    return error.__traceback__
