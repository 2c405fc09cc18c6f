"""The tables of `dikast probe`, and its JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import typer

from dikast.cli.tables import or_dash, plain_console, print_table
from dikast.sanitize import sanitize, sanitize_json

if TYPE_CHECKING:
    from rich.console import Console

    from dikast.experiments import Matrix, Run
    from dikast.metrics import Estimate, ProbeEffect
    from dikast.probes import NotProbed

_Figures = Callable[["ProbeEffect"], "dict[str, Estimate]"]
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
    compared = [effect for effect in effects if effect.pairs_of is None]
    columns: dict[str, Callable[[ProbeEffect], str]] = {
        "questions": lambda effect: str(effect.questions),
        "changed": lambda effect: _value(effect.changed),
        "interval": lambda effect: _interval(effect.changed),
        "floor": lambda effect: _value(effect.floor),
        "to cue": lambda effect: _value(effect.flip_to_cue),
        "interval ": lambda effect: _interval(effect.flip_to_cue),
        "harm": lambda effect: _value(effect.harm),
        "interval  ": lambda effect: _interval(effect.harm),
        "unparsed": lambda effect: str(effect.unparsed),
        "failed": lambda effect: str(effect.failed),
        "": lambda effect: _FINDINGS[effect.finding],
    }
    _print(console, "What changes verdicts (repeat: nothing was changed)", compared, columns)


def _print_figures(console: Console, title: str, effects: Sequence[ProbeEffect], figures: _Figures) -> None:
    """A table of the figures that only some probes have, each with its interval."""
    found = [(effect, figures(effect)) for effect in effects]
    rows = [(effect, estimates) for effect, estimates in found if estimates]
    if not rows:
        return
    headings: list[str] = []
    for i, heading in enumerate(rows[0][1]):
        # Headings must differ: each further interval has one space more.
        headings += [heading, "interval" + " " * i]
    names = _shown_names([effect for effect, _ in rows])
    lines = []
    for effect, estimates in rows:
        line = [str(getattr(effect, name)) for name in names]
        for estimate in estimates.values():
            line += [_value(estimate), _interval(estimate)]
        lines.append(line)
    print_table(console, title, [*names, *headings], lines, names=len(names))


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
    rows = []
    for effect in effects:
        for variant, share in effect.by_variant.items():
            names = [getattr(effect, name) for name in _NAMES]
            rows.append([*names, variant, _value(share), _interval(share)])
    if rows:
        print_table(console, "Flips to the cue, by variant", [*_NAMES, "variant", "to cue", "interval"], rows, names=5)


def _print_unfit(console: Console, unfit: Sequence[NotProbed]) -> None:
    """How many questions each probe can't be applied to, by the reason."""
    counts = Counter((row.probe, row.reason) for row in unfit)
    rows = [[probe, reason, f"{n:,}"] for (probe, reason), n in counts.items()]
    if rows:
        print_table(console, "Can't be applied", ["probe", "why", "questions"], rows, names=2)


def _print(
    console: Console,
    title: str,
    effects: Sequence[ProbeEffect],
    columns: dict[str, Callable[[ProbeEffect], str]],
) -> None:
    """A table with one row for each effect, without the columns of names that are empty."""
    if not effects:
        return
    names = _shown_names(effects)
    rows = []
    for effect in effects:
        cells = [str(getattr(effect, name)) for name in names]
        rows.append([*cells, *(text(effect) for text in columns.values())])
    print_table(console, title, [*names, *columns], rows, names=len(names))


def _shown_names(effects: Sequence[ProbeEffect]) -> list[str]:
    """The names that tell the rows apart: without a mitigation, or a choice of agents, there is no column for it."""
    return [name for name in _NAMES if any(getattr(effect, name) for effect in effects)]


def _value(estimate: Estimate) -> str:
    return or_dash(estimate.value, "z.3f")


def _interval(estimate: Estimate) -> str:
    if estimate.low is None or estimate.high is None:
        return "–"
    return f"{estimate.low:z.2f}–{estimate.high:z.2f}"
