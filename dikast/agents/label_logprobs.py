"""Log-probabilities of answer labels, read from the token list of an OpenAI-style reply."""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Annotated

from pydantic import BaseModel, Field

Byte = Annotated[int, Field(ge=0, le=255)]

_ANSWER = re.compile(rb"^[ \t>*_#]*answer[ \t*_]*:", re.IGNORECASE | re.MULTILINE)
_AROUND = b" \t\r\n*_#>()[]{}\"'`.,:;"
_REST_NOISE = 1e-6


class Candidate(BaseModel):
    """A token that could have stood at a place, and its natural-log probability."""

    token: str
    logprob: float | None = None
    raw_bytes: list[Byte] | None = Field(default=None, alias="bytes")

    @property
    def raw(self) -> bytes:
        """The token's bytes: a token may be part of a character, which its text can't show."""
        return bytes(self.raw_bytes) if self.raw_bytes is not None else self.token.encode(errors="replace")


class LogprobToken(Candidate):
    """A token of the reply, and the likeliest candidates at its place."""

    top_logprobs: list[Candidate] | None = None


def label_logprobs(tokens: Sequence[LogprobToken], text: str, labels: Sequence[str]) -> dict[str, float] | None:
    """Natural-log probability of every label at the answer's place in `text`, not normalised.

    The place is after the last line-anchored `Answer:`, or the start of a reply that is only a label. A label's
    probability is the sum over the distinct candidates that are the label but for blanks and marks around it. A label
    that no candidate shows gets the bound they leave it: the least listed probability or the mass not listed,
    whichever is less; so log-odds stay finite. None where there is no such place, no candidates, or no label there.
    """
    raws = [token.raw for token in tokens]
    place = _place(raws, text.strip().encode(errors="replace"), [label.encode() for label in labels])
    if place is None:
        return None
    index, before = place
    listed = _listed(tokens[index])
    if len(listed) < 2:
        return None
    prefix = raws[index][:before]
    found = {
        label: [logp for raw, logp in listed.items() if _is_label(raw, prefix, label.encode())] for label in labels
    }
    if not any(found.values()):
        return None
    bound = _bound(list(listed.values()))
    return {label: _log_sum(logps) if logps else bound for label, logps in found.items()}


def _place(raws: Sequence[bytes], said: bytes, labels: Sequence[bytes]) -> tuple[int, int] | None:
    """The index of the token that holds the label, and how many of its bytes stand before the label's place."""
    joined = b"".join(raws)
    start = max(joined.rfind(said), 0) if said else 0
    window = joined[start : start + len(said)] if said and joined.startswith(said, start) else joined
    answers = list(_ANSWER.finditer(window))
    if not answers and window.strip(_AROUND) not in [label.strip(_AROUND) for label in labels]:
        return None
    after = answers[-1].end() if answers else 0
    rest = window[after:]
    if not rest.strip(_AROUND):
        return None
    label_at = start + after + len(rest) - len(rest.lstrip(_AROUND))
    ends = list(accumulate(map(len, raws)))
    index = bisect_right(ends, label_at)
    return index, max(0, start + after - (ends[index] - len(raws[index])))


def _listed(token: LogprobToken) -> dict[bytes, float]:
    """The candidates at a token's place, itself among them, each distinct one once."""
    listed = {c.raw: c.logprob for c in (token, *(token.top_logprobs or ()))}
    return {raw: logp for raw, logp in listed.items() if logp is not None and math.isfinite(logp)}


def _is_label(raw: bytes, prefix: bytes, label: bytes) -> bool:
    return raw.startswith(prefix) and raw[len(prefix) :].strip(_AROUND) == label.strip(_AROUND)


def _bound(logps: Sequence[float]) -> float:
    """What a candidate that is not listed can have at most; backends round, so a rest below 1e-6 is none."""
    rest = 1.0 - sum(math.exp(logp) for logp in logps)
    return min(*logps, math.log(max(rest, _REST_NOISE)))


def _log_sum(logps: Sequence[float]) -> float:
    peak = max(logps)
    return min(0.0, peak + math.log(sum(math.exp(logp - peak) for logp in logps)))
