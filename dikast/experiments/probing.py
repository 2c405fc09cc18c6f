"""Probing: an experiment with a `probe:` mapping as a larger one, in which probed questions are further questions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dikast.errors import BadInput
from dikast.experiments.choice_orders import choice_orders
from dikast.experiments.experiment import Experiment
from dikast.experiments.instruction_languages import with_instructions_in
from dikast.experiments.probe_plan import ProbePlan
from dikast.input_files import Document
from dikast.probes import (
    CLEAN,
    INSTRUCTION_LANGUAGES,
    LENGTH_CONTROL,
    NotProbed,
    ProbedQuestions,
    Subject,
    in_order,
    mark_of,
    probe_questions,
    probe_table,
    probes_named,
)
from dikast.protocols import MITIGATIONS, Protocol, VerifyMove, mitigated
from dikast.records import Question

_JOINT = "+"
_IN = "in-"
_LANGUAGE_NAMES = tuple(f"{_IN}{language}" for language in INSTRUCTION_LANGUAGES)
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
    in_languages = _in_languages(protocols, plan)
    in_order = _as_shown(experiment, questions)
    sees_references = any(map(_shows_references, all_protocols.values()))
    probed = _probed(
        experiment, plan, in_order, subject, sees_references=sees_references, speaks_languages=bool(in_languages)
    )
    parts = [probed]
    exclude: tuple[Mapping[str, Sequence[str]], ...] = ()
    if LENGTH_CONTROL in plan.mitigations:
        cut = _probed(experiment, plan, in_order, subject, sees_references=sees_references, is_cut=True)
        parts.append(cut)
        mitigated_labels = [label for label in all_protocols if label not in protocols]
        if mitigated_labels and cut.questions:
            exclude = ({"protocol": mitigated_labels, "question": [question.id for question in cut.questions]},)
    if in_languages:
        all_questions = [question for part in parts for question in part.questions]
        exclude += tuple(_other_languages(all_questions, all_protocols, in_languages))
        all_protocols |= in_languages
    unfit = dict.fromkeys((row.probe, row.question, row.reason) for part in parts for row in part.unfit)
    return ProbedParts(
        experiment=experiment.model_copy(update={"order": "given"}),
        questions=[question for part in parts for question in part.questions],
        protocols=all_protocols,
        exclude=exclude,
        unfit=tuple(NotProbed(probe=probe, question=question, reason=reason) for probe, question, reason in unfit),
    )


def mitigation_of(label: str) -> tuple[str, str]:
    """The protocol that a label is of, and the mitigation on it; empty without one.

    A protocol whose judge is asked in another language is the same protocol: its questions say in which.
    """
    base, joint, name = label.rpartition(_JOINT)
    if joint and name in MITIGATIONS:
        return base, name
    if joint and name in _LANGUAGE_NAMES:
        return base, ""
    return label, ""


def _probed(
    experiment: Experiment,
    plan: ProbePlan,
    questions: Sequence[Question],
    subject: Subject,
    *,
    sees_references: bool,
    speaks_languages: bool = False,
    is_cut: bool = False,
) -> ProbedQuestions:
    """The questions of all probes. In cut questions the judge is asked in one language alone."""
    probes = probes_named(plan.names)
    asked = [probe for probe in probes if speaks_languages or not probe.is_of_instructions]
    probed = probe_questions(
        questions,
        asked,
        subject=subject,
        seed=experiment.seed,
        repeats=plan.repeats,
        mitigation=LENGTH_CONTROL if is_cut else None,
        sees_references=sees_references,
    )
    if not is_cut:
        left_out = [probe.name for probe in probes if probe not in asked]
        probed.unfit.extend(_untranslated(name, question) for name in left_out for question in questions)
    return probed


def _untranslated(probe: str, question: Question) -> NotProbed:
    return NotProbed(probe=probe, question=question.id, reason="no judge here is asked in words that are translated")


def _in_languages(protocols: Mapping[str, Protocol], plan: ProbePlan) -> dict[str, Protocol]:
    """Each protocol that has translations, with its judge asked in each language; none unless a probe asks for it."""
    if not any(probe.is_of_instructions for probe in probes_named(plan.names)):
        return {}
    labelled = {}
    for label, protocol in protocols.items():
        for language in INSTRUCTION_LANGUAGES:
            translated = with_instructions_in(protocol, language)
            if translated is not None:
                labelled[f"{label}{_JOINT}{_IN}{language}"] = translated
    return labelled


def _other_languages(
    questions: Sequence[Question], protocols: Mapping[str, Protocol], in_languages: Mapping[str, Protocol]
) -> Iterator[Mapping[str, Sequence[str]]]:
    """What is left out: a question for one language under protocols in another, and all others under these."""
    by_language: dict[str, list[str]] = {}
    for question in questions:
        by_language.setdefault(_language_of(question), []).append(question.id)
    labels: dict[str, list[str]] = {"": list(protocols)}
    for label in in_languages:
        labels.setdefault(label.rpartition(_IN)[2], []).append(label)
    for language, of_language in labels.items():
        others = [id for other, ids in by_language.items() if other != language for id in ids]
        if others:
            yield {"protocol": of_language, "question": others}


def _language_of(question: Question) -> str:
    """The language in which the judge is to be asked about a probed question; empty for that of the protocol."""
    mark = mark_of(question)
    is_asked_for = mark is not None and mark.name != CLEAN and probe_table()[mark.name].is_of_instructions
    return mark.variant if mark is not None and is_asked_for else ""


def _subject_of(protocols: Mapping[str, Protocol], document: Document) -> Subject:
    """What all protocols judge. Raises BadInput where they judge different things: few probes would fit them all."""
    labels: dict[Subject, str] = {}
    for label, protocol in protocols.items():
        if isinstance(protocol.moves[-1], VerifyMove):
            message = f"{label} verifies answers, and a probe changes what is judged: leave it out"
            raise BadInput(message, document.where(("protocols",)))
        if protocol.accepts:
            message = f"{label} judges an answer that is given in the episode, which no probe can change: leave it out"
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
