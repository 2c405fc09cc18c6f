"""LocalAgent: a model in this process, run by llama.cpp; it needs no server and no key."""

from __future__ import annotations

import asyncio
import logging
import math
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dikast.agents import llama_model, model_download
from dikast.agents.agent import Choices, Likelihood, Reply, Request
from dikast.agents.agent_options import LocalOptions
from dikast.agents.extras import check_installed
from dikast.agents.gguf import check_gguf
from dikast.agents.inner_calls import traced_if_nested
from dikast.agents.llama_completion import Complete, LlamaCompletion
from dikast.agents.llama_request import ANSWER_LINES, chat_body, held_to_form, label_body, label_sums
from dikast.agents.price import FREE, Price
from dikast.agents.structured_output import read_form
from dikast.agents.text_scoring import EMPTY_MESSAGES, forced_body, read_forced
from dikast.records import TextLikelihood, Usage

CONTEXT = 4096
SLOTS = 4

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class _LocalReply:
    """A reply's text, its labels' log-probabilities if labels were asked for, and the completions it took."""

    text: str
    logprobs: dict[str, float] | None
    completions: list[LlamaCompletion]
    likelihoods: tuple[TextLikelihood, ...] = ()


class LocalAgent:
    """An embedded model by its name (`smollm2`), or a model in a GGUF file.

    Agents with the same model, `context`, `threads` and `slots` share one copy in memory. Requests are batched over
    its slots: by default 4 of 4096 tokens each. Free text is sampled at a temperature of 0.8
    unless the options give another.

    A verdict's label is restricted by a grammar. Its log-probabilities are taken before that, summed over the tokens
    that are the label without blanks. The likeliest label is the answer; with a temperature, one drawn with the seed.

    SmolLM2 gives the same reply to the same request beside any other requests. Other weights may not; see `llama`.
    """

    def __init__(self, model: str, options: LocalOptions | None = None, base: Path | None = None) -> None:
        """`base` is where a file is searched, by default the current folder. Nothing is loaded before a reply.

        Raises BadInput for an unknown name, a file that is no GGUF, or where llama.cpp is not installed.
        """
        self._options = options or LocalOptions()
        self._name = self._options.identity(f"local/{model}")
        self._file: model_download.ModelFile | None = None
        if model.endswith(".gguf"):
            self._path = check_gguf((base or Path()) / model)
        else:
            self._file = model_download.embedded_model(model)
            self._path = self._file.path
        check_installed("xllamacpp", f"local/{model}")
        self._model: llama_model.LlamaModel | None = None

    @property
    def name(self) -> str:
        """`local/MODEL`, with the options that change its replies."""
        return self._name

    @property
    def takes_images(self) -> bool:
        """Never: the embedded models read only text."""
        return False

    def price(self) -> Price:
        """Free."""
        return FREE

    @traced_if_nested("model")
    async def reply(self, request: Request) -> Reply:
        """The model's reply. Fetches the model's file first if it is not here; cancelling stops the generation.

        Raises PermanentError for images, for a prompt longer than the context, and if the model can't be fetched or
        loaded.
        """
        return await self.reply_in_turn(request, lambda: None)

    async def reply_in_turn(self, request: Request, begin: Callable[[], None]) -> Reply:
        """As `reply`, with `begin` called once one of the model's slots is free for the call.

        Raises PermanentError for images, for a prompt longer than the context, and if the model can't be fetched or
        loaded.
        """
        body = chat_body(request, self._options)
        model = await self._acquire_model()
        started = time.perf_counter()
        conversation = "\n".join(message["content"] for message in body["messages"][:2])
        reply = await model.run(lambda complete: self._generate(body, request, complete), begin, conversation)
        prompt = reply.completions[0]
        return Reply(
            text=reply.text,
            parsed=read_form(request.form, reply.text),
            choice_logprobs=reply.logprobs,
            likelihoods=reply.likelihoods,
            thinking=prompt.thinking,
            # A label or a given text comes from a grammar and is always whole.
            finish_reason="" if isinstance(request.form, Choices | Likelihood) else prompt.finish_reason,
            model=self._path.name,
            usage=Usage(
                calls=1,
                # Of the first completion alone: a second one continues the same prompt.
                input_tokens=prompt.input_tokens,
                cached_tokens=prompt.cached_tokens,
                output_tokens=sum(completion.output_tokens for completion in reply.completions),
                seconds=time.perf_counter() - started,
            ),
        )

    async def _acquire_model(self) -> llama_model.LlamaModel:
        """The model in memory, shared with other agents of the same configuration. Raises PermanentError."""
        if self._model is None:
            await self._fetch_file()
        # Checked again: another call of this agent may have acquired the model while the file was fetched.
        if self._model is None:
            options = self._options
            # Not defaults of the options: every option that is set is part of the agent's name.
            config = llama_model.llama_config(
                path=self._path,
                context=options.context or CONTEXT,
                slots=options.slots or SLOTS,
                threads=options.threads,
            )
            self._model = llama_model.acquire(config)
        return self._model

    async def _fetch_file(self) -> None:
        """Fetch the file of an embedded model, unless it is here."""
        if self._file is None or self._file.is_here:
            return
        log.warning("fetching the weights of %s, once", self._file.name)
        await asyncio.to_thread(model_download.fetch_model, self._file)

    def _generate(self, body: dict[str, Any], request: Request, complete: Complete) -> _LocalReply:
        """The reply to a request, in as many completions as its form needs. Blocks."""
        if isinstance(request.form, Choices):
            return self._choose(body, request.form, complete)
        if isinstance(request.form, Likelihood):
            return _scored(body, request.form, complete)
        if request.form is not None:
            body |= held_to_form(request, request.form)
        completion = complete(body)
        return _LocalReply(completion.text, None, [completion])

    def _choose(self, body: dict[str, Any], form: Choices, complete: Complete) -> _LocalReply:
        """The reasoning, if it is wanted, then the label: two completions, since only the label has a grammar."""
        completions: list[LlamaCompletion] = []
        reasoning = ""
        line_begins = form.before.rstrip()
        if form.reasoning:
            stops = [*ANSWER_LINES, *([f"\n{line_begins}"] if line_begins else [])]
            completions.append(complete({**body, "stop": list(dict.fromkeys(stops))}))
            # A model may begin with the answer line, where `stop` does not see it: it wants a line break before.
            reasoning = completions[0].text.strip().removeprefix(line_begins).strip()
        completion = complete(label_body(body, reasoning, form))
        completions.append(completion)
        logprobs = label_sums(completion.first, form.labels)
        # The grammar made the text one of the labels, even where their probabilities are not known.
        label = completion.text.strip()
        if logprobs is not None:
            label = _draw_label(logprobs, self._options.temperature or 0.0, body["seed"])
        return _LocalReply(f"{reasoning}\n{form.stated(label)}".lstrip(), logprobs, completions)

    async def aclose(self) -> None:
        """Free the model, unless another agent uses it."""
        model, self._model = self._model, None
        if model is not None:
            await llama_model.release(model)


def _scored(body: dict[str, Any], form: Likelihood, complete: Complete) -> _LocalReply:
    """How likely each text is as the reply: a completion that is forced to be the text, and one to an empty message."""
    completions = [complete(forced_body(body, text)) for text in form.texts]
    likelihoods = [read_forced(done, text) for done, text in zip(completions, form.texts, strict=True)]
    if form.with_empty:
        # After all texts: an empty message takes the prompt's place in the cache, and the prompt is long.
        alone = [complete(forced_body({**body, "messages": EMPTY_MESSAGES}, text)) for text in form.texts]
        likelihoods = [
            likelihood.model_copy(update={"logp_empty": read_forced(done, text).logp})
            for likelihood, done, text in zip(likelihoods, alone, form.texts, strict=True)
        ]
        completions += alone
    return _LocalReply("", None, completions, tuple(likelihoods))


def _draw_label(logprobs: Mapping[str, float], temperature: float, seed: int) -> str:
    """The likeliest label; with a temperature, one drawn with the seed."""
    if temperature == 0:
        return max(logprobs, key=lambda label: logprobs[label])
    # Relative to the likeliest: else a small temperature makes all weights 0.
    peak = max(logprobs.values())
    weights = [math.exp((logp - peak) / temperature) for logp in logprobs.values()]
    return random.Random(seed).choices(list(logprobs), weights)[0]
