"""The tables of `dikast probe`, and its JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from dikast.cli.tables import interval, or_dash, plain_console, print_table
from dikast.sanitize import sanitize, sanitize_json

if TYPE_CHECKING:
    from rich.console import Console

    from dikast.experiments import Matrix, Run
    from dikast.metrics import Estimate, ProbeEffect
    from dikast.probes import NotProbed

_Figures = Callable[["ProbeEffect"], "dict[str, Estimate]"]
_Row = tuple["ProbeEffect", "list[str]"]
"""The cells of one effect, without its names."""
_NAMES = ("protocol", "agents", "mitigation", "probe")
_FINDINGS = {
    "effect": "",
    "unclear": "may be chance",
    "noise": "noise: not above the floor",
    "unmoved": "unmoved",
    None: "",
}


def print_probes(prepared: Run[Matrix], *, as_json: bool, partial: str | None) -> list[ProbeEffect]:
    """Prints what each probe did to each judge, and which could not be applied. Returns these effects."""
    from dikast.experiments import probe_verdicts
    from dikast.metrics import probe_effects

    effects = probe_effects(probe_verdicts(prepared.folder, prepared.matrix.questions))
    effects.sort(key=_position)
    if as_json:
        data = {
            "folder": str(prepared.folder.path),
            "probes": [effect.model_dump(mode="json") for effect in effects],
            "unfit": [row.model_dump(mode="json") for row in prepared.unfit],
            "partial": partial,
        }
        typer.echo(sanitize_json(json.dumps(data, indent=2)))
        return effects
    console = plain_console()
    _print_effects(console, effects)
    _print_figures(console, "Twins that suggest an answer", effects, _twins)
    _print_figures(console, "Pairs with opposite answers", effects, _pairs)
    _print_figures(console, "The same candidate by different groups (1: all alike)", effects, _groups)
    _print_variants(console, effects)
    _print_unfit(console, prepared.unfit)
    if partial:
        typer.echo(sanitize(partial), err=True)
    typer.echo(sanitize(f"run folder: {prepared.folder.path}"))
    return effects


def _position(effect: ProbeEffect) -> tuple[str, str, int, int]:
    """Where the effect is listed: by cell, first without a mitigation; then as in the tables of both."""
    from dikast.experiments import MITIGATION_NAMES
    from dikast.probes import probe_table

    mitigations = ["", *MITIGATION_NAMES]
    probes = list(probe_table())
    return effect.protocol, effect.agents, mitigations.index(effect.mitigation), probes.index(effect.probe)


def _print_effects(console: Console, effects: Sequence[ProbeEffect]) -> None:
    """One row for each probe in each cell; the floor is the row `repeat`."""
    columns: dict[str, Callable[[ProbeEffect], str]] = {
        "questions": lambda effect: str(effect.questions),
        "changed": lambda effect: _value(effect.changed),
        "interval": lambda effect: interval(effect.changed),
        "floor": lambda effect: _value(effect.floor),
        "to cue": lambda effect: _value(effect.flip_to_cue),
        "interval ": lambda effect: interval(effect.flip_to_cue),
        "harm": lambda effect: _value(effect.harm),
        "interval  ": lambda effect: interval(effect.harm),
        "unparsed": lambda effect: str(effect.unparsed),
        "failed": lambda effect: str(effect.failed),
        "": lambda effect: _FINDINGS[effect.finding],
    }
    compared = [effect for effect in effects if effect.pairs_of is None]
    rows = [(effect, [text(effect) for text in columns.values()]) for effect in compared]
    _print(console, "What changes verdicts (repeat: nothing was changed)", [*columns], rows)


def _print_figures(console: Console, title: str, effects: Sequence[ProbeEffect], figures: _Figures) -> None:
    """A table of the figures that only some probes have, each with its interval."""
    headings: list[str] = []
    rows: list[_Row] = []
    for effect in effects:
        estimates = figures(effect)
        if estimates:
            # Headings must differ: each further interval has one space more.
            headings = [text for i, name in enumerate(estimates) for text in (name, "interval" + " " * i)]
            rows.append((effect, [text for of in estimates.values() for text in (_value(of), interval(of))]))
    _print(console, title, headings, rows)


def _twins(effect: ProbeEffect) -> dict[str, Estimate]:
    if effect.twins is None:
        return {}
    return {"both right": effect.twins.both_right, "misled": effect.twins.misled}


def _pairs(effect: ProbeEffect) -> dict[str, Estimate]:
    pairs = effect.pairs_of
    if pairs is None:
        return {}
    return {"individual": pairs.individual, "both right": pairs.both_right, "confusion": pairs.confusion}


def _groups(effect: ProbeEffect) -> dict[str, Estimate]:
    if effect.groups is None:
        return {}
    return {"NDS": effect.groups.nds, "GES": effect.groups.ges}


def _print_variants(console: Console, effects: Sequence[ProbeEffect]) -> None:
    """The flip to the cue by variant."""
    rows: list[_Row] = []
    for effect in effects:
        for variant, share in effect.by_variant.items():
            rows.append((effect, [variant, _value(share), interval(share)]))
    _print(console, "Flips to the cue, by variant", ["variant", "to cue", "interval"], rows, more_names=1)


def _print_unfit(console: Console, unfit: Sequence[NotProbed]) -> None:
    """How many questions each probe can't be applied to, by the reason."""
    counts = Counter((row.probe, row.reason) for row in unfit)
    rows = [[probe, reason, f"{n:,}"] for (probe, reason), n in counts.items()]
    if rows:
        print_table(console, "Can't be applied", ["probe", "why", "questions"], rows, names=2)


def _print(console: Console, title: str, headings: Sequence[str], rows: Sequence[_Row], *, more_names: int = 0) -> None:
    """A table of these rows, each beginning with the names of its effect; `more_names` of its cells are names, too.

    Names that no row has, such as a mitigation, have no column.
    """
    if not rows:
        return
    names = [name for name in _NAMES if any(getattr(effect, name) for effect, _ in rows)]
    lines = [[*(str(getattr(effect, name)) for name in names), *cells] for effect, cells in rows]
    print_table(console, title, [*names, *headings], lines, names=len(names) + more_names)


def _value(estimate: Estimate) -> str:
    return or_dash(estimate.value, "z.3f")
