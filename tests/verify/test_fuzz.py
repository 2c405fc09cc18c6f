"""Random texts against the parser, answers and steps for a bounded time; `DIKAST_FUZZ_S` makes it longer,
`DIKAST_FUZZ_SEED` begins elsewhere (`make fuzz`).

What must hold for every text: no exception but the two that say "can't read this", no code run, no deadline missed,
memory bounded in this process and in the workers, and the same pool alive afterwards.
"""

from __future__ import annotations

import asyncio
import itertools
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from dikast.records import Check
from dikast.verify import Verifier
from dikast.verify.syntax.nodes import TooCostly, Unparsed
from dikast.verify.syntax.parser import readings
from dikast.verify.workers.worker import MEMORY_BYTES
from tests.verify.workers.processes import descendants, peak_bytes

FUZZ_S = float(os.environ.get("DIKAST_FUZZ_S", "20"))
DEADLINE_S = 0.5
LATE_S = 0.05
FEW_MISSED = 5  # a shared machine may stop us all for a moment, which makes the checks late that run just then
GROWTH_BYTES = 64 * 1024 * 1024

SIGNS = (
    "0 1 2 7 -3 1/2 0.1 1e9 1,000 10^ 999999999 x y n \\pi e i \\infty ½ ² ∞ 五 ٣ + - * / ^ _ ! % = < > <= ≈ ≡ \\le ( ) "
    "[ ] { } | , ; : . ' $ \\$ & \\\\ \\{ \\} \\left( \\right) \\, ~ \\frac{ }{ \\sqrt{ \\sqrt[3]{ \\binom{ \\boxed{ "
    "\\text{ \\mathrm{ \\begin{pmatrix} \\end{pmatrix} \\sin \\ln \\log_ \\arctan \\max( gcd( det floor( f(x) f'(x) "
    "\\int_0^1 \\int dx \\sum_{k=1}^{n} \\prod_{k=1}^{9} \\lim_{x\\to0} d/dx \\pm \\cup \\in \\mathbb{R} \\pmod "
    "mod or and is not so the answer A B C (D) yes km m/s^2 J/(g·K) °C kg mol USD CH4 H2O -> Fe^{3+} Aa ATGC 5:30 pm "
    "May 2024-01-02 two hundred __import__('os').system('touch_HACKED') ().__class__ lambda eval( exec( \ud800 \0 \u202e"
).split()
BOMBS = (
    "9^{9^{9^9}}", "(10^{9})!", "\\binom{10^9}{10^8}", "\\sum_{k=1}^{10^9} k^k", "1e999999", "(x+y+z+1)^{999}",
    "\\int_0^1 x^x \\sin(1/x) dx", "\\lim_{x\\to0} x^{x^{x^x}}", "(" * 300, "-" * 900, "\\sqrt{" * 90, "7" * 600,
    "x^7+x+\\sin x=0", "\\sin(x^2)e^x=\\cos x",
)  # fmt: skip
signs = st.sampled_from(SIGNS)
texts = st.one_of(
    st.lists(signs, max_size=25).map(" ".join),
    st.lists(signs, max_size=25).map("".join),
    st.lists(signs | st.sampled_from(BOMBS) | st.text(max_size=4), max_size=10).map("".join),
    st.text(max_size=200),
    st.tuples(st.text(min_size=1, max_size=5), st.integers(1, 5000)).map(lambda t: t[0] * t[1]),
)
BATCH = settings(
    max_examples=25, deadline=None, database=None, suppress_health_check=list(HealthCheck), print_blob=False
)


@pytest.fixture
def verifier() -> Iterator[Verifier]:
    one = Verifier(workers=2, answer_s=DEADLINE_S, step_s=DEADLINE_S)
    yield one
    one.close()


def parses(text: str) -> None:
    try:
        for reading in readings(text):
            assert reading.trees
    except (Unparsed, TooCostly):
        pass


async def checked(verifier: Verifier, left: str, right: str) -> list[float]:
    """How late each check came, in seconds; its texts must be ones that can be stored."""
    late_s = []
    answer_first, answer_second = verifier.answer(left, right), verifier.answer(right, left, choices=[left, "1"])
    for work in (answer_first, answer_second, verifier.step(f"{left} = {right}", context=[right, left])):
        began = time.perf_counter()
        found = await work
        late_s.append(time.perf_counter() - began - DEADLINE_S)
        for check in found if isinstance(found, list) else [found]:
            sound(check)
    return late_s


def sound(check: Check) -> None:
    check.model_dump_json()
    assert not str(check.evidence.get("detail", "")).partition(":")[0].endswith(("Error", "Exception")), check
    assert (check.reason is None) == (check.status != "unknown"), check


def batch(number: int, use: Callable[[str, str], object]) -> None:
    """Calls `use` with the texts of one seeded batch; a failing pair is made small and shown."""

    @seed(number)
    @BATCH
    @given(texts, texts)
    def each(left: str, right: str) -> None:
        use(left, right)

    each()


@pytest.mark.timeout(FUZZ_S + 60)
def test_fuzz(verifier: Verifier, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(verifier.answer("1", "1"))
    batch(0, lambda left, right: None)  # drawing texts takes memory of its own, the first time
    late_s: list[float] = []
    before, end = peak_bytes(os.getpid()), time.monotonic() + FUZZ_S

    def survive(left: str, right: str) -> None:
        if time.monotonic() < end:
            parses(left)
            late_s.extend(asyncio.run(checked(verifier, left, right)))

    for number in itertools.count(int(os.environ.get("DIKAST_FUZZ_SEED", "1"))):
        batch(number, survive)
        for pid in descendants(os.getpid()):
            assert peak_bytes(pid) < MEMORY_BYTES
        if time.monotonic() > end:
            break

    assert not list(tmp_path.iterdir())
    assert peak_bytes(os.getpid()) - before < GROWTH_BYTES
    assert len(late_s) >= 30
    missed = [s for s in late_s if s > LATE_S]
    assert len(missed) <= max(FEW_MISSED, len(late_s) / 100), sorted(missed)
    assert asyncio.run(verifier.answer("1/2", "0.5")).status == "verified"
