"""HostedAgent: any model that litellm reaches."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from dikast.agents import litellm_backend
from dikast.agents.agent import Reply, Request
from dikast.agents.agent_options import HostedOptions
from dikast.agents.http_errors import http_error, shown
from dikast.agents.openai_request import wire_form, wire_messages, wire_seed
from dikast.agents.openai_response import ChatCompletion, check_size
from dikast.agents.price import Price
from dikast.agents.prompt_cache import marked, needs_marks
from dikast.agents.unsupported_params import UnsupportedParams
from dikast.errors import AgentError, BadInput, PermanentError, TransientError

if TYPE_CHECKING:
    import openai

_PLACEHOLDER_KEY = "none"
_SECRET_ENDINGS = ("_KEY", "_TOKEN", "_SECRET")


class HostedAgent:
    """A litellm model: `openai/…`, `anthropic/…`, and a hundred providers more.

    litellm's own retries are off: that is for whoever wraps the agent. Parameters that the model does not take
    (a seed, log-probabilities, a JSON schema) are left out; options set by the user never are.
    """

    def __init__(self, model: str, options: HostedOptions) -> None:
        """Raises BadInput for an unknown provider, a missing key, or an option that the model does not take."""
        self._model = model
        self._options = options
        self._key = options.api_key()
        self._known = litellm_backend.look_up(model, is_own_server=options.api_base is not None)
        self._refusals = UnsupportedParams()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._check_key()
        self._check_options()

    @property
    def name(self) -> str:
        """`PROVIDER/MODEL`, with the options that change the answers."""
        return self._options.identity(self._model)

    @property
    def takes_images(self) -> bool:
        """Whether the model can be shown images: as the options say, else as litellm's table has it."""
        return self._known.takes_images if self._options.images is None else self._options.images

    async def reply(self, request: Request) -> Reply:
        """The model's reply. Raises TransientError, RateLimited or PermanentError."""
        self._loop = asyncio.get_running_loop()
        _connected.add(self)
        started = time.perf_counter()
        response = await self._refusals.answer(self._parameters(request), self._call)
        listed = response._hidden_params.get("response_cost") or None  # 0 stands in its list for what nobody entered
        try:
            completion = ChatCompletion.model_validate(response.model_dump())
        except ValueError:
            raise TransientError("the reply is no chat completion: it has no choices") from None
        reply = completion.reply(
            request.form, seconds=time.perf_counter() - started, cost_usd=listed, price=self._options.price()
        )
        check_size(len(reply.text))
        return reply

    def price(self) -> Price | None:
        """The price that was given, else the one in litellm's list; None for a model that is not there."""
        return self._options.price() or self._known.price

    async def aclose(self) -> None:
        """Give the connections back; litellm shares them, so the last agent of an event loop closes them all."""
        loop, self._loop = self._loop, None
        _connected.discard(self)
        if loop is asyncio.get_running_loop() and not any(agent._loop is loop for agent in _connected):
            await litellm_backend.close_connections(loop)

    def _parameters(self, request: Request) -> dict[str, Any]:
        """What changes from call to call, as far as the model takes it."""
        form = {} if isinstance(request.form, type) else wire_form(request, logprobs=self._options.logprobs)
        if isinstance(request.form, type) and self._known.takes_schema:
            form = {"response_format": request.form}
        wanted = {"seed": wire_seed(request), **form}
        taken = {name: value for name, value in wanted.items() if name in self._known.parameters}
        messages = wire_messages(request.messages)
        if needs_marks(self._known.provider, self._model):
            messages = marked(messages, request.purpose)
        return {"messages": messages, **taken}

    async def _call(self, parameters: Mapping[str, Any]) -> Any:
        """litellm's response, or our error for what went wrong; no message holds a key."""
        litellm = litellm_backend.load()
        import openai  # litellm's exceptions are openai's

        try:
            async with asyncio.timeout(self._options.timeout_s):
                return await litellm.acompletion(model=self._model, **self._settings(), **parameters)
        except (TimeoutError, litellm.Timeout):
            raise TransientError(f"no reply within {self._options.timeout_s:g} s") from None
        except openai.APIError as error:
            raise self._agent_error(error) from None
        except Exception as error:
            raise PermanentError(f"{type(error).__name__}: {shown(str(error), self._secrets())}") from error

    def _settings(self) -> dict[str, Any]:
        """What is the same for every call."""
        options = self._options
        given = {"api_base": options.api_base, "api_key": self._key, "reasoning_effort": options.reasoning_effort}
        settings = {name: value for name, value in given.items() if value is not None}
        return {**settings, **options.sampling(), "timeout": options.timeout_s, "num_retries": 0, "max_retries": 0}

    def _agent_error(self, error: openai.APIError) -> AgentError:
        message = shown(str(error), self._secrets())
        status = getattr(error, "status_code", None)
        if not isinstance(status, int) or status < 400:
            return TransientError(message)
        code = error.body.get("code") if isinstance(error.body, dict) else None
        return http_error(status, message, getattr(error, "litellm_response_headers", None), code)

    def _secrets(self) -> tuple[str, ...]:
        """The keys that a backend could have been sent, and could repeat in a refusal."""
        around = (v for k, v in os.environ.items() if k.endswith(_SECRET_ENDINGS) and len(v) >= 8)
        return (*((self._key,) if self._key else ()), *around)

    def _check_key(self) -> None:
        if self._key is not None:
            return
        missing = litellm_backend.missing_keys(self._model)
        if missing and self._options.api_base is not None:
            self._key = _PLACEHOLDER_KEY
        elif missing:
            raise BadInput(
                f"{self._model!r} needs a key: set {' or '.join(missing)}, or name its variable in api_key_env"
            )

    def _check_options(self) -> None:
        asked = {**self._options.sampling(), "reasoning_effort": self._options.reasoning_effort}
        for name, value in asked.items():
            if value is not None and name not in self._known.parameters:
                raise BadInput(f"{self._model!r} takes no {name}; leave it out")


# litellm's connections are the process's, not an agent's: the last one to leave an event loop closes them.
_connected: WeakSet[HostedAgent] = WeakSet()
