"""Measures how well small models keep to the reply forms of the protocols that judge worked solutions.

    python benchmarks/small_judges.py [--model local/smollm2] [--limit 20] [--out FILE] [PROTOCOL…]

The model sits in every seat. A step is unparsed where no reply of the judge gives it a label. `tokens a step` are
those that the judge writes when it labels (premises, labels and explanations, asked again included), for each step of
the solutions; `prompt` is what it reads for that. `all tokens` also has speeches, questions and the judge's own solutions.
`--out` keeps one row for each solution, and rows that it has are not made again.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

from dikast.agents import open_agent
from dikast.errors import EpisodeFailed
from dikast.graphs import run_episode
from dikast.metrics.interval import wilson
from dikast.protocols import load_protocol
from dikast.questions.solutions import read_solutions
from dikast.records import Episode, Question, Usage

HERE = Path(__file__).resolve().parent
SOLUTIONS = (HERE.parent / "examples" / "solutions.jsonl", HERE / "cases" / "five_steps.jsonl")
# Shorter than by default, because each call takes a small machine half a minute.
PROTOCOLS: Mapping[str, Mapping[str, object]] = {
    "process-direct": {},
    "process-solve-first": {"solves": 2},
    "process-stepwise": {},
    "process-questioned": {"rounds": 1},
    "process-debate": {"rounds": 1},
    "process-panel": {"count": 3},
}
# Of speeches and of the judge's own solutions, whose length is not what is measured.
SPEECH_TOKENS = 80

Row = dict[str, str | int | float]


def solutions(limit: int) -> list[Question]:
    """The solutions that are judged: the shortest sets first to last, at most `limit`."""
    questions = [question for path in SOLUTIONS for question in read_solutions(path)]
    # Those of five steps first: they are what the forms are made for.
    questions.sort(key=lambda question: abs(n_steps(question) - 5))
    return questions[:limit]


def n_steps(question: Question) -> int:
    """The number of steps of its solution."""
    return 0 if question.solution is None else len(question.solution.steps)


async def judge(name: str, question: Question, model: str) -> Row:
    """One solution judged, as a row of counts."""
    began = time.perf_counter()
    speaker = {"model": model, "max_tokens": SPEECH_TOKENS}
    agents = {"judge": model, "solver": speaker, "critic": speaker}
    protocol = load_protocol(name, **PROTOCOLS[name])
    opened = {kind: open_agent(spec) for kind, spec in agents.items()}
    row: Row = {"protocol": name, "id": question.id, "model": model, "steps": n_steps(question)}
    try:
        episode = await run_episode(protocol, question, agents=opened)
    except EpisodeFailed as error:
        return row | {"failed": str(error), "unparsed": n_steps(question)}
    return row | counts(episode) | {"seconds": round(time.perf_counter() - began, 1)}


def counts(episode: Episode) -> Row:
    """What was written and read for one solution, and how many of its steps are without a label."""
    grading = episode.verdict.grading if episode.verdict is not None else None
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
    grading = episode.verdict.grading if episode.verdict is not None else None
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
            row = await judge(name, question, options.model)
        rows.append(row)
        if options.out is not None:
            with options.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    # The model stays in memory between solutions as long as this agent is open.
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
