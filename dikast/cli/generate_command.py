"""dikast generate: questions whose answers are in a source that a judge need not see."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.records import Question


def generate(
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND", help="code, contracts, documents, figures, proofs or tables.", show_default=False
        ),
    ],
    n: Annotated[int, typer.Option("--n", min=1, metavar="N", help="How many questions.")] = 200,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same questions.")] = 0,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The JSONL file to write; else they are printed.", show_default=False),
    ] = None,
) -> None:
    """Make questions that only their source answers.

    Each has two answers and could have either: the source is one of two, drawn by a coin, so that nothing else tells.
    In an experiment, `questions: {generated: KIND, limit: N}` asks the same questions without a file.
    """
    from dikast.errors import BadInput, nearest
    from dikast.questions import GENERATED_KINDS, generated_questions

    if kind not in GENERATED_KINDS:
        raise BadInput(f"no questions of the kind {kind!r} can be made: {nearest(kind, GENERATED_KINDS)}", "KIND")
    questions = generated_questions(kind, n, seed)
    if out is None:
        typer.echo("\n\n".join(_to_read(question) for question in questions))
        return
    _write(questions, out)
    typer.echo(f"{n:,} questions: {out}")


def _to_read(question: Question) -> str:
    """One question as a person reads it; the right answer is marked."""
    lines = [f"{question.id}: {question.text}"]
    for i, choice in enumerate(question.choices):
        lines.append(f"  {'*' if i == question.gold else ' '} {choice}")
    lines += ["", *(f"  | {line}".rstrip() for line in (question.source or "").splitlines())]
    if question.images:
        lines += ["", "  with a picture, which is in the file that --out writes"]
    return "\n".join(lines)


def _write(questions: list[Question], out: Path) -> None:
    """Writes a question a line. Raises BadInput if the file can't be written."""
    import json

    from dikast.errors import BadInput
    from dikast.questions import question_row

    lines = [json.dumps(question_row(question), ensure_ascii=False) + "\n" for question in questions]
    try:
        out.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the questions can't be written: {error.strerror}", str(out)) from None
