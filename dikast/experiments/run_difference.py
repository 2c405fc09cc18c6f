"""RunDifference: what an experiment file asks for beside, without, or otherwise than the run in a folder."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dikast.experiments.agent_labels import AgentSpec, labels_of, model_name, spec_list
from dikast.experiments.asked_run import AskedRun
from dikast.experiments.earlier_run import EarlierRun
from dikast.experiments.matrix import used_agents
from dikast.experiments.opened_agents import is_opened
from dikast.experiments.run_names import RunNames
from dikast.experiments.stores import n_first

MOST_NAMED = 3


@dataclass
class RunDifference:
    """The differences: `added` and `missing` cells, and what is `changed`, which no folder can hold beside the old.

    `n_kept` is how many of the asked questions the run has already.
    """

    added: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    n_kept: int = 0


def compare(earlier: EarlierRun, asked: AskedRun) -> tuple[RunDifference, RunNames]:
    """What differs, and the names that the asked protocols and agents have in the earlier run's folder."""
    difference = RunDifference()
    _compare_settings(difference, earlier.plain, asked.plain)
    protocols = _compare_protocols(difference, earlier, asked)
    agents = _compare_agents(difference, earlier, asked)
    _compare_seats(difference, earlier, asked, protocols)
    _compare_questions(difference, earlier, asked)
    _compare_repeats(difference, earlier.plain.get("repeats", 1), asked.experiment.repeats)
    names = earlier.names
    unnamed = dict(names.unnamed)
    varied = [role for role in agents if role in names.varied or len(agents[role]) > 1]
    for role, labels in agents.items():
        if role not in names.agents and len(labels) == 1:
            unnamed[role] = labels[0]
    compared = RunNames(
        protocols=tuple(protocols),
        agents=agents,
        varied=tuple(varied),
        unnamed=unnamed,
        names_first_repeat=names.names_first_repeat,
        batches=names.batches,
    )
    return difference, compared


def _compare_settings(difference: RunDifference, earlier: Mapping[str, Any], asked: Mapping[str, Any]) -> None:
    """The settings that each cell is made from: another value would make other episodes of the same names."""
    for key in ("name", "swap", "order", "seed"):
        _note_change(difference, key, earlier.get(key), asked.get(key))
    before, now = earlier["questions"], asked["questions"]
    for key in {**before, **now}:
        # How many questions are taken says nothing of any of them.
        if key != "limit":
            _note_change(difference, f"questions.{key}", before.get(key), now.get(key))


def _note_change(difference: RunDifference, key: str, before: object, now: object) -> None:
    if before != now:
        difference.changed.append(f"{key}: {before!r} → {now!r}")


def _compare_protocols(difference: RunDifference, earlier: EarlierRun, asked: AskedRun) -> list[str]:
    """The protocols by their labels. Returns those of the asked ones: what was run before keeps its label."""
    kept = {}
    for use, label in zip(earlier.plain["protocols"], earlier.protocol_hashes, strict=True):
        kept[_without_label(use)] = label
    labels = []
    for use, label, hash in zip(asked.plain["protocols"], asked.protocols, asked.protocol_hashes, strict=True):
        old_label = kept.get(_without_label(use))
        if old_label is not None and use.get("as") in (None, old_label):
            label = old_label
        labels.append(label)
        old_hash = earlier.protocol_hashes.get(label)
        if old_hash is None:
            difference.added.append(f"protocol {label!r}")
        elif old_hash != hash:
            difference.changed.append(f"protocol {label!r} has another content; give the new one a name with `as:`")
    difference.missing += [f"protocol {label!r}" for label in earlier.protocol_hashes if label not in labels]
    return labels


def _without_label(use: Mapping[str, Any]) -> str:
    """A protocol and its options, without its name in tables."""
    return repr(sorted((key, value) for key, value in use.items() if key != "as"))


def _compare_agents(difference: RunDifference, earlier: EarlierRun, asked: AskedRun) -> dict[str, tuple[str, ...]]:
    """The agents of each role. Returns the labels of the asked ones, the roles of the earlier run first."""
    labels: dict[str, tuple[str, ...]] = {}
    asked_roles = asked.plain.get("agents", {})
    for role in [*earlier.agents, *asked_roles]:
        if role not in asked_roles:
            difference.missing.append(f"agents.{role}")
        elif role not in labels:
            labels[role] = _compare_role(difference, earlier, asked, role)
    return labels


def _compare_role(difference: RunDifference, earlier: EarlierRun, asked: AskedRun, role: str) -> tuple[str, ...]:
    """The agents of one role. One that was there before keeps its label."""
    before = [_options(spec) for spec in earlier.agents.get(role, [])]
    before_labels = earlier.names.agents.get(role, ())
    specs = spec_list(asked.plain["agents"][role])
    # Each of the earlier agents once: a list may have the same one twice.
    left = list(range(len(before)))
    kept: dict[int, int] = {}
    for i, spec in enumerate(specs):
        same = next((j for j in left if before[j] == _options(spec)), None)
        if same is not None:
            left.remove(same)
            kept[i] = same
    labels = _labels(specs, {i: before_labels[j] for i, j in kept.items()})
    for i, j in kept.items():
        agent, old_name = asked.agents[role][i][1], earlier.agent_names[role][j]
        if is_opened(agent) and agent.name != old_name:
            difference.changed.append(f"agents.{role} {labels[i]!r} is another agent: {old_name} → {agent.name}")
    missing = {before_labels[j]: before[j] for j in left}
    for i, spec in enumerate(specs):
        if i not in kept:
            _note_new_agent(difference, role, labels[i], spec, missing)
    difference.missing += [f"agents.{role} {label!r}" for label in missing]
    return labels


def _note_new_agent(
    difference: RunDifference, role: str, label: str, spec: AgentSpec, missing: dict[str, dict[str, Any]]
) -> None:
    """An agent that the run does not have: another one, or one of the run's with other options."""
    now = _options(spec)
    for old_label, before in missing.items():
        if before["model"] == now["model"]:
            del missing[old_label]
            keys = [key for key in {**before, **now} if before.get(key) != now.get(key)]
            options = ", ".join(f"{key}: {before.get(key)!r} → {now.get(key)!r}" for key in keys)
            difference.changed.append(
                f"agents.{role} {old_label!r} has other options ({options}); list both to add one"
            )
            return
    difference.added.append(f"agents.{role} {label!r}")


def _options(spec: AgentSpec) -> dict[str, Any]:
    """An agent as a mapping, however it was given."""
    if isinstance(spec, str):
        return {"model": spec}
    return {"model": model_name(spec), **spec}


def _labels(specs: list[AgentSpec], kept: Mapping[int, str]) -> tuple[str, ...]:
    """The labels of agents: those that are kept, and for the others the usual ones, or the next that is free."""
    labels = labels_of(specs)
    taken = set(kept.values())
    for i, spec in enumerate(specs):
        if i in kept:
            labels[i] = kept[i]
            continue
        number = i + 1
        while labels[i] in taken:
            labels[i] = f"{model_name(spec)}#{number}"
            number += 1
        taken.add(labels[i])
    return tuple(labels)


def _compare_seats(difference: RunDifference, earlier: EarlierRun, asked: AskedRun, labels: Iterable[str]) -> None:
    """Whose agents sit in the protocols that were run before: an agent for a seat takes it from one for its kind."""
    for label, protocol in zip(labels, asked.protocols.values(), strict=True):
        if label not in earlier.protocol_hashes:
            continue
        before = used_agents(protocol, earlier.agents)
        for role in used_agents(protocol, asked.agents):
            if role not in before:
                difference.changed.append(f"agents.{role} would take a seat of {label!r} that agents of {before} had")
    schedule = asked.experiment.schedule
    if schedule is None or schedule.kind == "round-robin":
        return
    for role in schedule.of:
        if len(earlier.agents.get(role, [])) != len(asked.agents.get(role, [])):
            difference.changed.append(f"agents.{role}: the pairs of a {schedule.kind} tournament depend on all players")


def _compare_questions(difference: RunDifference, earlier: EarlierRun, asked: AskedRun) -> None:
    """The questions by their ids, as far as the folder keeps them one by one."""
    if asked.question_hash == earlier.question_hash:
        difference.n_kept = len(asked.questions)
        return
    if earlier.marks is None:
        number = n_first(asked.questions, earlier.question_hash)
        if number is None:
            difference.changed.append("questions: those that the run has are not the first of these")
            return
        difference.n_kept = number
    else:
        _compare_marks(difference, earlier, asked)
    n_new = len(asked.questions) - difference.n_kept
    if n_new:
        difference.added.append(f"{n_new:,} {'question' if n_new == 1 else 'questions'}")


def _compare_marks(difference: RunDifference, earlier: EarlierRun, asked: AskedRun) -> None:
    """The questions one by one."""
    n_missing = 0
    changed = []
    for mark in earlier.marks or ():
        now = asked.marks.get(mark.id)
        if now is None:
            n_missing += 1
            continue
        difference.n_kept += 1
        if now != mark:
            changed.append(repr(mark.id))
    if changed:
        named = ", ".join(changed[:MOST_NAMED]) + ("…" if len(changed) > MOST_NAMED else "")
        difference.changed.append(f"questions: {len(changed):,} have another content under the same id ({named})")
    if n_missing:
        difference.missing.append(f"{n_missing:,} of {len(earlier.marks or ()):,} questions")


def _compare_repeats(difference: RunDifference, before: int, now: int) -> None:
    if now > before:
        difference.added.append(f"repeats: {before} → {now}")
    elif now < before:
        difference.missing.append(f"{before - now} of {before} repeats")
