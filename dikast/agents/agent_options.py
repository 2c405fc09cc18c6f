"""Option sets: what may stand beside `model:` for each kind of agent, checked before anything is called."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from typing import Annotated, Literal, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, JsonValue, ValidationError

from dikast.agents.price import Price, UsdPerMillion
from dikast.errors import BadInput
from dikast.input_files import Document, bad_input

OptionsT = TypeVar("OptionsT", bound="AgentOptions")
NOT_IDENTITY = frozenset({"timeout_s", "api_key_env", "threads", "slots", "usd_per_million"})


def _plain_url(url: str) -> str:
    """The URL without a closing slash. Refuses one that carries a name, a key or a query: URLs stand in records."""
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"must be an http:// or https:// URL, got {parts.scheme + ':' if parts.scheme else ''}…")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("got a URL with a user, password, query or fragment; name a key's variable in api_key_env")
    return url.rstrip("/")


ApiBase = Annotated[str, AfterValidator(_plain_url)]
Temperature = Annotated[float, Field(ge=0, le=2, allow_inf_nan=False)]


class AgentOptions(BaseModel):
    """Frozen, closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    @classmethod
    def of(cls: type[OptionsT], values: Mapping[str, JsonValue], where: str | None = None) -> OptionsT:
        """The options in a mapping; BadInput says which is wrong and the nearest right key."""
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise bad_input(error, cls, Document(dict(values), where or "agent options")) from None

    def identity(self, model: str) -> str:
        """`model?temperature=0&…`: the model and every option that is set and changes the answers; never a key."""
        default = {name: field.default for name, field in type(self).model_fields.items()}
        parts = [
            f"{name}={_short(value)}"
            for name, value in self.model_dump().items()
            if name not in NOT_IDENTITY and value != default[name] and value != {}
        ]
        return f"{model}?{'&'.join(parts)}" if parts else model


class NoOptions(AgentOptions):
    """Agents that take none."""


class LocalOptions(AgentOptions):
    """The embedded model: sampling, and what it may take of this machine."""

    temperature: Temperature | None = None
    max_tokens: int | None = Field(default=None, gt=0)
    context: int | None = Field(default=None, gt=0)
    threads: int | None = Field(default=None, gt=0)
    slots: int | None = Field(default=None, gt=0)


class ChatOptions(AgentOptions):
    """What every model behind a network takes.

    `timeout_s` bounds one whole call. `logprobs: false` asks for no token log-probabilities, for a backend that
    charges for them or gives wrong ones. `images` says whether the model takes images, where that is not known of it
    otherwise (litellm's table, else yes). `api_key_env` names the environment variable that holds the key.
    `usd_per_million` is the price, for a model whose price nobody else knows, or another one than the list's.
    """

    api_key_env: str | None = None
    temperature: Temperature | None = None
    top_p: float | None = Field(default=None, gt=0, le=1)
    max_tokens: int | None = Field(default=None, gt=0)
    timeout_s: float = Field(default=300.0, gt=0, allow_inf_nan=False)
    logprobs: bool = True
    images: bool | None = None
    usd_per_million: UsdPerMillion | None = None

    def sampling(self) -> dict[str, float | int]:
        """The sampling settings that were set, under their names in the OpenAI protocol."""
        settings = {"temperature": self.temperature, "top_p": self.top_p, "max_tokens": self.max_tokens}
        return {name: value for name, value in settings.items() if value is not None}

    def price(self) -> Price | None:
        """The price that was given."""
        return self.usd_per_million.price() if self.usd_per_million else None

    def api_key(self) -> str | None:
        """The key in the variable `api_key_env`; None if no variable is named. Raises BadInput if it is not set."""
        if self.api_key_env is None:
            return None
        key = os.environ.get(self.api_key_env)
        if not key:
            raise BadInput(f"api_key_env names {self.api_key_env!r}, which the environment does not have; set it")
        return key


class HostedOptions(ChatOptions):
    """A litellm model. `api_base` is another server that speaks the provider's protocol.

    That server is sent the provider's key from the environment, unless `api_key_env` names another.
    """

    api_base: ApiBase | None = None
    reasoning_effort: Literal["none", "minimal", "low", "medium", "high"] | None = None


class EndpointOptions(ChatOptions):
    """An OpenAI-compatible server. `extra` goes into the body of every request as it stands, and into the records."""

    api_base: ApiBase
    extra: dict[str, JsonValue] = Field(default_factory=dict)


def _short(value: object) -> str:
    if isinstance(value, float):
        return format(value, "g")
    return value if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
