"""dikast grade: worked solutions, judged step by step."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.experiments import Matrix, Run

NOBODY = "none"


def grade(
    solutions: Annotated[
        Path, typer.Argument(metavar="SOLUTIONS", help="A file of worked solutions, a row each.", show_default=False)
    ],
    judge: Annotated[
        str | None, typer.Option(metavar="MODEL", help="The judge's agent; none for the verifier alone.")
    ] = None,
    protocol: Annotated[
        str | None, typer.Option(metavar="NAME", help="How to judge [default: process-solve-first].")
    ] = None,
    solver: Annotated[str | None, typer.Option(metavar="MODEL", help="Who answers for the solution.")] = None,
    critic: Annotated[str | None, typer.Option(metavar="MODEL", help="Who argues over it.")] = None,
    rubric: Annotated[str | None, typer.Option(metavar="NAME", help="A rubric's name, or a file.")] = None,
    grounding: Annotated[
        Literal["none", "shown", "binding"] | None, typer.Option(help="What the machine's findings are for.")
    ] = None,
    reference: Annotated[
        Literal["none", "answer", "solution", "self", "corrupted"] | None,
        typer.Option(help="What the judge is told beforehand of the right answer."),
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="OPTION=VALUE", help="Another option on the protocol, such as solves=5.")
    ] = None,
    format: Annotated[
        str | None, typer.Option(metavar="NAME", help="The file's format, if not by its keys.", show_default=False)
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Judge only this many.", show_default=False)] = None,
    concurrency: Annotated[int | None, typer.Option(min=1, help="Calls in flight at once.", show_default=False)] = None,
    seed: Annotated[int, typer.Option(help="What all chance is drawn from.")] = 0,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The run folder; by default runs/grade-FILE.", show_default=False)
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print a line of JSON for each solution.")] = False,
) -> None:
    """Judge worked solutions step by step.

    Says of every step whether it is right, which error it is and why, with what a machine could check under it. The
    same command again goes on where it was stopped.
    """
    from dikast.cli.grading_table import print_gradings
    from dikast.cli.run_command import run_to_its_end
    from dikast.cli.settings import read_settings

    if judge is None:
        raise BadInput("say who judges: --judge MODEL, or --judge none for the verifier alone", "--judge")
    seats = {"judge": judge, "solver": solver or judge, "critic": critic or judge}
    options = {"rubric": rubric, "grounding": grounding, "reference": reference} | read_settings(set or [])
    agents = {} if judge == NOBODY else seats
    use = protocol or ("process-verifier" if judge == NOBODY else "process-solve-first")
    source = {"dataset": _dataset(format), "path": str(solutions), "limit": limit}
    experiment: dict[str, Any] = {
        "name": f"grade-{_name(solutions)}",
        "questions": _given(source),
        "protocols": [{"use": use, **_given(options)}],
        "agents": agents,
        "order": "given",
        "seed": seed,
        "limits": _given({"concurrency": concurrency}),
    }
    prepared = _prepared(experiment, out)
    ended = run_to_its_end(prepared)
    print_gradings(prepared.folder, as_json=json)
    raise typer.Exit(ended.code)


def _prepared(experiment: dict[str, Any], out: Path | None) -> Run[Matrix]:
    from dikast.experiments import Experiment, prepare
    from dikast.input_files import Document, into
    from dikast.protocols import load_protocol

    use = experiment["protocols"][0]
    roles = load_protocol(use["use"]).roles
    if load_protocol(use["use"]).grade is None:
        raise BadInput(f"{use['use']!r} decides between answers; to judge a solution, the moves end in `grade`")
    if not experiment["agents"] and roles:
        raise BadInput(f"{use['use']!r} needs a {next(iter(roles))}: --judge none is for process-verifier", "--judge")
    kinds = {role.kind for role in roles.values()}
    experiment["agents"] = {kind: agent for kind, agent in experiment["agents"].items() if kind in kinds}
    document = Document(experiment, "the command line")
    return prepare(into(Experiment, document), document, out, base=Path())


def _dataset(format: str | None) -> str:
    """The data set whose rows have this format; by their keys, if none is named."""
    from dikast.questions import DATASET_OPTIONS, format_named

    if format is None:
        return "solutions"
    known = format_named(format).name
    return known if known in DATASET_OPTIONS else "solutions"


def _name(path: Path) -> str:
    """The file's name, as a run may be called."""
    return "".join(char if char.isalnum() or char in "-_." else "-" for char in path.stem) or "solutions"


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
