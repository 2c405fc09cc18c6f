"""The verifier: answers and steps checked by guarded workers, from async code, from plain code, and in bulk."""

from __future__ import annotations

import asyncio
import atexit
import json
import os
import threading
from collections.abc import Awaitable, Callable, Coroutine, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from dikast.language import read_cues, with_cues_of
from dikast.records import Check, ProposedClaim
from dikast.verify.inputs import choices_of, policy_of, references_of, text_of, texts_of
from dikast.verify.policy import Policy
from dikast.verify.proposed import MAX_PROPOSALS, as_proposed, is_covered, licence_of
from dikast.verify.workers.pool import Pool, TaskOutcome
from dikast.verify.workers.wire import Message

T = TypeVar("T")
R = TypeVar("R")
AnswerChoices = Mapping[str, str] | Sequence[str]

ANSWER_S, STEP_S = 3.0, 5.0
MAX_ANSWER, MAX_STEP, MAX_CONTEXT = 20_000, 20_000, 200_000
_SHOWN = 2_000


class Verifier:
    """Checks answers and steps. Use it as an async context manager, or close() it; workers start when first needed.

    `workers` is how many processes there may be (all processors by default), `answer_s` and `step_s` the deadlines.
    `lexicon` is a file of more cues, in the form of `dikast/language/lexicon.tsv`: words by which steps in another
    language deny, suppose, ask or conclude. Raises BadInput where it has another form.
    """

    def __init__(
        self,
        workers: int | None = None,
        answer_s: float = ANSWER_S,
        step_s: float = STEP_S,
        lexicon: Path | None = None,
    ) -> None:
        if min(answer_s, step_s) <= 0:
            raise ValueError(f"deadlines must be > 0, got {answer_s} and {step_s}")
        if lexicon is not None:
            read_cues(lexicon)  # errors in it are reported here, not by a worker
        self.lexicon = [] if lexicon is None else [str(lexicon.resolve())]
        self.pool = Pool(workers)
        self.answer_s = answer_s
        self.step_s = step_s

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends the workers."""
        self.pool.close()

    async def answer(
        self,
        reference: str | Sequence[str],
        answer: str,
        *,
        question: str | None = None,
        choices: AnswerChoices | None = None,
        policy: Policy | None = None,
    ) -> Check:
        """Whether the answer is the same as the reference, or as one of several.

        With several references one verified is enough, and refuting takes all; `evidence["reference"]` is the index
        of the one that decided. Raises BadInput for what is no text, and where there is no reference.
        """
        references = references_of(reference)
        text_of(answer, "answer")
        text_of("" if question is None else question, "question")
        listed = choices_of(choices)
        options = policy_of(policy)
        checks: list[Check] = []
        for i, accepted in enumerate(references):
            check = await self._answer(accepted, answer, question, listed, options)
            check = check if len(references) == 1 else _noting(check, reference=i)
            if check.status == "verified":
                return check
            checks.append(check)
        return next((c for c in checks if c.status == "unknown"), checks[0])

    async def _answer(
        self,
        reference: str,
        answer: str,
        question: str | None,
        choices: dict[str, str] | list[str] | None,
        policy: Policy,
    ) -> Check:
        if len(reference) > MAX_ANSWER or len(answer) > MAX_ANSWER:
            longest = max(len(reference), len(answer))
            return _check("answers", answer, _unknown("cost", f"{longest} characters are more than {MAX_ANSWER}"))
        changed = policy.model_dump(exclude_defaults=True)
        task = {"task": "answer", "reference": reference, "answer": answer, "choices": choices}
        task |= {"policy": changed, "question": (question or "")[:MAX_ANSWER]}
        outcome = await self.pool.run(task, self.answer_s)
        check = _check("answers", answer, _finding(outcome))
        return _noting(check, policy=changed) if changed else check

    async def step(
        self, step: str, *, context: Sequence[str] = (), problem: str = "", proposed: Sequence[ProposedClaim] = ()
    ) -> list[Check]:
        """A check for every claim found in the step; none if it makes none that a machine can decide.

        `proposed` are claims as a model restates them. One counts only where the step says it (see `proposed`), and
        the verifier has decided nothing in its place; its check names who proposed it.

        That all claims are verified does not make the step right: a true sum may be the wrong one. Raises BadInput for
        what is no text: the context is a list of lines.
        """
        text_of(step, "step")
        text_of(problem, "problem")
        lines = _last(texts_of(context, "context"), MAX_CONTEXT)
        problem = problem[:MAX_STEP]
        checks = await self._step(step, lines, problem)
        for claim in proposed[:MAX_PROPOSALS] if len(step) <= MAX_STEP else ():
            with with_cues_of(*map(Path, self.lexicon)):
                licence = licence_of(claim, step, lines, problem)
            if licence is None or is_covered(claim, checks):
                continue
            proposed_checks = await self._step(claim.formula, lines, problem)
            # A formula that came apart into several claims is not what was proposed.
            if len(proposed_checks) == 1:
                checks.append(as_proposed(proposed_checks[0], claim, licence))
        return checks

    async def _step(self, step: str, lines: list[str], problem: str) -> list[Check]:
        if len(step) > MAX_STEP:
            return [_check("steps", step, _unknown("cost", f"{len(step)} characters are more than {MAX_STEP}"))]
        task = {"task": "step", "step": step, "context": lines, "problem": problem, "lexicon": self.lexicon}
        outcome = await self.pool.run(task, self.step_s)
        if outcome.reason is None:
            return [_check("steps", m["claim"], m) for m in outcome.result]
        checks = [_check("steps", m["claim"], m) for m in outcome.found]
        return [*checks, _check("steps", step, _unknown(outcome.reason, outcome.detail))]

    async def value(self, expression: str) -> str | None:
        """The value of an expression without letters: exact where it is a fraction, else to 15 digits.

        None where it has no value that could be found in time. Raises BadInput for what is no text.
        """
        text_of(expression, "expression")
        if len(expression) > MAX_ANSWER:
            return None
        outcome = await self.pool.run({"task": "value", "expression": expression}, self.answer_s)
        return None if outcome.reason is not None else outcome.result

    async def each(self, work: Callable[[T], Awaitable[R]], items: Iterable[T], deliver: Callable[[R], None]) -> int:
        """Runs `work` over the items, as many at a time as keeps the workers busy; results are delivered in order.

        Returns how many there were. The first failure, of `work` or `deliver`, ends the rest and is raised as itself.
        """
        iterator = enumerate(items)
        done: dict[int, R] = {}
        count = 0

        async def consume() -> None:
            nonlocal count
            for i, item in iterator:
                done[i] = await work(item)
                while count in done:
                    deliver(done.pop(count))
                    count += 1

        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(2 * self.pool.size):
                    group.create_task(consume())
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
        return count

    async def answers(self, rows: Iterable[Mapping[str, Any]]) -> list[Check]:
        """A check for each row (`reference`, `answer`, perhaps `question`, `choices`, `policy`), in their order."""
        checks: list[Check] = []
        await self.each(lambda row: self.answer(**row), rows, checks.append)
        return checks

    async def steps(self, rows: Iterable[Mapping[str, Any]]) -> list[list[Check]]:
        """The checks for each row (`step` and, if wanted, `context`, `problem`), in their order."""
        checks: list[list[Check]] = []
        await self.each(lambda row: self.step(**row), rows, checks.append)
        return checks


def step_status(checks: Sequence[Check]) -> str:
    """`refuted` if any claim is, `verified` if there are claims and all are, else `unknown`.

    It is about the claims: a step of true claims may still be the wrong one.
    """
    statuses = {check.status for check in checks}
    return "refuted" if "refuted" in statuses else "verified" if statuses == {"verified"} else "unknown"


def _finding(outcome: TaskOutcome) -> Message:
    """The worker's finding; if it was cut off, the last one that it reported: points that agree are numeric support."""
    if outcome.reason is None:
        return dict(outcome.result)
    if outcome.found:
        last = dict(outcome.found[-1])
        return {**last, "evidence": {**last["evidence"], "cut_off": outcome.reason}}
    return _unknown(outcome.reason, outcome.detail)


def _unknown(reason: str, detail: str | None = None) -> Message:
    evidence = {} if detail is None else {"detail": detail}
    return {"status": "unknown", "method": "none", "strength": None, "reason": reason, "evidence": evidence}


def _check(checker: str, claim: str, message: Message) -> Check:
    fields = {key: message.get(key) for key in ("status", "method", "strength", "reason", "reading", "evidence")}
    row = {"checker": checker, "claim": claim[:_SHOWN], **fields}
    # A record is valid Unicode, whatever the checked text was.
    text = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace").decode("utf-8")
    return Check.model_validate_json(text)


def _noting(check: Check, **evidence: Any) -> Check:
    return check.model_copy(update={"evidence": {**check.evidence, **evidence}})


def _last(lines: Sequence[str], budget: int) -> list[str]:
    """As many of the last lines as fit."""
    last_lines: list[str] = []
    for line in reversed(lines):
        budget -= len(line)
        if budget < 0 or len(last_lines) >= 200:
            break
        last_lines.append(line)
    return last_lines[::-1]


_lock = threading.Lock()
_shared: tuple[int, Verifier] | None = None


def shared() -> Verifier:
    """The process's own verifier, behind `check_answer` and `check_step`; a forked child makes its own."""
    global _shared
    with _lock:
        if _shared is None or _shared[0] != os.getpid():
            _shared = os.getpid(), Verifier()
            atexit.register(_shared[1].close)
        return _shared[1]


async def check_answer(
    reference: str | Sequence[str],
    answer: str,
    question: str | None = None,
    choices: AnswerChoices | None = None,
    policy: Policy | None = None,
) -> Check:
    """Whether an answer is the same as a reference (or one of several); see Verifier.answer."""
    return await shared().answer(reference, answer, question=question, choices=choices, policy=policy)


async def check_step(
    step: str, context: Sequence[str] = (), problem: str = "", proposed: Sequence[ProposedClaim] = ()
) -> list[Check]:
    """What can be decided of a step's claims; see Verifier.step.

    Give the `problem` where there is one: names, operations and scales defined in it are unknown otherwise.
    """
    return await shared().step(step, context=context, problem=problem, proposed=proposed)


async def calculate(expression: str) -> str | None:
    """The value of an expression without letters, such as `3/8 = 0.375`; see Verifier.value."""
    return await shared().value(expression)


def check_answer_sync(
    reference: str | Sequence[str],
    answer: str,
    question: str | None = None,
    choices: AnswerChoices | None = None,
    policy: Policy | None = None,
) -> Check:
    """`check_answer` for code that has no event loop; it blocks a running one."""
    return _wait(check_answer(reference, answer, question, choices, policy))


def check_step_sync(
    step: str, context: Sequence[str] = (), problem: str = "", proposed: Sequence[ProposedClaim] = ()
) -> list[Check]:
    """`check_step` for code that has no event loop; it blocks a running one."""
    return _wait(check_step(step, context, problem, proposed))


def _wait(work: Coroutine[Any, Any, R]) -> R:
    """The result of async work, from plain code; where a loop already runs, in a thread that is waited for."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(work)
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
