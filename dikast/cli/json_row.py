"""A row of JSONL, as it is written for people to read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def json_row(row: Mapping[str, Any]) -> str:
    """The row without its line end; other alphabets stand as they are, unless a half sign (\\ud800) is among them."""
    text = json.dumps(row, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.dumps(row)
    return text
