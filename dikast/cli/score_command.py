"""dikast score: how good the judgements of worked solutions are, against people's marks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

FolderArgument = Annotated[Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False)]
LabelsOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="People's marks, by id; else those in the run's own rows.", show_default=False),
]
FormatOption = Annotated[
    str | None, typer.Option(metavar="NAME", help="The format of the labels, if not by their keys.", show_default=False)
]
ByOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY",
        help="Also for each subject, difficulty, modality, generator, or other entry of the metadata.",
        show_default=False,
    ),
]
UnknownOption = Annotated[
    Literal["apart", "correct"],
    typer.Option("--unknown-as", help="What `unknown` counts as: never right, or as no error found."),
]
AuditOption = Annotated[
    bool, typer.Option("--audit", help="List marks that contradict machine evidence, and score without them too.")
]
PredictionsOption = Annotated[
    str | None,
    typer.Option(metavar="FORMAT:FILE", help="Write what was said in a data set's own format.", show_default=False),
]
ProtocolOption = Annotated[
    str | None, typer.Option(metavar="LABEL", help="Only this protocol of the run.", show_default=False)
]
ReasonsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="JSONL of `id` and `is_reason_right`: whether the reason for the first error found holds, for MR-Score.",
        show_default=False,
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="The seed of the bootstrap.")]


def score(
    folder: FolderArgument,
    labels: LabelsOption = None,
    format: FormatOption = None,
    by: ByOption = None,
    unknown_as: UnknownOption = "apart",
    audit: AuditOption = False,
    predictions: PredictionsOption = None,
    protocol: ProtocolOption = None,
    reasons: ReasonsOption = None,
    seed: SeedOption = 0,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Score judgements of solutions, step by step.

    Against people's marks, with intervals over problems, and beside judges that know nothing of steps.
    """
    from dikast.cli.score_run import RunScore
    from dikast.cli.score_tables import print_scores
    from dikast.experiments import RunFolder

    scoring = RunScore.read(
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
