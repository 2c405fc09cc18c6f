"""dikast split: solutions in free form, split into steps."""

from __future__ import annotations

import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dikast.errors import AgentError, BadInput

if TYPE_CHECKING:
    import asyncio

    from dikast.agents import Agent
    from dikast.input_files import Document

MOST_CALLS_AT_ONCE = 16


def split(
    file: Annotated[
        Path, typer.Argument(metavar="FILE", help="A JSONL file whose rows have `solution` and, optionally, `problem`.")
    ],
    by: Annotated[
        str | None, typer.Option(metavar="MODEL", help="A model that finds the steps; it may not change the text.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="OUT", help="The file to write; by default standard output.")
    ] = None,
) -> None:
    """Split solutions into steps.

    Each row comes back with `steps` in place of `solution`; rows that already have steps stay as they are. A model's
    steps are used only if they are the solution's own text, word for word; otherwise the text is split without the
    model. If the model fails, or you press Ctrl-C, the remaining rows come back unchanged: run the command on what it
    wrote to continue.
    """
    import asyncio

    from dikast.input_files import read_jsonl

    documents = list(read_jsonl(file))
    # All input is checked before a model is paid.
    _check_rows(file, documents)
    _check_can_write(out)
    splitter = _RowSplitter([dict(document.data) for document in documents])
    failure: AgentError | KeyboardInterrupt | None = None
    try:
        asyncio.run(splitter.split_all(by))
    except (AgentError, KeyboardInterrupt) as error:
        failure = error
    # What was split before a failure has been paid for, and is written too.
    _write(splitter.rows, out)
    n_rows = len(splitter.rows)
    if splitter.n_refused:
        message = f"{splitter.n_refused} of {n_rows} solutions came back changed, and were split without the model"
        typer.echo(message, err=True)
    if failure is None:
        return
    n_split = sum("steps" in row for row in splitter.rows)
    typer.echo(
        f"{n_split} of {n_rows} rows have steps; the others are as they were: split what was written to go on", err=True
    )
    if isinstance(failure, AgentError):
        raise failure
    raise typer.Exit(130)


def _check_rows(file: Path, documents: list[Document]) -> None:
    """Raises BadInput if there are no rows, or one has neither steps nor a solution's text."""
    if not documents:
        raise BadInput("there is no row in it", str(file))
    for document in documents:
        if "steps" not in document.data and not isinstance(document.data.get("solution"), str):
            raise BadInput("the text of a solution is needed", document.where(["solution"]))


def _check_can_write(out: Path | None) -> None:
    """Raises BadInput if the file can't be written, with the reason."""
    if out is None:
        return
    if not out.parent.is_dir():
        raise BadInput("there is no such folder to write to", str(out.parent))
    if out.is_dir():
        raise BadInput("nothing can be written here: it is a folder", str(out))
    # A new file needs the right to write in its folder.
    written_to = out if out.exists() else out.parent
    if not os.access(written_to, os.W_OK):
        raise BadInput("nothing can be written here: you have no permission", str(out))


def _write(rows: list[dict[str, Any]], out: Path | None) -> None:
    """Writes the rows to the file; prints them if that fails after all, since they may have been paid for."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    if out is None:
        typer.echo(lines, nl=False)
        return
    try:
        out.write_text(lines, encoding="utf-8")
    except OSError as error:
        typer.echo(lines, nl=False)
        raise BadInput(f"nothing can be written here, so it was printed: {error.strerror}", str(out)) from error


class _RowSplitter:
    """The rows in their order; each gets its steps as soon as they are known.

    `n_refused` counts the solutions whose text a model changed.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.n_refused = 0

    async def split_all(self, model: str | None) -> None:
        """Splits the rows that have no steps. Raises AgentError if the model gives no reply."""
        import asyncio

        limiter = asyncio.Semaphore(MOST_CALLS_AT_ONCE)
        async with _opened(model) as agent:
            try:
                async with asyncio.TaskGroup() as group:
                    for i, row in enumerate(self.rows):
                        if "steps" not in row:
                            group.create_task(self._split_row(i, agent, limiter))
            except ExceptionGroup as failures:
                # One failure is told: when a model fails, it mostly fails for every row.
                raise failures.exceptions[0] from None

    async def _split_row(self, i: int, agent: Agent | None, limiter: asyncio.Semaphore) -> None:
        """Splits one row, by the agent if there is one, and without it if it changes the text."""
        from dikast.graphs import split_steps
        from dikast.questions import split as split_text

        row = self.rows[i]
        solution = row["solution"]
        steps = None
        if agent is not None and solution.strip():
            async with limiter:
                steps = await split_steps(agent, str(row.get("problem", "")), solution)
            # The model changed the text, so its steps are not those of this solution.
            if steps is None:
                self.n_refused += 1
        if steps is None:
            steps = split_text(solution)
        others = {key: value for key, value in row.items() if key != "solution"}
        self.rows[i] = {**others, "steps": list(steps)}


@asynccontextmanager
async def _opened(model: str | None) -> AsyncIterator[Agent | None]:
    """The model as an agent that tries a call again if it failed for a reason that may pass; closed after the block."""
    if model is None:
        yield None
        return
    from dikast.agents import open_agent
    from dikast.experiments import Limits, ModelLimiter, RetryingAgent

    limits = Limits()
    agent = RetryingAgent(open_agent(model, where="--by"), ModelLimiter(limits.of(model)), limits)
    try:
        yield agent
    finally:
        await agent.aclose()
