"""KeptPlan: how many episodes a run is to have, and the command that goes on with it, as its folder keeps them."""

from __future__ import annotations

import operator
from pathlib import Path

from pydantic import Field, ValidationError

from dikast.experiments.stores.own_files import new_file
from dikast.records import Record

PLAN = "plan.json"


class KeptPlan(Record):
    """What was planned at the last start.

    - `episodes`: how many episodes the run has when it is complete.
    - `command`: the arguments of the command that was started, without its run folder; empty if it was no command.
    - `is_settled`: whether the run ended early because its comparison was known closely enough.
    - `limit`: the limit at which the run was stopped, in words; empty where none was reached.
    """

    episodes: int
    command: tuple[str, ...] = ()
    is_settled: bool = False
    limit: str = Field(default="", exclude_if=operator.not_)


def write_plan(folder: Path, plan: KeptPlan) -> None:
    """Writes the plan in place of an earlier one."""
    partial = folder / f"{PLAN}.new"
    with new_file(partial) as file:
        file.write(plan.model_dump_json().encode() + b"\n")
    partial.replace(folder / PLAN)


def read_plan(folder: Path) -> KeptPlan | None:
    """The plan; None in a folder that keeps none, or none that can be read: then it is not known."""
    try:
        return KeptPlan.model_validate_json((folder / PLAN).read_bytes())
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        return None
