"""HostedAgent: any model that litellm reaches."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from dikast.agents import litellm_backend
from dikast.agents.ability import Ability
from dikast.agents.agent import Reply, Request
from dikast.agents.agent_options import HostedOptions
from dikast.agents.http_errors import clean_message, http_error
from dikast.agents.http_transport import path_hint
from dikast.agents.inner_calls import traced_if_nested
from dikast.agents.openai_request import (
    IDEMPOTENCY_HEADER,
    NO_LOGPROBS,
    form_parameters,
    wire_messages,
    wire_seed,
    with_room,
)
from dikast.agents.openai_response import ChatCompletion, check_size
from dikast.agents.price import Price
from dikast.agents.prompt_cache import needs_breakpoints, with_breakpoint
from dikast.agents.request_adaptations import RequestAdaptations
from dikast.agents.usage_count import UsageCounter
from dikast.errors import AgentError, BadInput, PermanentError, TransientError
from dikast.masking import keep_environment_keys, keep_proxy_passwords

if TYPE_CHECKING:
    import openai

# litellm insists on a key, even for a server that wants none.
_PLACEHOLDER_KEY = "none"
# Providers whose servers answer a repeated key with the first answer, or ignore it.
TAKE_IDEMPOTENCY_KEYS = frozenset({"openai", "azure", "openrouter", "together_ai", "hosted_vllm", "litellm_proxy"})


class HostedAgent:
    """A litellm model: `openai/…`, `anthropic/…`, and those of a hundred more providers.

    litellm's own retries are off, because whatever wraps the agent retries. Parameters that the model does not take
    (a seed, log-probabilities, a JSON schema) are left out; options set by the user never are.
    """

    def __init__(self, model: str, options: HostedOptions) -> None:
        """Raises BadInput for an unknown provider, a missing key, or an option that the model does not take."""
        self._model = model
        self._options = options
        # Built once, since the journal reads the name for every key.
        self._name = options.identity(model)
        self._sampling = options.sampling()
        self._key = options.api_key()
        self._known = litellm_backend.look_up(model, is_own_server=options.api_base is not None)
        self._adaptations = RequestAdaptations()
        self._usage = UsageCounter(self._name)
        self._loop: asyncio.AbstractEventLoop | None = None
        keep_proxy_passwords()
        self._check_key()
        self._check_options()

    @property
    def name(self) -> str:
        """`PROVIDER/MODEL`, with the options that change the replies."""
        return self._name

    @property
    def takes_images(self) -> bool:
        """Whether the model takes images, by the options or else by litellm's table."""
        if self._options.images is None:
            return self._known.takes_images
        return self._options.images

    def lacks(self, ability: Ability) -> str | None:
        """Likelihoods; log-probabilities where none are asked for, or the model is known to give none."""
        if ability == "likelihoods":
            return "chat completions don't say how likely a given text is"
        if not self._options.logprobs:
            return NO_LOGPROBS
        if "logprobs" not in self._known.parameters:
            return "litellm knows that its provider gives no token log-probabilities"
        return None

    @property
    def max_reply_tokens(self) -> int | None:
        """The most tokens of a reply, by the options; None without a limit."""
        return self._options.max_reply_tokens()

    @traced_if_nested("model")
    async def reply(self, request: Request) -> Reply:
        """The model's reply. Raises TransientError, RateLimited or PermanentError."""
        self._loop = asyncio.get_running_loop()
        _connected.add(self)
        # At every call, because a program may set a key after the agent was made. Any of them may be litellm's choice.
        keep_environment_keys()
        started = time.perf_counter()
        send = partial(self._call, idempotency_key=request.idempotency_key)
        response = await self._adaptations.call(self._parameters(request), send)
        # A cost of 0 means that the model's price is missing in litellm's table.
        listed_usd = response._hidden_params.get("response_cost") or None
        try:
            completion = ChatCompletion.model_validate(response.model_dump())
        except ValueError:
            raise TransientError("the reply is no chat completion: it has no choices", is_answered=True) from None
        seconds = time.perf_counter() - started
        reply = completion.reply(
            request.form,
            seconds=seconds,
            cost_usd=listed_usd,
            price=self._options.price(),
        )
        check_size(len(reply.text))
        return self._usage.checked(reply, request, self.price())

    def price(self) -> Price | None:
        """The price in the options, or else in litellm's table; None for a model that is not there."""
        return self._options.price() or self._known.price

    async def aclose(self) -> None:
        """Release the connections.

        litellm shares them between its models, so the last agent of an event loop closes them all. In an event loop
        that the agent has not used, nothing happens.
        """
        loop, self._loop = self._loop, None
        _connected.discard(self)
        if loop is not asyncio.get_running_loop():
            return
        if not any(agent._loop is loop for agent in _connected):
            await litellm_backend.close_connections(loop)

    def _parameters(self, request: Request) -> dict[str, Any]:
        """The parameters that a backend may want otherwise: messages, sampling, seed and those of the form.

        Of seed and form those that litellm does not list for the model are left out.
        """
        parameters = {
            "seed": wire_seed(request),
            **self._form_parameters(request),
        }
        supported = {name: value for name, value in parameters.items() if name in self._known.parameters}
        messages = wire_messages(request.messages)
        if needs_breakpoints(self._known.provider, self._model):
            messages = with_breakpoint(messages, request.purpose)
        return with_room({"messages": messages, **supported, **self._sampling}, request)

    def _form_parameters(self, request: Request) -> dict[str, Any]:
        """The parameters for the request's form, as litellm takes them."""
        if not isinstance(request.form, type):
            return form_parameters(request, logprobs=self._options.logprobs)
        if not self._known.takes_schema:
            return {}
        # The class itself, because litellm turns it into the kind of schema that each provider wants.
        return {"response_format": request.form}

    async def _call(self, parameters: Mapping[str, Any], *, idempotency_key: str) -> Any:
        """litellm's response. Raises AgentErrors; no message contains a key."""
        litellm = litellm_backend.load()
        # litellm's exceptions are subclasses of openai's.
        import openai

        try:
            async with asyncio.timeout(self._options.timeout_s):
                return await litellm.acompletion(
                    model=self._model,
                    **{**self._settings(), **parameters},
                    **self._headers(idempotency_key),
                )
        except (TimeoutError, litellm.Timeout):
            raise TransientError(f"no reply within {self._options.timeout_s:g} s") from None
        except openai.APIError as error:
            raise self._agent_error(error) from None
        except Exception as error:
            raise PermanentError(f"{type(error).__name__}: {clean_message(str(error))}") from error

    def _headers(self, idempotency_key: str) -> dict[str, Any]:
        """The parameter with the headers of one call, for providers that take its key."""
        takes_key = self._known.provider in TAKE_IDEMPOTENCY_KEYS or self._options.api_base is not None
        if not idempotency_key or not takes_key:
            return {}
        return {"extra_headers": {IDEMPOTENCY_HEADER: idempotency_key}}

    def _settings(self) -> dict[str, Any]:
        """The parameters that are the same in every call."""
        server = {"api_base": self._options.api_base, "api_key": self._key}
        return {
            **{name: value for name, value in server.items() if value is not None},
            **self._options.extra,
            "timeout": self._options.timeout_s,
            # litellm and the OpenAI client below it count retries under different names.
            "num_retries": 0,
            "max_retries": 0,
        }

    def _agent_error(self, error: openai.APIError) -> AgentError:
        """The AgentError for one of litellm's exceptions: by its HTTP status, or else one that may pass."""
        # Not every class of openai's errors has a status: a connection that failed has none.
        message = clean_message(str(error))
        status = getattr(error, "status_code", None)
        if not isinstance(status, int) or status < 400:
            return TransientError(message)
        code = None
        # Errors that litellm raises itself, before any request, have no body.
        body = getattr(error, "body", None)
        if isinstance(body, dict):
            code = body.get("code")
        message += path_hint(self._options.api_base, status)
        headers = getattr(error, "litellm_response_headers", None)
        return http_error(status, message, headers, code)

    def _check_key(self) -> None:
        """Raise BadInput if a provider would be called without the key it needs."""
        # The options name a key, and `api_key` has found it.
        if self._key is not None:
            return
        missing = litellm_backend.missing_keys(self._model)
        if not missing:
            return
        if self._options.api_base is None:
            raise BadInput(
                f"{self._model!r} needs a key: set {' or '.join(missing)}, or name its variable in api_key_env"
            )
        self._key = _PLACEHOLDER_KEY

    def _check_options(self) -> None:
        """Raise BadInput if the user set an option that the model does not take, or a setting of litellm itself."""
        litellm_backend.check_extra(self._options.extra)
        for name in self._sampling:
            if name not in self._known.parameters:
                raise BadInput(f"{self._model!r} takes no {name}; leave it out")
        refusal = litellm_backend.refusal(self._model, self._sampling)
        if refusal is not None:
            settings = ", ".join(f"{name}: {value}" for name, value in self._sampling.items())
            raise BadInput(f"{self._model!r} does not take {settings}; leave out what it refuses: {refusal}")


# litellm's connections belong to the process, not to an agent. The last agent of an event loop closes them.
_connected: WeakSet[HostedAgent] = WeakSet()
