"""A class of pupils whose solutions are graded: parts with points, equal wrong steps, an image, and hostile text."""

from __future__ import annotations

import asyncio
import json
from pathlib import Path
from typing import Any

from dikast.agents import Request
from dikast.experiments import RunFolder, prepare, run_experiment
from dikast.experiments.experiment import load_experiment
from tests.graphs.judge_bench import saying

HOSTILE = '<script>document.title = "taken"</script><img src=x onerror="document.title=1">\u202e'
IMAGE = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
)
BAKERY = "A bakery sells 24 rolls at $0.75 each. (a) What do they bring in? (b) Flour cost $11.50. What is its profit?"
PARTS = [{"name": "a", "points": 2, "steps": [0]}, {"name": "b", "points": 4, "steps": [1, 2]}]
SQUARE = "Solve x^2 = 16."


def bakery(pupil: str, *steps: str, answer: str = "$7.50") -> dict[str, Any]:
    """A pupil's solution of the two-part problem."""
    return {
        "id": f"bakery-{pupil.split()[0].lower()}",
        "problem": BAKERY,
        "steps": [*steps],
        "answer": answer,
        "reference": "$6.50",
        "reference_solution": "24 * 0.75 = 18; 18 - 11.50 = 6.50.",
        "author": pupil,
        "parts": PARTS,
    }


ROWS = [
    bakery("Ada", "They bring in 24 * 0.75 = 18.", "The profit is 18 - 11.50 = 7.50.", "So it is $7.50."),
    bakery("Ben", "24 * 0.75 = 18 dollars.", "So the profit is 18 − 11.5 = 7.5.", "It makes $7.50."),
    bakery("Cem", "24 * 0.75 = 19.", "The profit is 19 - 11.50 = 7.50.", "So it is $7.50."),
    {**bakery("Dee", "24 * 0.75 = 18.", "18 - 11.50 = 6.50.", "So it is $6.50.", answer="$6.50"), "images": [IMAGE]},
    {
        "id": "square-ada",
        "problem": SQUARE,
        "steps": ["Take the root of both sides.", "So x = 4."],
        "answer": "x = 4",
        "reference": "x = 4 or x = -4",
        "author": "Ada",
    },
    {
        "id": "hostile",
        "problem": f"{HOSTILE} What is 2 + 2?",
        "steps": [f"{HOSTILE} so 2 + 2 = 5."],
        "answer": f"5 {HOSTILE}",
        "reference": "4",
        "author": f"=cmd|' /C calc'!A0 {HOSTILE}",
    },
]
EXPERIMENT = """\
name: class
questions: {dataset: solutions, path: class.jsonl}
protocols: [{use: process-stepwise, rubric: course.yaml}]
agents:
  judge: tests.viewer.class_run:lenient_judge
order: given
"""
RUBRIC = """\
name: course
description: Points for working and answer.
errors:
  - {code: C, name: Calculation Slip, covers: arithmetic done wrong in a way that was right, is_calculation: true}
  - {code: M, name: Wrong Method, covers: a way that cannot lead to what is asked}
criteria:
  - {name: working, measure: steps, weight: 4}
  - {name: answer, measure: answer, weight: 2}
scale: [0, 6]
"""
LENIENT = saying()


async def lenient_judge(request: Request) -> str:
    """Calls every step right, and says that each rests on the one before."""
    text = LENIENT(request)
    assert isinstance(text, str)
    if request.purpose == "label" and len(request.steps) == 1:
        return json.dumps({"label": "correct"})
    return text


def run_class(runs: Path, rows: list[dict[str, Any]] | None = None, name: str = "class") -> RunFolder:
    """The class, graded, in a folder below `runs`."""
    (runs / "class.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows or ROWS))
    (runs / "course.yaml").write_text(RUBRIC)
    file = runs / f"{name}.yaml"
    file.write_text(EXPERIMENT.replace("name: class", f"name: {name}"))
    asyncio.run(run_experiment(prepare(*load_experiment(file), runs / name)))
    return RunFolder.open(runs / name)
