"""--trust: whether a run folder may say which database its records are in."""

from __future__ import annotations

from typing import Annotated

import typer

TrustOption = Annotated[
    bool,
    typer.Option(
        "--trust",
        help="Ask the database that the folder names, also with your password: only for folders from people you trust.",
    ),
]
