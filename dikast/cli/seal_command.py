"""dikast seal: right answers committed by a hash before a run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer


def seal(
    questions: Annotated[
        Path,
        typer.Argument(metavar="QUESTIONS", help="An experiment (YAML) or a file of questions.", show_default=False),
    ],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="The JSONL file of questions without answers.", show_default=False)
    ],
    secrets: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file with what opens the seals, by default OUT.secrets.json.", show_default=False
        ),
    ] = None,
) -> None:
    """Seal the right answers of questions before a run.

    Each question gets the hash of its right answer with a salt of its own, instead of the answer. Run the sealed
    questions, keep the secrets elsewhere, and add the answers afterwards by `dikast reveal`. No model is called.
    """
    from dikast.cli.question_file import read_questions
    from dikast.errors import BadInput
    from dikast.questions import seal_gold, sealed_rows

    secrets = secrets or out.with_suffix(".secrets.json")
    for path in (out, secrets):
        # Other salts would make other seals: a run of the old ones could no longer be revealed.
        if path.exists():
            raise BadInput("this file is there already, and it is not replaced", str(path))
    asked = read_questions(questions)
    sealed, opening = seal_gold(asked, str(questions))
    rows = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in sealed_rows(sealed))
    for path, text in ((secrets, opening.model_dump_json(indent=1) + "\n"), (out, rows)):
        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise BadInput(f"this can't be written: {error.strerror}", str(path)) from None
    typer.echo(f"{len(opening.secrets):,} of {len(sealed):,} questions are sealed: {out}")
    typer.echo(f"what opens them: {secrets}; keep it away from the run, and publish it with the results")
