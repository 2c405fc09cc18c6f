"""dikast probe: whether a judge is one, by what changes its verdict and should not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from dikast.cli.gate_options import JUnitOption, RequireOption, SummaryOption
from dikast.cli.run_command import (
    EstimateOption,
    ExperimentArgument,
    PlainOption,
    ProcessesOption,
    RunLimitOption,
    RunOutOption,
    RunSetOption,
)

if TYPE_CHECKING:
    from dikast.experiments import Matrix, ProbePlan, Run

ProbeOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME,…",
        help="The probes: all, or some of those in docs/probes.md; repeatable.",
        show_default=False,
    ),
]
MitigateOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME,…",
        help="Also run each protocol with each of these mitigations; repeatable.",
        show_default=False,
    ),
]
RepeatsOption = Annotated[
    int | None,
    typer.Option(
        "--again", min=1, help="How often each question is asked again unchanged; by default 2.", show_default=False
    ),
]


def probe(
    experiment: ExperimentArgument,
    probe: ProbeOption = None,
    mitigate: MitigateOption = None,
    again: RepeatsOption = None,
    out: RunOutOption = None,
    limit: RunLimitOption = None,
    set: RunSetOption = None,
    estimate: EstimateOption = False,
    processes: ProcessesOption = None,
    require: RequireOption = None,
    junit: JUnitOption = None,
    summary: SummaryOption = None,
    plain: PlainOption = False,
    json: Annotated[bool, typer.Option("--json", help="Print all figures as JSON.")] = False,
) -> None:
    """Find out what sways the judges of an experiment.

    Every question is asked as it is, again, and changed by each probe. Run the same command again to continue a stopped
    run, or to print its figures again.
    """
    from dikast.cli.gate_figures import PROBE_FIGURES, probe_gate_cells
    from dikast.cli.gate_options import read_gate
    from dikast.cli.probe_tables import print_probes
    from dikast.cli.run_command import run_to_its_end
    from dikast.errors import BadInput
    from dikast.experiments import executor_for, load_experiment, prepare

    gate = read_gate(require, junit, summary, figures=PROBE_FIGURES)
    changes = [*(set or ())]
    if limit is not None:
        changes.append(f"questions.limit={limit}")
    changes += _settings(probe, mitigate, again)
    loaded, document = load_experiment(experiment, changes)
    if loaded.probe is None:
        raise BadInput("say which probes: --probe all, or some of those in docs/probes.md", str(experiment))
    chosen_executor = executor_for("local", processes, None)
    prepared = prepare(loaded, document, out, makes_folder=not estimate)
    gate.check_labels(_cell_labels(prepared, loaded.probe))
    if estimate:
        from dikast.cli.estimate_table import print_estimate

        print_estimate(prepared, as_json=json)
        return
    ended = run_to_its_end(prepared, chosen_executor, is_plain=plain)
    effects = print_probes(prepared, as_json=json, partial=ended.partial)
    raise typer.Exit(gate.finish("probe", probe_gate_cells(effects), ended.code, is_json=json))


def _cell_labels(prepared: Run[Matrix], plan: ProbePlan) -> set[str]:
    """All labels by which a probe in a cell can be named in a requirement."""
    from dikast.cli.gate_figures import cell_labels

    labels = {"repeat", *plan.names, *plan.mitigations}
    for cell in prepared.matrix.cells:
        labels.update(cell_labels(cell.label, cell.team.label))
    return labels


def _settings(probe: list[str] | None, mitigate: list[str] | None, again: int | None) -> list[str]:
    """The options as changes of the experiment's `probe:` mapping; they win over what the file says."""
    settings = []
    if probe:
        settings.append(f"probe.names=[{_listed(probe)}]")
    if mitigate:
        settings.append(f"probe.mitigations=[{_listed(mitigate)}]")
    if again is not None:
        settings.append(f"probe.repeats={again}")
    return settings


def _listed(values: list[str]) -> str:
    """The names in all of these comma-separated lists, as a YAML list writes them."""
    from json import dumps

    names = [name.strip() for value in values for name in value.split(",")]
    return ", ".join(dumps(name) for name in names if name)
