"""Measures whether the verifier is sound: right answers and steps changed, said in other words, and beside asides.

    python benchmarks/soundness.py [--data ../shared/data] [--limit N] [--seed S] [--kinds WORD ...]
                                   [--only generated|data|SOURCE ...] [--show K] [--check]

- mutation: something else than the right text it is made from. It must never be verified.
- rewording: the same in other words. It must never be refuted and mostly be verified.
- abstention: a text that asserts nothing which can be decided. It must be unknown.
- distractor: a text beside a sentence about something else. It must come out as it does without.
- row: a row of a file, as it is labelled.

`--limit` is how many cases of a task and group there are of each source, `--kinds` keeps those whose kind has one of
the words, `--show` is how many false (and undecided) cases of a kind are listed. Prints Markdown tables with the
false rate and its 95 % Wilson interval. `--check` ends with 1 where an aim is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import collections
import itertools
import math
import sys
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import NamedTuple, get_args

ROOT = Path(__file__).resolve().parents[1]
if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))

from benchmarks.cases import files, generated  # noqa: E402
from benchmarks.cases.case import Case, Group, Task  # noqa: E402
from dikast.records import Check  # noqa: E402
from dikast.verify import Verifier, step_status  # noqa: E402

GROUPS: tuple[Group, ...] = get_args(Group)
TASKS: tuple[Task, ...] = get_args(Task)
FULL: tuple[Group, ...] = ("mutation", "rewording", "distractor")  # few texts assert nothing: they are not waited for
LOOKED_AT = 100_000  # cases of a source that are looked through
HEAD = ("n", "verified", "refuted", "unknown", "false", "false rate [95 %]")


@dataclass(frozen=True)
class Outcome:
    """A case, what the verifier said of it and on what ground, and what it said of its base."""

    case: Case
    status: str
    ground: str
    of_base: str | None = None

    @property
    def is_changed(self) -> bool:
        """Whether a distractor changed the decision."""
        return self.of_base is not None and self.status != self.of_base

    @property
    def is_false(self) -> bool:
        """Whether the decision is false, or a distractor's changed."""
        return self.is_changed if self.case.base else self.case.is_wrong(self.status)

    @property
    def is_undecided(self) -> bool:
        """Whether something true or false was left unknown."""
        return self.case.truth is not None and self.status == "unknown"


class Aim(NamedTuple):
    """What a share may be at most, or at least: of the outcomes that `of` takes, those for which `has` holds."""

    name: str
    of: Callable[[Outcome], bool]
    has: Callable[[Outcome], bool]
    limit: float
    at_least: bool = False


def _is(task: Task, group: Group, *sources: str) -> Callable[[Outcome], bool]:
    def of(o: Outcome) -> bool:
        return (o.case.task, o.case.group) == (task, group) and (not sources or o.case.source in sources)

    return of


def _row(task: Task, truth: bool, *sources: str) -> Callable[[Outcome], bool]:
    return lambda o: _is(task, "row", *sources)(o) and o.case.truth is truth


def _came(status: str) -> Callable[[Outcome], bool]:
    return lambda o: o.status == status


def _is_decided_right(o: Outcome) -> bool:
    return o.status != "unknown" and not o.is_false


def _is_verified_step(o: Outcome) -> bool:
    return (
        o.case.task == "step" and o.status == "verified" and o.case.group != "distractor" and o.case.truth is not None
    )


# The figures that were asked for; where only `mostly` was, 0.8.
AIMS = (
    Aim("mutated answers verified", _is("answer", "mutation"), _came("verified"), 0.002),
    Aim("reworded answers refuted", _is("answer", "rewording"), _came("refuted"), 0.001),
    Aim("reworded answers unknown", _is("answer", "rewording"), _came("unknown"), 0.05),
    Aim("labelled answers decided right", _is("answer", "row", "answers_dev"), _is_decided_right, 0.95, at_least=True),
    Aim("wrong labelled answers verified", _row("answer", False, *files.ANSWER_FILES), _came("verified"), 0.0027),
    Aim("right labelled answers refuted", _row("answer", True, *files.ANSWER_FILES), _came("refuted"), 0.0054),
    Aim("mutated steps verified", _is("step", "mutation"), _came("verified"), 0.002),
    Aim("mutated steps refuted", _is("step", "mutation"), _came("refuted"), 0.80, at_least=True),
    Aim("reworded steps refuted", _is("step", "rewording"), _came("refuted"), 0.0),
    Aim("reworded steps verified", _is("step", "rewording"), _came("verified"), 0.80, at_least=True),
    Aim("right labelled steps refuted", _row("step", True, *files.STEP_FILES), _came("refuted"), 0.0),
    Aim("right labelled steps verified", _row("step", True, *files.STEP_FILES), _came("verified"), 0.80, at_least=True),
    Aim("wrong labelled steps refuted", _row("step", False, *files.STEP_FILES), _came("refuted"), 0.80, at_least=True),
    Aim("verified steps that are right", _is_verified_step, lambda o: o.case.truth is True, 0.995, at_least=True),
    Aim("decided though nothing is asserted", _is("step", "abstention"), lambda o: o.is_false, 0.0),
    Aim("decisions changed by an aside (answers)", _is("answer", "distractor"), lambda o: o.is_changed, 0.0),
    Aim("decisions changed by an aside (steps)", _is("step", "distractor"), lambda o: o.is_changed, 0.0),
)  # fmt: skip


def wilson(k: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.959964, k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return max(0.0, middle - half), min(1.0, middle + half)


def limited(cases: Iterable[Case], limit: int, words: Sequence[str], full: Collection[Group] = ()) -> Iterator[Case]:
    """At most `limit` different cases of each task and group, of the kinds that have one of the words.

    An endless source ends when the groups that are to be `full` are.
    """
    counts: collections.Counter[tuple[Task, Group]] = collections.Counter()
    seen: set[Case] = set()
    for case in itertools.islice(cases, LOOKED_AT):
        key = (case.task, case.group)
        is_wanted = not words or any(word in case.kind for word in words)
        if is_wanted and counts[key] < limit and case not in seen:
            counts[key] += 1
            seen.add(case)
            yield case
        if full and all(counts[case.task, group] >= limit for group in full):
            return


def cases_of(options: argparse.Namespace) -> Iterator[Case]:
    """The cases that the options ask for."""
    makers = {"generated answers": generated.answers, "generated steps": generated.steps, **files.sources(options.data)}
    for name, make in makers.items():
        is_generated = name.startswith("generated")
        family = "generated" if is_generated else "data"
        if not options.only or name in options.only or family in options.only:
            cases = make(Random(f"{options.seed} {name}"))
            yield from limited(cases, options.limit, options.kinds, FULL if is_generated else ())


async def decide(verifier: Verifier, case: Case) -> tuple[str, str]:
    """The verifier's status for the case, and on what ground."""
    if case.task == "answer":
        check = await verifier.answer(case.reference, case.text, choices=case.choices)
        return check.status, _ground(check)
    checks = await verifier.step(case.text, context=case.context, problem=case.problem)
    checks.sort(key=lambda check: check.status != "refuted")  # what is refuted is read first
    return step_status(checks), "; ".join(f"{check.claim!r} {_ground(check)}" for check in checks)


def _ground(check: Check) -> str:
    parts = (check.status, check.method, check.reason, check.evidence_text[:120])
    return " ".join(str(part) for part in parts if part)


async def run(cases: Iterable[Case]) -> list[Outcome]:
    """What the verifier says of every case; a base is asked once."""
    outcomes: list[Outcome] = []
    bases: dict[Case, str] = {}
    async with Verifier(workers=2) as verifier:

        async def work(case: Case) -> Outcome:
            if case.base is None:
                return Outcome(case, *await decide(verifier, case))
            if case.base not in bases:
                bases[case.base] = (await decide(verifier, case.base))[0]
            return Outcome(case, *await decide(verifier, case), bases[case.base])

        await verifier.each(work, cases, outcomes.append)
    return outcomes


def figures(outcomes: Sequence[Outcome]) -> list[object]:
    """n, what came out, and the false rate with its interval."""
    counts = collections.Counter(o.status for o in outcomes)
    n_false, n = sum(o.is_false for o in outcomes), len(outcomes)
    low, high = wilson(n_false, n)
    rate = f"{n_false / n:.4f} [{low:.4f}, {high:.4f}]"
    return [n, counts["verified"], counts["refuted"], counts["unknown"], n_false, rate]


def table(title: str, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """A Markdown table."""
    names = list(head)
    print(f"\n### {title}\n\n| {' | '.join(names)} |\n|{'---|' * len(names)}")
    for row in rows:
        print(f"| {' | '.join(str(cell) for cell in row)} |")


def tables(outcomes: Sequence[Outcome]) -> None:
    """A table for each group, with a line for each kind of case."""
    for group in GROUPS:
        lines: dict[tuple[str, str, str], list[Outcome]] = collections.defaultdict(list)
        for o in outcomes:
            if o.case.group == group:
                lines[(o.case.task, o.case.source, _line(o.case))].append(o)
        if lines:
            rows = ([*key, *figures(found)] for key, found in sorted(lines.items()))
            table(f"{group}s", ("task", "source", "kind", *HEAD), rows)


def _line(case: Case) -> str:
    """The table's line for a case: its kind without details; for the rows of small files their label."""
    if case.group == "row" and case.source in (*files.ANSWER_FILES, *files.STEP_FILES):
        return {True: "right", False: "wrong", None: "open"}[case.truth]
    return case.kind.partition(":")[0]


def listed(title: str, outcomes: Iterable[Outcome], most: int) -> None:
    """The first cases of each kind, for reading."""
    counts: collections.Counter[tuple[str, str, str]] = collections.Counter()
    print(f"\n### {title}\n")
    for o in sorted(outcomes, key=lambda o: (o.case.group, o.case.kind)):
        key = (o.case.group, o.case.source, o.case.kind)
        counts[key] += 1
        if counts[key] <= most:
            came = f"{o.status} (was {o.of_base})" if o.of_base else o.status
            print(f"- {', '.join(key)}: {str(o.case)!r} is {came}: {o.ground[:300]}")


def aims(outcomes: Sequence[Outcome]) -> bool:
    """A table of the aims; whether all are met."""
    lines, all_met = [], True
    for aim in AIMS:
        found = [o for o in outcomes if aim.of(o)]
        if not found:
            continue
        k = sum(map(aim.has, found))
        share = k / len(found)
        is_met = share >= aim.limit if aim.at_least else share <= aim.limit
        all_met = all_met and is_met
        bound = f"{'≥' if aim.at_least else '≤'} {aim.limit}"
        lines.append([aim.name, f"{k} of {len(found)}", f"{share:.4f}", bound, "met" if is_met else "**missed**"])
    table("Aims", ("", "count", "share", "aim", ""), lines)
    return all_met


def main(arguments: Sequence[str] | None = None) -> int:
    """All tables; 1 where an aim is missed and that was to be checked."""
    options = read_options(arguments)
    began = time.perf_counter()
    outcomes = asyncio.run(run(cases_of(options)))
    tables(outcomes)
    if options.show:
        undecided = (o for o in outcomes if o.is_undecided and o.case.group in ("rewording", "mutation"))
        listed("False", (o for o in outcomes if o.is_false), options.show)
        listed("Undecided", undecided, options.show)
    is_met = aims(outcomes)
    print(f"\n{len(outcomes)} cases in {time.perf_counter() - began:.0f} s")
    return int(options.check and not is_met)


def read_options(arguments: Sequence[str] | None) -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--limit", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", nargs="*", default=[])
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--show", type=int, default=3)
    parser.add_argument("--check", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
