"""run_episode: one protocol, one question, given agents, and the record of it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING, Any, get_args

from pydantic import JsonValue

from dikast.agents import Agent, Closable, as_agent, open_agent
from dikast.errors import BadInput
from dikast.graphs.abstention import with_abstention
from dikast.graphs.agent_calls import together
from dikast.graphs.agent_fit import check_agents
from dikast.graphs.combine_looks import combine
from dikast.graphs.compile import compile, straight_way
from dikast.graphs.episode_context import EpisodeContext, EpisodeRun, derived_seed
from dikast.graphs.escalation import first_and_second, replacing, with_failed
from dikast.graphs.pause import Pause, finished_state, run_with_pause
from dikast.graphs.protocol_json import protocol_fields
from dikast.graphs.question_fit import check_fit
from dikast.graphs.reply_ending import WHY
from dikast.graphs.rubric_lookup import with_rubric
from dikast.graphs.state import State
from dikast.graphs.verdict_orders import Swap, verdict_orders
from dikast.protocols import (
    AcceptMove,
    ClaimsMove,
    CreditMove,
    CriteriaMove,
    Games,
    Move,
    Protocol,
    RankMove,
    RateMove,
    RequirementsMove,
    Rounds,
    RulesMove,
    VerifyMove,
    seats_of,
)
from dikast.records import (
    Assessment,
    Attempt,
    ClaimFinding,
    CreditFinding,
    Episode,
    Grading,
    Look,
    Passage,
    Question,
    RequirementFinding,
    RuleFinding,
    Seat,
    Transcript,
    Usage,
    Verdict,
)
from dikast.tracing import span

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig

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
    pause: Pause | None = None,
) -> Episode:
    """One run of a protocol on a question.

    `agents` are found by seat (`debater-1`), role (`alice`) or kind (`debater`), in that order: an Agent, an async
    callable, a LangChain runnable, or a name as in an experiment file, opened for this episode alone. `argues` is
    the side an assigned consultant is given; without it, one is drawn from the seed. `order` lists the choices as
    they are shown and labelled A, B, C…; without it, as the question has them. `swap="both"` takes the verdict in
    that order and in the reverse one, and averages the log-odds. Where nothing that is said depends on the order, the
    protocol is run once and the judge looks twice; otherwise it is run twice. The same seed and the same replies give
    the same record, except for clock times. With a `pause`, an episode that waits for people is kept there, and the
    same call goes on with it.

    Raises BadInput where protocol, question and agents don't fit, before anything is called; EpisodeFailed where an
    agent gives no reply; AnswersAwaited where people have yet to answer.
    """
    _check_types(protocol, question, swap, seed)
    protocol = with_rubric(protocol)
    order = tuple(order or range(len(question.choices)))
    side = _assigned_side(protocol, question, seed, argues)
    check_fit(protocol, question, order, side)
    orders = verdict_orders(protocol, order, swap, seed)
    async with _opened(agents) as opened:
        seats = seats_of(protocol.roles, question, order, side)
        seated = seat_agents(seats, opened)
        check_agents(protocol, seats, seated)
        record_id = id or question.id
        episode = EpisodeContext(protocol, question, seated, seed, order, side, verdict_orders=orders, id=record_id)
        passages = _passages_to_run(episode)
        with span(
            "dikast.episode",
            dikast__episode=record_id,
            dikast__protocol=protocol.name,
            dikast__question=question.id,
            dikast__seed=seed,
        ):
            states = await together(_run(passage, pause) for passage in passages)
    recorded = [_recorded(passage, state) for passage, state in zip(passages, states, strict=True)]
    verdict = with_abstention(_verdict(protocol, recorded, states), protocol)
    usages = [passage.usage_of_parts() for passage in recorded]
    return Episode(
        **vars(recorded[0]),
        id=record_id,
        question=question,
        protocol=protocol_fields(protocol),
        agents={name: agent.name for name, agent in seated.items()},
        seed=seed,
        swap=swap,
        argues=side,
        rerun=recorded[1] if len(recorded) > 1 else None,
        verdict=verdict,
        usage=Usage.total([*usages, verdict.usage_of_parts()]),
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
    if episode.protocol.is_order_free:
        return [episode]
    passages = []
    for order in episode.verdict_orders:
        is_rerun = order != episode.order
        passages.append(replace(episode, order=order, verdict_orders=(order,), is_rerun=is_rerun))
    return passages


@asynccontextmanager
async def _opened(agents: Mapping[str, object]) -> AsyncIterator[dict[str, Agent]]:
    """The agents, ready to be called. Those that are opened here by name are closed at the end."""
    async with AsyncExitStack() as stack:
        ready: dict[str, Agent] = {}
        for role, source in agents.items():
            if not isinstance(source, str):
                ready[role] = as_agent(source)
                continue
            agent = open_agent(source, where=f"agent for {role}")
            ready[role] = agent
            if isinstance(agent, Closable):
                stack.push_async_callback(agent.aclose)
        yield ready


def seat_agents(seats: tuple[Seat, ...], agents: Mapping[str, Agent]) -> dict[str, Agent]:
    """The agent of every seat: the one given for the seat, else for its role, else for its kind.

    Raises BadInput for a seat without one.
    """
    return {seat.name: agents[name_given_for(seat, agents)] for seat in seats}


def name_given_for(seat: Seat, given: Collection[str]) -> str:
    """The name, of those for which agents are given, whose agent sits there. Raises BadInput where there is none."""
    for name in (seat.name, seat.role, seat.kind):
        if name in given:
            return name
    expected = " or ".join(dict.fromkeys((seat.role, seat.kind)))
    available = ", ".join(given) or "none"
    raise BadInput(f"no agent for {seat.name!r}: give one for {expected}, got {available}")


def _assigned_side(protocol: Protocol, question: Question, seed: int, argues: int | None) -> int | None:
    """The side that an assigned seat argues for: as given, else drawn from the seed; None where none is assigned."""
    if not protocol.is_assigned or not question.choices:
        return argues
    if argues is not None:
        return argues
    return derived_seed(seed, question.id, "argues") % len(question.choices)


async def _run(episode: EpisodeContext, pause: Pause | None) -> State:
    """The state at the end of the passage. Raises AnswersAwaited where it has not come to its end."""
    straight = straight_way(episode.protocol) if pause is None else None
    if straight is not None:
        update: Any = await straight({}, runtime=EpisodeRun(episode))
        reached: State = update
        return reached
    graph = compile(episode.protocol, may_pause=pause is not None)
    # The longest way through a protocol: every node of it in every round.
    rounds = sum(move.rounds for move in episode.protocol.moves if isinstance(move, Rounds))
    config: RunnableConfig = {
        "recursion_limit": len(graph.nodes) * (1 + rounds) + 10,
        "max_concurrency": MAX_NODES_AT_ONCE,
    }
    if pause is not None:
        return await run_with_pause(graph, config, episode, pause)
    # LangGraph types what it returns as a plain dict.
    final: Any = await graph.ainvoke({"turns": {}}, config, context=episode)
    return finished_state(final)


def _recorded(episode: EpisodeContext, state: State) -> Passage:
    history = episode.history(state)
    looks = sorted(episode.looks(state).items())
    chosen = sorted(state.get("chosen", {}).items())
    return Passage(
        order=episode.order,
        transcript=Transcript(turns=history.turns, seats=episode.prompts(state).seats),
        checks=history.checks,
        predictions=history.predictions,
        picks=history.picks,
        looks=tuple(look for _, look in looks),
        chosen={seat: Look.model_validate(entry) for seat, entry in chosen},
    )


def _verdict(protocol: Protocol, recorded: Sequence[Passage], states: Sequence[State]) -> Verdict:
    """The verdict at the end of all passages: by the grading of a solution, else by the judge's looks."""
    if protocol.grade is not None:
        from dikast.graphs.solution_grading import graded_verdict

        # A worked solution is graded in one passage, never in two orders.
        grading = states[0].get("grading", {})["grading"]
        return graded_verdict(Grading.model_validate(grading))
    if protocol.accepts:
        return _verdict_on_answer(protocol, recorded[0], states[0])
    of_candidates = _verdict_on_candidates(protocol.moves[-1], states, len(recorded[0].order))
    if of_candidates is not None:
        return with_failed(of_candidates)
    return with_failed(_verdict_of_looks(protocol, recorded, states))


def _verdict_on_answer(protocol: Protocol, passage: Passage, state: State) -> Verdict:
    """Whether the answer is accepted. Nothing before depends on an order, so there is one passage."""
    from dikast.graphs.accept_answer import answer_verdict

    (attempt,) = state.get("findings", {}).values()
    entries = state.get("verdict", {})
    looks = [Look.model_validate(entries[key]) for key in sorted(entries)]
    (move,) = protocol.moves_of(AcceptMove)
    return answer_verdict(move, Attempt.model_validate(attempt), passage.transcript.turns, looks)


def _verdict_of_looks(protocol: Protocol, recorded: Sequence[Passage], states: Sequence[State]) -> Verdict:
    """The verdict by the last looks in every passage: the second judges' where there are any, else the first's."""
    looks: list[Look] = []
    doubted: list[Look] = []
    for state in states:
        first, second = first_and_second(state.get("verdict", {}))
        looks += [Look.model_validate(entry) for entry in (second or first).values()]
        if second:
            doubted += [Look.model_validate(entry) for entry in first.values()]
    verdict = verdict_of(recorded, looks, protocol.games)
    if not doubted:
        return verdict
    return replacing(verdict, with_failed(combine(doubted, games=protocol.games)))


def _verdict_on_candidates(last: Move, states: Sequence[State], n_candidates: int) -> Verdict | None:
    """The verdict of a move that says how good candidates are; None for any other move."""
    # Most of these take long to import, and a protocol ends in one of them at most.
    found = _findings(states)
    match last:
        case RateMove() | RankMove():
            return _verdict_of_assessments(last, states, n_candidates)
        case CriteriaMove():
            from dikast.graphs.decide_by_criteria import criteria_verdict

            return criteria_verdict(_assessments(states))
        case RulesMove():
            from dikast.graphs.check_rules import rules_verdict

            rules = [RuleFinding.model_validate(entry) for entry in found]
            return rules_verdict(last, rules, _assessments(states), n_candidates)
        case ClaimsMove():
            from dikast.graphs.check_claims import claims_verdict

            claims = [ClaimFinding.model_validate(entry) for entry in found]
            return claims_verdict(claims, _assessments(states), n_candidates)
        case RequirementsMove():
            from dikast.graphs.check_requirements import requirements_verdict

            requirements = [RequirementFinding.model_validate(entry) for entry in found]
            return requirements_verdict(requirements, _assessments(states), n_candidates)
        case VerifyMove():
            from dikast.graphs.verify_answers import verified_verdict

            return verified_verdict([Attempt.model_validate(entry) for entry in found])
        case CreditMove():
            from dikast.graphs.credit_score import credit_verdict

            credit = [CreditFinding.model_validate(entry) for entry in found]
            return credit_verdict(last, credit, _assessments(states), n_candidates)
        case _:
            return None


def _assessments(states: Sequence[State]) -> list[Assessment]:
    """What judges said about candidates, in all passages."""
    found: list[Assessment] = []
    for state in states:
        entries = state.get("assessments", {})
        found += [Assessment.model_validate(entries[key]) for key in sorted(entries)]
    return found


def _verdict_of_assessments(move: RateMove | RankMove, states: Sequence[State], n_candidates: int) -> Verdict:
    """The verdict by what the judges said about candidates: the second judges' where there are any."""
    first: list[Assessment] = []
    second: list[Assessment] = []
    for state in states:
        entries = first_and_second(state.get("assessments", {}))
        first += map(Assessment.model_validate, entries[0].values())
        second += map(Assessment.model_validate, entries[1].values())
    made = _assessed(move, first, n_candidates)
    if not second:
        return made
    # The second judges are no panel.
    alone = move.model_copy(update={"panel": None})
    return replacing(_assessed(alone, second, n_candidates), with_failed(made))


def _assessed(move: RateMove | RankMove, assessments: Sequence[Assessment], n_candidates: int) -> Verdict:
    """The verdict that these assessments make."""
    if isinstance(move, RateMove):
        from dikast.graphs.rate_candidates import rated_verdict

        return rated_verdict(move, assessments, n_candidates)
    from dikast.graphs.rank_candidates import ranked_verdict

    return ranked_verdict(move, assessments, n_candidates)


def _findings(states: Sequence[State]) -> list[JsonValue]:
    """What was found of each candidate, in all passages."""
    found: list[JsonValue] = []
    for state in states:
        entries = state.get("findings", {})
        found += [entries[key] for key in sorted(entries)]
    return found


def verdict_of(passages: Sequence[Passage], looks: Sequence[Look], games: Games = "log-odds") -> Verdict:
    """The verdict that these looks make, combined in this way.

    It is unparsed where an open role's own choice could not be read, and where nobody spoke in a debate: a judge that
    has heard nothing says nothing about the debate.
    """
    for look in chain.from_iterable(passage.chosen.values() for passage in passages):
        if look.status == "unparsed":
            reason = f"an open role's own choice could not be read: {look.reason}"
            return combine([], reason)
    if looks and any(_is_silent(passage.transcript) for passage in passages):
        return Verdict(status="unparsed", looks=tuple(looks), reason=WHY["nobody_spoke"], ending="nobody_spoke")
    # Without looks, no debate took place: the graph ends early where an open role chose no side.
    return combine(looks, "an open role holds no answer to be ahead of the others, so nobody argued", games)


def _is_silent(transcript: Transcript) -> bool:
    """Whether there were to be speeches, and not one of them could be read or was more than a refusal."""
    speeches = [turn for turn in transcript.turns if turn.kind == "speech"]
    return bool(speeches) and all(turn.status == "unparsed" or turn.ending == "refused" for turn in speeches)
