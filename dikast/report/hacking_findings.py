"""Judge hacking: protocols that were run with several numbers of drafts, and what that does to each judge."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dikast.experiments import RunFolder
from dikast.metrics import DraftVerdict, HackingPoint, draft_verdict, hacking_curve
from dikast.records import Outcome, Record
from dikast.report.run_protocols import ReadProtocols
from dikast.report.seat_labels import SeatLabels

LEAST_NUMBERS = 2
MOST_RESAMPLES = 2_000


class HackingFinding(Record):
    """One protocol with growing numbers of drafts before one judge.

    `protocol` is the label of the member with the fewest drafts. `scored_by` is the role whose seat scored the drafts.
    `is_held_out`: the judge read transcripts that were made before another one.
    """

    protocol: str
    judge: str
    is_held_out: bool
    scored_by: str
    points: tuple[HackingPoint, ...]


@dataclass(frozen=True)
class _Drafting:
    """A protocol without its drafts, as text; how many there are of each speech, and who scores them."""

    family: str
    n: int
    scored_by: str


@dataclass
class _Sweep:
    """The verdicts of one judge on one protocol, by the number of drafts."""

    labels: dict[int, str] = field(default_factory=dict)
    scored_by: str = ""
    verdicts: defaultdict[int, list[DraftVerdict]] = field(default_factory=lambda: defaultdict(list))


def find_hacking(runs: Mapping[str, RunFolder], protocols: ReadProtocols, resamples: int) -> list[HackingFinding]:
    """A finding for each protocol and judge with several numbers of drafts; without such, no record is read."""
    drafting = {key: _drafting(protocol) for key, protocol in protocols.protocols.items()}
    numbers: defaultdict[str, set[int]] = defaultdict(set)
    for one in drafting.values():
        numbers[one.family].add(one.n)
    swept = {key: one for key, one in drafting.items() if len(numbers[one.family]) >= LEAST_NUMBERS}
    sweeps: defaultdict[tuple[str, str, bool], _Sweep] = defaultdict(_Sweep)
    for run, folder in runs.items():
        if any(key[0] == run for key in swept):
            _read_run(run, folder, swept, sweeps)
    findings = [
        HackingFinding(
            protocol=sweep.labels[min(sweep.labels)],
            judge=judge,
            is_held_out=is_held_out,
            scored_by=sweep.scored_by,
            points=hacking_curve(sweep.verdicts, resamples=min(resamples, MOST_RESAMPLES)),
        )
        for (_, judge, is_held_out), sweep in sweeps.items()
    ]
    return [finding for finding in findings if len(finding.points) >= LEAST_NUMBERS]


def _read_run(
    run: str,
    folder: RunFolder,
    swept: Mapping[tuple[str, str], _Drafting],
    sweeps: defaultdict[tuple[str, str, bool], _Sweep],
) -> None:
    """Adds the verdicts of one run."""
    labels = SeatLabels(folder)
    for outcome in folder.outcomes():
        drafting = swept.get((run, outcome.protocol))
        verdict = None if drafting is None else draft_verdict(outcome, labels.of)
        if drafting is None or verdict is None:
            continue
        is_held_out = labels.is_judged_again or outcome.transcript not in ("", outcome.id)
        sweep = sweeps[drafting.family, _judge(outcome, labels), is_held_out]
        sweep.labels.setdefault(drafting.n, outcome.protocol)
        sweep.scored_by = drafting.scored_by or sweep.scored_by
        sweep.verdicts[drafting.n].append(verdict)


def _judge(outcome: Outcome, labels: SeatLabels) -> str:
    """The judges of an episode, each once."""
    return " & ".join(dict.fromkeys(labels.of(outcome, seat) for seat in outcome.seats if seat.kind == "judge"))


def _drafting(protocol: Mapping[str, Any]) -> _Drafting:
    """What a protocol says of drafts, and the rest of it."""
    found: list[Mapping[str, Any]] = []
    rest = _without_drafts(dict(protocol), found)
    n = max((int(best_of.get("n", 1)) for best_of in found), default=1)
    scorers = dict.fromkeys(str(best_of.get("by") or "the speaker") for best_of in found)
    return _Drafting(json.dumps(rest, sort_keys=True, default=str), n, ", ".join(scorers))


def _without_drafts(value: Any, found: list[Mapping[str, Any]]) -> Any:
    """The value without what it says of drafts, which is added to `found`."""
    if isinstance(value, list | tuple):
        return [_without_drafts(item, found) for item in value]
    if not isinstance(value, dict):
        return value
    rest = {}
    for key, item in value.items():
        if key == "best_of":
            found += [item] if isinstance(item, dict) else []
        else:
            rest[key] = _without_drafts(item, found)
    return rest
