"""Given texts scored as replies: what backends are asked, and how their tokens are read back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import ValidationError

from dikast.agents.llama_completion import LlamaCompletion
from dikast.errors import PermanentError
from dikast.records import TextLikelihood

EMPTY_MESSAGES = [{"role": "user", "content": ""}]
# Far more than any difference between two tokens' log-odds.
TOKEN_BIAS = 100.0


def forced_body(body: Mapping[str, Any], text: str) -> dict[str, Any]:
    """The body of a completion of llama.cpp that can only be this text.

    A grammar lets nothing else follow. Among the tokens that fit, those that the text is usually split into are
    preferred; else a long word that the model does not expect would be spelt out in single letters. The
    log-probabilities that come back are those of the free model, before grammar and preference.
    """
    return {
        **body,
        "grammar": f"root ::= {json.dumps(text, ensure_ascii=False)}",
        "logit_bias": [[text, TOKEN_BIAS]],
        "temperature": 0,
        # A token has at least one byte; one more for the end.
        "max_tokens": len(text.encode()) + 1,
        "logprobs": True,
        "top_logprobs": 1,
        "chat_template_kwargs": {"enable_thinking": False},
    }


def read_forced(completion: LlamaCompletion, text: str) -> TextLikelihood:
    """The likelihood of a text from the completion that was forced to be it.

    Raises PermanentError where tokens are missing: llama.cpp lists none that is only a part of a character.
    """
    # The last token ends the reply and is not part of the text.
    if len(completion.tokens) != completion.output_tokens - 1:
        raise PermanentError(f"llama.cpp gives no log-probabilities for parts of characters, and {text!r:.80} has some")
    return likelihood_of(completion.tokens, text)


def likelihood_of(tokens: Iterable[tuple[str, float]], text: str) -> TextLikelihood:
    """The likelihood of a text from its tokens and their log-probabilities.

    Raises PermanentError where the tokens are not those of the text, or a log-probability is none.
    """
    parts = list(tokens)
    # A tokenizer may put a blank before the first word.
    if "".join(token for token, _ in parts).strip() != text.strip():
        raise PermanentError(f"the backend's tokens do not add up to the text that was to be scored, {text!r:.80}")
    try:
        return TextLikelihood(logp=sum(logp for _, logp in parts), n_tokens=len(parts))
    except ValidationError:
        raise PermanentError(f"the backend gave no log-probabilities for {text!r:.80}") from None
