"""TracedCall: a call inside an agent's reply while it goes on, and how it is kept: masked, cut, and not too many."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dikast.masking import mask
from dikast.records import InnerCall, InnerKind, Usage
from dikast.replies import clean_text

MOST_INNER_CALLS = 100
MOST_INNER_CHARS = 2_000
# What is read of a text before it is cut: a tool may return megabytes.
MOST_CHARS_READ = 20_000
# For the mark of a text that was cut, so that no text is cut twice.
ROOM_FOR_MARK = 40
NO_USAGE = Usage()


@dataclass
class TracedCall:
    """A call under way. It is put in the trace when it begins, so that calls stay in the order they began in.

    `inner` are the calls within it, with their depths as if it were the agent.
    """

    kind: InnerKind
    name: str
    arguments: object = ""
    result: object = ""
    failed: bool = False
    usage: Usage = NO_USAGE
    inner: list[TracedCall | InnerCall] = field(default_factory=list)

    def total_usage(self) -> Usage:
        """What the call took itself, and what those within it took."""
        return Usage.total((self.usage, *usages_of(self.inner)))

    def fail(self, error: BaseException) -> None:
        """The call has raised an error, which is its result."""
        self.failed = True
        self.result = f"{type(error).__name__}: {error}"


def usages_of(calls: Sequence[TracedCall | InnerCall]) -> Iterator[Usage]:
    """What each call that the agent made itself took, with all within it, so that nothing is counted twice."""
    for call in calls:
        if isinstance(call, TracedCall):
            yield call.total_usage()
        elif call.depth == 0:
            yield call.usage


def kept_calls(calls: Sequence[TracedCall | InnerCall]) -> Iterator[InnerCall]:
    """The calls as they are kept: the first hundred, masked and cut, and then how many others there were."""
    n_kept = n_left_out = 0
    for call in _flat(calls, 0):
        if n_kept < MOST_INNER_CALLS and call.kind != "more":
            n_kept += 1
            yield call
        else:
            n_left_out += _number_of(call)
    if n_left_out:
        yield InnerCall(kind="more", name=f"{n_left_out} more")


def short_text(value: object) -> str:
    """A value as text, without keys and passwords; of a long one its beginning, and how long it is."""
    text = value if isinstance(value, str) else _json(value)
    # Masked before it is cut: half a key would no longer be known as one.
    masked = clean_text(mask(text[:MOST_CHARS_READ]))
    if len(masked) <= MOST_INNER_CHARS + ROOM_FOR_MARK and len(text) <= MOST_CHARS_READ:
        return masked
    return f"{masked[:MOST_INNER_CHARS]}… ({len(text):,} characters in all)"


def _flat(calls: Sequence[TracedCall | InnerCall], depth: int) -> Iterator[InnerCall]:
    """The calls as records, each right before those within it."""
    for call in calls:
        if isinstance(call, InnerCall):
            texts = {name: short_text(getattr(call, name)) for name in ("name", "arguments", "result")}
            yield call.model_copy(update={**texts, "depth": call.depth + depth})
            continue
        yield InnerCall(
            kind=call.kind,
            name=short_text(call.name),
            arguments=short_text(call.arguments),
            result=short_text(call.result),
            failed=call.failed,
            depth=depth,
            usage=call.total_usage(),
        )
        yield from _flat(call.inner, depth + 1)


def _number_of(call: InnerCall) -> int:
    """How many calls a record is: one, or as many as it says were left out."""
    number = call.name.partition(" ")[0]
    return int(number) if call.kind == "more" and number.isdecimal() else 1


def _json(value: object) -> str:
    """A value as JSON, or as Python writes it where JSON can't."""
    try:
        return json.dumps(value, ensure_ascii=False, default=str)
    except (TypeError, ValueError, RecursionError):
        return repr(value)
