"""`dikast verify answers FILE` and `dikast verify steps FILE`: JSONL in, JSONL out, a line a row, in order."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, Any, TypeVar

import typer
from pydantic import BaseModel, Field

from dikast.errors import BadInput
from dikast.reading import into, read_jsonl
from dikast.records import Check

app = typer.Typer(help="Check answers against references, and the steps of solutions.", no_args_is_help=True)

File = Annotated[Path, typer.Argument(help="A JSONL file.", show_default=False)]
Out = Annotated[Path | None, typer.Option("--out", help="Where to write; standard output if left out.")]
M = TypeVar("M", bound=BaseModel)


class AnswerRow(BaseModel):
    """One line of `verify answers`; other keys are passed over."""

    id: str | int | None = None
    reference: str | list[str]
    answer: str
    choices: dict[str, str] | list[str] | None = None
    question: str | None = None


class StepRow(BaseModel):
    """One line of `verify steps`: a step with its context, or a whole solution; other keys are passed over."""

    id: str | int | None = None
    problem: str = ""
    step: str | None = None
    context: list[str] = Field(default_factory=list)
    steps: list[str] = Field(default_factory=list)

    def parts(self) -> list[tuple[int, str, list[str]]]:
        """Index, text and context of each step."""
        if self.step is not None:
            return [(0, self.step, self.context)]
        return [(i, step, self.steps[:i]) for i, step in enumerate(self.steps)]


@app.command()
def answers(file: File, out: Out = None) -> None:
    """Is each ANSWER the same as its REFERENCE? Lines need `reference` and `answer`."""
    from dikast.verify import Verifier

    async def work(verifier: Verifier, row: AnswerRow) -> dict[str, Any]:
        began = time.perf_counter()
        check = await verifier.answer(row.reference, row.answer, question=row.question, choices=row.choices)
        return {"id": row.id, **_shown(check), "ms": round((time.perf_counter() - began) * 1000, 2)}

    _run(file, out, AnswerRow, work)


@app.command()
def steps(file: File, out: Out = None) -> None:
    """Which claims of each STEP hold? Lines need `step` (and `context`), or `problem` and `steps`."""
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
    rows = _rows(file, model, faults)

    async def go(write: Callable[[dict[str, Any]], None]) -> None:
        async with Verifier() as verifier:
            await verifier.each(lambda row: work(verifier, row), rows, write)

    with _writer(out) as write:
        asyncio.run(go(write))
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(2)


def _rows(file: Path, model: type[M], faults: list[BadInput]) -> Iterator[M]:
    documents = read_jsonl(file)
    while True:
        try:
            yield into(model, next(documents))
        except StopIteration:
            return
        except BadInput as fault:
            faults.append(fault)
            if not file.is_file():
                return


@contextmanager
def _writer(out: Path | None) -> Iterator[Callable[[dict[str, Any]], None]]:
    """Writes a JSON object a line, and shows on standard error how many there are."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (SpinnerColumn(), TextColumn("checked"), MofNCompleteColumn(), TimeElapsedColumn())
    stream: IO[str] = sys.stdout if out is None else out.open("w", encoding="utf-8")
    try:
        with Progress(*columns, console=Console(stderr=True), transient=True) as progress:
            bar = progress.add_task("checked", total=None)

            def write(row: dict[str, Any]) -> None:
                stream.write(json.dumps(row, ensure_ascii=False) + "\n")
                stream.flush()
                progress.advance(bar)

            yield write
    finally:
        if out is not None:
            stream.close()


__all__ = ["answers", "app", "steps"]
