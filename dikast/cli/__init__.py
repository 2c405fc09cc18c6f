"""The command line, one command a file. Results go to stdout, progress and errors to stderr.

Exit codes: 0 done, 1 some episodes failed or most verdicts could not be read, 2 bad input, 3 stopped at a limit,
4 a requirement failed, 5 a requirement is undecided, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from functools import cache
from io import TextIOWrapper
from typing import Any, NoReturn

import typer

from dikast.cli import (
    ask_command,
    calibrate_command,
    check_command,
    drift_command,
    export_command,
    generate_command,
    grade_command,
    import_command,
    judge_command,
    label_command,
    models_command,
    nest_command,
    new_command,
    pairs_command,
    plan_command,
    plant_command,
    probe_command,
    protocols_command,
    rate_command,
    register_command,
    report_command,
    reveal_command,
    rubrics_command,
    run_command,
    schema_command,
    score_command,
    seal_command,
    serve_command,
    show_command,
    split_command,
    tells_command,
    transcript_command,
    verify_command,
    view_command,
)
from dikast.cli.usage_errors import HelpfulGroup
from dikast.errors import BadInput, DikastError
from dikast.masking import mask
from dikast.sanitize import sanitize

# No space left, a quota used up, a file as large as it may be.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

app = typer.Typer(
    name="dikast",
    cls=HelpfulGroup,
    help="Weak judges question strong debaters; what a machine can check is checked by a machine.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command("run")(run_command.run)
app.command("check")(check_command.check)
app.command("nest")(nest_command.nest)
app.command("show")(show_command.show)
app.command("split")(split_command.split)
app.command("grade")(grade_command.grade)
app.command("score")(score_command.score)
app.command("transcript")(transcript_command.transcript)
app.command("view")(view_command.view)
app.command("serve")(serve_command.serve)
app.command("report")(report_command.report)
app.command("calibrate")(calibrate_command.calibrate)
app.command("export")(export_command.export)
app.command("judge")(judge_command.judge)
app.command("label")(label_command.label)
app.command("rate")(rate_command.rate)
app.command("register")(register_command.register)
app.command("seal")(seal_command.seal)
app.command("reveal")(reveal_command.reveal)
app.command("probe")(probe_command.probe)
app.command("ask")(ask_command.ask)
app.command("new")(new_command.new)
app.command("schema")(schema_command.schema)
app.command("drift")(drift_command.drift)
app.command("tells")(tells_command.tells)
app.command("plan")(plan_command.plan)
app.command("pairs")(pairs_command.pairs)
app.command("plant")(plant_command.plant)
app.command("generate")(generate_command.generate)
app.add_typer(import_command.app, name="import")
app.add_typer(protocols_command.app, name="protocols")
app.add_typer(rubrics_command.app, name="rubrics")
app.add_typer(models_command.app, name="models")
app.add_typer(verify_command.app, name="verify")


@app.callback(invoke_without_command=True)
def dikast(version: bool = typer.Option(False, "--version", help="Print the version and exit.")) -> None:
    """Handles the options of `dikast` itself, before any command runs."""
    if version:
        from importlib import metadata

        typer.echo(f"dikast {metadata.version('dikast')}")
        raise typer.Exit


def main() -> None:
    """The entry point of `dikast`. An error of a known cause is one line on stderr, never a traceback."""
    _escape_unprintable_characters()
    try:
        _command()(prog_name="dikast")
    except BadInput as error:
        _fail(f"{error}", code=2)
    except DikastError as error:
        _fail(f"{error}", code=1)
    except OSError as error:
        if error.filename is not None:
            # The user named this file or folder: its name is too long, it may not be written, or its disk is full.
            _fail(f"{error.filename}: {error.strerror}", code=2)
        if error.errno not in DISK_FULL:
            raise
        # Python would try to print the rest at exit, and fail with a message of its own.
        with suppress(OSError):
            sys.stdout.close()
        _fail(f"standard output: {error.strerror}", code=2)


@cache
def _command() -> Any:
    """The command with all commands below it: a program that calls `main` many times builds them once."""
    return typer.main.get_command(app)


def _escape_unprintable_characters() -> None:
    """Lets stdout and stderr write `\\u2013` for a character that the locale lacks, instead of raising an error."""
    for stream in (sys.stdout, sys.stderr):
        # Tests and callers may have replaced the streams; and a stream with another error handler needs no change.
        if isinstance(stream, TextIOWrapper) and stream.errors in ("strict", "surrogateescape"):
            stream.reconfigure(errors="backslashreplace")


def _fail(message: str, *, code: int) -> NoReturn:
    """Prints the message as one line on stderr and exits."""
    typer.echo(sanitize(mask(f"dikast: {message}")), err=True)
    sys.exit(code)
