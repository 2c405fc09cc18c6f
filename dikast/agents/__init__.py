"""Who speaks: hosted models, the embedded model, LangChain runnables, callables, people, recordings.

Every agent is one async method, `reply(request)`; what surrounds it (retries, limits) wraps it from outside.
"""

from dikast.agents.adapters import as_agent
from dikast.agents.agent import Agent, Choices, Closing, Form, Reply, Request, Sighted
from dikast.agents.callable import user_failures
from dikast.agents.factory import open_agent
from dikast.agents.model_download import EMBEDDED_MODELS, embedded_model, fetch_model
from dikast.agents.price import Price, Priced
from dikast.agents.structured_output import response_format

__all__ = [
    "EMBEDDED_MODELS",
    "Agent",
    "Choices",
    "Closing",
    "Form",
    "Price",
    "Priced",
    "Reply",
    "Request",
    "Sighted",
    "as_agent",
    "embedded_model",
    "fetch_model",
    "open_agent",
    "response_format",
    "user_failures",
]
