"""Log-probabilities of answer labels, read from the token list of an OpenAI-style reply."""

from __future__ import annotations

import math
import unicodedata
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import Annotated, NamedTuple

from pydantic import BaseModel, Field

from dikast.replies import label_place, mask_thinking

Byte = Annotated[int, Field(ge=0, le=255)]

# What may be around a label in its token: blanks, Markdown marks, brackets, quotes, punctuation.
_AROUND = " \t\r\n*_#>()[]{}\"'`.,:;$「」【】（）"
# A token may begin with the end of the announcement, as `: A` does. All else before a label is no part of it.
_BEFORE = _AROUND.replace(":", "").encode()
# Backends round log-probabilities, so a smaller unlisted probability may be zero as well.
_LEAST_UNLISTED = 1e-6
ROUNDING = 1e-4


class Candidate(BaseModel):
    """A token that could have come next, and its natural-log probability."""

    token: str
    logprob: float | None = None
    raw_bytes: list[Byte] | None = Field(default=None, alias="bytes")

    @property
    def raw(self) -> bytes:
        """The token's bytes. A token may be part of a character, which its text can't show."""
        if self.raw_bytes is None:
            return self.token.encode(errors="replace")
        return bytes(self.raw_bytes)


class LogprobToken(Candidate):
    """A token of the reply, with the likeliest candidates at its position."""

    top_logprobs: list[Candidate] | None = None


class _LabelPosition(NamedTuple):
    """The index of the token that holds the label, and how many of its bytes are before the label."""

    token: int
    n_bytes_before: int


def label_logprobs(
    tokens: Sequence[LogprobToken], text: str, labels: Sequence[str], options: Sequence[str] = ()
) -> dict[str, float] | None:
    """The natural-log probability of every label at the place where `text` states its answer, not normalised.

    The place is that of the last statement, found by the reader of labels that also reads texts (`dikast.replies`). A
    label's probability is the sum over the distinct candidates that are the label, without the blanks and marks around
    it. A label that no candidate shows gets an upper bound: the least listed probability, or the total unlisted
    probability if that is less. So log-odds stay finite.

    None if the text states no answer, or states it without a label, or if fewer than two candidates or no label are
    listed there.

    Example: after `Answer:` the token ` A` has probability 0.6, the candidates ` B` 0.2 and `(B` 0.1. Then A has
    log 0.6 and B has log 0.3; a label C would get the bound log 0.1.
    """
    token_bytes = [token.raw for token in tokens]
    position = _label_position(token_bytes, text.strip().encode(errors="replace"), labels, options)
    if position is None:
        return None
    candidates = _candidates(tokens[position.token])
    if len(candidates) < 2:
        return None
    # A token such as `: A` holds the colon too: a candidate counts only if it begins alike.
    token = token_bytes[position.token]
    prefix = token[: position.n_bytes_before].rstrip(_BEFORE)
    is_small = token[position.n_bytes_before :].islower()
    logps = {label: _logps_of(label, prefix, candidates, is_small) for label in labels}
    if not any(logps.values()):
        return None
    bound = _unlisted_bound(list(candidates.values()))
    return {label: _log_sum(listed) if listed else bound for label, listed in logps.items()}


def _label_position(
    token_bytes: Sequence[bytes], reply: bytes, labels: Sequence[str], options: Sequence[str]
) -> _LabelPosition | None:
    """Where the label is among the tokens; None if the reply states no answer, or not by a label."""
    reply_start, window = _find_reply(b"".join(token_bytes), reply)
    # Bytes that are no text keep their number, so that places can be counted back.
    words = window.decode(errors="surrogateescape")
    place = label_place(mask_thinking(words), labels, options)
    if place is None:
        return None
    label_start = reply_start + len(words[:place].encode(errors="surrogateescape"))
    token_ends = list(accumulate(map(len, token_bytes)))
    # The first token that ends after the label's start holds it.
    index = bisect_right(token_ends, label_start)
    token_start = token_ends[index] - len(token_bytes[index])
    return _LabelPosition(index, label_start - token_start)


def _find_reply(output: bytes, reply: bytes) -> tuple[int, bytes]:
    """The start of the reply in the model's output, and its bytes.

    The output may also hold thinking before the reply and end marks after it. If the reply is not in it, as where the
    backend changed the text, it is all of the output.
    """
    if not reply or reply not in output:
        return 0, output
    # From the end: `rfind` takes time that grows with the product of the lengths, `find` with their sum.
    start_from_end = output[::-1].find(reply[::-1])
    return len(output) - start_from_end - len(reply), reply


def _candidates(token: LogprobToken) -> dict[bytes, float]:
    """The log-probabilities of the distinct candidates at a token's position, the token itself included.

    Backends usually list the token among its candidates too; it counts once. Those without a finite log-probability
    are left out.
    """
    listed: dict[bytes, float | None] = {token.raw: token.logprob}
    # A server may list no candidates, or null in their place.
    for candidate in token.top_logprobs or ():
        listed[candidate.raw] = candidate.logprob

    # Above 0 it is no logarithm of a probability; only rounding of a certain token's may bring it there.
    return {
        raw: min(logp, 0.0)
        for raw, logp in listed.items()
        if logp is not None and math.isfinite(logp) and logp <= ROUNDING
    }


def _logps_of(label: str, prefix: bytes, candidates: Mapping[bytes, float], is_small: bool) -> list[float]:
    """The log-probabilities of the candidates that are the label after the prefix.

    A small letter is the label only where the reply itself wrote a small one: `a` may be an article.
    """
    spellings = {label, label.lower()} if is_small else {label}
    logps: list[float] = []
    for raw, logp in candidates.items():
        if not raw.startswith(prefix):
            continue
        # Full-width letters are letters.
        text = unicodedata.normalize("NFKC", raw[len(prefix) :].decode(errors="replace"))
        if text.strip(_AROUND) in spellings:
            logps.append(logp)
    return logps


def _unlisted_bound(logps: Sequence[float]) -> float:
    """The highest log-probability that a candidate which is not listed can have.

    It is not likelier than the least listed one, nor than all unlisted ones together.
    """
    unlisted = 1.0 - sum(math.exp(logp) for logp in logps)
    return min(*logps, math.log(max(unlisted, _LEAST_UNLISTED)))


def _log_sum(logps: Sequence[float]) -> float:
    """The logarithm of the sum of the probabilities, at most 0: rounding can take their sum over 1."""
    peak = max(logps)
    return min(0.0, peak + math.log(sum(math.exp(logp - peak) for logp in logps)))
