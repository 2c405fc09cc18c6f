"""An embedded model's line, and its servers: a call begins when a slot is free for it. No model is loaded here."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from dikast.agents import llama_model
from dikast.agents.llama_completion import Complete
from dikast.agents.llama_model import LlamaConfig, LlamaModel, llama_config


@pytest.fixture
def model() -> LlamaModel:
    """A model with one slot, whose file is never read."""
    return LlamaModel(LlamaConfig(Path("none.gguf"), context=64, slots=1, threads=1))


async def test_a_call_begins_only_when_the_one_before_it_has_left_its_slot(model: LlamaModel) -> None:
    happened: list[str] = []
    first_has_begun = asyncio.Event()
    may_end = threading.Event()

    def begin_first() -> None:
        happened.append("first begins")
        first_has_begun.set()

    def first_work(complete: Complete) -> str:
        may_end.wait()
        return "first ends"

    first = asyncio.ensure_future(model.run(first_work, begin_first))
    await first_has_begun.wait()
    second = asyncio.ensure_future(model.run(lambda complete: "second ends", lambda: happened.append("second begins")))
    for _ in range(10):
        await asyncio.sleep(0)
    assert happened == ["first begins"]
    may_end.set()
    assert await first == "first ends"
    assert await second == "second ends"
    assert happened == ["first begins", "second begins"]
    await asyncio.to_thread(model.close)


async def test_a_call_that_is_cancelled_in_line_never_begins(model: LlamaModel) -> None:
    begun: list[str] = []
    first_has_begun = asyncio.Event()
    may_end = threading.Event()

    def work(complete: Complete) -> bool:
        return may_end.wait()

    first = asyncio.ensure_future(model.run(work, first_has_begun.set))
    await first_has_begun.wait()
    second = asyncio.ensure_future(model.run(work, lambda: begun.append("second")))
    await asyncio.sleep(0)
    second.cancel()
    with pytest.raises(asyncio.CancelledError):
        await second
    may_end.set()
    assert await first
    await asyncio.to_thread(model.close)
    assert begun == []


# --- several servers


@pytest.mark.parametrize(
    ("cpus", "slots", "threads", "size", "expected"),
    [
        pytest.param(1, 4, None, 100, (1, 1), id="one processor, one server"),
        pytest.param(2, 4, None, 100, (2, 2), id="two processors, each with a server of one thread, that never waits"),
        pytest.param(4, 4, None, 100, (4, 4), id="as many as slots"),
        pytest.param(8, 4, None, 100, (7, 4), id="servers of several threads leave one processor to others"),
        pytest.param(2, 1, None, 100, (1, 1), id="a single slot is in one server"),
        pytest.param(8, 4, None, 10**9, (7, 1), id="large weights are loaded once"),
        pytest.param(2, 4, 1, 100, (1, 1), id="as many threads as the user says"),
        pytest.param(2, 1, 2, 100, (2, 1), id="two threads for one slot"),
    ],
)
def test_small_models_have_a_server_for_each_thread(
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    cpus: int,
    slots: int,
    threads: int | None,
    size: int,
    expected: tuple[int, int],
) -> None:
    weights = tmp_path / "weights.gguf"
    with weights.open("wb") as file:
        file.truncate(size)
    monkeypatch.setattr(llama_model, "usable_cpus", lambda: cpus)
    config = llama_config(weights, 64, slots, threads)
    assert (config.threads, config.servers) == expected


def test_slots_and_threads_are_shared_out_whole() -> None:
    servers = llama_model._servers_of(LlamaConfig(Path("none.gguf"), context=64, slots=4, threads=7, servers=3))
    assert [(server.slots, server.threads) for server in servers] == [(2, 3), (1, 2), (1, 2)]


async def test_a_conversation_stays_with_its_server_unless_another_is_idle() -> None:
    model = LlamaModel(LlamaConfig(Path("none.gguf"), context=64, slots=4, threads=2, servers=2))

    def busy() -> list[int]:
        return [server.n_running for server in model._servers]

    alone = {await model.run(lambda _: tuple(busy()), conversation="once upon a time") for _ in range(4)}
    assert len(alone) == 1
    others = {await model.run(lambda _: tuple(busy()), conversation=str(n)) for n in range(20)}
    assert others == {(1, 0), (0, 1)}

    may_end = threading.Event()
    begun = asyncio.Semaphore(0)
    loop = asyncio.get_running_loop()

    def work(complete: Complete) -> bool:
        loop.call_soon_threadsafe(begun.release)
        return may_end.wait()

    running = [asyncio.ensure_future(model.run(work, conversation="the same")) for _ in range(4)]
    for _ in running:
        await begun.acquire()
    assert busy() == [2, 2]
    may_end.set()
    await asyncio.gather(*running)
    assert busy() == [0, 0]
    await asyncio.to_thread(model.close)
