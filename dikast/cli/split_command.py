"""dikast split: solutions in free form, parted into steps."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dikast.errors import AgentError, BadInput

if TYPE_CHECKING:
    from dikast.agents import Agent

AT_ONCE = 16


def split(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="JSONL with `solution`, and `problem`.")],
    by: Annotated[
        str | None, typer.Option(metavar="MODEL", help="A model that finds the steps; it may change nothing in them.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="OUT", help="Where to; by default standard output.")] = None,
) -> None:
    """Part solutions into steps.

    Each row comes back with `steps` in place of `solution`; rows that have steps stay as they are. What a model
    proposes is taken only where it is the solution's own text, word for word; else the steps are found without it.
    Where a model fails, or Ctrl-C ends it, the rows that are left come back as they were: split what was written.
    """
    from dikast.input_files import read_jsonl

    rows = list(read_jsonl(file))
    if not rows:
        raise BadInput("there is no row in it", str(file))
    # Said before a model is paid.
    for row in rows:
        if "steps" not in row.data and not isinstance(row.data.get("solution"), str):
            raise BadInput("the text of a solution is needed", row.where(["solution"]))
    _check_place(out)
    parting = _Parting([dict(row.data) for row in rows])
    ended: AgentError | KeyboardInterrupt | None = None
    try:
        asyncio.run(parting.all(by))
    except (AgentError, KeyboardInterrupt) as error:
        ended = error
    _write(parting.rows, out)
    if parting.refused:
        typer.echo(
            f"{parting.refused} of {len(rows)} solutions came back changed, and were parted without the model", err=True
        )
    if ended is not None:
        n = sum("steps" in row for row in parting.rows)
        told = f"{n} of {len(rows)} rows have steps; the others are as they were: split what was written to go on"
        typer.echo(told, err=True)
        raise ended if isinstance(ended, AgentError) else typer.Exit(130)


def _check_place(out: Path | None) -> None:
    if out is None:
        return
    if not out.parent.is_dir():
        raise BadInput("there is no such folder to write to", str(out.parent))
    if out.is_dir():
        raise BadInput("nothing can be written here: it is a folder", str(out))
    if not os.access(out if out.exists() else out.parent, os.W_OK):
        raise BadInput("nothing can be written here: there is no leave to", str(out))


def _write(rows: list[dict[str, Any]], out: Path | None) -> None:
    """Writes the rows; prints them where the file can't take them after all, since they may have been paid for."""
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    try:
        if out is not None:
            out.write_text(lines, encoding="utf-8")
            return
    except OSError as error:
        typer.echo(lines, nl=False)
        raise BadInput(f"nothing can be written here, so it was printed: {error.strerror}", str(out)) from error
    typer.echo(lines, nl=False)


class _Parting:
    """The rows, each in its place with its steps as soon as it has them; `refused` counts what a model changed."""

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        self.rows = rows
        self.refused = 0

    async def all(self, model: str | None) -> None:
        """Parts the rows that have no steps. Raises AgentError where the model gives no reply."""
        room = asyncio.Semaphore(AT_ONCE)
        async with _opened(model) as agent:
            try:
                async with asyncio.TaskGroup() as group:
                    for i, row in enumerate(self.rows):
                        if "steps" not in row:
                            group.create_task(self._one(i, agent, room))
            except ExceptionGroup as failures:
                raise failures.exceptions[0] from None

    async def _one(self, i: int, agent: Agent | None, room: asyncio.Semaphore) -> None:
        from dikast.graphs import split_steps
        from dikast.questions import split as split_text

        row = self.rows[i]
        text = row["solution"]
        steps = None
        if agent is not None and text.strip():
            async with room:
                steps = await split_steps(agent, str(row.get("problem", "")), text)
            self.refused += steps is None
        found = steps if steps is not None else split_text(text)
        self.rows[i] = {**{key: value for key, value in row.items() if key != "solution"}, "steps": list(found)}


@asynccontextmanager
async def _opened(model: str | None) -> AsyncIterator[Agent | None]:
    """The model, its calls tried again while their failures may pass."""
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
