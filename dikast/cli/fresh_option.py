"""The option --fresh of the commands that run agents."""

from __future__ import annotations

from typing import Annotated

import typer

FreshOption = Annotated[
    bool,
    typer.Option(
        "--fresh", help="Ask agents whose code changed anew, and run the episodes again in which they took part."
    ),
]
