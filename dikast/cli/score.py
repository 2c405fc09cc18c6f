"""dikast score: how good the judgements of worked solutions are, against people's marks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)]
Labels = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="People's marks, by id; else those in the run's own rows.", show_default=False),
]
Format = Annotated[
    str | None, typer.Option(metavar="NAME", help="The format of the labels, if not by their keys.", show_default=False)
]
By = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY",
        help="Also for each subject, difficulty, modality, generator, or other entry of the metadata.",
        show_default=False,
    ),
]
Unknown = Annotated[
    Literal["apart", "correct"],
    typer.Option("--unknown-as", help="What `unknown` counts as: never right, or as no error found."),
]
Audit = Annotated[
    bool, typer.Option("--audit", help="List marks that contradict machine evidence, and score without them too.")
]
Predictions = Annotated[
    str | None,
    typer.Option(metavar="FORMAT:FILE", help="Write what was said in a data set's own format.", show_default=False),
]
Protocol = Annotated[
    str | None, typer.Option(metavar="LABEL", help="Only this protocol of the run.", show_default=False)
]
Reasons = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="JSONL of `id` and `is_reason_right`: whether the reason for the first error found holds, for MR-Score.",
        show_default=False,
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="The seed of the bootstrap.")]


def score(
    folder: Folder,
    labels: Labels = None,
    format: Format = None,
    by: By = None,
    unknown_as: Unknown = "apart",
    audit: Audit = False,
    predictions: Predictions = None,
    protocol: Protocol = None,
    reasons: Reasons = None,
    seed: Seed = 0,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Score judgements of solutions, step by step.

    Against people's marks, with intervals over problems, and beside judges that know nothing of steps.
    """
    from dikast.cli.score_tables import print_scores
    from dikast.cli.scoring import Scoring
    from dikast.experiments import RunFolder

    scoring = Scoring.read(
        RunFolder.open(folder),
        labels=labels,
        format=format,
        by=tuple(by or ()),
        protocol=protocol,
        reasons=reasons,
        audit=audit,
        predictions=predictions,
    )
    print_scores(folder, scoring.scored(unknown_as, seed), as_json=json)
