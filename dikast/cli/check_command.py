"""dikast check: files read as a run would read them, and nothing run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.file_kinds import FILE_KINDS, YAML_SUFFIXES, kind_of, model_of
from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.agents import Permissions

MOST_FAULTS_SHOWN = 20

CheckedArgument = Annotated[
    list[Path],
    typer.Argument(
        metavar="FILE…",
        help="Experiments, protocols, rubrics and constitutions (YAML); questions and worked solutions, one a row.",
        show_default=False,
    ),
]


def check(files: CheckedArgument, allow_env: AllowEnvOption = None) -> None:
    """Check files without running them.

    No model is called, no code imported, no folder made.

    Prints for each file what it holds. A fault is named with its file, line and key, and the exit code is then 2.
    """
    from dikast.sanitize import sanitize

    permissions = permissions_with(allow_env)
    is_faulty = False
    for path in files:
        faults: list[BadInput] = []
        try:
            contents = _contents(path, permissions, faults)
        except BadInput as error:
            faults.append(error)
        if faults:
            is_faulty = True
            _show(path, faults)
        else:
            typer.echo(sanitize(f"{path}: {contents}"))
    if is_faulty:
        raise typer.Exit(2)


def _show(path: Path, faults: list[BadInput]) -> None:
    """Prints the faults of one file, or the first of very many."""
    from dikast.sanitize import sanitize

    for fault in faults[:MOST_FAULTS_SHOWN]:
        typer.echo(sanitize(f"dikast: {fault}"), err=True)
    if len(faults) > MOST_FAULTS_SHOWN:
        typer.echo(sanitize(f"dikast: {path}: and {len(faults) - MOST_FAULTS_SHOWN:,} more"), err=True)


def _contents(path: Path, permissions: Permissions, faults: list[BadInput]) -> str:
    """What the file holds. Rows that can't be used are added to `faults`; any other fault is raised as BadInput."""
    from dikast.input_files import into, read_yaml

    if path.suffix.lower() not in YAML_SUFFIXES:
        return _rows(path, faults)
    document = read_yaml(path)
    kind = kind_of(document.data)
    if kind == "experiment":
        return _experiment(path, permissions)
    into(model_of(kind), document)
    return FILE_KINDS[kind]


def _experiment(path: Path, permissions: Permissions) -> str:
    """What the experiment would run: its questions, cells and episodes."""
    from dikast.cli.tables import counted
    from dikast.experiments import load_experiment, prepare, unknown_abilities

    experiment, document = load_experiment(path)
    prepared = prepare(experiment, document, makes_folder=False, permissions=permissions)
    matrix = prepared.matrix
    questions = counted(len(matrix.questions), "question")
    contents = f"an experiment: {questions}, {counted(len(matrix.cells), 'cell')}, {counted(len(matrix), 'episode')}"
    return "\n".join([contents, *unknown_abilities(matrix, document)])


def _rows(path: Path, faults: list[BadInput]) -> str:
    """What the rows are, by the keys of the first one, and how many of them there are."""
    from dikast.cli.tables import counted
    from dikast.input_files import BadRows
    from dikast.questions import QuestionSource, load_questions, read_solutions

    if not path.is_file():
        raise BadInput("there is no such file", str(path))
    bad = BadRows(skips=True)
    try:
        if _holds_solutions(path):
            return counted(sum(1 for _ in read_solutions(path, bad=bad)), "worked solution")
        source = QuestionSource(file=path.name)
        return counted(len(load_questions(source, base=path.parent, seed=0, bad=bad)), "question")
    except BadInput:
        # That no row is left follows from the faults of the rows.
        if not bad.errors:
            raise
        return ""
    finally:
        faults += bad.errors


def _holds_solutions(path: Path) -> bool:
    """Whether the first row that can be read is a worked solution, and not a question of our own."""
    from dikast.input_files import BadRows
    from dikast.questions import read_rows, solution_format_of

    first = next(read_rows(path, BadRows(skips=True)), None)
    if first is None or isinstance(first.data.get("question"), str):
        return False
    return solution_format_of(first) is not None
