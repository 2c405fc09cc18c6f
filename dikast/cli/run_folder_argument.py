"""The argument of the commands that read one run."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dikast.cli.completion import run_folders

RunFolderArgument = Annotated[
    Path, typer.Argument(metavar="DIR", help="The run folder.", show_default=False, autocompletion=run_folders)
]
