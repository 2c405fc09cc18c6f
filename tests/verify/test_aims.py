"""The aims on the labelled files, so that a change that loses one of them is seen."""

from __future__ import annotations

import collections
import json
from pathlib import Path
from typing import Any

from dikast.verify import Verifier, step_status

POLICY_KINDS = ("policy", "assumption", "extraction-convention")


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def test_answers(verifier: Verifier, shared_data: Path) -> None:
    rows = [r for r in read(shared_data / "verify/answers_dev.jsonl") if not r["kind"].startswith(POLICY_KINDS)]
    checks = await verifier.answers({k: r[k] for k in ("reference", "answer", "choices") if k in r} for r in rows)
    counts = collections.Counter((r["expected"], c.status) for r, c in zip(rows, checks, strict=True))
    right = counts[True, "verified"] + counts[False, "refuted"]
    assert counts[False, "verified"] == 0, counts
    assert right / len(rows) >= 0.97, counts


async def test_steps(verifier: Verifier, shared_data: Path) -> None:
    rows = read(shared_data / "verify/steps_dev.jsonl")
    found = await verifier.steps({k: r[k] for k in ("step", "context", "problem")} for r in rows)
    counts = collections.Counter((r["expected"], step_status(c)) for r, c in zip(rows, found, strict=True))
    n = {kind: sum(v for (k, _), v in counts.items() if k == kind) for kind in ("correct", "incorrect")}
    verified = sum(v for (_, status), v in counts.items() if status == "verified")
    assert counts["correct", "refuted"] == 0, counts
    assert counts["incorrect", "refuted"] / n["incorrect"] >= 0.80, counts
    assert counts["correct", "verified"] / n["correct"] >= 0.75, counts
    assert counts["correct", "verified"] / verified >= 0.99, counts


async def test_worked_solutions_of_gsm8k_are_never_refuted(verifier: Verifier, shared_data: Path) -> None:
    rows = read(shared_data / "gsm8k/test_first400.jsonl")
    steps = [
        {"step": line, "context": lines[:i], "problem": row["question"]}
        for row in rows[:150]
        for lines in [row["answer"].split("\n")[:-1]]
        for i, line in enumerate(lines)
    ]
    found = await verifier.steps(steps)
    wrong = [(s["step"], c) for s, checks in zip(steps, found, strict=True) for c in checks if c.status == "refuted"]
    assert not wrong, wrong[:5]
