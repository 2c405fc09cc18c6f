"""Measures how well small models keep to the reply forms of the protocols that judge worked solutions.

    python benchmarks/small_judges.py [--model local/smollm2] [--limit 20] [--out FILE] [PROTOCOL…]

The model sits in every seat. A step is unparsed where no reply of the judge gives it a label. `tokens a step` are
those that the judge writes when it labels (premises, labels and explanations, asked again included), for each step of
the solutions; `prompt` is what it reads for that, cached or not. `all tokens` also has speeches, questions and the
judge's own solutions. `--model marks` is a judge that writes people's labels and nothing beside what it is asked for:
what the forms themselves take, in OpenAI's tokens (cl100k_base). `--out` keeps one row for each solution, and rows that
it has are not made again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, JsonValue

from dikast.agents import Agent, Reply, Request, litellm_backend, open_agent
from dikast.errors import EpisodeFailed
from dikast.graphs import run_episode
from dikast.metrics.interval import wilson
from dikast.protocols import load_protocol
from dikast.questions.solutions import read_solutions
from dikast.records import Episode, Question, StepMark, Usage

HERE = Path(__file__).resolve().parent
SOLUTIONS = (HERE.parent / "examples" / "solutions.jsonl", HERE / "cases" / "five_steps.jsonl")
# Shorter than by default, because each call takes a small machine half a minute.
PROTOCOLS: Mapping[str, Mapping[str, Any]] = {
    "process-direct": {},
    "process-solve-first": {"solves": 2},
    "process-stepwise": {},
    "process-questioned": {"rounds": 1},
    "process-debate": {"rounds": 1},
    "process-panel": {"count": 3},
}
# Of speeches and of the judge's own solutions, whose length is not what is measured.
SPEECH_TOKENS = 80

MARKS = "marks"
Row = dict[str, str | int | float]


@dataclass(frozen=True)
class MarkedJudge:
    """Labels the steps as people did, in the form that is asked for, and says a sentence wherever else it is asked."""

    question: Question
    name: str = MARKS

    async def reply(self, request: Request) -> Reply:
        """The reply, with its tokens and those of its prompt counted."""
        text = self._text(request)
        prompt = "\n".join(str(message.text) for message in request.messages)
        return Reply(text=text, usage=Usage(calls=1, input_tokens=n_tokens(prompt), output_tokens=n_tokens(text)))

    def _text(self, request: Request) -> str:
        match request.purpose:
            case "label":
                return self._labels(request)
            case "explain":
                return self._explanations(request)
            case "premises":
                return _json({str(step + 1): [step] for step in range(1, n_steps(self.question))})
            case "accuse":
                return "What it says does not follow.\nStep: 1"
            case _:
                return "It follows from what the problem gives, as the step before it shows."

    def _labels(self, request: Request) -> str:
        labels = {str(step + 1): str(self._mark(step).label or "unknown") for step in request.steps}
        if len(labels) == 1:
            label = next(iter(labels.values()))
            # Judged alone, as if what it rests on were right.
            return _json({"label": "correct" if label == "inherited" else label})
        fields = request.form.model_fields if isinstance(request.form, type) else {}
        if "p_correct" not in fields:
            return _json(labels)
        return _json({**labels, "p_correct": dict.fromkeys(labels, 0.95)})

    def _explanations(self, request: Request) -> str:
        """The fields that the form has, of each step that it has."""
        assert isinstance(request.form, type)
        said: dict[str, JsonValue] = {}
        for step in request.steps:
            mark = self._mark(step)
            known: dict[str, JsonValue] = {
                "error": mark.error_type or "RE",
                "why": mark.reason or "What it says does not follow from the steps before it.",
                "fix": "It should be what follows from the right result.",
                "contest": None,
            }
            field = request.form.model_fields.get(f"step_{step + 1}")
            form = request.form if field is None else field.annotation
            assert isinstance(form, type)
            assert issubclass(form, BaseModel)
            said[str(step + 1)] = {name: known[name] for name in form.model_fields}
        return _json(said if len(said) > 1 else next(iter(said.values())))

    def _mark(self, step: int) -> StepMark:
        solution = self.question.solution
        assert solution is not None
        assert solution.marking is not None
        return solution.marking.steps[step]


def _json(data: object) -> str:
    """JSON as the prompts ask for it: without spaces between its parts."""
    return json.dumps(data, separators=(",", ":"))


def n_tokens(text: str) -> int:
    """The tokens of a text, as OpenAI's models count them."""
    # It comes with its vocabulary, so that nothing is fetched.
    return len(litellm_backend.load().encode(model="gpt-4", text=text))


def solutions(limit: int) -> list[Question]:
    """The solutions that are judged, at most `limit`."""
    questions = [question for path in SOLUTIONS for question in read_solutions(path)]
    # Those of five steps first: they are what the forms are made for.
    questions.sort(key=lambda question: abs(n_steps(question) - 5))
    return questions[:limit]


def n_steps(question: Question) -> int:
    """The number of steps of its solution."""
    return 0 if question.solution is None else len(question.solution.steps)


async def judged(name: str, question: Question, model: str) -> Row:
    """One solution judged, as a row of counts."""
    began = time.perf_counter()
    speaker: dict[str, JsonValue] = {"model": model, "max_tokens": SPEECH_TOKENS}
    judge: dict[str, JsonValue] = {"model": model}
    agents = {"judge": judge, "solver": speaker, "critic": speaker}
    protocol = load_protocol(name, **PROTOCOLS[name])
    opened: dict[str, Agent] = dict.fromkeys(agents, MarkedJudge(question))
    if model != MARKS:
        opened = {kind: open_agent(spec) for kind, spec in agents.items()}
    row: Row = {"protocol": name, "id": question.id, "model": model, "steps": n_steps(question)}
    try:
        episode = await run_episode(protocol, question, agents=opened)
    except EpisodeFailed as error:
        return row | {"failed": str(error), "unparsed": n_steps(question)}
    return row | counts(episode) | {"seconds": round(time.perf_counter() - began, 1)}


def counts(episode: Episode) -> Row:
    """What was written and read for one solution, and how many of its steps are without a label."""
    grading = episode.verdict.grading
    assert grading is not None
    labelling = Usage()
    for one in grading.labellings:
        labelling += one.usage
    for turn in episode.transcript.turns:
        if turn.kind == "premises":
            labelling += turn.usage
    return {
        # A step that only evidence could label was unparsed by the judge too.
        "unparsed": sum(unlabelled(episode, step) for step in range(len(grading.steps))),
        "labels": sum(len(one.steps) for one in grading.labellings),
        "unparsed_labels": sum(label.label is None for one in grading.labellings for label in one.steps),
        "output": labelling.output_tokens,
        "input": labelling.input_tokens,
        "cached": labelling.cached_tokens,
        "all_output": episode.usage.output_tokens,
        "calls": episode.usage.calls,
        "repeats": episode.usage.repeats,
    }


def unlabelled(episode: Episode, step: int) -> bool:
    """Whether no last labelling of a judge has a label for the step."""
    grading = episode.verdict.grading
    assert grading is not None
    last_move = max(one.move for one in grading.labellings)
    labels = [label for one in grading.labellings if one.move == last_move for label in one.steps]
    return all(label.label is None for label in labels if label.step == step)


def table(rows: Sequence[Row]) -> str:
    """A Markdown table, one line for each model and protocol."""
    groups: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[str(row["model"]), str(row["protocol"])].append(row)
    head = "| model | protocol | solutions | steps unparsed | tokens a step | prompt | all tokens | calls | seconds |"
    lines = [head, "|---|---|---:|---|---:|---:|---:|---:|---:|"]
    for (model, protocol), group in groups.items():
        lines.append(f"| {Path(model).name} | `{protocol}` | {' | '.join(cells(group))} |")
    return "\n".join(lines)


def cells(rows: Sequence[Row]) -> list[str]:
    """The figures of one protocol."""

    def total(key: str) -> float:
        return sum(float(row.get(key, 0)) for row in rows)

    steps = total("steps")
    share = total("unparsed") / steps
    # Steps of one solution share a reply: the solutions are the trials.
    low, high = wilson(share, len(rows))
    return [
        str(len(rows)),
        f"{total('unparsed'):.0f} of {steps:.0f}, {share:.1%} ({low:.0%}–{high:.0%})",
        f"{total('output') / steps:.1f}",
        f"{total('input') / steps:.0f}",
        f"{total('all_output') / steps:.0f}",
        f"{(total('calls') + total('repeats')) / len(rows):.1f}",
        f"{total('seconds') / len(rows):.0f}",
    ]


async def measure(options: argparse.Namespace) -> list[Row]:
    """All protocols on all solutions, a few at once; those that the file has are taken from there."""
    rows: list[Row] = []
    if options.out is not None and options.out.exists():
        rows += [json.loads(line) for line in options.out.read_text(encoding="utf-8").splitlines()]
    done = {(row["model"], row["protocol"], row["id"]) for row in rows}
    at_once = asyncio.Semaphore(options.at_once)

    async def one(name: str, question: Question) -> None:
        if (options.model, name, question.id) in done:
            return
        async with at_once:
            row = await judged(name, question, options.model)
        rows.append(row)
        if options.out is not None:
            with options.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    for name in options.protocols or PROTOCOLS:
        async with asyncio.TaskGroup() as group:
            for question in solutions(options.limit):
                group.create_task(one(name, question))
    return rows


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("protocols", nargs="*", metavar="PROTOCOL")
    parser.add_argument("--model", default="local/smollm2")
    parser.add_argument("--limit", type=int, default=20)
    parser.add_argument("--at-once", type=int, default=4)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    print(table(asyncio.run(measure(options))))


if __name__ == "__main__":
    main()
