"""RunDescription: what was run, on which questions, by which agents, in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import Field

from dikast.experiments import RunFolder
from dikast.input_files import read_yaml
from dikast.records import Record


class RunDescription(Record):
    """One run, as its folder describes it: `agents` by role, and other `facts` by name.

    `question_set` is the hash of the questions, where the run asked them itself.
    """

    name: str
    description: str = ""
    protocols: tuple[str, ...] = ()
    agents: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, str] = Field(default_factory=dict)
    question_set: str = ""


def describe_run(folder: RunFolder) -> RunDescription:
    """The description of a run folder: of a run, of an import, or of transcripts that were judged again."""
    described: dict[str, Any] = read_yaml(folder.path / "experiment.yaml").data
    experiment, ingredients = described.get("experiment", {}), described.get("ingredients", {})
    questions = experiment.get("questions")
    repeats = str(experiment.get("repeats", 1))
    # A fact that is empty is not shown.
    facts = {
        "questions": _describe_questions(questions),
        "imported from": ", ".join(experiment.get("imported", [])),
        "judged again from": Path(str(experiment.get("judged", ""))).name,
        "after round": str(experiment.get("after_round", "")),
        "orders": {"both": "verdicts in both orders of the answers"}.get(str(experiment.get("swap")), ""),
        "repeats": "" if repeats == "1" else repeats,
        "seed": str(experiment.get("seed", "")),
        "versions": ", ".join(f"{name} {version}" for name, version in described.get("versions", {}).items()),
    }
    agents = ingredients.get("agent names", {})
    question_set = ingredients.get("question set", {}).get("all", "")
    return RunDescription(
        name=folder.path.resolve().name,
        description=str(experiment.get("description", "")),
        protocols=tuple(ingredients.get("protocol files", {})),
        agents={str(role).removeprefix("agent of "): str(name) for role, name in agents.items()},
        facts={name: fact for name, fact in facts.items() if fact},
        # The hash says what was asked only where the run took the questions from their source itself.
        question_set=str(question_set) if questions else "",
    )


def _describe_questions(source: Any) -> str:
    """The `questions:` of an experiment in one line."""
    if not isinstance(source, dict):
        return ""
    line = ""
    for kind in ("dataset", "library", "file", "generated"):
        # An experiment has exactly one of the four.
        if source.get(kind):
            line = f"{kind} {source[kind]}"
            break
    if source.get("limit"):
        line += f", the first {source['limit']}"
    return line
