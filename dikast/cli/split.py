"""dikast split: solutions in free form, parted into steps."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.agents import Agent
    from dikast.reading import Document

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
    """
    from dikast.reading import read_jsonl

    rows = list(read_jsonl(file))
    if not rows:
        raise BadInput("there is no row in it", str(file))
    if out is not None and not out.parent.is_dir():  # said before a model is paid
        raise BadInput("there is no such folder to write to", str(out.parent))
    try:
        parted, refused = asyncio.run(_parted(rows, by))
    except KeyboardInterrupt:
        raise typer.Exit(130) from None
    lines = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in parted)
    if out is None:
        typer.echo(lines, nl=False)
    else:
        out.write_text(lines, encoding="utf-8")
    if refused:
        typer.echo(f"{refused} of {len(rows)} solutions came back changed, and were parted without the model", err=True)


async def _parted(rows: list[Document], model: str | None) -> tuple[list[dict[str, Any]], int]:
    """The rows with their steps, and how many were parted without the model that was asked."""
    from dikast.graphs.parting import part
    from dikast.questions import split as split_text

    refused = 0
    room = asyncio.Semaphore(AT_ONCE)

    async def one(row: Document, agent: Agent | None) -> dict[str, Any]:
        nonlocal refused
        text = row.data.get("solution")
        if "steps" in row.data:
            return dict(row.data)
        if not isinstance(text, str):
            raise BadInput("the text of a solution is needed", row.where(["solution"]))
        steps = None
        if agent is not None and text.strip():
            async with room:
                steps = await part(agent, str(row.data.get("problem", "")), text)
            refused += steps is None
        found = steps if steps is not None else split_text(text)
        return {**{key: value for key, value in row.data.items() if key != "solution"}, "steps": list(found)}

    async with _opened(model) as agent:
        try:
            async with asyncio.TaskGroup() as group:
                tasks = [group.create_task(one(row, agent)) for row in rows]
        except ExceptionGroup as failures:
            raise failures.exceptions[0] from None
    return [task.result() for task in tasks], refused


@asynccontextmanager
async def _opened(model: str | None) -> AsyncIterator[Agent | None]:
    """The model, its calls tried again while their failures may pass."""
    if model is None:
        yield None
        return
    from dikast.agents import open_agent
    from dikast.experiments import Limits
    from dikast.experiments.guarding.guard import Guarded
    from dikast.experiments.guarding.limiter import ModelLimiter

    limits = Limits()
    agent = Guarded(open_agent(model, where="--by"), ModelLimiter(limits.of(model)), limits)
    try:
        yield agent
    finally:
        await agent.aclose()
