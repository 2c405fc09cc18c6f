"""Pause: how an episode stops where people have yet to answer, and goes on once they have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from dikast.errors import AnswersAwaited, EpisodeFailed
from dikast.graphs.episode_context import EpisodeContext, EpisodeRuntime
from dikast.graphs.node_context import StateUpdate
from dikast.graphs.state import State

if TYPE_CHECKING:
    from langchain_core.runnables import RunnableConfig
    from langgraph.checkpoint.base import BaseCheckpointSaver
    from langgraph.graph.state import CompiledStateGraph

StateT = TypeVar("StateT", contravariant=True)
INTERRUPTS = "__interrupt__"
"""The key under which LangGraph returns the interrupts of a graph that has stopped."""


@dataclass(frozen=True)
class Pause:
    """Where the state of an episode is kept while people are asked.

    `scope` tells its episodes from those of others in the same checkpoints. With `begins_anew` an episode is run from
    its beginning each time, with the journal's answers: so that all of its calls are counted.
    """

    checkpoints: BaseCheckpointSaver[Any]
    scope: str = ""
    begins_anew: bool = False

    def thread(self, episode: EpisodeContext) -> str:
        """The name of the thread in which one passage of the episode is kept."""
        passage = "rerun" if episode.is_rerun else "first"
        return f"{self.scope}/{passage}/{episode.id}"


class NodeOf(Protocol[StateT]):
    """One node of a graph, over the state of the whole or of one step."""

    async def __call__(self, state: StateT, *, runtime: EpisodeRuntime) -> StateUpdate: ...


def pausing(node: NodeOf[StateT]) -> NodeOf[StateT]:
    """The node, which interrupts its graph where people have yet to answer. It is run again when the graph goes on.

    The interrupt is raised here, once, and not at the call: calls beside that one are then finished and in the journal.
    """

    from langgraph.types import interrupt

    async def pausing_node(state: StateT, *, runtime: EpisodeRuntime) -> StateUpdate:
        try:
            return await node(state, runtime=runtime)
        except AnswersAwaited as awaited:
            tasks = list(awaited.tasks)
        # Nothing is read from what it returns: answers are found by their tasks, and not by their order.
        interrupt({"tasks": tasks})
        raise AnswersAwaited(tasks)

    return pausing_node


async def run_with_pause(
    graph: CompiledStateGraph[State, EpisodeContext, State, State],
    config: RunnableConfig,
    episode: EpisodeContext,
    pause: Pause,
) -> State:
    """The state at the end of a passage, which goes on from where it stopped before.

    Raises AnswersAwaited where it stops; its state is then kept. It is removed at the end, and where the episode fails.
    """
    thread = pause.thread(episode)
    kept_config: RunnableConfig = {**config, "configurable": {"thread_id": thread}}
    if pause.begins_anew:
        await pause.checkpoints.adelete_thread(thread)
    is_begun = await pause.checkpoints.aget_tuple(kept_config) is not None
    with_checkpoints = graph.copy({"checkpointer": pause.checkpoints})
    # Without input, a graph runs on: only the nodes that were interrupted are run again.
    begin: Any = None if is_begun else {"turns": {}}
    try:
        final = await with_checkpoints.ainvoke(begin, kept_config, context=episode, durability="exit")
    except EpisodeFailed:
        await pause.checkpoints.adelete_thread(thread)
        raise
    state = finished_state(final)
    await pause.checkpoints.adelete_thread(thread)
    return state


def finished_state(final: Any) -> State:
    """What a graph returned, as its state at the end. Raises AnswersAwaited where it was interrupted."""
    tasks: list[str] = []
    for raised in final.get(INTERRUPTS, ()):
        tasks += raised.value["tasks"]
    if tasks:
        raise AnswersAwaited(tasks)
    state: State = final
    return state
