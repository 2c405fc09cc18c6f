"""Options of agents: what may be written beside `model:` for each kind of agent, checked before any call."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from dikast.agents.price import Price, UsdPerMillion
from dikast.errors import BadInput
from dikast.input_files import Document, bad_input
from dikast.masking import keep_secret, mask

_VERSION_QUERY = re.compile(r"api-version=[\w.-]+")
_SECRETS_IN_URL = (
    "got a URL with a user, password, query or fragment; give the key in an environment variable, and the "
    "variable's name in api_key_env"
)
# What Dikast itself sends, or keeps out of records.
_NOT_EXTRA = frozenset(
    "model messages api_base api_key base_url headers extra_headers stream n timeout num_retries max_retries fallbacks "
    "seed mock_response temperature top_p max_tokens reasoning_effort".split()
)
OptionsT = TypeVar("OptionsT", bound="AgentOptions")

# Options that change no reply. Agents that differ only in them share their journalled replies.
NOT_IDENTITY = frozenset({"timeout_s", "api_key_env", "threads", "slots", "usd_per_million", "ca_file"})

SAMPLING = frozenset({"temperature", "top_p", "max_tokens", "reasoning_effort"})


def _check_base(url: str) -> str:
    """As `_check_url`; only a version may be in a query, as Azure has it: `?api-version=2024-10-21`."""
    base, mark, query = url.partition("?")
    base = _check_url(base)
    if mark and not _VERSION_QUERY.fullmatch(query):
        raise ValueError(f"{_SECRETS_IN_URL}; only ?api-version=… can be in a query")
    if base.endswith("/chat/completions"):
        raise ValueError("ends in /chat/completions, which is added by itself; leave it out")
    return f"{base}{mark}{query}"


def _check_url(url: str) -> str:
    """The URL without a closing slash.

    Raises ValueError for anything but an HTTP URL, and for a URL that could hold a secret, since it appears in records.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        # Only the scheme is quoted, because the rest may hold a password.
        scheme = f"{parts.scheme}:" if parts.scheme else ""
        raise ValueError(f"must be an http:// or https:// URL, got {scheme}…")
    if any((parts.username, parts.password, parts.query, parts.fragment)):
        raise ValueError(_SECRETS_IN_URL)
    return url.rstrip("/")


ApiBase = Annotated[str, AfterValidator(_check_url)]
EndpointBase = Annotated[str, AfterValidator(_check_base)]
Temperature = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]


class AgentOptions(BaseModel):
    """Base of all options: frozen, without unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)

    @classmethod
    def of(cls: type[OptionsT], values: Mapping[str, JsonValue], where: str | None = None) -> OptionsT:
        """The options in a mapping. Raises BadInput, which names the wrong key and the nearest right one."""
        data = dict(values)
        try:
            return cls.model_validate(data)
        except ValidationError as error:
            document = Document(data, where or "agent options")
            raise bad_input(error, cls, document) from None

    def identity(self, model: str) -> str:
        """The agent's name: the model, and the options that are set and change the replies.

        Example: `endpoint/qwen?temperature=0&api_base=http://127.0.0.1:8000/v1`. It is in records and journal keys, so
        neither the order of the options nor their format may ever change.
        """
        fields = type(self).model_fields
        settings: dict[str, object] = {}
        for name, value in self.model_dump().items():
            # The default of `extra` comes from a factory, so it is not in the field: an empty mapping is not set.
            is_default = value in (fields[name].default, {})
            if name not in NOT_IDENTITY and not is_default:
                settings[name] = value
        return named_with(model, settings)


class NoOptions(AgentOptions):
    """For agents without options."""


class LocalOptions(AgentOptions):
    """The embedded model: how replies are sampled, and how much of this machine it may use.

    `context` is in tokens, for each of the `slots` requests that are answered at once, on `threads` threads: by default
    all processors that they can keep busy (see `llama_config`).
    """

    temperature: Temperature | None = None
    max_tokens: int | None = Field(default=None, gt=0)
    context: int | None = Field(default=None, gt=0)
    threads: int | None = Field(default=None, gt=0)
    slots: int | None = Field(default=None, gt=0)


class KeyOptions(AgentOptions):
    """Options of what may want a key. `api_key_env` names the environment variable that holds it."""

    api_key_env: str | None = None

    def api_key(self) -> str | None:
        """The key in the variable `api_key_env`; None if no variable is named. Raises BadInput if it is not set."""
        if self.api_key_env is None:
            return None
        key = os.environ.get(self.api_key_env)
        # An empty variable counts as missing: the server would only say that the key is wrong.
        if not key:
            raise BadInput(f"api_key_env names {self.api_key_env!r}, which the environment does not have; set it")
        keep_secret(key)
        return key


class ChatOptions(KeyOptions):
    """Options of every model behind a network.

    `timeout_s` limits one whole call, in seconds.
    `logprobs: false` asks for no token log-probabilities, for a backend that charges for them or returns wrong ones.
    `images` says whether the model takes images, where litellm's table does not know it. `usd_per_million` is the
    price; it replaces the one in litellm's list.
    """

    temperature: Temperature | None = None
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_tokens: int | None = Field(default=None, gt=0)
    timeout_s: float = Field(default=300.0, gt=0, allow_inf_nan=False)
    logprobs: bool = True
    images: bool | None = None
    usd_per_million: UsdPerMillion | None = None

    def sampling(self) -> dict[str, float | int | str]:
        """The sampling settings that are set, under their names in the OpenAI protocol: `{"temperature": 0.0}`."""
        return self.model_dump(include=set(SAMPLING), exclude_none=True)

    def max_reply_tokens(self) -> int | None:
        """The most tokens of a reply that a request asks for; None without a limit."""
        return self.max_tokens

    def price(self) -> Price | None:
        """The price in the options, if there is one."""
        if self.usd_per_million is None:
            return None
        return self.usd_per_million.price()


def _check_extra(extra: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """The parameters. Raises ValueError for one that has an option of its own, or that would break a call."""
    for name in extra:
        if name in _NOT_EXTRA:
            raise ValueError(f"{name!r} can't be in it; give it as an option, if there is one")
    return extra


class HostedOptions(ChatOptions):
    """A litellm model. `api_base` is another server that speaks the provider's protocol.

    That server gets the provider's key from the environment, unless `api_key_env` names another. `extra` are further
    parameters of litellm or of the provider, which are in the records.
    """

    api_base: ApiBase | None = None
    extra: Annotated[dict[str, JsonValue], AfterValidator(_check_extra)] = Field(default_factory=dict)
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high"] | None = None


class EndpointOptions(ChatOptions):
    """An OpenAI-compatible server. `extra` is added unchanged to the body of every request, and is in the records.

    `ca_file` holds certificates to trust besides the machine's own. `likelihood` says how the server scores a given
    text, for `route: likelihood`: by `prompt_logprobs` in a chat, as vLLM does, or by `echo` in a completion.
    """

    api_base: EndpointBase
    ca_file: str | None = None
    extra: dict[str, JsonValue] = Field(default_factory=dict)
    likelihood: Literal["prompt_logprobs", "echo"] | None = None

    def max_reply_tokens(self) -> int | None:
        """The most tokens of a reply that a request asks for, under either of its names."""
        # `extra` replaces what the options say.
        for name in ("max_completion_tokens", "max_tokens"):
            limit = self.extra.get(name)
            if isinstance(limit, int) and limit > 0:
                return limit
        return self.max_tokens


class HttpOptions(KeyOptions):
    """An agent behind a URL. `api_key_env` names the variable with the key that is sent as a bearer token.

    `timeout_s` limits one whole call, in seconds; `ca_file` holds certificates to trust besides the machine's own;
    `images` says whether the server takes images. `send` is sent with every request unchanged, and is in the records.
    """

    timeout_s: float = Field(default=300.0, gt=0, allow_inf_nan=False)
    ca_file: str | None = None
    images: bool = False
    send: dict[str, JsonValue] = Field(default_factory=dict)


def check_agent_url(url: str) -> str:
    """The URL of an HTTP agent. Raises BadInput for one that could hold a secret, since it appears in records."""
    try:
        return _check_url(url)
    except ValueError as error:
        raise BadInput(f"the URL of an agent: {error}") from None


def named_with(name: str, settings: Mapping[str, object]) -> str:
    """A name with the settings behind it: `endpoint/qwen?temperature=0`."""
    if not settings:
        return name
    # A setting may hold anything, such as a URL with a password.
    return mask(f"{name}?{'&'.join(f'{key}={_format_value(value)}' for key, value in settings.items())}")


def _format_value(value: object) -> str:
    """A value as it appears in an agent's name. Names are in journal keys, so this must never change."""
    if isinstance(value, str):
        return value
    # With six digits, and 0.0 as `0`.
    if isinstance(value, float):
        return format(value, "g")
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
