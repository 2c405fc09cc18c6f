"""What was run, on what, by whom: a run folder's description, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from dikast.experiments import RunFolder
from dikast.input_files import read_yaml
from dikast.records import Record


class RunDescription(Record):
    """One run, as its folder describes it; `agents` by role, `facts` whatever else is worth a line.

    `question_set` is the hash of what was asked, where the run asked it.
    """

    name: str
    description: str = ""
    protocols: tuple[str, ...] = ()
    agents: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, str] = Field(default_factory=dict)
    question_set: str = ""


def describe_run(folder: RunFolder) -> RunDescription:
    """The description of a run folder, whether it was run, imported or judged again."""
    described: dict[str, Any] = read_yaml(folder.path / "experiment.yaml").data
    experiment, ingredients = described.get("experiment", {}), described.get("ingredients", {})
    facts = {
        "questions": _questions(experiment.get("questions")),
        "imported from": ", ".join(experiment.get("imported", [])),
        "judged again from": Path(str(experiment.get("judged", ""))).name,
        "after round": str(experiment.get("after_round", "")),
        "orders": {"both": "verdicts in both orders of the answers"}.get(str(experiment.get("swap")), ""),
        "repeats": str(experiment["repeats"]) if experiment.get("repeats", 1) != 1 else "",
        "seed": str(experiment.get("seed", "")),
        "versions": ", ".join(f"{name} {version}" for name, version in described.get("versions", {}).items()),
    }
    names = ingredients.get("agent names", {})
    return RunDescription(
        name=folder.path.resolve().name,
        description=str(experiment.get("description", "")),
        protocols=tuple(ingredients.get("protocol files", {})),
        agents={str(role).removeprefix("agent of "): str(name) for role, name in names.items()},
        facts={name: fact for name, fact in facts.items() if fact},
        question_set=str(ingredients.get("question set", {}).get("all", "")) if experiment.get("questions") else "",
    )


def _questions(source: Any) -> str:
    """The `questions:` of an experiment in one line."""
    if not isinstance(source, dict):
        return ""
    told = next((f"{kind} {source[kind]}" for kind in ("dataset", "library", "file") if source.get(kind)), "")
    limit = f", the first {source['limit']}" if source.get("limit") else ""
    return f"{told}{limit}"
