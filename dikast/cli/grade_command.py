"""dikast grade: worked solutions, judged step by step."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from dikast.cli.agent_option import AGENT_HELP, ApiBaseOption, read_agents
from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.completion import model_names, protocol_names, rubric_names
from dikast.cli.fresh_option import FreshOption
from dikast.cli.skipped_rows import SkipBadOption
from dikast.errors import BadInput

if TYPE_CHECKING:
    from dikast.agents import Permissions
    from dikast.experiments import Matrix, Run

NO_JUDGE = "none"
"""What is written for --judge if the verifier judges alone."""

SolutionsArgument = Annotated[
    Path,
    typer.Argument(
        metavar="SOLUTIONS",
        help="A file of worked solutions, one per row; or the folder of a run in which solvers answered.",
        show_default=False,
    ),
]
JudgeOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help=f"The model of the judge, or none for the verifier alone{AGENT_HELP}.",
        autocompletion=model_names,
    ),
]
GradeProtocolOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="The protocol to judge by [default: process-solve-first].", autocompletion=protocol_names
    ),
]
SolverOption = Annotated[
    str | None,
    typer.Option(metavar="MODEL", help="The model that answers for the solution; by default the judge's."),
]
CriticOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL", help="The model of the critics, who argue about the solution; by default the judge's."
    ),
]
RubricOption = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="The name of a rubric, or a file with your own.", autocompletion=rubric_names),
]
GroundingOption = Annotated[
    Literal["none", "shown", "binding"] | None,
    typer.Option(help="Whether the judge sees the machine's findings (shown) and must follow them (binding)."),
]
ReferenceOption = Annotated[
    Literal["none", "answer", "solution", "self", "corrupted"] | None,
    typer.Option(help="What the judge is shown of the right answer before it judges."),
]
GradeSetOption = Annotated[
    list[str] | None,
    typer.Option(metavar="OPTION=VALUE", help="Change another option of the protocol, such as solves=5; repeatable."),
]
GradeFormatOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME", help="The format of the file; by default Dikast finds it by the keys.", show_default=False
    ),
]
GradeLimitOption = Annotated[
    int | None, typer.Option(min=1, help="Judge at most this many solutions.", show_default=False)
]
ConcurrencyOption = Annotated[
    int | None, typer.Option(min=1, help="The most calls at the same time.", show_default=False)
]
GradeSeedOption = Annotated[int, typer.Option(help="The seed of all random choices.")]
GradeOutOption = Annotated[
    Path | None, typer.Option(metavar="DIR", help="The run folder; by default runs/grade-FILE.", show_default=False)
]
GradeJsonOption = Annotated[bool, typer.Option("--json", help="Print a line of JSON for each solution.")]


def grade(
    solutions: SolutionsArgument,
    judge: JudgeOption = None,
    api_base: ApiBaseOption = None,
    protocol: GradeProtocolOption = None,
    solver: SolverOption = None,
    critic: CriticOption = None,
    rubric: RubricOption = None,
    grounding: GroundingOption = None,
    reference: ReferenceOption = None,
    set: GradeSetOption = None,
    format: GradeFormatOption = None,
    limit: GradeLimitOption = None,
    skip_bad: SkipBadOption = False,
    concurrency: ConcurrencyOption = None,
    seed: GradeSeedOption = 0,
    out: GradeOutOption = None,
    fresh: FreshOption = False,
    allow_env: AllowEnvOption = None,
    json: GradeJsonOption = False,
) -> None:
    """Judge worked solutions step by step.

    Prints for every step whether it is right, which kind of error it has and why, and what a machine could check in
    it. Run the same command again to continue a stopped run. If most labels of more than half of the solutions
    can't be read, the exit code is 1.
    """
    from dikast.cli.grading_table import print_gradings
    from dikast.cli.run_command import code_of, run_to_its_end
    from dikast.cli.settings import read_settings
    from dikast.cli.skipped_rows import show_skipped
    from dikast.cli.unread_verdicts import UnreadVerdicts

    if judge is None:
        raise BadInput("say who judges: --judge MODEL, or --judge none for the verifier alone", "--judge")
    # The verifier's own protocol has no seat for an agent.
    named: dict[str, str | None] = {}
    default_protocol = "process-verifier"
    if judge != NO_JUDGE:
        named = {"judge": judge, "solver": solver or judge, "critic": critic or judge, "reader": judge}
        default_protocol = "process-solve-first"
    agents = read_agents(named, api_base)
    # --set comes last: it wins over the option of the same name.
    options = {"rubric": rubric, "grounding": grounding, "reference": reference} | read_settings(set)
    name = f"grade-{_run_name(solutions)}"
    if solutions.is_dir():
        solutions = _solutions_of_run(solutions)
    source = {"dataset": _dataset(format), "path": str(solutions), "limit": limit, "skip_bad": skip_bad}
    experiment: dict[str, Any] = {
        "name": name,
        "questions": _without_none(source),
        "protocols": [{"use": protocol or default_protocol, **_without_none(options)}],
        "agents": agents,
        "order": "given",  # the rows of the file, not shuffled
        "seed": seed,
        "limits": _without_none({"concurrency": concurrency}),
    }
    prepared = replace(_prepare(experiment, out, permissions_with(allow_env)), is_fresh=fresh)
    ended = run_to_its_end(prepared)
    print_gradings(prepared.folder, as_json=json)
    show_skipped(prepared.bad_rows)
    raise typer.Exit(code_of(ended, prepared.folder, UnreadVerdicts.of(prepared.folder)))


def _prepare(experiment: dict[str, Any], out: Path | None, permissions: Permissions) -> Run[Matrix]:
    """The run of an experiment with one protocol. Raises BadInput if that protocol can't grade with these agents."""
    from dikast.experiments import Experiment, prepare
    from dikast.input_files import Document, into
    from dikast.protocols import load_protocol

    name = experiment["protocols"][0]["use"]
    protocol = load_protocol(name)
    if protocol.grade is None:
        raise BadInput(f"{name!r} decides between answers; to judge a solution, the moves end in `grade`")
    agents = experiment["agents"]
    if protocol.roles and not agents:
        role = next(iter(protocol.roles))
        raise BadInput(f"{name!r} needs a {role}: --judge none is for process-verifier", "--judge")
    # An experiment may name no agent of a kind that its protocol lacks.
    kinds = {role.kind for role in protocol.roles.values()}
    experiment["agents"] = {kind: agent for kind, agent in agents.items() if kind in kinds}
    document = Document(experiment, "the command line")
    return prepare(into(Experiment, document), document, out, base=Path(), permissions=permissions)


def _solutions_of_run(folder: Path) -> Path:
    """A file of what solvers wrote in this run, as worked solutions. Raises BadInput where no solver answered."""
    from dikast.experiments import RunFolder, export_run

    path, n_solutions = export_run(RunFolder.open(folder), "solutions")
    if not n_solutions:
        path.unlink()
        raise BadInput(
            "no solver answered in this run: its protocol must end in `verify`, as `solver` does", str(folder)
        )
    return path


def _dataset(format: str | None) -> str:
    """The data set whose rows have this format; `solutions` finds the format by the rows' keys."""
    from dikast.questions import DATASET_OPTIONS, format_named

    if format is None:
        return "solutions"
    name = format_named(format).name
    if name in DATASET_OPTIONS:
        return name
    return "solutions"


def _run_name(file: Path) -> str:
    """The file's name without its ending, with a dash for every character that a run's name may not have."""
    name = ""
    for char in file.stem:
        is_allowed = char.isalnum() or char in "-_."
        name += char if is_allowed else "-"
    if not name:
        return "solutions"
    return name


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    """The options that were given: the others keep their defaults."""
    return {name: value for name, value in values.items() if value is not None}
