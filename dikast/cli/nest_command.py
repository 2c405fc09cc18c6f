"""dikast nest: nested oversight, in which the verdicts of one level prompt the judges of the next."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.allow_env_option import AllowEnvOption, permissions_with
from dikast.cli.run_command import ExperimentArgument, PlainOption, RunLimitOption, RunSetOption

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dikast.agents import Permissions
    from dikast.experiments import Experiment, NestedParts, RunFolder
    from dikast.graphs import JudgedExample
    from dikast.input_files import Document

MOST_LEVELS = 10


@dataclass(frozen=True)
class Nest:
    """An experiment that is run once for each level: its protocols' labels, its questions in parts, where it goes."""

    experiment: Experiment
    document: Document
    labels: tuple[str, ...]
    parts: NestedParts
    out: Path
    permissions: Permissions
    n_examples: int


def nest(
    experiment: ExperimentArgument,
    levels: Annotated[int, typer.Option(min=2, max=MOST_LEVELS, help="How many levels there are.")] = 2,
    examples: Annotated[
        int, typer.Option(min=1, max=100, help="How many verdicts of a level are shown to the judge of the next.")
    ] = 4,
    test: Annotated[
        float,
        typer.Option(
            min=0.01, max=0.99, metavar="SHARE", help="The share of the questions that is judged at every level."
        ),
    ] = 0.5,
    out: Annotated[
        Path | None, typer.Option(help="The folder of all levels; by default runs/NAME-nest.", show_default=False)
    ] = None,
    limit: RunLimitOption = None,
    set: RunSetOption = None,
    allow_env: AllowEnvOption = None,
    plain: PlainOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print the table of levels as JSON.")] = False,
) -> None:
    """Let the verdicts of one level prompt the judges of the next.

    The experiment is run once for each level, in folders of their own: OUT/level-1, OUT/level-2 and so on. From level 2
    on, judges are first shown verdicts of the level before, as worked cases: the surest, balanced over the labels,
    right or wrong. They come from questions that no later level judges. Accuracy is on the test questions, the same at
    every level. Run the same command again to continue.
    """
    from dikast.cli.nest_table import level_row, print_levels

    chosen = _prepared(experiment, levels, examples, test, out, limit, set, permissions_with(allow_env))
    taught: dict[str, tuple[JudgedExample, ...]] = {}
    rows = []
    for level in range(1, levels + 1):
        folder = _run_level(chosen, level, taught, is_plain=plain)
        rows += [level_row(folder, level, label, chosen.parts.test, taught.get(label, ())) for label in chosen.labels]
        if level < levels:
            taught = _examples(chosen, folder, level)
    print_levels(rows, as_json=json, out=chosen.out)


def _prepared(
    path: Path,
    levels: int,
    n_examples: int,
    test_share: float,
    out: Path | None,
    limit: int | None,
    changes: list[str] | None,
    permissions: Permissions,
) -> Nest:
    """Everything that the user typed, checked before anything is run. Raises BadInput."""
    from dikast.errors import BadInput
    from dikast.experiments import check_nested, load_experiment, load_protocols, nested_parts
    from dikast.graphs import can_be_judged_again
    from dikast.questions import load_questions

    narrowed = [] if limit is None else [f"questions.limit={limit}"]
    experiment, document = load_experiment(path, [*(changes or ()), *narrowed])
    check_nested(experiment, str(path))
    protocols = load_protocols(experiment, document, path.parent)
    for label, protocol in protocols.items():
        if not can_be_judged_again(protocol):
            raise BadInput(f"{label!r} does not end in a judge's verdict between choices, of which examples are made")
    questions = load_questions(experiment.questions, base=path.parent, seed=experiment.seed)
    parts = nested_parts([question.id for question in questions], levels, n_examples, test_share, experiment.seed)
    folder = out or Path("runs") / f"{experiment.name}-nest"
    return Nest(experiment, document, tuple(protocols), parts, folder, permissions, n_examples)


def _run_level(chosen: Nest, level: int, taught: Mapping[str, Sequence[JudgedExample]], *, is_plain: bool) -> RunFolder:
    """The folder of one level, run to its end. Raises typer.Exit where it ends before, or some of it failed."""
    from dikast.cli.run_command import code_of, run_to_its_end
    from dikast.cli.unread_verdicts import UnreadVerdicts
    from dikast.experiments import level_experiment, prepare

    experiment = level_experiment(chosen.experiment, chosen.labels, chosen.parts.judged_at(level), taught)
    path = chosen.out / f"level-{level}"
    base = Path(chosen.document.name).parent
    prepared = prepare(experiment, chosen.document, path, base, permissions=chosen.permissions)
    typer.echo(f"level {level}: {path}", err=True)
    ended = run_to_its_end(prepared, is_plain=is_plain)
    code = code_of(ended, prepared.folder, UnreadVerdicts.of(prepared.folder))
    if code:
        why = ended.partial or "some episodes failed, or most verdicts could not be read"
        typer.echo(f"level {level} is not finished ({why}): run the same command again", err=True)
        raise typer.Exit(code)
    return prepared.folder


def _examples(chosen: Nest, folder: RunFolder, level: int) -> dict[str, tuple[JudgedExample, ...]]:
    """For each protocol, what its judge of this level teaches that of the next."""
    from dikast.errors import BadInput
    from dikast.experiments import choose_examples
    from dikast.records import Episode

    teaching = set(chosen.parts.taught[level - 1])
    ids: dict[str, list[str]] = {label: [] for label in chosen.labels}
    for outcome in folder.outcomes():
        if outcome.question in teaching and outcome.protocol in ids:
            ids[outcome.protocol].append(outcome.id)
    taught: dict[str, tuple[JudgedExample, ...]] = {}
    for label, found in ids.items():
        records = (folder.episode(id) for id in found)
        taught[label] = choose_examples((one for one in records if isinstance(one, Episode)), chosen.n_examples)
        if not taught[label]:
            raise BadInput(f"no verdict of {label!r} can be an example for the next level", str(folder.path))
    return taught
