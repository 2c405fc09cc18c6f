"""run_episode: one protocol, one question, given agents, and the record of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any, Literal, get_args

from langchain_core.runnables import RunnableConfig

from dikast.agents import Agent, Closable, as_agent, open_agent
from dikast.errors import BadInput
from dikast.graphs.agent_calls import together
from dikast.graphs.compile import compile
from dikast.graphs.episode_context import EpisodeContext, derived_seed
from dikast.graphs.rubric_lookup import with_rubric
from dikast.graphs.solution_grading import graded_verdict
from dikast.graphs.state import State
from dikast.graphs.verdicts import combine
from dikast.protocols import MAX_CHOICES, Protocol, Rounds, seats_of
from dikast.records import Episode, Grading, Look, Passage, Question, Seat, Transcript, Usage, Verdict
from dikast.tracing import span

Swap = Literal["none", "both"]
# A solution of many steps is labelled at as many nodes. In one episode, no more than these run at once.
MAX_NODES_AT_ONCE = 64


async def run_episode(
    protocol: Protocol,
    question: Question,
    *,
    agents: Mapping[str, object],
    seed: int = 0,
    argues: int | None = None,
    swap: Swap = "none",
    order: tuple[int, ...] | None = None,
    id: str | None = None,
) -> Episode:
    """One run of a protocol on a question.

    `agents` are found by seat (`debater-1`), role (`alice`) or kind (`debater`), in that order: an Agent, an async
    callable, a LangChain runnable, or a name as in an experiment file, opened for this episode alone. `argues` is
    the side an assigned consultant is given; without it, one is drawn from the seed. `order` lists the choices as
    they are shown and labelled A, B, C…; without it, as the question has them. `swap="both"` takes the verdict in
    that order and in the reverse one, and averages the log-odds: shown twice where nothing said depends on the order,
    and run twice where something does. The same seed and the same replies give the same record, clock times apart.

    Raises BadInput where protocol, question and agents don't fit, before anything is called; EpisodeFailed where an
    agent gives no reply.
    """
    _check_types(protocol, question, swap, seed)
    protocol = with_rubric(protocol)
    order = tuple(order or range(len(question.choices)))
    side = _assigned_side(protocol, question, seed, argues)
    check_fit(protocol, question, order, side)
    if swap == "both" and protocol.grade is not None:
        raise BadInput(f"protocol {protocol.name!r} judges a worked solution: there are no answers to swap")
    orders = (order, order[::-1]) if swap == "both" else (order,)
    async with _opened(agents) as opened:
        seated = seat_agents(seats_of(protocol.roles, question, order, side), opened)
        episode = EpisodeContext(protocol, question, seated, seed, order, side, verdict_orders=orders)
        passages = _passages_to_run(episode)
        with span(
            "dikast.episode",
            dikast__episode=id or question.id,
            dikast__protocol=protocol.name,
            dikast__question=question.id,
            dikast__seed=seed,
        ):
            states = await together(_run(passage) for passage in passages)
    recorded = [_recorded(passage, state) for passage, state in zip(passages, states, strict=True)]
    verdict = _graded(states[0]) if protocol.grade else verdict_of(recorded, _verdict_looks(states))
    return Episode(
        **dict(recorded[0]),
        id=id or question.id,
        question=question,
        protocol=protocol.model_dump(mode="json"),
        agents={name: agent.name for name, agent in seated.items()},
        seed=seed,
        swap=swap,
        argues=side,
        rerun=recorded[1] if len(recorded) > 1 else None,
        verdict=verdict,
        usage=Usage.total((*(passage.usage_of_parts() for passage in recorded), verdict.usage_of_parts())),
    )


def _check_types(protocol: object, question: object, swap: object, seed: object) -> None:
    """Raises BadInput for what the record could not hold at the end, when every call is already paid for."""
    if not isinstance(protocol, Protocol):
        raise BadInput(f"`protocol` is a Protocol, as load_protocol gives one by its name; got {protocol!r}")
    if not isinstance(question, Question):
        raise BadInput(f"`question` is a Question, got {question!r}")
    if swap not in get_args(Swap):
        raise BadInput(f"`swap` is 'none' or 'both', got {swap!r}")
    if not isinstance(seed, int):
        raise BadInput(f"`seed` is a whole number, got {seed!r}")


def _passages_to_run(episode: EpisodeContext) -> list[EpisodeContext]:
    """One passage where the verdict can be taken in every order of it, else one for each order."""
    if len(episode.verdict_orders) == 1 or episode.protocol.is_order_free:
        return [episode]
    return [replace(episode, order=order, verdict_orders=(order,)) for order in episode.verdict_orders]


@asynccontextmanager
async def _opened(agents: Mapping[str, object]) -> AsyncIterator[dict[str, Agent]]:
    """The agents, ready to be called. Those that are opened here by name are closed at the end."""
    async with AsyncExitStack() as stack:
        ready: dict[str, Agent] = {}
        for role, thing in agents.items():
            if not isinstance(thing, str):
                ready[role] = as_agent(thing)
                continue
            ready[role] = agent = open_agent(thing, where=f"agent for {role}")
            if isinstance(agent, Closable):
                stack.push_async_callback(agent.aclose)
        yield ready


def check_fit(protocol: Protocol, question: Question, order: tuple[int, ...], argues: int | None) -> None:
    """Raises BadInput where the question does not fit the protocol."""
    n = len(question.choices)
    if protocol.grade is not None and question.solution is None:
        raise BadInput(f"question {question.id!r} has no solution, and protocol {protocol.name!r} judges one")
    fewest = 2 if protocol.grade is None else 0
    if not fewest <= n <= MAX_CHOICES:
        raise BadInput(f"question {question.id!r} has {n} choices; a protocol needs from 2 to {MAX_CHOICES}")
    if sorted(order) != list(range(n)):
        raise BadInput(f"`order` must list each of the {n} choices once, got {list(order)!r}")
    if argues is not None and not protocol.is_assigned:
        raise BadInput(f"protocol {protocol.name!r} assigns no side: leave `argues` out")
    if argues is not None and not 0 <= argues < n:
        raise BadInput(f"`argues` must be the index of one of the {n} choices, got {argues}")
    if protocol.grade is None:
        _check_sides(protocol, question)


def _check_sides(protocol: Protocol, question: Question) -> None:
    """Raises BadInput where the roles don't argue for as many answers as the question has."""
    n = len(question.choices)
    fixed = {role.argues for role in protocol.roles.values() if isinstance(role.argues, int)}
    is_open = any(role.argues == "other" for role in protocol.roles.values())
    n_argued = 2 if is_open else len(fixed)
    leaves_some_out = bool(fixed) and fixed != set(range(n))
    if leaves_some_out or (is_open and n != 2):
        raise BadInput(
            f"question {question.id!r} has {n} choices, and protocol {protocol.name!r} argues for {n_argued}: "
            "take as many (`choices: 2` under `questions`), or `multi-debate`"
        )


def seat_agents(seats: tuple[Seat, ...], agents: Mapping[str, Agent]) -> dict[str, Agent]:
    """The agent of every seat: the one given for the seat, else for its role, else for its kind.

    Raises BadInput for a seat without one.
    """
    seated: dict[str, Agent] = {}
    for seat in seats:
        names = [name for name in (seat.name, seat.role, seat.kind) if name in agents]
        if not names:
            wanted = " or ".join(dict.fromkeys((seat.role, seat.kind)))
            raise BadInput(f"no agent for {seat.name!r}: give one for {wanted}, got {', '.join(agents) or 'none'}")
        seated[seat.name] = agents[names[0]]
    return seated


def _assigned_side(protocol: Protocol, question: Question, seed: int, argues: int | None) -> int | None:
    if argues is not None or not protocol.is_assigned or not question.choices:
        return argues
    return derived_seed(seed, question.id, "argues") % len(question.choices)


async def _run(episode: EpisodeContext) -> State:
    graph = compile(episode.protocol)
    # The longest way through a protocol: every node of it in every round.
    rounds = sum(move.rounds for move in episode.protocol.moves if isinstance(move, Rounds))
    config: RunnableConfig = {
        "recursion_limit": len(graph.nodes) * (1 + rounds) + 10,
        "max_concurrency": MAX_NODES_AT_ONCE,
    }
    # LangGraph types what it returns as a plain dict.
    final: Any = await graph.ainvoke({"turns": {}}, config, context=episode)
    state: State = final
    return state


def _recorded(episode: EpisodeContext, state: State) -> Passage:
    history = episode.history(state)
    chosen = sorted(state.get("chosen", {}).items())
    return Passage(
        order=episode.order,
        transcript=Transcript(turns=history.turns, seats=episode.prompts(state).seats),
        checks=history.checks,
        looks=tuple(look for _, look in sorted(episode.looks(state).items())),
        chosen={seat: Look.model_validate(entry) for seat, entry in chosen},
    )


def _graded(state: State) -> Verdict:
    return graded_verdict(Grading.model_validate(state.get("grading", {})["grading"]))


def verdict_of(passages: Sequence[Passage], looks: Sequence[Look]) -> Verdict:
    """The verdict that these looks make; unparsed where an open role's own choice could not be read."""
    for passage in passages:
        for look in passage.chosen.values():
            if look.status == "unparsed":
                return combine([], f"an open role's own choice could not be read: {look.reason}")
    return combine(looks, "an open role holds no answer to be ahead of the others, so nobody argued")


def _verdict_looks(states: Iterable[State]) -> list[Look]:
    entries = [entry for state in states for _, entry in sorted(state.get("verdict", {}).items())]
    return [Look.model_validate(entry) for entry in entries]
