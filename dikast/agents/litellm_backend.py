"""The only module that imports litellm: it keeps it quiet and off the network, and closes its connections."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
import logging
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from pydantic import JsonValue

from dikast.agents.price import Price
from dikast.errors import BadInput, nearest

log = logging.getLogger(__name__)

NAMES = "a model is PROVIDER/MODEL, endpoint/MODEL, local/MODEL, pkg.mod:attr, scripted:FILE or human"
OWN_PREFIXES = ("endpoint", "local")
# How texts begin that litellm replaces by a secret (`litellm.secret_managers.main.get_secret`).
REFERENCES = ("os.environ/", "oidc/")
# Providers whose names of sign-in settings litellm lists only in part.
SIGN_IN_PREFIXES = ("aws_", "azure_", "watsonx_", "oci_")
# Settings of litellm that change only what the model is asked, and regions.
HARMLESS_SETTINGS = frozenset(
    "allowed_openai_params api_version aws_region_name drop_params enable_prompt_caching metadata region_name tags "
    "vertex_location vertex_project watsonx_region_name".split()
)


@dataclass(frozen=True, slots=True)
class HostedModel:
    """What litellm knows about a model, or assumes about one that is not in its table.

    `parameters` are those of the OpenAI protocol that it takes, `takes_schema` says whether a JSON schema is one of
    them.
    """

    provider: str
    parameters: frozenset[str]
    takes_schema: bool
    takes_images: bool
    price: Price | None = None


def load() -> ModuleType:
    """litellm, imported at the first call (2 s): it fetches no price list, prints nothing and logs nothing."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import litellm

    module: ModuleType = litellm
    litellm.suppress_debug_info = True
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logger = logging.getLogger(name)
        # A level that the user has set stays.
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL)
    return module


def look_up(model: str, *, is_own_server: bool) -> HostedModel:
    """The model as litellm knows it, without any call.

    `is_own_server` says that requests go to the user's own server, whose models litellm can't know. Of such a model,
    and of one that is not in litellm's table, we assume that it takes JSON schemas and images. Raises BadInput for a
    provider that litellm does not have.
    """
    litellm = load()
    try:
        name, provider, _, _ = litellm.get_llm_provider(model)
    except litellm.BadRequestError:
        raise _unknown_model(model, litellm) from None
    parameters = litellm.get_supported_openai_params(model=name, custom_llm_provider=provider) or ()
    # Some of the table's keys begin with the provider, others are the bare name.
    table = litellm.model_cost
    entry = table.get(f"{provider}/{name}", table.get(name, {}))
    # Assumed of an unknown model: a parameter that the server refuses is left out later, but one never sent is lost.
    takes_schema = True
    takes_images = True
    if entry and not is_own_server:
        takes_schema = litellm.supports_response_schema(name, provider)
        takes_images = litellm.supports_vision(name, provider)
    return HostedModel(
        provider=provider,
        parameters=frozenset(parameters),
        takes_schema=takes_schema,
        takes_images=takes_images,
        price=_price(entry),
    )


def refusal(model: str, settings: Mapping[str, Any]) -> str | None:
    """Why litellm would refuse these sampling settings for the model, found without any call; None if it takes them.

    It raises this at each call otherwise: `openai/gpt-5` takes no temperature but 1.
    """
    litellm = load()
    import openai

    name, provider, _, _ = litellm.get_llm_provider(model)
    try:
        litellm.utils.get_optional_params(model=name, custom_llm_provider=provider, **settings)
    except litellm.UnsupportedParamsError as error:
        # The rest is about litellm's own switches.
        message = str(error).removeprefix("litellm.UnsupportedParamsError: ")
        return " ".join(message.split(" To drop ")[0].split())
    # It is no public function: what else it trips over shows in the call itself.
    except (openai.OpenAIError, AttributeError, LookupError, TypeError, ValueError) as error:
        log.debug("litellm could not check the settings of %s: %s", model, error)
    return None


def check_extra(extra: Mapping[str, JsonValue]) -> None:
    """Raises BadInput for what is no parameter of the model: a setting of litellm, or a reference to a secret.

    litellm's settings say where a call goes, with which key, and who else is sent it. A reference is a text that
    litellm replaces by a variable of the environment or by a file.
    """
    if not extra:
        return
    load()
    from litellm.types.router import CredentialLiteLLMParams
    from litellm.types.utils import is_litellm_owned_kwarg

    for name, value in extra.items():
        is_credential = name in CredentialLiteLLMParams.model_fields or name.startswith(SIGN_IN_PREFIXES)
        if name not in HARMLESS_SETTINGS and (is_credential or is_litellm_owned_kwarg(name)):
            raise BadInput(f"extra is for the model's parameters, and {name!r} is a setting of litellm; leave it out")
        if any(text.startswith(REFERENCES) for text in _texts(value)):
            raise BadInput(
                f"extra can't refer to the environment or to a file, as {name!r} does; give the value itself"
            )


def _texts(value: JsonValue) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(value, str):
        yield value.strip()
    elif isinstance(value, dict):
        for key, item in value.items():
            yield key
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _unknown_model(model: str, litellm: ModuleType) -> BadInput:
    """The error for an unknown provider, with the nearest one, or else with all kinds of names."""
    providers = [str(provider.value) for provider in litellm.provider_list]
    hint = nearest(model.partition("/")[0], [*providers, *OWN_PREFIXES])
    # Without a near one, `nearest` would list a hundred providers.
    if not hint.startswith("did"):
        hint = NAMES
    return BadInput(f"unknown model {model!r}: {hint}")


def _price(entry: Mapping[str, Any]) -> Price | None:
    """The price in an entry of litellm's table. None if it has none, or only zeros, which mean unknown there."""
    # A key may be missing, or there with the value None.
    input_usd = float(entry.get("input_cost_per_token") or 0)
    output_usd = float(entry.get("output_cost_per_token") or 0)
    if input_usd == output_usd == 0:
        return None
    cached_usd = entry.get("cache_read_input_token_cost")
    if cached_usd is None:
        # Without a price of its own, cached input costs what other input does.
        cached_usd = input_usd
    return Price(input_usd, output_usd, float(cached_usd))


def missing_keys(model: str) -> list[str]:
    """The environment variables that could hold the model's key, if none of them is set; else an empty list.

    Clouds that sign in without a key (AWS, Google, Azure) need none of them.
    """
    known = load().validate_environment(model)
    if known["keys_in_environment"]:
        return []
    names: list[str] = []
    for name in known["missing_keys"]:
        # The other missing variables are not keys: an API version, a region, a project.
        is_key = name.endswith("_API_KEY")
        if is_key and not name.startswith("AZURE_"):
            names.append(name)
    return names


async def close_connections(loop: asyncio.AbstractEventLoop) -> None:
    """Close what litellm keeps open for this event loop: its HTTP clients, and the task that calls its callbacks."""
    from litellm.litellm_core_utils.logging_worker import GLOBAL_LOGGING_WORKER

    clients: dict[str, Any] = load().in_memory_llm_clients_cache.cache_dict
    # litellm ends the key of a client with the id of the event loop that uses it.
    for key in list(clients):
        if not key.endswith(f"-{id(loop)}"):
            continue
        # Clients of different libraries close in different ways: some at once, some by a coroutine.
        closing = clients.pop(key).close()
        if inspect.isawaitable(closing):
            await closing
    # litellm keeps tasks of event loops that have ended, and can't wait for those; its own of this loop are cancelled.
    with contextlib.suppress(RuntimeError):
        await GLOBAL_LOGGING_WORKER.stop()
