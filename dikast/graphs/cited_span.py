"""Where the words that a judge cites stand in a response."""

from __future__ import annotations

import re
from dataclasses import replace

from dikast.graphs.node_context import NodeContext
from dikast.verify import check_quote

LEFT_OUT = "[…]"


def span_of(words: str, response: str) -> tuple[int, int] | None:
    """Where these words stand in the response, as characters `[start, end)`; None if they do not.

    They are compared as quotes are. One or two words, which `check_quote` leaves undecided, must stand there as such.
    """
    if not words.strip():
        return None
    check = check_quote(words, source=response)
    if check.reason == "too-short":
        match = re.search(rf"(?<!\w){re.escape(words.strip())}(?!\w)", response, re.IGNORECASE)
        return match.span() if match else None
    start, end = check.evidence.get("start"), check.evidence.get("end")
    if check.status == "verified" and isinstance(start, int) and isinstance(end, int):
        return start, end
    return None


def without_span(context: NodeContext, candidate: int, span: tuple[int, int]) -> NodeContext:
    """The same moment, with these words of one candidate taken out."""
    question = context.episode.question
    choices = list(question.choices)
    text = choices[candidate]
    choices[candidate] = f"{text[: span[0]]}{LEFT_OUT}{text[span[1] :]}"
    changed = question.model_copy(update={"choices": tuple(choices)})
    # Both cache what they wrote: a copy starts with empty caches.
    prompts = replace(context.prompts, question=changed, _written={})
    return replace(context, episode=replace(context.episode, question=changed), prompts=prompts)
