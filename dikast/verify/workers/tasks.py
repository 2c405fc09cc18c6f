"""What a worker can be asked to do, by name. Everything here runs in the worker's process only.

A worker is started with the name of a module like this one, which has `TASKS` and `warm_up`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from dikast.verify.decision import Decision
from dikast.verify.policy import Policy
from dikast.verify.workers.wire import Message

Tell = Callable[[Message], None]
# The result of one task, as plain JSON. `tell` hands over what is already known, in case the rest is cut off.
Task = Callable[[Message, Tell], Any]


def _answer(task: Message, tell: Tell) -> Message:
    from dikast.verify.deciders.choices import as_choices
    from dikast.verify.deciders.same_answer import compare_answers

    finding = compare_answers(
        task["reference"],
        task["answer"],
        as_choices(task.get("choices")),
        Policy.model_validate(task.get("policy") or {}),
        lambda decision: tell(as_message(decision)),
        str(task.get("question") or ""),
    )
    return as_message(finding)


def _step(task: Message, tell: Tell) -> list[Message]:
    from dikast.language import with_cues_of
    from dikast.verify.deciders.step_claims import examine

    with with_cues_of(*map(Path, task.get("lexicon") or ())):
        return examine(task["step"], task.get("context") or [], task.get("problem") or "", tell)


def _value(task: Message, tell: Tell) -> str | None:
    from dikast.verify.equality.calculation import calculated

    return calculated(task["expression"])


TASKS: Mapping[str, Task] = {"answer": _answer, "step": _step, "value": _value}


def as_message(finding: Decision) -> Message:
    """A finding as plain JSON."""
    return {
        "status": finding.status,
        "method": finding.method,
        "strength": finding.strength,
        "evidence": finding.evidence,
        "reason": finding.reason,
    }


def warm_up() -> None:
    """Loads everything a task may need, and fills sympy's caches with a first use of each kind."""
    import_module("sympy.physics.units")  # which sympy's simplify imports when it is first called
    from dikast.verify.deciders.same_answer import compare_answers

    policy = Policy()
    for reference, answer in (
        (r"\sin^2 x + \cos^2 x", "1"), ("(x+1)^2", "x^2+2x+1"), (r"\sqrt8", r"2\sqrt2"), ("x^2 < 4", "(-2, 2)"),
        ("x^2 = 4", "x = 2 or x = -2"), (r"\int_0^1 x^2 dx", "1/3"), (r"\lim_{x \to 0} \frac{\sin x}{x}", "1"),
        (r"\sum_{k=1}^{n} k", "n(n+1)/2"), (r"e^{ix}", r"\cos x + i \sin x"), ("5 km", "5000 m"),
    ):  # fmt: skip
        compare_answers(reference, answer, {}, policy)
