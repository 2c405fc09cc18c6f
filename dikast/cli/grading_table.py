"""Gradings of worked solutions, as a table for people or JSON lines for programs; one is in memory at a time."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from typing import Any

import typer
from rich.console import Console
from rich.table import Table

from dikast.cli.quote_lines import in_line, said
from dikast.cli.summary_tables import plain_console
from dikast.experiments import RunFolder
from dikast.records import Episode, Grading, Label, StepLabel
from dikast.sanitize import sanitize, sanitize_json

MOST_SHOWN = 40
MARKS: dict[Label | None, str] = {
    "correct": "✓", "neutral": "~", "incorrect": "✗", "inherited": "↳", "unknown": "?", None: "!",
}  # fmt: skip
LEGEND = "✓ correct  ~ neutral  ✗ incorrect  ↳ inherited  ? unknown  = unknown, its claims hold  ! unparsed"
_SHOWN_STEPS = 60
_KEPT = {"step", "label", "p_correct", "error_type", "explanation", "fix", "premises", "decided_by", "judged", "reason"}


def print_gradings(folder: RunFolder, *, as_json: bool) -> None:
    """Prints what was said of every solution of the run."""
    if as_json:
        for episode in folder.episodes():
            typer.echo(sanitize_json(json.dumps(as_row(episode), ensure_ascii=False)))
        return
    console = plain_console()
    counts: Counter[str] = Counter()
    table = Table(box=None, pad_edge=False)
    for name in ("solution", "steps", "first error", "why", "answer", "score"):
        table.add_column(name, overflow="fold", justify="right" if name == "score" else "left")
    for episode in folder.episodes():
        grading = episode.verdict.grading
        if grading is None:
            continue
        _count(counts, episode, grading)
        if counts["solutions"] <= MOST_SHOWN:
            table.add_row(*map(sanitize, _cells(episode, grading)))
    console.print(table)
    _print_counts(console, counts, folder)


def _cells(episode: Episode, grading: Grading) -> tuple[str, ...]:
    first = None if grading.first_error is None else grading.steps[grading.first_error]
    return (
        episode.question.id,
        marks(grading),
        "–" if first is None else f"{first.step + 1}{f' {first.error_type}' if first.error_type else ''}",
        "" if first is None else first.explanation or first.reason or "",
        {True: "right", False: "wrong", None: "–"}[grading.is_answer_right],
        "–" if grading.score is None else f"{grading.score:.2f}",
    )


def marks(grading: Grading) -> str:
    """A sign a step."""
    signs = "".join(_sign(label) for label in grading.steps)
    return signs if len(signs) <= _SHOWN_STEPS else f"{signs[:_SHOWN_STEPS]}… ({len(signs)})"


def _sign(label: StepLabel) -> str:
    claims_hold = bool(label.checks) and all(check.status == "verified" for check in label.checks)
    return "=" if label.label == "unknown" and claims_hold else MARKS[label.label]


def _count(counts: Counter[str], episode: Episode, grading: Grading) -> None:
    labels = grading.steps
    counts["solutions"] += 1
    counts["steps"] += len(labels)
    counts["wrong"] += grading.first_error is not None
    counts["lucky"] += bool(grading.is_lucky)
    counts["unparsed"] += grading.n_unparsed
    counts["unknown"] += sum(label.label == "unknown" for label in labels)
    counts["overruled"] += sum(label.decided_by == "verifier" and label.judged is not None for label in labels)
    solution = episode.question.solution
    counts["labelled"] += solution is not None and solution.marking is not None


def _print_counts(console: Console, counts: Counter[str], folder: RunFolder) -> None:
    more = counts["solutions"] - MOST_SHOWN
    if more > 0:
        console.print(f"… and {more:,} more")
    console.print(LEGEND, style="dim")
    told = [f"{counts['solutions']:,} solutions, {counts['steps']:,} steps", f"{counts['wrong']:,} with an error"]
    told += [f"{counts['lucky']:,} right by a wrong way"] if counts["lucky"] else []
    told += [f"{counts['unknown']:,} steps unknown"] if counts["unknown"] else []
    told += [f"{counts['unparsed']:,} steps unparsed"] if counts["unparsed"] else []
    told += [f"{counts['overruled']:,} labels overruled by a check"] if counts["overruled"] else []
    console.print("; ".join(told), soft_wrap=True)
    failures = sum(outcome.status == "failed" for outcome in folder.outcomes())
    if failures:
        console.print(f"{failures:,} failed; `dikast show` lists them")
    place = sanitize(str(folder.path))
    console.print(f"run folder: {place}; one solution in full: dikast transcript {place} ID", soft_wrap=True)
    if counts["labelled"]:
        console.print(f"against people's marks: dikast score {place}", soft_wrap=True)


def as_row(episode: Episode) -> dict[str, Any]:
    """The grading as a line of JSON: without the replies that it was made from, which the run folder keeps."""
    grading = episode.verdict.grading
    row: dict[str, Any] = {"id": episode.question.id, "status": episode.verdict.status}
    if grading is None:
        return row
    whole = ("rubric", "grounding", "first_error", "is_answer_right", "is_lucky", "score", "criteria")
    row |= {name: getattr(grading, name) for name in whole}
    row["answer"] = None if grading.answer is None else _check(grading.answer.model_dump(mode="json"))
    row["steps"] = [_step(label) for label in grading.steps]
    return row


def _step(label: StepLabel) -> dict[str, Any]:
    told = label.model_dump(mode="json", include=_KEPT)
    return told | {"checks": [_check(check.model_dump(mode="json")) for check in label.checks]}


def _check(check: dict[str, Any]) -> dict[str, Any]:
    kept = ("checker", "claim", "status", "strength", "method", "reason", "reading", "evidence")
    return {name: check[name] for name in kept if check[name] is not None}


def lines(grading: Grading, steps: tuple[str, ...]) -> Iterator[str]:
    """The grading as lines to read: every step with its label, who decided it, why, and what was checked."""
    for label, text in zip(grading.steps, steps, strict=True):
        yield f"\n{MARKS[label.label]} step {label.step + 1}: {_told(label)}"
        yield from said(text)
        if label.explanation:
            yield f"  why: {in_line(label.explanation)}"
        if label.fix:
            yield f"  fix: {in_line(label.fix)}"
        for check in label.checks:
            evidence = f" [{in_line(check.evidence_text)}]" if check.evidence else ""
            strength = f" by {check.strength}" if check.strength else f" ({check.reason})" if check.reason else ""
            yield f"  {check.checker} {check.status}{strength}: “{in_line(check.claim)}”{evidence}"
    first = "none found" if grading.first_error is None else f"step {grading.first_error + 1}"
    answer = {True: "right", False: "wrong", None: "not known to be right or wrong"}[grading.is_answer_right]
    score = "none" if grading.score is None else f"{grading.score:g}"
    yield f"\nfirst error: {first}; final answer: {answer}; score by {grading.rubric}: {score}"


def _told(label: StepLabel) -> str:
    parts: list[str] = [label.label or "unparsed"]
    parts += [str(label.error_type)] if label.error_type else []
    parts += [f"p = {label.p_correct:.2f}"] if label.p_correct is not None else []
    parts += [f"decided by {label.decided_by}" if label.decided_by != "contested" else "contested"]
    parts += [f"the judge had said {label.judged}"] if label.judged else []
    parts += [in_line(label.reason)] if label.reason else []
    return ", ".join(parts)
