"""Who speaks: hosted models, the embedded model, LangChain runnables, callables, people, recordings.

Every agent is one async method, `reply(request)`; what surrounds it (retries, limits) wraps it from outside.
"""

from dikast.agents.agent import Agent, Choices, Closing, Form, Purpose, Reply, Request, Sighted
from dikast.agents.named import open_agent
from dikast.agents.plugged import as_agent

__all__ = ["Agent", "Choices", "Closing", "Form", "Purpose", "Reply", "Request", "Sighted", "as_agent", "open_agent"]
