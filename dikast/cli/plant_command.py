"""dikast plant: worked solutions of our own, with errors of a known kind at a known step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.questions import ErrorKind
    from dikast.records import Question

KindsOption = Annotated[
    str | None,
    typer.Option(
        metavar="KIND,…",
        help="The kinds of error, of NC, SC, VI, RE, KE, QU and NS; by default all but VI, which needs a figure.",
        show_default=False,
    ),
]


MOST_SOLUTIONS = 100_000
"""All of them are in memory at once."""


def plant(
    out: Annotated[Path, typer.Option(metavar="FILE", help="The JSONL file to write.", show_default=False)],
    n: Annotated[int, typer.Option("--n", min=1, max=MOST_SOLUTIONS, metavar="N", help="How many solutions.")] = 200,
    seed: Annotated[int, typer.Option(help="The same seed makes the same solutions.")] = 0,
    kinds: KindsOption = None,
    right: Annotated[float, typer.Option(min=0, max=1, help="The share of solutions without an error.")] = 0.5,
) -> None:
    """Make worked solutions whose first error is known.

    Problems and right solutions come from templates of our own. Each wrong solution has exactly one error, of one of
    the seven kinds of ProJudge, and later steps carry it on. `dikast grade` and `dikast score` read the file as it is.
    """
    from dikast.cli.tables import counted
    from dikast.questions import planted_solutions

    questions = planted_solutions(n, seed, _read_kinds(kinds), right)
    _write(questions, out)
    n_wrong = sum(question.metadata["planted_error"] != "none" for question in questions)
    typer.echo(f"{counted(n, 'solution')}, {n_wrong:,} of them with an error: {out}")


def _read_kinds(text: str | None) -> list[ErrorKind]:
    """The kinds of error that a list of codes names, each once. Raises BadInput for an unknown one."""
    from dikast.errors import BadInput, nearest
    from dikast.questions import ERROR_KINDS, TEXT_KINDS

    if text is None:
        return [*TEXT_KINDS]
    codes = dict.fromkeys(code.strip().upper() for code in text.split(","))
    for code in codes:
        if code not in ERROR_KINDS:
            raise BadInput(f"there is no kind of error {code!r}: {nearest(code, ERROR_KINDS)}", "--kinds")
    return [kind for kind in ERROR_KINDS if kind in codes]


def _write(questions: list[Question], out: Path) -> None:
    """Writes one solution a line. Raises BadInput if the file can't be written."""
    import json

    from dikast.errors import BadInput
    from dikast.questions import solution_row

    lines = [json.dumps(solution_row(question), ensure_ascii=False) + "\n" for question in questions]
    try:
        out.write_text("".join(lines), encoding="utf-8")
    except OSError as error:
        raise BadInput(f"the solutions can't be written: {error.strerror}", str(out)) from None
