"""How the final answer to a question without choices is read from a reply."""

from __future__ import annotations

from dikast.language import final_answer
from dikast.replies import Unreadable

_LONGEST_REPLY = 100  # characters; a longer text without a stated answer is a text about the answer
_PLACEHOLDERS = frozenset({"<your final answer>", "your final answer"})


def read_open_answer(text: str, *, takes_short: bool = True) -> str | Unreadable:
    """The final answer of a reply (its public text): boxed or announced, else a reply of one short sentence.

    A longer reply that states no answer is unreadable, as is the form itself, copied from the prompt. Without
    `takes_short` a short one is too: that of a refusal is no answer.
    """
    found = final_answer(text)
    if found is None:
        return Unreadable("no text in the reply")
    is_stated = found.how in ("boxed", "announced")
    is_short = takes_short and found.how == "whole" and len(text.strip()) <= _LONGEST_REPLY
    if not is_stated and not is_short:
        return Unreadable("no line `Answer: <your final answer>` in the reply")
    if found.text.strip("* ").casefold() in _PLACEHOLDERS:
        return Unreadable("the line `Answer: …` has no answer in it")
    return found.text
