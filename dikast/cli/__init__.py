"""The command line, one file a command. Results go to stdout, progress and errors to stderr.

Exit codes: 0 done, 1 some episodes failed, 2 bad input, 3 stopped at a limit, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from io import TextIOWrapper

import typer

from dikast.cli import (
    ask_command,
    export_command,
    grade_command,
    import_command,
    judge_command,
    models_command,
    protocols_command,
    report_command,
    rubrics_command,
    run_command,
    score_command,
    show_command,
    split_command,
    transcript_command,
    verify_command,
)
from dikast.errors import BadInput, DikastError
from dikast.sanitize import sanitize

NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="dikast",
    help="Weak judges question strong debaters; what a machine can check is checked by a machine.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run_command.run)
app.command("show")(show_command.show)
app.command("split")(split_command.split)
app.command("grade")(grade_command.grade)
app.command("score")(score_command.score)
app.command("transcript")(transcript_command.transcript)
app.command("report")(report_command.report)
app.command("export")(export_command.export)
app.command("judge")(judge_command.judge)
app.command("ask")(ask_command.ask)
app.add_typer(import_command.app, name="import")
app.add_typer(protocols_command.app, name="protocols")
app.add_typer(rubrics_command.app, name="rubrics")
app.add_typer(models_command.app, name="models")
app.add_typer(verify_command.app, name="verify")


@app.callback(invoke_without_command=True)
def dikast(version: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """What stands before any command."""
    if version:
        from importlib import metadata

        typer.echo(f"dikast {metadata.version('dikast')}")
        raise typer.Exit


def main() -> None:
    """The entry point: what went wrong is one line on stderr, never a traceback, where Dikast knows what it was."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")  # a locale without our signs ends no command
    try:
        app(prog_name="dikast")
    except DikastError as error:
        typer.echo(sanitize(f"dikast: {error}"), err=True)
        sys.exit(2 if isinstance(error, BadInput) else 1)
    except OSError as error:
        # A file or folder that was named: too long a name, no leave to write, no room. Or no room for what is printed.
        if error.filename is None and error.errno not in NO_ROOM:
            raise
        typer.echo(sanitize(f"dikast: {error.filename or 'standard output'}: {error.strerror}"), err=True)
        if error.filename is None:
            with suppress(OSError):
                sys.stdout.close()  # or Python tries again to print the rest, and fails with a word of its own
        sys.exit(2)
