"""Dikast: weak judges question strong debaters, and what a machine can check is checked by a machine.

These are the public names. Each is imported when it is first used, so that `import dikast` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.agents import Agent, Choices, Reply, Request, as_agent, open_agent, trace_call
    from dikast.errors import AgentError, BadInput, DikastError, EpisodeFailed, PermanentError, TransientError
    from dikast.experiments import load_episodes
    from dikast.graphs import run_episode
    from dikast.protocols import Protocol, load_protocol
    from dikast.python_run import run
    from dikast.records import Check, Episode, InnerCall, Look, Question, Quote, Transcript, Turn, Usage, Verdict
    from dikast.report import to_frame
    from dikast.verify import check_answer, check_quote, check_step

__all__ = [
    "Agent",
    "AgentError",
    "BadInput",
    "Check",
    "Choices",
    "DikastError",
    "Episode",
    "EpisodeFailed",
    "InnerCall",
    "Look",
    "PermanentError",
    "Protocol",
    "Question",
    "Quote",
    "Reply",
    "Request",
    "Transcript",
    "TransientError",
    "Turn",
    "Usage",
    "Verdict",
    "as_agent",
    "check_answer",
    "check_quote",
    "check_step",
    "load_episodes",
    "load_protocol",
    "open_agent",
    "run",
    "run_episode",
    "to_frame",
    "trace_call",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "agents": {"Agent", "Choices", "Reply", "Request", "as_agent", "open_agent", "trace_call"},
        "errors": {"AgentError", "BadInput", "DikastError", "EpisodeFailed", "PermanentError", "TransientError"},
        "experiments": {"load_episodes"},
        "graphs": {"run_episode"},
        "protocols": {"Protocol", "load_protocol"},
        "python_run": {"run"},
        "records": {
            "Check",
            "Episode",
            "InnerCall",
            "Look",
            "Question",
            "Quote",
            "Transcript",
            "Turn",
            "Usage",
            "Verdict",
        },
        "report": {"to_frame"},
        "verify": {"check_answer", "check_quote", "check_step"},
    },
)
