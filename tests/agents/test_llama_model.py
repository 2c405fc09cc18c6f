"""The line before an embedded model: a call begins when a slot is free for it. No model is loaded here."""

from __future__ import annotations

import asyncio
import threading
from pathlib import Path

import pytest

from dikast.agents.llama_model import Complete, LlamaConfig, LlamaModel


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
