"""Rows of answers or steps, checked by the verifier: JSONL in, JSONL out, one line a row, in order."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
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
    """One line of `verify answers`; other keys are ignored."""

    id: str | int | None = None
    reference: str | Annotated[list[str], Field(min_length=1)]
    answer: str
    choices: dict[str, str] | list[str] | None = None
    question: str | None = None


class StepRow(BaseModel):
    """One line of `verify steps`: a step with its context, or a whole solution; other keys are ignored."""

    id: str | int | None = None
    problem: str = ""
    step: str | None = None
    context: list[str] = Field(default_factory=list)
    steps: list[str] | None = None

    @model_validator(mode="after")
    def _has_step_or_steps(self) -> Self:
        if (self.step is None) == (self.steps is None):
            raise ValueError("either `step` or `steps` is needed")
        return self

    def steps_with_context(self) -> Iterator[tuple[str, list[str]]]:
        """Text and context of each step; in a solution, the context is all earlier steps."""
        if self.step is not None:
            yield self.step, self.context
            return
        # Never None here, since the validator wants one of the two.
        steps = self.steps or []
        for i, step in enumerate(steps):
            yield step, steps[:i]


def check_answers(file: Path, out: Path | None) -> None:
    """Writes, for every row of answers, whether the answer equals its reference."""
    from dikast.verify import Verifier

    async def check_row(verifier: Verifier, row: AnswerRow) -> dict[str, Any]:
        began = time.perf_counter()
        check = await verifier.answer(row.reference, row.answer, question=row.question, choices=row.choices)
        elapsed_ms = (time.perf_counter() - began) * 1000
        return {
            "id": row.id,
            **_finding(check),
            "ms": round(elapsed_ms, 2),
        }

    _check_file(file, out, AnswerRow, check_row)


def check_steps(file: Path, out: Path | None) -> None:
    """Writes, for every row of steps, which claims in them hold."""
    from dikast.verify import Verifier, mark_inherited, step_status

    async def check_row(verifier: Verifier, row: StepRow) -> dict[str, Any]:
        by_step: list[Sequence[Check]] = []
        for step, context in row.steps_with_context():
            by_step.append(await verifier.step(step, context=context, problem=row.problem))
        if row.steps is not None:
            by_step = [*await mark_inherited(row.steps, by_step, row.problem, verifier.step)]
        steps = []
        for index, checks in enumerate(by_step):
            claims = [{"text": check.claim, **_finding(check)} for check in checks]
            row_of_step = {
                "index": index,
                "status": step_status(checks),
                "claims": claims,
            }
            steps.append(row_of_step)
        return {"id": row.id, "steps": steps}

    _check_file(file, out, StepRow, check_row)


def _finding(check: Check) -> dict[str, Any]:
    """What is written of a check."""
    return check.model_dump(mode="json", include={"status", "strength", "method", "reason", "evidence"})


def _check_file(file: Path, out: Path | None, model: type[M], check_row: Callable[[Any, M], Any]) -> None:
    """Checks every good row and writes the results in order.

    If there are bad rows, prints what is wrong with them on stderr, and raises typer.Exit with code 2.
    """
    from dikast.verify import Verifier

    bad_rows: list[BadInput] = []
    # Read one by one as the verifier takes them: the file may be larger than memory.
    rows = _good_rows(file, jsonl_lines(file), model, bad_rows)

    async def check_all(write: Callable[[dict[str, Any]], None]) -> None:
        async with Verifier() as verifier:
            await verifier.each(lambda row: check_row(verifier, row), rows, write)

    with _writer(out) as write:
        asyncio.run(check_all(write))
    # Only now: lines on stderr would break up the progress line.
    for error in bad_rows:
        typer.echo(str(error), err=True)
    if bad_rows:
        raise typer.Exit(2)


def _good_rows(file: Path, lines: Iterable[tuple[int, str]], model: type[M], bad_rows: list[BadInput]) -> Iterator[M]:
    """The rows that can be read, one by one; the errors of the others are added to `bad_rows`."""
    for number, line in lines:
        try:
            yield into(model, parse_jsonl_line(line, str(file), number))
        except BadInput as error:
            bad_rows.append(error)


@contextmanager
def _writer(out: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """A function that writes an object as a line of JSON; how many were written is shown on stderr."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn("checked"),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with _naming_the_file(out):
        stream: IO[str] = sys.stdout if out is None else out.open("w", encoding="utf-8")
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("checked", total=None)

            def write(row: dict[str, Any]) -> None:
                with _naming_the_file(out):
                    stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                    # A reader in a pipe, or after a crash, has every row that was checked.
                    stream.flush()
                progress.advance(bar)

            yield write
    finally:
        if out is not None:
            with _naming_the_file(out):
                stream.close()


@contextmanager
def _naming_the_file(out: Path | None) -> Iterator[None]:
    """While the block runs, a failure to write the file raises BadInput with the file's name."""
    try:
        yield
    except OSError as error:
        if out is None:
            # Standard output: `dikast` itself says what went wrong there.
            raise
        raise BadInput(f"nothing can be written here: {error.strerror}", str(out)) from error
