"""litellm, imported nowhere else: quietly, without its network look-ups, and with its connections given back."""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from dikast.agents.price import Price
from dikast.errors import BadInput, nearest

FORMS = "a model is PROVIDER/MODEL, endpoint/MODEL, local/MODEL, pkg.mod:attr, scripted:FILE or human"
OWN_PREFIXES = ("endpoint", "local")


@dataclass(frozen=True, slots=True)
class HostedModel:
    """What litellm knows of a model: provider, the parameters it takes, whether JSON schemas are too, price.

    `takes_images` is what its table says; a model that is not in it is taken to.
    """

    provider: str
    parameters: frozenset[str]
    takes_schema: bool
    takes_images: bool
    price: Price | None = None


def load() -> ModuleType:
    """litellm, imported at the first call (2 s): no price list fetched, nothing printed, nothing logged."""
    os.environ.setdefault("LITELLM_LOCAL_MODEL_COST_MAP", "True")
    import litellm

    litellm.suppress_debug_info = True
    for name in ("LiteLLM", "LiteLLM Router", "LiteLLM Proxy"):
        logger = logging.getLogger(name)
        if logger.level == logging.NOTSET:
            logger.setLevel(logging.CRITICAL)
    return litellm


def look_up(model: str, *, is_own_server: bool) -> HostedModel:
    """The model as litellm knows it, without any call.

    `is_own_server` says that requests go to the user's own server, about whose models litellm knows nothing. Raises
    BadInput for a provider that litellm does not have.
    """
    litellm = load()
    try:
        name, provider, _, _ = litellm.get_llm_provider(model)
    except litellm.BadRequestError:
        word = model.partition("/")[0]
        providers = [str(p.value) for p in litellm.provider_list]
        hint = nearest(word, [*providers, *OWN_PREFIXES])
        raise BadInput(f"unknown model {model!r}: {hint if hint.startswith('did') else FORMS}") from None
    parameters = litellm.get_supported_openai_params(model=name, custom_llm_provider=provider) or ()
    listed = litellm.model_cost.get(f"{provider}/{name}") or litellm.model_cost.get(name)
    takes_schema = is_own_server or not listed or litellm.supports_response_schema(name, provider)
    takes_images = is_own_server or not listed or litellm.supports_vision(name, provider)
    return HostedModel(provider, frozenset(parameters), takes_schema, takes_images, _price(listed))


def _price(listed: Mapping[str, Any] | None) -> Price | None:
    """The price in an entry of litellm's list. None without one, or with nothing but zeros in it."""
    input, output = (float((listed or {}).get(f"{way}_cost_per_token") or 0) for way in ("input", "output"))
    if not input and not output:
        return None
    cached = (listed or {}).get("cache_read_input_token_cost")
    return Price(input, output, input if cached is None else float(cached))


def missing_keys(model: str) -> list[str]:
    """The environment variables, any of which would hold the key that the environment does not have.

    Clouds that sign in by other ways than a key (AWS, Google, Azure) are left to do so.
    """
    known = load().validate_environment(model)
    if known["keys_in_environment"]:
        return []
    return [k for k in known["missing_keys"] if k.endswith("_API_KEY") and not k.startswith("AZURE_")]


async def close_connections(loop: asyncio.AbstractEventLoop) -> None:
    """Close what litellm keeps open for this event loop: its HTTP clients, and the task that feeds its callbacks."""
    from litellm.litellm_core_utils.logging_worker import GLOBAL_LOGGING_WORKER

    clients: dict[str, Any] = load().in_memory_llm_clients_cache.cache_dict
    for key in [key for key in clients if key.endswith(f"-{id(loop)}")]:
        closing = clients.pop(key).close()
        if inspect.isawaitable(closing):
            await closing
    await GLOBAL_LOGGING_WORKER.stop()
