"""Spans, as OpenTelemetry's own SDK receives them, and what they cost without a tracer provider."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from opentelemetry import trace
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import StatusCode

from dikast import EpisodeFailed, PermanentError, load_protocol, run_episode
from dikast.agents import Request
from dikast.errors import AnswersAwaited
from dikast.graphs import Pause
from tests.players import QUESTION, Player, seated


@pytest.fixture
def spans(monkeypatch: pytest.MonkeyPatch) -> Iterator[InMemorySpanExporter]:
    """All spans that end while the test runs."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    # A provider can be set only once in a process.
    monkeypatch.setattr(trace, "get_tracer_provider", lambda: provider)
    yield exporter
    provider.shutdown()


def spans_named(exporter: InMemorySpanExporter, name: str) -> list[ReadableSpan]:
    return [span for span in exporter.get_finished_spans() if span.name == name]


async def test_an_episode_is_a_span_with_spans_for_its_moves_and_their_calls(spans: InMemorySpanExporter) -> None:
    await run_episode(load_protocol("debate", rounds=2), QUESTION, agents=seated(Player()), seed=5, id="e1")
    (episode,) = spans_named(spans, "dikast.episode")
    moves, calls = spans_named(spans, "dikast.move"), spans_named(spans, "dikast.call")
    assert episode.attributes == {
        "dikast.episode": "e1", "dikast.protocol": "debate", "dikast.question": "q1", "dikast.seed": 5,
    }  # fmt: skip
    assert episode.context is not None
    assert {m.parent.span_id for m in moves if m.parent} == {episode.context.span_id}
    move_ids = {m.context.span_id for m in moves if m.context}
    assert len(calls) == 2 * 2 + 1
    assert all(call.parent and call.parent.span_id in move_ids for call in calls)
    attributes = [dict(call.attributes or {}) for call in calls]
    assert sorted(str(t["dikast.seat"]) for t in attributes) == ["alice", "alice", "bob", "bob", "judge"]
    assert {t["dikast.purpose"] for t in attributes} == {"speak", "decide"}
    assert all({"dikast.agent", "dikast.round", "gen_ai.usage.input_tokens"} <= set(t) for t in attributes)


async def test_episodes_at_the_same_time_have_traces_of_their_own(spans: InMemorySpanExporter) -> None:
    import asyncio

    protocol = load_protocol("debate")
    await asyncio.gather(*(run_episode(protocol, QUESTION, agents=seated(Player()), id=f"e{i}") for i in range(3)))
    traces: dict[int, list[str]] = {}
    for span in spans.get_finished_spans():
        assert span.context
        traces.setdefault(span.context.trace_id, []).append(span.name)
    assert [names.count("dikast.call") for names in traces.values()] == [7, 7, 7]


async def test_a_failed_call_is_a_span_with_the_error(spans: InMemorySpanExporter) -> None:
    def fails(request: Request) -> str:
        raise PermanentError("no such model")

    with pytest.raises(EpisodeFailed):
        await run_episode(load_protocol("direct"), QUESTION, agents=seated(Player(fails)))
    (call,) = spans_named(spans, "dikast.call")
    assert not call.status.is_ok
    assert "no such model" in str(call.status.description)


async def test_a_person_who_has_yet_to_answer_is_no_error(spans: InMemorySpanExporter) -> None:
    """With a checkpointer the move is interrupted; neither that nor the waiting is an error in any span."""

    def waits(request: Request) -> str:
        raise AnswersAwaited(["t1"])

    pause = Pause(InMemorySaver())
    with pytest.raises(AnswersAwaited):
        await run_episode(load_protocol("direct"), QUESTION, agents=seated(Player(waits)), pause=pause)
    names = [span.name for span in spans.get_finished_spans()]
    assert sorted(set(names)) == ["dikast.call", "dikast.episode", "dikast.move"]
    for span in spans.get_finished_spans():
        assert (span.status.status_code, span.events) == (StatusCode.UNSET, ())
        assert (span.attributes or {})["dikast.waits_for_people"] is True


async def test_a_key_in_an_error_or_in_its_cause_is_in_no_span(
    spans: InMemorySpanExporter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRACED_KEY", "sk-traced-0123456789")

    async def fails(request: Request) -> str:
        raise ValueError("not with sk-traced-0123456789")

    with pytest.raises(EpisodeFailed):
        await run_episode(load_protocol("direct"), QUESTION, agents={"judge": fails})
    (call,) = spans_named(spans, "dikast.call")
    (event,) = call.events
    kept = f"{call.to_json()} {event.attributes}"
    assert "not with [key]" in kept
    assert "sk-traced-0123456789" not in kept


def test_without_opentelemetry_a_span_imports_nothing_and_costs_little() -> None:
    program = (
        "import sys, time\nfrom dikast.tracing import span\nn = 20_000\nstart = time.perf_counter()\n"
        "for _ in range(n):\n    with span('x', a=1, b='two') as s:\n        s.set_attributes(c=3)\n"
        "print((time.perf_counter() - start) / n * 1e6)\nassert 'opentelemetry' not in sys.modules"
    )
    process = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert float(process.stdout) < 20, "microseconds; it is well below one on an idle machine"


def test_opentelemetry_without_a_provider_costs_little() -> None:
    from dikast.tracing import _NO_SPAN, span

    start = time.perf_counter()
    assert span("x") is _NO_SPAN
    assert time.perf_counter() - start < 0.1
