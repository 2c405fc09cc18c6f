"""The command line, one command a file. Results go to stdout, progress and errors to stderr.

Exit codes: 0 done, 1 some episodes failed or most verdicts could not be read, 2 bad input, 3 stopped at a limit,
4 a requirement failed, 5 a requirement is undecided, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterable
from contextlib import suppress
from functools import cache
from importlib import import_module
from io import TextIOWrapper
from typing import Any, NoReturn

import typer

from dikast.cli.usage_errors import HelpfulGroup
from dikast.errors import BadInput, DikastError
from dikast.masking import mask
from dikast.sanitize import sanitize

# No space left, a quota used up, a file as large as it may be.
DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# In the order of the help. The module `run_command` has the function `run`, or an `app` where there are commands below.
COMMANDS = (
    "run", "check", "nest", "show", "split", "grade", "score", "transcript",
    "view", "serve", "report", "calibrate", "export", "judge", "label", "rate",
    "register", "seal", "reveal", "probe", "ask", "new", "schema", "drift",
    "tells", "plan", "pairs", "plant", "generate", "import", "protocols", "rubrics",
    "models", "verify",
)  # fmt: skip


def build_app(names: Iterable[str] = COMMANDS) -> typer.Typer:
    """The command line with these commands. No other is imported: one alone is there in a tenth of the time of all."""
    app = typer.Typer(
        name="dikast",
        cls=HelpfulGroup,
        help="Weak judges question strong debaters; what a machine can check is checked by a machine.",
        no_args_is_help=True,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback(invoke_without_command=True)(dikast)
    for name in names:
        module = import_module(f"dikast.cli.{name}_command")
        if hasattr(module, "app"):
            app.add_typer(module.app, name=name)
        else:
            app.command(name)(getattr(module, name))
    return app


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
        first = sys.argv[1] if len(sys.argv) > 1 else ""
        _command(first if first in COMMANDS else None)(prog_name="dikast")
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
def _command(name: str | None) -> Any:
    """The command that is asked for, or all of them for the help, for completion, and for a name that is none."""
    return typer.main.get_command(build_app(COMMANDS if name is None else [name]))


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
