"""LocalAgent: a model in this process, run by llama.cpp; no server, no key."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import Sequence
from pathlib import Path

from pydantic import JsonValue

from dikast.agents import llama, weights
from dikast.agents.agent import Choices, Reply, Request
from dikast.agents.forms import read_form, response_format
from dikast.agents.openai_wire import wire_messages, wire_seed
from dikast.agents.options import LocalOptions
from dikast.errors import PermanentError
from dikast.records import Usage

CONTEXT = 4096
SLOTS = 4
MAX_TOKENS = 256
# English runs at about 1.4 tokens a word; what is over the limit is cut by the engine, in words.
TOKENS_A_WORD = 2
TOKENS_BESIDE_WORDS = 64
CANDIDATES = 200
PREFILL = "Answer:"

log = logging.getLogger(__name__)


class LocalAgent:
    """An embedded model by name (`smollm2`), or one in a GGUF file.

    Agents with the same model and the same `context`, `threads` and `slots` share one copy in memory; requests are
    batched over its slots. A verdict without reasoning is one token: its log-probabilities are taken before any
    constraint, summed over the tokens that strip to a label, and the likeliest label is the answer (with a
    temperature, one drawn from the seed). Seeded text is the same on every run of the same request alone; requests
    that are batched together may differ in the last bits of a probability.
    """

    def __init__(self, model: str, options: LocalOptions | None = None, base: Path | None = None) -> None:
        """`base` is where a file is looked for, by default the current folder. Nothing is loaded before a reply.

        Raises BadInput for an unknown name or a file that is no GGUF.
        """
        self._options = options or LocalOptions()
        self._name = self._options.identity(f"local/{model}")
        self._weights = None if model.endswith(".gguf") else weights.known(model)
        self._path = self._weights.path if self._weights else weights.check_gguf((base or Path()) / model)
        self._loaded: llama.Loaded | None = None

    @property
    def name(self) -> str:
        """`local/MODEL`, with the options that change its answers."""
        return self._name

    async def reply(self, request: Request) -> Reply:
        """The model's reply. Fetches the weights first if they are not here; cancelling stops the generation."""
        messages = wire_messages(request.messages)
        if any(not isinstance(message["content"], str) for message in messages):
            raise PermanentError(f"{self.name} takes no images")
        model = await self._model()
        start = time.perf_counter()
        form = request.form
        if isinstance(form, Choices):
            text, logprobs, parts = await self._choose(model, messages, request, form)
        else:
            part = await model.complete(self._body(messages, request))
            text, logprobs, parts = part.text, None, [part]
        return Reply(
            text=text,
            parsed=read_form(form, text),
            choice_logprobs=logprobs,
            model=self._path.name,
            usage=Usage(
                calls=1,
                input_tokens=parts[-1].input_tokens,
                cached_tokens=parts[0].cached_tokens,
                output_tokens=sum(part.output_tokens for part in parts),
                seconds=time.perf_counter() - start,
            ),
        )

    async def _model(self) -> llama.Loaded:
        if self._loaded is None:
            if self._weights is not None and not self._weights.is_here:
                log.warning("fetching the weights of %s, once", self._weights.name)
                await asyncio.to_thread(weights.pull, self._weights)
            # Looked at again: another call of this agent may have come first while the weights were fetched.
            if self._loaded is None:
                options = self._options
                threads = options.threads or llama.cpus()
                self._loaded = llama.enter(
                    llama.Engine(self._path, options.context or CONTEXT, options.slots or SLOTS, threads)
                )
        return self._loaded

    async def _choose(
        self, model: llama.Loaded, messages: list[dict[str, JsonValue]], request: Request, form: Choices
    ) -> tuple[str, dict[str, float] | None, list[llama.Completion]]:
        """The reasons if they are asked for, then the label: one token, read from its log-probabilities."""
        parts: list[llama.Completion] = []
        prefill = PREFILL
        if form.reasoning:
            parts.append(await model.complete({**self._body(messages, request), "stop": [f"\n{PREFILL}"]}))
            prefill = f"{parts[0].text.removeprefix(PREFILL).rstrip()}\n{PREFILL}"
        body = self._body([*messages, {"role": "assistant", "content": prefill}], request)
        only = {"max_tokens": 1, "temperature": 0, "logprobs": True, "top_logprobs": CANDIDATES}
        parts.append(await model.complete({**body, **only}))
        logprobs = label_sums(parts[-1].first, form.labels)
        if logprobs is None:
            return f"{prefill} ?", None, parts
        label = _drawn(logprobs, self._options.temperature or 0.0, request.seed)
        return f"{prefill} {label}", logprobs, parts

    def _body(self, messages: list[dict[str, JsonValue]], request: Request) -> dict[str, object]:
        words = request.words
        by_words = words * TOKENS_A_WORD + TOKENS_BESIDE_WORDS if words else MAX_TOKENS
        body: dict[str, object] = {
            "messages": messages,
            "max_tokens": self._options.max_tokens or by_words,
            "seed": wire_seed(request),
            "cache_prompt": True,
        }
        if self._options.temperature is not None:
            body["temperature"] = self._options.temperature
        if request.form is not None and not isinstance(request.form, Choices):
            body["response_format"] = response_format(request.form)
        return body

    async def aclose(self) -> None:
        """Frees the model if no other agent uses it."""
        loaded, self._loaded = self._loaded, None
        if loaded is not None:
            await llama.leave(loaded)


def label_sums(candidates: Sequence[tuple[str, float]], labels: Sequence[str]) -> dict[str, float] | None:
    """The log-probability of each label: that of all candidates which strip to it.

    A label that is not among the candidates is less likely than any of them, so it gets the least one's. None
    where no label is among them.
    """
    found = {label: [logp for text, logp in candidates if text.strip() == label] for label in labels}
    if not any(found.values()):
        return None
    least = min(logp for _, logp in candidates)
    return {
        label: math.log(math.fsum(math.exp(logp) for logp in logps)) if logps else least
        for label, logps in found.items()
    }


def _drawn(logprobs: dict[str, float], temperature: float, seed: int) -> str:
    """The likeliest label, or with a temperature one drawn from the seed."""
    if temperature == 0:
        return max(logprobs, key=lambda label: logprobs[label])
    top = max(logprobs.values())
    shares = [math.exp((logp - top) / temperature) for logp in logprobs.values()]
    return random.Random(seed).choices(list(logprobs), shares)[0]
