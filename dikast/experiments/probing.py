"""Probing: an experiment with a `probe:` mapping as a larger one, in which probed questions are further questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dikast.errors import BadInput
from dikast.experiments.choice_orders import choice_orders
from dikast.experiments.experiment import Experiment
from dikast.experiments.probe_plan import ProbePlan
from dikast.input_files import Document
from dikast.probes import LENGTH_CONTROL, NotProbed, ProbedQuestions, Subject, in_order, probe_questions, probes_named
from dikast.protocols import MITIGATIONS, Protocol, VerifyMove, mitigated
from dikast.records import Question

_JOINT = "+"
_REFERENCES = {"reference", "corrupted_reference"}


@dataclass(frozen=True)
class ProbedParts:
    """What a matrix is made of, with probes.

    - `experiment`: shows choices in the order of the questions, which are in the order that each is to be shown in.
    - `exclude`: the pairs of protocols and questions that would be mitigated twice.
    - `unfit`: what can't be applied to which question.
    """

    experiment: Experiment
    questions: Sequence[Question]
    protocols: Mapping[str, Protocol]
    exclude: tuple[Mapping[str, Sequence[str]], ...] = ()
    unfit: tuple[NotProbed, ...] = ()


def probed_parts(
    experiment: Experiment, questions: Sequence[Question], protocols: Mapping[str, Protocol], document: Document
) -> ProbedParts:
    """The parts of the experiment's matrix, with probes where it asks for them.

    Raises BadInput where its protocols judge different things, and for a mitigation that changes none of them.
    """
    plan = experiment.probe
    if plan is None:
        return ProbedParts(experiment, questions, protocols)
    subject = _subject_of(protocols, document)
    all_protocols = _with_mitigations(protocols, plan, document)
    in_order = _as_shown(experiment, questions)
    sees_references = any(map(_shows_references, all_protocols.values()))
    parts = [_probed(experiment, plan, in_order, subject, sees_references=sees_references)]
    exclude: tuple[Mapping[str, Sequence[str]], ...] = ()
    if LENGTH_CONTROL in plan.mitigations:
        cut = _probed(experiment, plan, in_order, subject, sees_references=sees_references, is_cut=True)
        parts.append(cut)
        mitigated_labels = [label for label in all_protocols if label not in protocols]
        if mitigated_labels and cut.questions:
            exclude = ({"protocol": mitigated_labels, "question": [question.id for question in cut.questions]},)
    unfit = dict.fromkeys((row.probe, row.question, row.reason) for part in parts for row in part.unfit)
    return ProbedParts(
        experiment=experiment.model_copy(update={"order": "given"}),
        questions=[question for part in parts for question in part.questions],
        protocols=all_protocols,
        exclude=exclude,
        unfit=tuple(NotProbed(probe=probe, question=question, reason=reason) for probe, question, reason in unfit),
    )


def mitigation_of(label: str) -> tuple[str, str]:
    """The protocol that a label is of, and the mitigation on it; empty without one."""
    base, joint, name = label.rpartition(_JOINT)
    if joint and name in MITIGATIONS:
        return base, name
    return label, ""


def _probed(
    experiment: Experiment,
    plan: ProbePlan,
    questions: Sequence[Question],
    subject: Subject,
    *,
    sees_references: bool,
    is_cut: bool = False,
) -> ProbedQuestions:
    return probe_questions(
        questions,
        probes_named(plan.names),
        subject=subject,
        seed=experiment.seed,
        repeats=plan.repeats,
        mitigation=LENGTH_CONTROL if is_cut else None,
        sees_references=sees_references,
    )


def _subject_of(protocols: Mapping[str, Protocol], document: Document) -> Subject:
    """What all protocols judge. Raises BadInput where they judge different things: few probes would fit them all."""
    labels: dict[Subject, str] = {}
    for label, protocol in protocols.items():
        if isinstance(protocol.moves[-1], VerifyMove):
            message = f"{label} verifies answers, and a probe changes what is judged: leave it out"
            raise BadInput(message, document.where(("protocols",)))
        subject: Subject = "responses" if protocol.about == "responses" else "answers"
        labels["solutions" if protocol.grade is not None else subject] = label
    if len(labels) > 1:
        judged = ", ".join(f"{label} judges {subject}" for subject, label in labels.items())
        raise BadInput(f"probe one of them at a time: {judged}", document.where(("protocols",)))
    return next(iter(labels))


def _with_mitigations(protocols: Mapping[str, Protocol], plan: ProbePlan, document: Document) -> dict[str, Protocol]:
    """The protocols, and each of them with each mitigation. Raises BadInput for one that changes none of them."""
    labelled = dict(protocols)
    for name in plan.mitigations:
        if name == LENGTH_CONTROL:
            continue
        fault: BadInput | None = None
        changed = {}
        for label, protocol in protocols.items():
            try:
                changed[f"{label}{_JOINT}{name}"] = mitigated(protocol, name)
            except BadInput as error:
                fault = error
        # A mitigation may be for some of the protocols, but is a slip where it is for none.
        if fault is not None and not changed:
            raise BadInput(fault.message, document.where(("probe", "mitigations")))
        labelled |= changed
    return labelled


def _as_shown(experiment: Experiment, questions: Sequence[Question]) -> list[Question]:
    """The questions with their choices in the order in which the experiment shows them.

    Each probe is compared with the clean question, so both must be shown in the same order.
    """
    orders = choice_orders(experiment, questions, repeat=0)
    return [in_order(question, orders[question.id]) for question in questions]


def _shows_references(protocol: Protocol) -> bool:
    """Whether a judge of the protocol sees references."""
    return any(role.kind == "judge" and _REFERENCES & set(role.sees) for role in protocol.roles.values())
