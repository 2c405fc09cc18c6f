"""What an agent calls on the way to its reply is kept with the reply: named, in order, counted once, short, masked."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from langchain_core.language_models import GenericFakeChatModel
from langchain_core.messages import AIMessage
from langchain_core.tools import tool
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.prebuilt import ToolNode

from dikast.agents import Agent, Reply, Request, as_agent, open_agent, trace_call, traced_reply
from dikast.agents.traced_call import MOST_INNER_CALLS, MOST_INNER_CHARS, ROOM_FOR_MARK, TracedCall, kept_calls
from dikast.errors import PermanentError
from dikast.masking import keep_secret
from dikast.records import InnerCall, Usage

Ask = Callable[..., Request]

PLAN = Usage(calls=1, input_tokens=30, output_tokens=10, cost_usd=0.25)
WORK = Usage(calls=1, input_tokens=5, output_tokens=2, cost_usd=0.5)


async def planner(request: Request) -> Reply:
    return Reply(text="first weigh, then answer", usage=PLAN)


async def worker(request: Request) -> Reply:
    trace_call("scales", {"what": "oil"}, 0.9)
    return Reply(text="the water", usage=WORK)


async def team(request: Request) -> str:
    """A planner and then a worker, each an agent of its own."""
    await as_agent(planner, name="planner").reply(request)
    return (await as_agent(worker, name="worker").reply(request)).text


async def reply_of(agent: Agent, request: Request) -> Reply:
    """The reply as the engine gets it."""
    return await traced_reply(agent, agent.reply(request))


def lines(reply: Reply) -> list[str]:
    return ["  " * call.depth + call.line(60) for call in reply.inner]


async def test_an_agent_that_calls_nothing_has_no_inner_calls(ask: Ask) -> None:
    assert (await reply_of(as_agent(planner), ask())).inner == ()


async def test_a_callable_says_what_it_calls(ask: Ask) -> None:
    async def agent(request: Request) -> str:
        trace_call("add", {"a": 1, "b": 2}, 3)
        trace_call("search", "oil density", "nothing found", failed=True)
        return "3"

    reply = await reply_of(as_agent(agent), ask())
    assert lines(reply) == ['tool add({"a": 1, "b": 2}) → 3', "tool search(oil density) → failed: nothing found"]
    assert reply.usage.unpriced == 1, "tools say nothing of the cost"


async def test_outside_of_a_reply_nothing_is_kept() -> None:
    trace_call("add", {"a": 1}, 1)


async def test_planner_and_worker_are_two_calls_within_one(ask: Ask) -> None:
    reply = await reply_of(as_agent(team), ask("Which is heavier?"))
    assert lines(reply) == [
        "agent planner(Which is heavier?) → first weigh, then answer",
        "agent worker(Which is heavier?) → the water",
        '  tool scales({"what": "oil"}) → 0.9',
    ]
    assert [call.usage for call in reply.inner] == [PLAN, WORK, Usage()]


async def test_the_usage_of_inner_calls_is_counted_once(ask: Ask) -> None:
    usage = (await reply_of(as_agent(team), ask())).usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens) == (1, 35, 12)
    assert (usage.cost_usd, usage.unpriced) == (0.75, 0)


async def test_a_team_within_a_team_is_counted_once_too(ask: Ask) -> None:
    async def firm(request: Request) -> str:
        return (await as_agent(team, name="team").reply(request)).text

    reply = await reply_of(as_agent(firm), ask())
    assert [call.depth for call in reply.inner] == [0, 1, 1, 2]
    assert reply.inner[0].usage.input_tokens == reply.usage.input_tokens == 35
    assert reply.usage.cost_usd == 0.75


async def test_a_reply_that_is_passed_on_brings_nothing_twice(ask: Ask) -> None:
    async def relay(request: Request) -> Reply:
        await as_agent(planner, name="planner").reply(request)
        return await as_agent(worker, name="worker").reply(request)

    reply = await reply_of(as_agent(relay), ask())
    assert [(call.name, call.depth) for call in reply.inner] == [("planner", 0), ("worker", 0), ("scales", 1)]
    assert (reply.usage.tokens, reply.usage.cost_usd) == (47, 0.75)


async def test_what_the_agent_counts_itself_goes_first(ask: Ask) -> None:
    whole = Usage(calls=1, input_tokens=100, output_tokens=50, cost_usd=2.0)

    async def agent(request: Request) -> Reply:
        reply = await as_agent(planner).reply(request)
        return Reply(text=reply.text, usage=whole)

    assert (await reply_of(as_agent(agent), ask())).usage == whole


async def test_a_named_agent_opened_inside_is_traced(ask: Ask, tmp_path: Path) -> None:
    (tmp_path / "script.yaml").write_text("replies: [{text: hello}]")

    class Leader:
        name = "leader"

        async def reply(self, request: Request) -> Reply:
            return await open_agent("scripted:script.yaml", base=tmp_path).reply(request)

    (call,) = (await reply_of(Leader(), ask("Hi"))).inner
    assert (call.kind, call.arguments, call.result) == ("agent", "Hi", "hello")
    assert call.name.startswith("scripted:script.yaml")


async def test_agents_asked_at_once_keep_the_order_in_which_they_were_asked(ask: Ask) -> None:
    async def slow(request: Request) -> str:
        await asyncio.sleep(0.01)
        return "slow"

    async def quick(request: Request) -> str:
        return "quick"

    async def crowd(request: Request) -> str:
        agents = [as_agent(slow, name="slow"), as_agent(quick, name="quick")]
        replies = await asyncio.gather(*(agent.reply(request) for agent in agents))
        return " ".join(reply.text for reply in replies)

    reply = await reply_of(as_agent(crowd), ask())
    assert [(call.name, call.result) for call in reply.inner] == [("slow", "slow"), ("quick", "quick")]


async def test_two_replies_at_once_do_not_mix(ask: Ask) -> None:
    async def agent(request: Request) -> str:
        trace_call("begin", request.seat)
        await asyncio.sleep(0)
        trace_call("end", request.seat)
        return ""

    wrapped = as_agent(agent)
    replies = await asyncio.gather(*(reply_of(wrapped, ask(seat=seat)) for seat in ("alice", "bob")))
    assert [[call.arguments for call in reply.inner] for reply in replies] == [["alice"] * 2, ["bob"] * 2]


async def test_a_call_that_fails_is_kept_as_failed(ask: Ask) -> None:
    async def broken(request: Request) -> str:
        raise ValueError("no scales")

    async def agent(request: Request) -> str:
        try:
            await as_agent(broken, name="broken").reply(request)
        except PermanentError:
            return "without scales"
        return ""

    (call,) = (await reply_of(as_agent(agent), ask())).inner
    assert (call.failed, "no scales" in call.result) == (True, True)


@tool
def add(a: int, b: int) -> int:
    """Adds."""
    return a + b


@tool
async def ask_worker(task: str) -> str:
    """Gives a worker a task."""
    model = fake(AIMessage("worked", usage_metadata={"input_tokens": 5, "output_tokens": 1, "total_tokens": 6}))
    return str((await model.ainvoke(task)).text)


def fake(*messages: AIMessage) -> GenericFakeChatModel:
    return GenericFakeChatModel(messages=iter(messages))


def wants(name: str, **arguments: Any) -> AIMessage:
    call = {"name": name, "args": arguments, "id": "1"}
    counts = {"input_tokens": 20, "output_tokens": 4, "total_tokens": 24}
    return AIMessage("", tool_calls=[call], usage_metadata=counts)


def graph_with(name: str, **arguments: Any) -> Any:
    """A planner that calls a tool, and says `done` after it."""
    model = fake(wants(name, **arguments), AIMessage("done"))

    async def plan(state: MessagesState) -> dict[str, Any]:
        return {"messages": [await model.ainvoke(state["messages"])]}

    graph = StateGraph(MessagesState).add_node("plan", plan).add_node("tools", ToolNode([add, ask_worker]))
    graph = graph.add_node("end", plan)
    return graph.add_edge(START, "plan").add_edge("plan", "tools").add_edge("tools", "end")


async def test_models_and_tools_of_a_graph_are_traced(ask: Ask) -> None:
    reply = await reply_of(as_agent(graph_with("add", a=1, b=2).compile()), ask("1 + 2?"))
    assert lines(reply) == [
        "model GenericFakeChatModel(1 + 2?) → add({'a': 1, 'b': 2})",
        'tool add({"a": 1, "b": 2}) → 3',
        "model GenericFakeChatModel(3) → done",
    ]
    assert (reply.text, reply.usage.input_tokens, reply.usage.output_tokens) == ("done", 20, 4)


async def test_a_model_inside_a_tool_is_within_the_tool_and_counted(ask: Ask) -> None:
    reply = await reply_of(as_agent(graph_with("ask_worker", task="weigh").compile()), ask())
    assert [(call.kind, call.depth) for call in reply.inner] == [("model", 0), ("tool", 0), ("model", 1), ("model", 0)]
    assert reply.inner[1].usage.input_tokens == 5
    assert reply.usage.input_tokens == 25


async def test_a_graph_within_a_graph_is_an_agent_of_its_name(ask: Ask) -> None:
    inner = graph_with("add", a=1, b=2).compile(name="adder")
    outer = StateGraph(MessagesState).add_node("work", inner).add_edge(START, "work").compile()
    calls = (await reply_of(as_agent(outer), ask("1 + 2?"))).inner
    assert [(call.kind, call.name, call.depth) for call in calls][:2] == [
        ("agent", "adder", 0),
        ("model", "GenericFakeChatModel", 1),
    ]
    assert (calls[0].arguments, calls[0].result) == ("1 + 2?", "done")


async def test_what_a_callable_runs_by_langchain_is_traced(ask: Ask) -> None:
    async def agent(request: Request) -> str:
        counts = {"input_tokens": 7, "output_tokens": 3, "total_tokens": 10}
        model = fake(AIMessage("hello", usage_metadata=counts))
        # In a thread too, as sync code does it.
        await asyncio.to_thread(model.invoke, "Hi")
        await add.ainvoke({"a": 1, "b": 2})
        return "hello"

    reply = await reply_of(as_agent(agent), ask())
    assert [(call.kind, call.result) for call in reply.inner] == [("model", "hello"), ("tool", "3")]
    assert reply.usage.tokens == 10


async def test_long_texts_are_cut_and_keys_and_passwords_masked(ask: Ask) -> None:
    keep_secret("sk-inner-0123456789")

    async def agent(request: Request) -> str:
        trace_call("fetch", {"url": "https://me:hunter22@host/x", "key": "sk-inner-0123456789"}, "x" * 1_000_000)
        return ""

    (call,) = (await reply_of(as_agent(agent), ask())).inner
    assert "hunter22" not in call.arguments
    assert "sk-inner" not in call.arguments
    assert len(call.result) <= MOST_INNER_CHARS + ROOM_FOR_MARK
    assert call.result.endswith("… (1,000,000 characters in all)")


async def test_of_many_calls_the_number_of_the_others_is_kept(ask: Ask) -> None:
    async def agent(request: Request) -> str:
        for number in range(MOST_INNER_CALLS + 37):
            trace_call("count", number, usage=Usage(calls=1, input_tokens=1))
        return ""

    reply = await reply_of(as_agent(agent), ask())
    assert len(reply.inner) == MOST_INNER_CALLS + 1
    assert reply.inner[-1].line(100) == "(37 more calls)"
    assert reply.usage.input_tokens == MOST_INNER_CALLS + 37, "what is not kept is counted all the same"


@given(st.recursive(st.none() | st.text() | st.floats() | st.binary(), st.lists))
def test_any_value_can_be_kept_and_keeping_twice_changes_nothing(value: object) -> None:
    kept = list(kept_calls([TracedCall("tool", "any", value, value)]))
    again = list(kept_calls(kept))
    assert again == kept
    assert [InnerCall.model_validate_json(call.model_dump_json()) for call in kept] == kept
    assert json.loads(kept[0].model_dump_json())["kind"] == "tool"
