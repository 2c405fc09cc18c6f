"""Why a reply says nothing, or not all: read from the backend's word for its end, or from the text."""

from __future__ import annotations

import re

from dikast.agents import Reply
from dikast.records import Ending
from dikast.replies import split_thinking

# The words of OpenAI, Anthropic, Google, Mistral, Cohere, Bedrock and Ollama, in small letters.
_BY_FINISH_REASON: dict[str, Ending] = {
    **dict.fromkeys(("length", "max_tokens", "max_output_tokens", "model_length", "token_limit"), "cut_off"),
    **dict.fromkeys(("model_context_window_exceeded", "error_limit", "max_length"), "cut_off"),
    **dict.fromkeys(("content_filter", "content_filtered", "guardrail_intervened", "error_toxic"), "filtered"),
    **dict.fromkeys(("safety", "recitation", "blocklist", "prohibited_content", "spii", "image_safety"), "filtered"),
    "refusal": "refused",
}
_REFUSAL = re.compile(
    r"^\W*(?:i(?:'m| am) (?:very |so )?sorry|i apologi[sz]e|sorry|unfortunately|as an ai\b[^.]{0,60}|i must decline|"
    r"i(?:'m| am) (?:unable|not able)|i (?:can(?:'t|not|no)|won't|will not)|es tut mir leid|tut mir leid|"
    r"je suis désolée?|lo siento|抱歉|对不起)[^.]{0,40}?"
    r"(?:can(?:'t|not)|won't|unable|not able|decline|kann|peux|puedo|无法|不能|help|assist|comply|discuss)",
    re.IGNORECASE,
)
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
    told = _BY_FINISH_REASON.get(reply.finish_reason.casefold().rpartition(".")[2])
    if told is not None:
        return told
    if reply.is_refusal:
        return "refused"
    public, thinking = split_thinking(reply.text)
    if not public:
        return "only_thinking" if thinking or reply.thinking else "empty"
    is_refusal = len(public) <= _LONGEST_REFUSAL and _REFUSAL.match(public.replace("’", "'"))
    return "refused" if is_refusal else None
