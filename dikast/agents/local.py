"""LocalAgent: a model in this process, run by llama.cpp; no server, no key."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dikast.agents import llama, model_download
from dikast.agents.agent import Choices, Reply, Request
from dikast.agents.agent_options import LocalOptions
from dikast.agents.gguf import check_gguf
from dikast.agents.llama_request import ANSWER_LINES, PREFILL, chat_body, label_body, label_sums
from dikast.agents.price import FREE, Price
from dikast.agents.structured_output import read_form, response_format
from dikast.records import Usage

CONTEXT = 4096
SLOTS = 4

Spoken = tuple[str, dict[str, float] | None, list[llama.LlamaCompletion]]

log = logging.getLogger(__name__)


class LocalAgent:
    """An embedded model by name (`smollm2`), or one in a GGUF file.

    Agents with the same model and the same `context`, `threads` and `slots` share one copy in memory; requests are
    batched over its slots, by default 4 of 4096 tokens each, on all processors but one. Speech is sampled at a
    temperature of 0.8 unless one is given. A verdict's label is held to a grammar; its log-probabilities are taken
    before that, summed over the tokens that strip to a label, and the likeliest label is the answer (with a
    temperature, one drawn from the seed). SmolLM2 gives the same reply to the same request whatever runs beside it;
    other weights may not, see `llama`.
    """

    def __init__(self, model: str, options: LocalOptions | None = None, base: Path | None = None) -> None:
        """`base` is where a file is looked for, by default the current folder. Nothing is loaded before a reply.

        Raises BadInput for an unknown name or a file that is no GGUF.
        """
        self._options = options or LocalOptions()
        self._name = self._options.identity(f"local/{model}")
        self._weights = None if model.endswith(".gguf") else model_download.embedded_model(model)
        self._path = self._weights.path if self._weights else check_gguf((base or Path()) / model)
        self._loaded: llama.Loaded | None = None

    @property
    def name(self) -> str:
        """`local/MODEL`, with the options that change its answers."""
        return self._name

    @property
    def takes_images(self) -> bool:
        """Never: the embedded models read text alone."""
        return False

    def price(self) -> Price:
        """Nothing."""
        return FREE

    async def reply(self, request: Request) -> Reply:
        """The model's reply. Fetches the weights first if they are not here; cancelling stops the generation.

        Raises PermanentError for images, for a prompt longer than the context, and where the model can't be had.
        """
        body = chat_body(request, self._options)
        model = await self._model()
        start = time.perf_counter()
        text, logprobs, parts = await model.run(lambda complete: self._speak(body, request, complete))
        return Reply(
            text=text,
            parsed=read_form(request.form, text),
            choice_logprobs=logprobs,
            thinking=parts[0].thinking,
            model=self._path.name,
            usage=Usage(
                calls=1,
                input_tokens=parts[0].input_tokens,
                cached_tokens=parts[0].cached_tokens,
                output_tokens=sum(part.output_tokens for part in parts),
                seconds=time.perf_counter() - start,
            ),
        )

    async def _model(self) -> llama.Loaded:
        if self._loaded is None:
            if self._weights is not None and not self._weights.is_here:
                log.warning("fetching the weights of %s, once", self._weights.name)
                await asyncio.to_thread(model_download.fetch_model, self._weights)
            # Looked at again: another call of this agent may have come first while the weights were fetched.
            if self._loaded is None:
                options = self._options
                threads = options.threads or llama.spare_cpus()
                self._loaded = llama.enter(
                    llama.Engine(self._path, options.context or CONTEXT, options.slots or SLOTS, threads)
                )
        return self._loaded

    def _speak(self, body: dict[str, Any], request: Request, complete: llama.Complete) -> Spoken:
        """The reply's text, the labels' log-probabilities where labels were asked for, and what it took."""
        if isinstance(request.form, Choices):
            return self._choose(body, request.form, complete)
        if request.form is not None:
            body["response_format"] = response_format(request.form)
        part = complete(body)
        return part.text, None, [part]

    def _choose(self, body: dict[str, Any], form: Choices, complete: llama.Complete) -> Spoken:
        """The reasons if they are asked for, then the label."""
        parts: list[llama.LlamaCompletion] = []
        prefill = PREFILL
        if form.reasoning:
            parts.append(complete({**body, "stop": list(ANSWER_LINES)}))
            prefill = f"{parts[0].text.strip().removeprefix(PREFILL).strip()}\n{PREFILL}".lstrip()
        parts.append(complete(label_body(body, prefill, form.labels)))
        logprobs = label_sums(parts[-1].first, form.labels)
        label = _drawn(logprobs, self._options.temperature or 0.0, body["seed"]) if logprobs else parts[-1].text.strip()
        return f"{prefill} {label}", logprobs, parts

    async def aclose(self) -> None:
        """Frees the model if no other agent uses it."""
        loaded, self._loaded = self._loaded, None
        if loaded is not None:
            await llama.leave(loaded)


def _drawn(logprobs: Mapping[str, float], temperature: float, seed: int) -> str:
    """The likeliest label, or with a temperature one drawn from the seed."""
    if temperature == 0:
        return max(logprobs, key=lambda label: logprobs[label])
    top = max(logprobs.values())
    shares = [math.exp((logp - top) / temperature) for logp in logprobs.values()]
    return random.Random(seed).choices(list(logprobs), shares)[0]
