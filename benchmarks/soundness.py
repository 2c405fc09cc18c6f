"""Measures whether the verifier is sound: right answers and steps changed, said in other words, and beside asides.

    python benchmarks/soundness.py [--data ../shared/data] [--limit N] [--seed S] [--kinds WORD ...]
                                   [--only generated|data|SOURCE ...] [--show K] [--check]

A mutation says something else than the right text it is made from: it must never be verified. A rewording says the
same: it must never be refuted and mostly be verified. A distractor is a text with a sentence about something else: it
must come out as it did without. Rows of files are judged by their labels. `--limit` is how many cases of each group
(and task) there are of a source. `--kinds` keeps the cases whose kind has one of the words. Prints Markdown tables
with the false rate and its 95 % Wilson interval, and the `--show` first false cases of a kind. `--check` ends with 1
where an aim is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import itertools
import math
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.cases import files, generated  # noqa: E402
from benchmarks.cases.case import Case, Task  # noqa: E402
from dikast.records import Check  # noqa: E402
from dikast.verify import Verifier, step_status  # noqa: E402

GROUPS = ("mutation", "rewording", "distractor", "row")
LOOKED_AT = 200_000  # cases of an endless source that are looked through


class Aim(NamedTuple):
    """What a share of the cases may be at most, or must be at least."""

    name: str
    group: str
    task: str
    share: str
    limit: float
    at_least: bool = False


# Of the issue that asked for them. A share is of all cases of the group and task, but for the two named `... that are ...`.
AIMS = (
    Aim("mutated answers verified", "mutation", "answer", "verified", 0.002),
    Aim("reworded answers refuted", "rewording", "answer", "refuted", 0.001),
    Aim("reworded answers unknown", "rewording", "answer", "unknown", 0.05),
    Aim("mutated steps verified", "mutation", "step", "verified", 0.002),
    Aim("right steps refuted", "rewording", "step", "refuted", 0.0),
    Aim("right steps verified", "rewording", "step", "verified", 0.80, at_least=True),
    Aim("wrong steps refuted", "mutation", "step", "refuted", 0.80, at_least=True),
    Aim("decisions changed by an aside (answers)", "distractor", "answer", "changed", 0.0),
    Aim("decisions changed by an aside (steps)", "distractor", "step", "changed", 0.0),
)


@dataclass(frozen=True)
class Outcome:
    """A case, what the verifier said of it, and what it said of its base."""

    case: Case
    status: str
    shown: str
    of_base: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether a distractor changed the decision."""
        return self.of_base is not None and self.status != self.of_base

    @property
    def is_false(self) -> bool:
        """Whether the decision is false, or a distractor's changed."""
        return self.is_changed if self.case.base else self.case.is_wrong(self.status)


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def limited(
    cases: Iterable[Case], limit: int, words: Sequence[str], groups: Sequence[tuple[Task, str]]
) -> Iterator[Case]:
    """At most `limit` cases of each task and group, of the kinds that have one of the words."""
    left = collections.Counter(dict.fromkeys(groups, limit))
    for case in itertools.islice(cases, LOOKED_AT):
        key = (case.task, case.group)
        is_wanted = not words or any(word in case.kind for word in words)
        if is_wanted and left[key] > 0:
            left[key] -= 1
            yield case
        if not any(left.values()):
            return


def cases_of(options: argparse.Namespace) -> Iterator[Case]:
    """The cases that the options ask for, without those that came before."""
    endless = ("mutation", "rewording", "distractor")
    makers = {"generated answers": generated.answers, "generated steps": generated.steps, **files.sources(options.data)}
    for name, make in makers.items():
        is_generated = name.startswith("generated")
        wanted = not options.only or name in options.only or ("generated" if is_generated else "data") in options.only
        if not wanted:
            continue
        task: tuple[Task, ...] = (
            ("step",) if name == "generated steps" else ("answer",) if is_generated else ("answer", "step")
        )
        groups = [(t, g) for t in task for g in (endless if is_generated else GROUPS)]
        yield from dict.fromkeys(limited(make(Random(f"{options.seed} {name}")), options.limit, options.kinds, groups))


async def decide(verifier: Verifier, case: Case) -> tuple[str, str]:
    """The verifier's status for the case, and what it gave as ground."""
    if case.task == "answer":
        check = await verifier.answer(case.reference, case.text, choices=case.choices)
        return check.status, _ground(check)
    checks = await verifier.step(case.text, context=case.context, problem=case.problem)
    return step_status(checks), "; ".join(f"{check.claim!r} {_ground(check)}" for check in checks)


def _ground(check: Check) -> str:
    return " ".join(str(part) for part in (check.status, check.method, check.reason, check.evidence_text[:120]) if part)


async def run(cases: Iterable[Case]) -> list[Outcome]:
    """What the verifier says of every case; a base is asked once."""
    outcomes: list[Outcome] = []
    bases: dict[Case, str] = {}
    async with Verifier(workers=2) as verifier:

        async def work(case: Case) -> Outcome:
            if case.base is not None and case.base not in bases:
                bases[case.base] = (await decide(verifier, case.base))[0]
            status, shown = await decide(verifier, case)
            return Outcome(case, status, shown, bases[case.base] if case.base else None)

        await verifier.each(work, cases, outcomes.append)
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> list[object]:
    """n, what came out, and the false rate with its interval."""
    counts = collections.Counter(o.status for o in outcomes)
    n_false, n = sum(o.is_false for o in outcomes), len(outcomes)
    low, high = wilson(n_false, n)
    return [
        n,
        counts["verified"],
        counts["refuted"],
        counts["unknown"],
        n_false,
        f"{n_false / n:.4f} [{low:.4f}, {high:.4f}]",
    ]


def table(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A Markdown table."""
    names = list(head)
    print(f"\n### {title}\n\n| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


HEAD = ("n", "verified", "refuted", "unknown", "false", "false rate [95 %]")


def report(outcomes: Sequence[Outcome], show: int) -> None:
    """A table for each group: a line for each kind of generated case and for each file; then the false cases."""
    for group in GROUPS:
        lines: dict[tuple[str, str, str], list[Outcome]] = collections.defaultdict(list)
        for o in outcomes:
            if o.case.group == group:
                lines[(o.case.task, o.case.source, _line(o.case))].append(o)
        if lines:
            table(
                f"{group}s",
                ("task", "source", "kind", *HEAD),
                ([*key, *figures(found)] for key, found in sorted(lines.items())),
            )
    shown: collections.Counter[tuple[str, str, str]] = collections.Counter()
    print("\n### False\n")
    for o in sorted((o for o in outcomes if o.is_false), key=lambda o: (o.case.group, o.case.kind)):
        key = (o.case.group, o.case.source, o.case.kind)
        shown[key] += 1
        if shown[key] <= show:
            was = f" (was {o.of_base})" if o.of_base else ""
            print(
                f"- {o.case.group}, {o.case.kind}, {o.case.source}: {str(o.case)!r} is {o.status}{was}: {o.shown[:300]}"
            )


def _line(case: Case) -> str:
    """The table's line for a case: the whole kind, or what was done where the file has many."""
    if case.group == "row" and case.source not in ("gsm8k",):
        return {True: "right", False: "wrong", None: "open"}[case.truth]
    return case.kind.partition(":")[0]


def aims(outcomes: Sequence[Outcome]) -> bool:
    """A table of the aims; whether all are met."""
    lines, all_met = [], True
    for aim in AIMS:
        found = [o for o in outcomes if (o.case.group, o.case.task) == (aim.group, aim.task)]
        if not found:
            continue
        k = sum(o.is_changed if aim.share == "changed" else o.status == aim.share for o in found)
        share = k / len(found)
        is_met = share >= aim.limit if aim.at_least else share <= aim.limit
        all_met = all_met and is_met
        bound = f"{'≥' if aim.at_least else '≤'} {aim.limit}"
        lines.append([aim.name, f"{k} of {len(found)}", f"{share:.4f}", bound, "met" if is_met else "**missed**"])
    table("Aims", ("", "count", "share", "aim", ""), lines)
    return all_met


def main() -> None:
    """All tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    began = time.perf_counter()
    outcomes = asyncio.run(run(cases_of(options)))
    report(outcomes, options.show)
    is_met = aims(outcomes)
    print(f"\n{len(outcomes)} cases in {time.perf_counter() - began:.0f} s")
    if options.check and not is_met:
        sys.exit(1)


if __name__ == "__main__":
    main()
