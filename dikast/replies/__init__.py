"""How the raw text of a reply is read: its private thinking, the label or the JSON that it states.

Beside the rooms: `agents` and `protocols` read replies by the same rules.
"""

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.replies.asked_line import label_place, read_label
    from dikast.replies.json_reading import StatedJson, find_json, read_json_reply, read_whole_json
    from dikast.replies.score_reading import read_scores
    from dikast.replies.text_cleaning import clean_text
    from dikast.replies.thinking_formats import mask_thinking, split_thinking
    from dikast.replies.tool_use_reading import ToolUse, is_tool_name, read_tool_use
    from dikast.replies.unreadable import Unreadable

__all__ = [
    "StatedJson",
    "ToolUse",
    "Unreadable",
    "clean_text",
    "find_json",
    "is_tool_name",
    "label_place",
    "mask_thinking",
    "read_json_reply",
    "read_label",
    "read_scores",
    "read_tool_use",
    "read_whole_json",
    "split_thinking",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "asked_line": {"label_place", "read_label"},
        "json_reading": {"StatedJson", "find_json", "read_json_reply", "read_whole_json"},
        "score_reading": {"read_scores"},
        "text_cleaning": {"clean_text"},
        "thinking_formats": {"mask_thinking", "split_thinking"},
        "tool_use_reading": {"ToolUse", "is_tool_name", "read_tool_use"},
        "unreadable": {"Unreadable"},
    },
)
