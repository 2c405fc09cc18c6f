"""Why a reply ended, where its backend says that it did not end as it should."""

from __future__ import annotations

from dikast.agents.agent import Reply
from dikast.records import Ending

# The words of OpenAI, Anthropic, Google, Mistral, Cohere, Bedrock, Ollama, Zhipu and of servers, their letters only.
_BY_FINISH_REASON: dict[str, Ending] = {
    **dict.fromkeys(("length", "maxtokens", "maxoutputtokens", "maxnewtokens", "maxcompletiontokens"), "cut_off"),
    **dict.fromkeys(("modellength", "maxlength", "tokenlimit", "errorlimit", "maxoutputtokensreached"), "cut_off"),
    **dict.fromkeys(("contextlength", "contextlengthexceeded", "modelcontextwindowexceeded"), "cut_off"),
    **dict.fromkeys(("truncated", "incomplete", "repetitiontruncation", "abort", "cancelled"), "cut_off"),
    **dict.fromkeys(("contentfilter", "contentfiltered", "guardrailintervened", "errortoxic", "sensitive"), "filtered"),
    **dict.fromkeys(("safety", "recitation", "blocklist", "prohibitedcontent", "spii", "imagesafety"), "filtered"),
    "modelarmor": "filtered",
    **dict.fromkeys(("refusal", "refused"), "refused"),
}


def told_ending(reply: Reply) -> Ending | None:
    """What the backend says of the reply's end, where that is not as it should be."""
    if reply.is_refusal:
        return "refused"
    # Some libraries write the name of an enumeration: `FinishReason.MAX_TOKENS`.
    reason = reply.finish_reason.casefold().rpartition(".")[2]
    return _BY_FINISH_REASON.get("".join(filter(str.isalpha, reason)))
