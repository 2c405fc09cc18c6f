"""`--require`, `--junit` and `--summary`: the options of a command whose figures may be required to be good enough.

gate = read_gate(require, junit, summary, figures=FIGURES)        before anything is run
gate.check_labels(labels)                                         once the cells are known
raise typer.Exit(gate.finish("report", cells, code, is_json=json))  at the end
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from dikast.gates import GateCell, GateResult, Requirement

RequireOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="FIGURE>=X",
        help="Exit with 4 if the interval lies below X (or above, with FIGURE<=X), with 5 if it holds X; repeatable. "
        "FIGURE[CELL] is of one cell, point:FIGURE of the estimate.",
        show_default=False,
    ),
]
JUnitOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Write what --require found as JUnit XML.", show_default=False),
]
SummaryOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Append what --require found as Markdown, for CI.", show_default=False),
]


@dataclass(frozen=True)
class Gate:
    """What a command's figures are required to be, and where the result is written."""

    requirements: tuple[Requirement, ...]
    junit: Path | None
    summary: Path | None

    def check_labels(self, labels: Collection[str]) -> None:
        """Raises BadInput where a requirement names a cell that the command will not have."""
        from dikast.gates import check_labels

        check_labels(self.requirements, labels)

    def finish(self, command: str, cells: Sequence[GateCell], code: int, *, is_json: bool) -> int:
        """Prints and writes whether the requirements hold, and returns the exit code.

        The command's own exit code comes first, if it is not 0. Beside JSON, the result is on stderr.
        """
        from dikast.gates import decide

        if not self.requirements:
            return code
        result = decide(self.requirements, cells)
        _print(result, to_stderr=is_json)
        self._write(result, command)
        return code or result.code

    def _write(self, result: GateResult, command: str) -> None:
        from dikast.gates import junit_xml, markdown_summary

        if self.junit is not None:
            self.junit.write_text(junit_xml(result, command), encoding="utf-8")
        if self.summary is not None:
            # A step of CI adds to its summary, which others may have begun.
            with self.summary.open("a", encoding="utf-8") as file:
                file.write(markdown_summary(result, command))


def read_gate(
    require: Sequence[str] | None, junit: Path | None, summary: Path | None, *, figures: Collection[str]
) -> Gate:
    """The gate that these options make of a command with these figures.

    Raises BadInput for a requirement that can't be read, a file that can't be written, and a file without requirement.
    """
    from dikast.errors import BadInput
    from dikast.gates import read_requirements

    requirements = read_requirements(require or (), figures)
    for flag, path in (("--junit", junit), ("--summary", summary)):
        if path is None:
            continue
        if not requirements:
            raise BadInput("it tells whether requirements hold, and none are given: --require", flag)
        if not path.parent.is_dir() or path.is_dir():
            raise BadInput("no file can be written here", f"{flag} {path}")
    return Gate(requirements, junit, summary)


def _print(result: GateResult, *, to_stderr: bool) -> None:
    from dikast.sanitize import sanitize

    for check in result.checks:
        cell = f" [{check.cell}]" if check.cell else ""
        typer.echo(sanitize(f"{check.status}: {check.requirement.text}{cell}: {check.reason}"), err=to_stderr)
