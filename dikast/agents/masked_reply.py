"""masked_reply: a reply without the keys that this process sent, before anything keeps it or shows it."""

from __future__ import annotations

from dataclasses import replace

from pydantic import BaseModel, ValidationError

from dikast.agents.agent import Reply
from dikast.masking import knows_keys, mask_keys, mask_keys_in


def masked_reply(reply: Reply) -> Reply:
    """The reply with `[key]` for every known key in its texts. All else stays as it was said."""
    if not knows_keys():
        return reply
    logprobs = reply.choice_logprobs
    if logprobs:
        logprobs = {mask_keys(label): logp for label, logp in logprobs.items()}
    return replace(
        reply,
        text=mask_keys(reply.text),
        parsed=_masked_form(reply.parsed),
        choice_logprobs=logprobs,
        thinking=mask_keys(reply.thinking),
        finish_reason=mask_keys(reply.finish_reason),
        model=mask_keys(reply.model),
    )


def _masked_form(parsed: BaseModel | None) -> BaseModel | None:
    """The filled-in form without keys; None if without them it is no such form any more."""
    if parsed is None:
        return None
    data = parsed.model_dump(mode="json", by_alias=True)
    masked = mask_keys_in(data)
    if masked == data:
        return parsed
    try:
        return type(parsed).model_validate(masked)
    except ValidationError:
        return None
