"""How one episode runs: a protocol compiled into a LangGraph graph, and run to a complete record."""

from dikast.graphs.compile import compile, mermaid
from dikast.graphs.episode import check_fit, run_episode, seat_agents
from dikast.graphs.judging import Retrial, judge_again
from dikast.graphs.verdicts import combine

__all__ = ["Retrial", "check_fit", "combine", "compile", "judge_again", "mermaid", "run_episode", "seat_agents"]
