"""dikast import: debates that were held elsewhere, and what others' judges said, as a run folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.skipped_rows import SkipBadOption

if TYPE_CHECKING:
    from dikast.importers import Recording
    from dikast.input_files import BadRows

app = typer.Typer(help="Import debates and judgements made elsewhere.", no_args_is_help=True)

FilesArgument = Annotated[
    list[Path], typer.Argument(metavar="FILE", help="One or more files of debates.", show_default=False)
]
FolderOption = Annotated[Path, typer.Option(metavar="DIR", help="The run folder to create.", show_default=False)]


@app.command()
def nyu(
    files: FilesArgument,
    out: FolderOption,
    stories: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="The file of the stories; by default the one beside FILE named …stories….jsonl."
        ),
    ] = None,
    skip_bad: SkipBadOption = False,
) -> None:
    """Import debates of the NYU data set.

    The data set is that of Michael et al. 2023. Quotes in the debates are compared with the stories.
    """
    from dikast.importers import read_nyu
    from dikast.input_files import BadRows

    bad = BadRows(skips=skip_bad)
    _import(read_nyu(files, stories, bad), files, out, bad)


@app.command()
def jsonl(files: FilesArgument, out: FolderOption, skip_bad: SkipBadOption = False) -> None:
    """Import debates of other systems.

    A file has one debate per line, in the format that docs/reports.md describes.
    """
    from dikast.importers import read_recordings
    from dikast.input_files import BadRows

    bad = BadRows(skips=skip_bad)
    _import(read_recordings(files, bad), files, out, bad)


@app.command()
def judgments(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="One or more files of judgements.", show_default=False)
    ],
    format: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="FORMAT",
            help="contextual, judgebench, judgelm, mllm-judge, pandalm, personalized, rewardbench or triviaqa-judges.",
            show_default=False,
        ),
    ],
    out: FolderOption,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The file of what was judged, for formats that keep it apart."),
    ] = None,
    judge: Annotated[
        str | None, typer.Option(metavar="NAME", help="What to call the judge; by default as its file does.")
    ] = None,
    skip_bad: SkipBadOption = False,
) -> None:
    """Import what others' judges said of responses.

    The judgements are re-scored: what can't be read is counted apart, and is no tie. docs/judgments.md describes the
    formats and the figures.
    """
    from dikast.cli.judgment_tables import print_judgments
    from dikast.cli.skipped_rows import show_skipped
    from dikast.cli.tables import plain_console
    from dikast.importers import JudgmentFiles, import_judgments, read_judgments
    from dikast.input_files import BadRows
    from dikast.metrics import summarise_judgments
    from dikast.sanitize import sanitize

    bad = BadRows(skips=skip_bad)
    source = JudgmentFiles(tuple(files), questions, judge)
    folder = import_judgments(read_judgments(format, source, bad), files, out)
    print_judgments(plain_console(), summarise_judgments(folder.episodes()))
    typer.echo(f"run folder: {sanitize(str(folder.path))}")
    show_skipped(bad.errors)


def _import(recordings: Iterable[Recording], files: list[Path], out: Path, bad: BadRows) -> None:
    """Makes the run folder and prints its summary."""
    from dikast.cli.run_results import RunResults
    from dikast.cli.skipped_rows import show_skipped
    from dikast.cli.summary_tables import print_summary
    from dikast.importers import import_recordings

    folder = import_recordings(recordings, files, out)
    _print_quote_counts(out)
    print_summary(RunResults.of(folder), as_json=False)
    show_skipped(bad.errors)


def _print_quote_counts(out: Path) -> None:
    """Prints how many quotes in the debates are in their source, on stderr."""
    from collections import Counter

    from dikast.experiments import load_episodes

    counts: Counter[str] = Counter()
    for episode in load_episodes(out):
        # The episode of a second judge repeats the quotes of the first judge's.
        if episode.origin is None or episode.origin.episode == episode.id:
            counts.update(check.status for check in episode.checks)
    texts = [f"{counts[status]:,} {status}" for status in ("verified", "refuted", "unknown") if counts[status]]
    if not texts:
        texts.append("there are none")
    typer.echo(f"quotes compared with their source: {', '.join(texts)}", err=True)
