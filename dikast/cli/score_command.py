"""dikast score: how good the judgements of worked solutions are, against people's marks."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from dikast.cli.gate_options import JUnitOption, RequireOption, SummaryOption
from dikast.cli.run_folder_argument import RunFolderArgument
from dikast.cli.skipped_rows import SkipBadOption
from dikast.cli.trust_option import TrustOption

LabelsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="A file of people's marks, found by id; by default the marks in the run's own questions.",
        show_default=False,
    ),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="The format of the --labels file; by default Dikast finds it by the keys.",
        show_default=False,
    ),
]
ByOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KEY",
        help="Also score each subject, difficulty, modality, generator, or other entry of the metadata; repeatable.",
        show_default=False,
    ),
]
UnknownOption = Annotated[
    Literal["apart", "correct"],
    typer.Option(
        "--unknown-as", help="Count steps judged `unknown` apart (never right), or as correct (no error found)."
    ),
]
AuditOption = Annotated[
    bool, typer.Option("--audit", help="List marks that contradict machine evidence, and also score without them.")
]
PredictionsOption = Annotated[
    str | None,
    typer.Option(
        metavar="FORMAT:FILE", help="Also write the judgements in the format of a data set.", show_default=False
    ),
]
ProtocolOption = Annotated[
    str | None, typer.Option(metavar="LABEL", help="Score only this protocol of the run.", show_default=False)
]
ReasonsOption = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="For MR-Score: a JSONL file with `id` and `is_reason_right`, which says whether the judge's reason for "
        "the first error is right.",
        show_default=False,
    ),
]
SeedOption = Annotated[int, typer.Option(min=0, help="The seed of the bootstrap.")]


def score(
    folder: RunFolderArgument,
    labels: LabelsOption = None,
    format: FormatOption = None,
    skip_bad: SkipBadOption = False,
    by: ByOption = None,
    unknown_as: UnknownOption = "apart",
    audit: AuditOption = False,
    predictions: PredictionsOption = None,
    protocol: ProtocolOption = None,
    reasons: ReasonsOption = None,
    seed: SeedOption = 0,
    require: RequireOption = None,
    junit: JUnitOption = None,
    summary: SummaryOption = None,
    trust: TrustOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
) -> None:
    """Score judgements of solutions against people's marks.

    Where people labelled steps by `dikast label`, also says what these labels tell of all steps. Intervals come from
    a bootstrap over problems. Beside each score are those of baselines, such as a judge that calls
    every step correct.
    """
    from dikast.cli.gate_figures import score_figures, score_gate_cells
    from dikast.cli.gate_options import read_gate
    from dikast.cli.score_run import RunJudgements
    from dikast.cli.score_tables import print_scores
    from dikast.cli.skipped_rows import show_skipped
    from dikast.experiments import RunFolder, estimate_labels
    from dikast.input_files import BadRows

    gate = read_gate(require, junit, summary, figures=score_figures())
    bad = BadRows(skips=skip_bad)
    run = RunFolder.open(folder, trusts_store=trust)
    # A file of marks is another measure.
    labelled = estimate_labels(run) if labels is None else None
    judgements = RunJudgements.read(
        run,
        labels=labels,
        format=format,
        bad=bad,
        by=tuple(by or ()),
        protocol=protocol,
        reasons=reasons,
        audit=audit,
        predictions=predictions,
        unknown_as=unknown_as,
        needs_marks=labelled is None,
    )
    scores = judgements.scores(unknown_as, seed)
    print_scores(folder, scores, labelled, as_json=json)
    if not json:
        _tell_of_decisions(folder, len(run.overrides.all()))
    show_skipped(bad.errors)
    raise typer.Exit(gate.finish("score", score_gate_cells(scores), 0, is_json=json))


def _tell_of_decisions(folder: Path, n_decisions: int) -> None:
    """Says that people's decisions are no part of the judge's scores, and how they become their measure."""
    from dikast.sanitize import sanitize

    if n_decisions:
        path = sanitize(str(folder))
        typer.echo(
            f"scored is what the judge said; to score it by what people decided since: dikast export {path} "
            f"--format marks; dikast score {path} --labels {path}/marks.jsonl",
            err=True,
        )
