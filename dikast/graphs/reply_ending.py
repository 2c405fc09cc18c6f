"""Why a reply says nothing, or not all: read from the backend's word for its end, or from the text."""

from __future__ import annotations

import re

from dikast.agents import Reply, told_ending
from dikast.records import Ending
from dikast.replies import split_thinking

_SORRY = (
    r"(?:i(?:'m| am) (?:very |so |really )?sorry|i apologi[sz]e|sorry|unfortunately|"
    r"as an? (?:ai|assistant|language)[^.]{0,60}|es tut mir leid|tut mir leid|(?:je suis )?désolée?|"
    r"lo siento|抱歉|对不起|申し訳)"
)
_CANNOT = (
    r"(?:i(?: really)? (?:can(?:'t|not)|won't|will not|must decline|have to decline|decline|refuse)|"
    r"i(?:'m| am) (?:unable|not able|not going)|ich kann|je ne peux|no puedo|我无法|我不能|我没有办法|できません)"
)
_VERB = (
    r"(?: to)? ?(?:help|assist|comply|provide|continue|fulfil|argue|engage|discuss|judge|do (?:that|this)|participate|"
    r"support|create|generate|answer|respond|take part|make this|make that|nicht|pas|ayudar|ayudarte|帮助|协助|回答|$)"
)
_REFUSAL = re.compile(rf"\W*{_SORRY}?[\s,.:;，。-]*(?:but |aber |mais |pero )?{_CANNOT}{_VERB}", re.IGNORECASE)
_LONGEST_REFUSAL = 600  # characters; a longer text is about something
WHY: dict[Ending, str] = {
    "cut_off": "the reply was cut off at its limit of tokens",
    "filtered": "the backend's filter withheld the reply",
    "refused": "the model refused",
    "only_thinking": "the reply holds private thinking and nothing else",
    "empty": "the reply is empty",
    "nobody_spoke": "no speech before it could be read: nobody spoke",
}


def ending_of(reply: Reply) -> Ending | None:
    """Why the reply says nothing, or not all; None where it ended as it should."""
    told = told_ending(reply)
    if told is not None:
        return told
    public, thinking = split_thinking(reply.text)
    if not public:
        return "only_thinking" if thinking or reply.thinking else "empty"
    return "refused" if says_no(public) else None


def says_no(text: str) -> bool:
    """Whether a text is a refusal and nothing else: short, and begun as refusals are."""
    return len(text) <= _LONGEST_REFUSAL and _REFUSAL.match(text.replace("’", "'")) is not None
