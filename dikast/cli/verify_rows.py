"""Rows of answers or steps checked: JSONL in, JSONL out, a line a row, in order."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any, Self, TypeVar

import typer
from pydantic import BaseModel, Field, model_validator

from dikast.errors import BadInput
from dikast.input_files import into, jsonl_lines, parse_jsonl_line
from dikast.records import Check

M = TypeVar("M", bound=BaseModel)


class AnswerRow(BaseModel):
    """One line of `verify answers`; other keys are passed over."""

    id: str | int | None = None
    reference: str | Annotated[list[str], Field(min_length=1)]
    answer: str
    choices: dict[str, str] | list[str] | None = None
    question: str | None = None


class StepRow(BaseModel):
    """One line of `verify steps`: a step with its context, or a whole solution; other keys are passed over."""

    id: str | int | None = None
    problem: str = ""
    step: str | None = None
    context: list[str] = Field(default_factory=list)
    steps: list[str] | None = None

    @model_validator(mode="after")
    def _is_one_or_the_other(self) -> Self:
        if (self.step is None) == (self.steps is None):
            raise ValueError("either `step` or `steps` is needed")
        return self

    def parts(self) -> list[tuple[int, str, list[str]]]:
        """Index, text and context of each step."""
        if self.step is not None:
            return [(0, self.step, self.context)]
        steps = self.steps or []
        return [(i, step, steps[:i]) for i, step in enumerate(steps)]


def check_answers(file: Path, out: Path | None) -> None:
    """A line for every row of answers: whether it is the same as its reference."""
    from dikast.verify import Verifier

    async def work(verifier: Verifier, row: AnswerRow) -> dict[str, Any]:
        began = time.perf_counter()
        check = await verifier.answer(row.reference, row.answer, question=row.question, choices=row.choices)
        return {"id": row.id, **_shown(check), "ms": round((time.perf_counter() - began) * 1000, 2)}

    _run(file, out, AnswerRow, work)


def check_steps(file: Path, out: Path | None) -> None:
    """A line for every row of steps: which of their claims hold."""
    from dikast.verify import Verifier, step_status

    async def work(verifier: Verifier, row: StepRow) -> dict[str, Any]:
        found = []
        for index, step, context in row.parts():
            checks = await verifier.step(step, context=context, problem=row.problem)
            claims = [{"text": check.claim, **_shown(check)} for check in checks]
            found.append({"index": index, "status": step_status(checks), "claims": claims})
        return {"id": row.id, "steps": found}

    _run(file, out, StepRow, work)


def _shown(check: Check) -> dict[str, Any]:
    return check.model_dump(mode="json", include={"status", "strength", "method", "reason", "evidence"})


def _run(file: Path, out: Path | None, model: type[M], work: Callable[[Any, M], Any]) -> None:
    """Every good row worked on and written in order; bad ones said on standard error, and then exit code 2."""
    from dikast.verify import Verifier

    faults: list[BadInput] = []
    rows = _rows(file, jsonl_lines(file), model, faults)

    async def go(write: Callable[[dict[str, Any]], None]) -> None:
        async with Verifier() as verifier:
            await verifier.each(lambda row: work(verifier, row), rows, write)

    with _writer(out) as write:
        asyncio.run(go(write))
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(2)


def _rows(file: Path, lines: Iterable[tuple[int, str]], model: type[M], faults: list[BadInput]) -> Iterator[M]:
    """The good rows; the faults of the others are kept."""
    for number, line in lines:
        try:
            yield into(model, parse_jsonl_line(line, str(file), number))
        except BadInput as fault:
            faults.append(fault)


@contextmanager
def _writer(out: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Writes a JSON object a line, and shows on standard error how many there are."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("checked"), MofNCompleteColumn(), TimeElapsedColumn())
    with _placed(out):
        stream: IO[str] = sys.stdout if out is None else out.open("w", encoding="utf-8")
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("checked", total=None)

            def write(row: dict[str, Any]) -> None:
                with _placed(out):
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                    stream.flush()
                progress.advance(bar)

            yield write
    finally:
        if out is not None:
            with _placed(out):
                stream.close()


@contextmanager
def _placed(out: Path | None) -> Iterator[None]:
    """While the block runs, a file that can't be written is BadInput that names it."""
    try:
        yield
    except OSError as error:
        if out is None:
            raise
        raise BadInput(f"nothing can be written here: {error.strerror}", str(out)) from error
