"""Nested oversight: what judges decide at one level prompts the judges of the next, as worked cases."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dikast.errors import BadInput
from dikast.experiments.agent_labels import spec_list
from dikast.experiments.experiment import Experiment
from dikast.graphs import JudgedExample, judged_example
from dikast.protocols import Example
from dikast.records import Episode


@dataclass(frozen=True)
class NestedParts:
    """The questions of all levels, by id.

    - `test`: judged at every level, so that levels are compared on the same questions. No example is made of them.
    - `taught`: for each level but the last, the questions whose verdicts teach the next; each is judged at its level
      alone.
    """

    test: tuple[str, ...]
    taught: tuple[tuple[str, ...], ...]

    def judged_at(self, level: int) -> tuple[str, ...]:
        """The questions that are judged at a level, counted from 1."""
        taught = self.taught[level - 1] if level <= len(self.taught) else ()
        return (*taught, *self.test)


def nested_parts(ids: Sequence[str], levels: int, n_examples: int, test_share: float, seed: int) -> NestedParts:
    """The questions divided by the seed and their ids alone, in any order.

    `test_share` of them are the test; the others are divided evenly among the levels but the last. Raises BadInput
    where a level has fewer questions than the next one is to have examples.
    """
    drawn = sorted(ids, key=lambda id: hashlib.blake2b(f"{seed}/{id}".encode(), digest_size=16).digest())
    n_test = max(1, round(test_share * len(drawn)))
    test, rest = drawn[:n_test], drawn[n_test:]
    n_taught = len(rest) // (levels - 1)
    if n_taught < n_examples:
        need = n_examples * (levels - 1) + n_test
        raise BadInput(
            f"{len(drawn)} questions are too few for {levels} levels with {n_examples} examples each: {n_test} are the "
            f"test, and {need} are needed in all; take more questions, fewer examples or levels, or a "
            "smaller --test"
        )
    taught = tuple(tuple(sorted(rest[i * n_taught : (i + 1) * n_taught])) for i in range(levels - 1))
    return NestedParts(tuple(sorted(test)), taught)


def choose_examples(episodes: Iterable[Episode], n: int) -> tuple[JudgedExample, ...]:
    """The `n` verdicts that teach the next level: the surest ones, balanced over the labels that they name.

    The labels take turns, and each gives the verdict with the highest probability that it has left (of equals, the
    first by question id), until there are n. A label that has none left is passed over. Right answers play no part.
    """
    surest: dict[str, JudgedExample] = {}
    for example in filter(None, map(judged_example, episodes)):
        # Of a question that was judged several times, one verdict is enough.
        if example.question not in surest or example.p > surest[example.question].p:
            surest[example.question] = example
    by_label: defaultdict[int, list[JudgedExample]] = defaultdict(list)
    for example in surest.values():
        by_label[example.position].append(example)
    for examples in by_label.values():
        # The last is taken first.
        examples.sort(key=lambda example: (-example.p, example.question), reverse=True)
    chosen: list[JudgedExample] = []
    while len(chosen) < n and any(by_label.values()):
        for label in sorted(by_label):
            if by_label[label] and len(chosen) < n:
                chosen.append(by_label[label].pop())
    return tuple(chosen)


def level_experiment(
    experiment: Experiment,
    labels: Sequence[str],
    ids: Sequence[str],
    examples: Mapping[str, Sequence[JudgedExample]],
) -> Experiment:
    """The experiment of one level: these questions alone, and for each protocol, by its label, these examples.

    `labels` are those of the experiment's protocols, in order: they stay the same at every level.
    """
    uses = []
    for use, label in zip(experiment.protocols, labels, strict=True):
        taught = tuple(Example(shown=one.shown, reply=one.reply) for one in examples.get(label, ()))
        uses.append(use.model_copy(update={"as_": label, **({"examples": taught} if taught else {})}))
    include = [_narrowed(pattern, ids) for pattern in experiment.include or ({},)]
    return experiment.model_copy(update={"protocols": tuple(uses), "include": tuple(filter(None, include))})


def _narrowed(pattern: Mapping[str, Sequence[str]], ids: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The pattern for these questions alone; empty where it names none of them."""
    wanted = set(pattern.get("question", ids))
    kept = tuple(id for id in ids if id in wanted)
    return {**{axis: tuple(values) for axis, values in pattern.items()}, "question": kept} if kept else {}


def check_nested(experiment: Experiment, where: str) -> None:
    """Raises BadInput for what levels can't be made of: several agents in a role, rounds of a tournament, a probe."""
    several = [role for role, specs in experiment.agents.items() if len(spec_list(specs)) > 1]
    if several:
        raise BadInput(f"{several[0]!r} has several agents, and a level teaches one: give it one", where)
    for name in ("schedule", "stop", "probe"):
        if getattr(experiment, name) is not None:
            raise BadInput(f"`{name}` is for one run, and levels are several: leave it out", where)
