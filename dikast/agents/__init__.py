"""Who speaks: hosted models, the embedded model, LangChain runnables, callables, people, recordings.

Every agent has one async method, `reply(request)`. Retries, limits and the journal are agents that wrap an agent.
"""

from dikast.agents.ability import ABILITY_FIELD, Ability, KnowsItsLacks, lack_of
from dikast.agents.adapters import as_agent
from dikast.agents.agent import (
    Agent,
    Choices,
    Closable,
    Form,
    Likelihood,
    LimitsReplies,
    QueuesCalls,
    Reply,
    Request,
    TakesImages,
    queues_calls,
)
from dikast.agents.agent_wrapper import AgentWrapper, may_take_images
from dikast.agents.callable_agent import raise_agent_errors
from dikast.agents.code_files import code_files
from dikast.agents.extras import install_command
from dikast.agents.factory import open_agent
from dikast.agents.fallback_agent import FallbackAgent
from dikast.agents.form_words import form_in_words, why_it_does_not_fit
from dikast.agents.handicap import Handicap, handicap_strength, handicap_suffix
from dikast.agents.handicapped_agent import HandicappedAgent
from dikast.agents.inner_calls import trace_call, traced_reply
from dikast.agents.masked_reply import masked_reply
from dikast.agents.model_download import EMBEDDED_MODELS, embedded_model, fetch_model
from dikast.agents.permissions import Permissions
from dikast.agents.person_name import ANYONE, is_person
from dikast.agents.price import FREE, Price, Priced
from dikast.agents.structured_output import read_form, response_format
from dikast.agents.told_ending import told_ending
from dikast.agents.unopened_agent import UnopenedAgent
from dikast.agents.usage_count import sound_usage, text_bytes

__all__ = [
    "ABILITY_FIELD",
    "ANYONE",
    "EMBEDDED_MODELS",
    "FREE",
    "Ability",
    "Agent",
    "AgentWrapper",
    "Choices",
    "Closable",
    "FallbackAgent",
    "Form",
    "Handicap",
    "HandicappedAgent",
    "KnowsItsLacks",
    "Likelihood",
    "LimitsReplies",
    "Permissions",
    "Price",
    "Priced",
    "QueuesCalls",
    "Reply",
    "Request",
    "TakesImages",
    "UnopenedAgent",
    "as_agent",
    "code_files",
    "embedded_model",
    "fetch_model",
    "form_in_words",
    "handicap_strength",
    "handicap_suffix",
    "install_command",
    "is_person",
    "lack_of",
    "masked_reply",
    "may_take_images",
    "open_agent",
    "queues_calls",
    "raise_agent_errors",
    "read_form",
    "response_format",
    "sound_usage",
    "text_bytes",
    "told_ending",
    "trace_call",
    "traced_reply",
    "why_it_does_not_fit",
]
