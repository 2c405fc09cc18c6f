"""dikast pairs: pairs of a right and a wrong response, made from graded responses."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.skipped_rows import SkipBadOption

if TYPE_CHECKING:
    from dikast.importers import PairingCounts, ResponsePair


def pairs(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="One or more files of questions with responses.", show_default=False),
    ],
    out: Annotated[Path, typer.Option(metavar="OUT", help="The JSONL file to write.", show_default=False)],
    per_question: Annotated[int, typer.Option(min=1, metavar="N", help="At most N pairs of each question.")] = 1,
    seed: Annotated[int, typer.Option(help="Decides which responses are paired, and which comes first.")] = 0,
    skip_bad: SkipBadOption = False,
) -> None:
    """Pair a right response with a wrong one to the same question.

    The verifier compares each response's final answer with the question's reference. The pairs are in JudgeBench's
    form: `questions: {dataset: judgebench, path: OUT}`. docs/judgments.md describes the rows that are read.
    """
    from dikast.cli.skipped_rows import show_skipped
    from dikast.importers import build_pairs, read_graded
    from dikast.input_files import BadRows

    bad = BadRows(skips=skip_bad)
    made, counts = build_pairs(read_graded(files, bad), most_per_question=per_question, seed=seed)
    _write(made, out)
    _print_counts(counts)
    show_skipped(bad.errors)


def _write(made: list[ResponsePair], out: Path) -> None:
    """Writes one pair a line. Raises BadInput if there are none, or if they can't be written."""
    from dikast.errors import BadInput

    if not made:
        raise BadInput("no question has both a right and a wrong response")
    try:
        out.write_text("".join(pair.model_dump_json() + "\n" for pair in made), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the pairs can't be written: {error.strerror}", str(out)) from None


def _print_counts(counts: PairingCounts) -> None:
    """Prints what became of the questions and the responses."""
    marks = ", ".join(f"{n:,} {mark}" for mark, n in counts.marks.items())
    typer.echo(f"{counts.pairs:,} pairs of {counts.questions:,} questions")
    typer.echo(f"responses: {marks}, {counts.repeated:,} repeated")
    without = f"{counts.all_right:,} with right responses alone, {counts.all_wrong:,} with wrong ones alone"
    typer.echo(f"questions without a pair: {without}, {counts.neither:,} with neither")
    if counts.disagreeing:
        typer.echo(f"the file grades {counts.disagreeing:,} responses otherwise; the verifier's grade was used")
