"""An answer in a field of JSON: `{"reasoning": "2 + 3", "answer": 5}`."""

from __future__ import annotations

import json

from dikast.language.lexicon import lexicon

_FENCE = "```"


def answer_field(text: str) -> str | None:
    """The value, as it is written, of the field that announces the answer; None where the text is no such object."""
    bare = text.strip().removeprefix(_FENCE).removeprefix("json").removesuffix(_FENCE).strip()
    if not (bare.startswith("{") and bare.endswith("}")):
        return None
    try:
        fields = json.loads(bare, parse_int=str, parse_float=str)
    except (ValueError, RecursionError):
        return None
    values = [value for name, value in fields.items() if _announces(name)]
    # `"\frac"` with a single backslash is a form feed in JSON.
    is_text = len(values) == 1 and isinstance(values[0], str) and values[0].isprintable()
    return values[0] if is_text else None


def _announces(name: str) -> bool:
    """`answer`, `final_answer`, `Antwort`."""
    words = name.replace("_", " ").casefold().split()
    return bool(words) and "announcement" in lexicon().meanings(words[-1])
