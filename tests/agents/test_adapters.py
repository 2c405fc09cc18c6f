"""as_agent takes what authors have: agents, async callables, LangChain runnables, LangGraph graphs."""

from __future__ import annotations

import asyncio
import functools
import math
import operator
from collections.abc import Callable
from typing import Annotated, Any, TypedDict

import pytest
from langchain_core.language_models import FakeListChatModel, GenericFakeChatModel
from langchain_core.messages import AIMessage, AnyMessage, BaseMessage, HumanMessage, SystemMessage
from langchain_core.prompts import ChatPromptTemplate
from langchain_core.runnables import Runnable, RunnableConfig, RunnableLambda
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, MessagesState, StateGraph
from pydantic import BaseModel

from dikast.agents import Agent, Choices, Reply, Request, as_agent
from dikast.errors import BadInput, PermanentError, RateLimited, TransientError
from tests.agents.openai_server import tokens

Ask = Callable[..., Request]


class Stated(BaseModel):
    a: float


class Echo:
    """An agent as an author writes one."""

    name = "echo"

    async def reply(self, request: Request) -> Reply:
        return Reply(text=str(request.messages[-1].text))


async def speak(request: Request) -> str:
    return f"{request.seat} speaks"


class Speaker:
    async def __call__(self, request: Request) -> str:
        return "object speaks"


async def test_an_agent_is_returned_unchanged(ask: Ask) -> None:
    echo = Echo()
    assert as_agent(echo, name="ignored") is echo
    assert (await as_agent(echo).reply(ask("Hi"))).text == "Hi"


async def test_an_async_callable_gets_the_request(ask: Ask) -> None:
    async def with_tone(tone: str, request: Request) -> str:
        return f"{tone} {request.purpose}"

    assert (await as_agent(speak).reply(ask())).text == "judge speaks"
    assert (await as_agent(Speaker()).reply(ask())).text == "object speaks"
    assert (await as_agent(functools.partial(with_tone, "calm")).reply(ask())).text == "calm decide"


def test_a_callable_is_named_by_its_import_path_unless_a_name_is_given() -> None:
    assert as_agent(speak).name == f"{__name__}:speak"
    assert as_agent(Speaker()).name == f"{__name__}:Speaker"
    assert as_agent(speak, name="my_pkg.mod:speak").name == "my_pkg.mod:speak"


async def test_a_text_has_an_unknown_cost_and_no_tokens(ask: Ask) -> None:
    usage = (await as_agent(speak).reply(ask())).usage
    assert (usage.calls, usage.unpriced, usage.tokens) == (1, 1, 0)


async def test_a_callable_may_return_a_whole_reply(ask: Ask) -> None:
    whole = Reply(text="x", choice_logprobs={"A": -0.1, "B": -2.3}, thinking="hm", model="mine")

    async def agent(request: Request) -> Reply:
        return whole

    assert await as_agent(agent).reply(ask()) is not None
    assert (await as_agent(agent).reply(ask())).choice_logprobs == {"A": -0.1, "B": -2.3}


async def test_the_form_is_read_from_a_callables_text_or_reply(ask: Ask) -> None:
    async def text(request: Request) -> str:
        return '{"a": 0.5}'

    async def reply(request: Request) -> Reply:
        return Reply(text='{"a": 0.5}')

    for agent in (text, reply):
        assert (await as_agent(agent).reply(ask(form=Stated))).parsed == Stated(a=0.5)


async def test_the_error_for_another_return_value_names_its_type(ask: Ask) -> None:
    async def agent(request: Request) -> Any:
        return {"text": "x"}

    with pytest.raises(PermanentError, match=r"agent returned dict; an agent returns a str or a Reply"):
        await as_agent(agent).reply(ask())


class HttpRefusal(Exception):
    def __init__(self, status_code: int) -> None:
        super().__init__("refused")
        self.status_code = status_code


@pytest.mark.parametrize(
    ("raised", "kind", "message"),
    [
        (ValueError("not like this"), PermanentError, "ValueError: not like this"),
        (KeyError("x"), PermanentError, "KeyError: 'x'"),
        (TimeoutError(), TransientError, "TimeoutError"),
        (ConnectionResetError("gone"), TransientError, "ConnectionResetError: gone"),
        (HttpRefusal(503), TransientError, "HTTP 503: HttpRefusal: refused"),
        (HttpRefusal(401), PermanentError, "HTTP 401: HttpRefusal: refused"),
        (RateLimited("slow down", 3), RateLimited, "slow down"),
    ],
)
async def test_exceptions_of_an_authors_code_become_agent_errors(
    ask: Ask, raised: Exception, kind: type[Exception], message: str
) -> None:
    async def agent(request: Request) -> str:
        raise raised

    with pytest.raises(kind, match=message) as caught:
        await as_agent(agent).reply(ask())
    assert caught.value is raised or caught.value.__cause__ is raised


async def test_a_cancellation_passes_through(ask: Ask) -> None:
    started = asyncio.Event()

    async def agent(request: Request) -> str:
        started.set()
        await asyncio.Event().wait()
        return ""

    async with asyncio.TaskGroup() as group:
        task = group.create_task(as_agent(agent).reply(ask()))
        await started.wait()
        task.cancel()
    assert task.cancelled()


def a_sync_function(request: Request) -> str:
    return ""


class SyncAgent:
    name = "sync"

    def reply(self, request: Request) -> Reply:
        return Reply(text="")


async def two_arguments(request: Request, other: int) -> str:
    return ""


@pytest.mark.parametrize(
    ("thing", "message"),
    [
        (a_sync_function, "a_sync_function is not async; write it as `async def`"),
        (SyncAgent(), "reply of SyncAgent is not async"),
        (two_arguments, "two_arguments can't be called with one request: missing a required argument: 'other'"),
        (Echo, "got the class Echo; give an instance"),
        (7, "got int 7; an agent is an object with a name"),
        ("openai/gpt-4o", "got str 'openai/gpt-4o'; an agent is"),
        (None, "got NoneType None"),
    ],
)
def test_the_error_says_why_a_thing_is_no_agent(thing: object, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        as_agent(thing)


async def test_a_chat_model_gets_the_messages(ask: Ask) -> None:
    agent = as_agent(FakeListChatModel(responses=["Seventeen.", "Eighteen."]))
    assert (await agent.reply(ask())).text == "Seventeen."
    assert agent.name == "langchain_core.language_models.fake_chat_models:FakeListChatModel"


async def test_text_reasoning_logprobs_and_usage_of_a_chat_models_message_are_read(ask: Ask) -> None:
    choice = (" A", math.log(0.7), {" B": math.log(0.3)})
    message = AIMessage(
        content=[{"type": "reasoning", "reasoning": "17 + 1"}, {"type": "text", "text": "Answer: A"}],
        usage_metadata={
            "input_tokens": 10,
            "output_tokens": 4,
            "total_tokens": 14,
            "input_token_details": {"cache_read": 6},
        },
        response_metadata={
            "model_name": "model-2026",
            "logprobs": tokens(("Answer", -0.1), (":", -0.1), choice),
        },
    )
    reply = await as_agent(GenericFakeChatModel(messages=iter([message]))).reply(ask(form=Choices(("A", "B"))))
    assert (reply.text, reply.thinking, reply.model) == ("Answer: A", "17 + 1", "model-2026")
    assert reply.choice_logprobs == pytest.approx({"A": math.log(0.7), "B": math.log(0.3)})
    usage = reply.usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (1, 10, 4, 6)


async def test_a_runnable_returns_a_message_a_text_or_the_form(ask: Ask) -> None:
    async def last(messages: list[BaseMessage]) -> str:
        return str(messages[-1].text)

    async def form(messages: list[BaseMessage]) -> Stated:
        return Stated(a=0.5)

    async def number(messages: list[BaseMessage]) -> int:
        return 3

    chain = ChatPromptTemplate.from_messages([("system", "Be brief."), ("placeholder", "{messages}")])
    prompted: Runnable[Any, Any] = (
        RunnableLambda(lambda messages: {"messages": messages}) | chain | FakeListChatModel(responses=["Yes."])
    )
    assert (await as_agent(prompted).reply(ask())).text == "Yes."
    assert (await as_agent(RunnableLambda(last)).reply(ask("Hm?"))).text == "Hm?"
    structured = await as_agent(RunnableLambda(form)).reply(ask(form=Stated))
    assert (structured.text, structured.parsed) == ('{"a":0.5}', Stated(a=0.5))
    with pytest.raises(PermanentError, match="returned int; an agent returns a message, a str or a Reply"):
        await as_agent(RunnableLambda(number), name="mine").reply(ask())


async def think(state: MessagesState) -> dict[str, list[AnyMessage]]:
    used = {"input_tokens": 5, "output_tokens": 2, "total_tokens": 7}
    return {"messages": [AIMessage("Let me think.", usage_metadata=used)]}


async def conclude(state: MessagesState) -> dict[str, list[AnyMessage]]:
    used = {"input_tokens": 8, "output_tokens": 3, "total_tokens": 11}
    asked = next(m for m in state["messages"] if isinstance(m, HumanMessage))
    return {"messages": [AIMessage(f"On {asked.text!r}: yes.", usage_metadata=used)]}


def thinker() -> StateGraph[MessagesState]:
    graph = StateGraph(MessagesState)
    graph.add_node("think", think)
    graph.add_node("conclude", conclude)
    graph.add_edge(START, "think")
    graph.add_edge("think", "conclude")
    graph.add_edge("conclude", END)
    return graph


async def test_a_graphs_last_message_is_the_reply(ask: Ask) -> None:
    request = ask("Is it so?")
    compiled = thinker().compile()
    for agent in (as_agent(compiled), as_agent(compiled.with_config(tags=["mine"]))):
        reply = await agent.reply(request)
        assert reply.text == "On 'Is it so?': yes."
        assert (reply.usage.calls, reply.usage.input_tokens, reply.usage.output_tokens) == (1, 13, 5)
    assert all(message.id is None for message in request.messages), "a request is never changed"


async def test_an_authors_graph_runs_separately_from_the_graph_around_it(ask: Ask) -> None:
    """Episodes run in a graph of the engine: an author's graph must get nothing of its configuration, nor be its part."""
    configs: list[RunnableConfig] = []

    async def look(state: MessagesState, config: RunnableConfig) -> dict[str, list[AnyMessage]]:
        configs.append(config)
        return {"messages": [AIMessage("Seen.")]}

    inner = StateGraph(MessagesState).add_node("look", look).add_edge(START, "look").compile()
    agent = as_agent(inner)

    class Outer(TypedDict):
        text: str

    async def node(state: Outer) -> Outer:
        return {"text": (await agent.reply(ask())).text}

    outer = StateGraph(Outer).add_node("node", node).add_edge(START, "node").compile(checkpointer=InMemorySaver())
    config: RunnableConfig = {
        "configurable": {"thread_id": "episode"},
        "metadata": {"episode": "1"},
        "recursion_limit": 2,
    }
    assert (await outer.ainvoke({"text": ""}, config))["text"] == "Seen."
    assert configs[0]["configurable"].get("thread_id") is None
    assert "episode" not in configs[0].get("metadata", {})


async def test_a_graph_that_adds_no_message_is_a_permanent_error(ask: Ask) -> None:
    async def nothing(state: MessagesState) -> dict[str, list[AnyMessage]]:
        return {"messages": []}

    silent = StateGraph(MessagesState).add_node("nothing", nothing).add_edge(START, "nothing").compile()
    with pytest.raises(PermanentError, match="ended without a message"):
        await as_agent(silent).reply(ask(messages=(SystemMessage("Go."),)))


async def test_an_exception_in_a_graph_is_a_permanent_error(ask: Ask) -> None:
    async def wrong(state: MessagesState) -> dict[str, list[AnyMessage]]:
        raise ValueError("not like this")

    broken = StateGraph(MessagesState).add_node("wrong", wrong).add_edge(START, "wrong").compile()
    with pytest.raises(PermanentError, match="ValueError: not like this"):
        await as_agent(broken).reply(ask())


class Counted(MessagesState):
    calls: Annotated[int, operator.add]


async def test_a_graph_with_a_checkpointer_goes_on_with_the_threads_state_but_not_with_its_messages(ask: Ask) -> None:
    async def count(state: Counted) -> dict[str, Any]:
        n_calls = state.get("calls", 0) + 1
        return {"calls": 1, "messages": [AIMessage(f"call {n_calls}, {len(state['messages'])} messages")]}

    graph = StateGraph(Counted).add_node("count", count).add_edge(START, "count").compile(checkpointer=InMemorySaver())
    agent = as_agent(graph)
    said = [(await agent.reply(ask(thread=thread))).text for thread in ("a", "a", "b", "", "")]
    assert said == [f"call {n}, 2 messages" for n in (1, 2, 1, 1, 1)]


def test_a_graph_without_messages_or_whose_threads_pile_up_messages_is_refused() -> None:
    class Other(TypedDict):
        text: str

    other = StateGraph(Other).add_node("n", lambda state: state).add_edge(START, "n").compile()
    with pytest.raises(BadInput, match="no `messages`"):
        as_agent(other)

    class PiledUp(TypedDict):
        messages: Annotated[list[AnyMessage], operator.add]

    piled_up = StateGraph(PiledUp).add_node("n", lambda state: state).add_edge(START, "n")
    with pytest.raises(BadInput, match="reducer `add_messages`"):
        as_agent(piled_up.compile(checkpointer=InMemorySaver()))


def test_whatever_as_agent_returns_is_an_agent() -> None:
    for thing in (speak, FakeListChatModel(responses=[""]), thinker().compile()):
        assert isinstance(as_agent(thing), Agent)
