"""Inspect JSON: how replies and usage are written in samples and events of an Inspect AI log."""

from __future__ import annotations

from typing import Any

from dikast.records import Usage

InspectJson = dict[str, Any]


def reply_content(text: str, thinking: str) -> str | list[InspectJson]:
    """The content of a message; private thinking is kept apart, as reasoning."""
    if not thinking:
        return text
    return [{"type": "reasoning", "reasoning": thinking}, {"type": "text", "text": text}]


def inspect_usage(usage: Usage) -> InspectJson:
    """Usage under the names that Inspect has for it."""
    counts: InspectJson = {
        "input_tokens": usage.input_tokens,
        "output_tokens": usage.output_tokens,
        "total_tokens": usage.tokens,
        "input_tokens_cache_read": usage.cached_tokens,
    }
    # A cost that leaves calls out would look like the whole.
    if not usage.unpriced:
        counts["total_cost"] = usage.cost_usd
    return counts
