"""How a run stands: what of it is missing, the command that goes on with it, and whether any call was made."""

from __future__ import annotations

import os
import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dikast.experiments import Run, RunFolder


def run_arguments(experiment: Path, changes: Sequence[str], store: str | None, command: str = "run") -> tuple[str, ...]:
    """The arguments of `dikast run`, or of another command, that go on with a run from any folder."""
    arguments = [command, str(experiment.absolute())]
    for change in changes:
        arguments += ["--set", change]
    if store is not None:
        arguments += ["--store", store]
    return tuple(map(_as_typed, arguments))


def _as_typed(argument: str) -> str:
    """The argument as UTF-8. Where the locale is another, Python keeps its bytes as halves of characters."""
    return os.fsencode(argument).decode(errors="replace")


def missing_episodes(folder: RunFolder, n_kept: int) -> str | None:
    """`1 of 14 episodes; … goes on`; None for a run that is complete, or if the folder does not say.

    `n_kept` are there. Says how many of those that are missing wait for answers of people.
    """
    plan = folder.plan()
    if plan is None or plan.is_settled:
        return None
    if n_kept >= plan.episodes:
        return None
    way_on = "the same command"
    if plan.command:
        way_on = f"`{_command(plan.command, folder.path)}`"
    missing = f"{n_kept:,} of {plan.episodes:,} episodes; {way_on} goes on"
    waiting = waiting_episodes(folder, plan.episodes)
    return f"{missing}; {waiting}" if waiting else missing


def waiting_episodes(folder: RunFolder, n_planned: int) -> str | None:
    """`3 of 14 episodes wait for answers of people`; None where none does."""
    from dikast.experiments import n_waiting

    n = n_waiting(folder.path)
    if not n:
        return None
    verb = "waits" if n == 1 else "wait"
    return f"{n:,} of {n_planned:,} episodes {verb} for answers of people"


def _command(arguments: Sequence[str], folder: Path) -> str:
    """The command as it is typed in this folder."""
    shown = [_relative(argument) for argument in arguments]
    return shlex.join(["dikast", *shown, "--out", str(folder)])


def _relative(argument: str) -> str:
    """A path under the current folder, as seen from there; anything else as it is."""
    path = Path(argument)
    if path.is_absolute() and path.is_relative_to(Path.cwd()):
        return str(path.relative_to(Path.cwd()))
    return argument


def all_from_journal(run: Run, n_answers: int) -> str | None:
    """Says so where a start got every answer without a call; None where it made one, or has no answer."""
    meter = run.stack.meter
    if meter.calls or meter.failures:
        return None
    if not n_answers:
        return None
    if n_answers == 1:
        return "the one answer came from the journal"
    return f"all {n_answers:,} answers came from the journal"
