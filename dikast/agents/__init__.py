"""Who speaks: hosted models, the embedded model, LangChain runnables, callables, people, recordings.

Every agent has one async method, `reply(request)`. Retries, limits and the journal are agents that wrap an agent.
"""

from dikast.agents.adapters import as_agent
from dikast.agents.agent import Agent, Choices, Closable, Form, Likelihood, LimitsReplies, Reply, Request, TakesImages
from dikast.agents.callable_agent import raise_agent_errors
from dikast.agents.factory import open_agent
from dikast.agents.fallback_agent import FallbackAgent
from dikast.agents.model_download import EMBEDDED_MODELS, embedded_model, fetch_model
from dikast.agents.price import Price, Priced
from dikast.agents.structured_output import response_format
from dikast.agents.usage_count import sound_usage, text_bytes

__all__ = [
    "EMBEDDED_MODELS",
    "Agent",
    "Choices",
    "Closable",
    "FallbackAgent",
    "Form",
    "Likelihood",
    "LimitsReplies",
    "Price",
    "Priced",
    "Reply",
    "Request",
    "TakesImages",
    "as_agent",
    "embedded_model",
    "fetch_model",
    "open_agent",
    "raise_agent_errors",
    "response_format",
    "sound_usage",
    "text_bytes",
]
