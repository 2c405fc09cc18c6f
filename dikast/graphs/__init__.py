"""How one episode runs: a protocol compiled into a LangGraph graph, and run to a complete record."""

from typing import TYPE_CHECKING

from dikast.graphs.agent_fit import NEEDED, agent_fault, routes_of
from dikast.graphs.combine_looks import combine, safe_log
from dikast.graphs.compile import compile, mermaid
from dikast.graphs.episode_context import derived_seed
from dikast.graphs.episode_runner import name_given_for, run_episode, seat_agents
from dikast.graphs.pause import Pause
from dikast.graphs.question_fit import check_fit, check_verifiable
from dikast.graphs.rubric_lookup import with_rubric
from dikast.graphs.sharpen_constitution import sharpen_constitution
from dikast.graphs.verdict_orders import Swap
from dikast.graphs.vote_aggregation import vote
from dikast.lazy_imports import lazy_imports

if TYPE_CHECKING:
    from dikast.graphs.regrading import Regrading, regrade
    from dikast.graphs.rejudge import Rejudge, can_be_judged_again, judge_again
    from dikast.graphs.sent_messages import SentMessage, messages_of_look, messages_of_turn
    from dikast.graphs.step_splitter import split_steps
    from dikast.graphs.verdict_example import JudgedExample, judged_example

__all__ = [
    "NEEDED",
    "JudgedExample",
    "Pause",
    "Regrading",
    "Rejudge",
    "SentMessage",
    "Swap",
    "agent_fault",
    "can_be_judged_again",
    "check_fit",
    "check_verifiable",
    "combine",
    "compile",
    "derived_seed",
    "judge_again",
    "judged_example",
    "mermaid",
    "messages_of_look",
    "messages_of_turn",
    "name_given_for",
    "regrade",
    "routes_of",
    "run_episode",
    "safe_log",
    "seat_agents",
    "sharpen_constitution",
    "split_steps",
    "vote",
    "with_rubric",
]

__getattr__, __dir__ = lazy_imports(
    __name__,
    {
        "regrading": {"Regrading", "regrade"},
        "rejudge": {"Rejudge", "can_be_judged_again", "judge_again"},
        "sent_messages": {"SentMessage", "messages_of_look", "messages_of_turn"},
        "step_splitter": {"split_steps"},
        "verdict_example": {"JudgedExample", "judged_example"},
    },
)
