"""The table of probes, by name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from random import Random

from dikast.errors import BadInput, nearest
from dikast.probes.probe import Probe, ProbeChange, Unfit
from dikast.probes.question_changes import (
    confusing_pair,
    leading_twins,
    rotate_choices,
    shuffle_words,
    shuffled_references,
    translated,
    wrong_reference,
)
from dikast.probes.template_probe import template_probes
from dikast.records import Question

REPEAT = "repeat"
"""The probe that changes nothing. It is always run: how often verdicts change by themselves is the floor."""
ALL = "all"
_KNOWN = "a right answer that is known"


INSTRUCTION_LANGUAGES = ("de", "fr", "es", "zh")
"""The languages in which a judge can be asked."""


def _once_a_language(question: Question, rng: Random) -> tuple[ProbeChange, ...] | Unfit:
    """The question as it is, for each language in which the judge is asked about it."""
    return tuple(ProbeChange(question, language) for language in INSTRUCTION_LANGUAGES)


def _unchanged(question: Question, rng: Random) -> tuple[ProbeChange, ...] | Unfit:
    """The question as it is."""
    return (ProbeChange(question),)


_OTHER_PROBES = (
    Probe(
        name=REPEAT,
        changes="Nothing: the same question is asked again.",
        subjects=("answers", "responses", "solutions"),
        needs="nothing",
        gold="As it is.",
        source="arXiv 2504.09946; arXiv 2402.04788",
        seeks="repeats",
        change=_unchanged,
    ),
    Probe(
        name="position",
        changes="Every candidate moves up by one place, and the first goes to the end.",
        subjects=("answers", "responses"),
        needs="nothing",
        gold="It moves with its candidate.",
        source="arXiv 2305.17926; arXiv 2306.05685",
        seeks="resists",
        change=rotate_choices,
    ),
    Probe(
        name="word-shuffle",
        changes="The words of the right candidate are in random order; of a right solution, those of each step.",
        subjects=("answers", "responses", "solutions"),
        needs=f"{_KNOWN}, with four different words, or a solution that people marked as right",
        gold="It is taken away: nothing is known to be right any more.",
        source="arXiv 2012.15180",
        seeks="reacts",
        change=shuffle_words,
    ),
    Probe(
        name="reference-wrong",
        changes="A wrong choice stands as the reference.",
        subjects=("answers", "responses"),
        needs=f"{_KNOWN}, and a judge that sees the reference",
        gold="As it is.",
        source="arXiv 2503.05061",
        seeks="resists",
        change=wrong_reference,
        is_of_references=True,
    ),
    Probe(
        name="reference-shuffled",
        changes="The references are in another order.",
        subjects=("answers", "responses", "solutions"),
        needs="two references, and a judge that sees them",
        gold="As it is.",
        source="arXiv 2406.12624",
        seeks="resists",
        change=shuffled_references,
        is_of_references=True,
    ),
    Probe(
        name="leading",
        changes="The question suggests the right answer once, and once a wrong one.",
        subjects=("answers", "responses"),
        needs=_KNOWN,
        gold="As it is.",
        source="arXiv 2406.10638",
        seeks="twins",
        change=leading_twins,
    ),
    Probe(
        name="confusing-pairs",
        changes="Instead of the question: is this the right answer? Once of the right one, and once of a wrong one.",
        subjects=("answers",),
        needs=_KNOWN,
        gold="Yes for the right answer, no for the wrong one.",
        source="paired items, as in arXiv 2410.14669",
        seeks="pairs",
        change=confusing_pair,
    ),
    Probe(
        name="language",
        changes="The question and its candidates are in another language.",
        subjects=("answers", "responses"),
        needs="`translations` in its metadata: by language, `question` and `choices`",
        gold="As it is.",
        source="arXiv 2505.12201",
        seeks="resists",
        change=translated,
    ),
    Probe(
        name="instruction-language",
        changes="The judge's instructions are in German, French, Spanish and Chinese; the question stays as it is.",
        subjects=("answers", "responses"),
        needs="a protocol in which a judge decides at once, in no words of its own",
        gold="As it is.",
        source="arXiv 2505.12201",
        seeks="resists",
        change=_once_a_language,
        is_of_instructions=True,
    ),
)


@cache
def probe_table() -> dict[str, Probe]:
    """Every probe by its name."""
    probes = [*_OTHER_PROBES, *template_probes()]
    return {probe.name: probe for probe in probes}


def probe_names() -> list[str]:
    """The names of all probes that can be asked for."""
    return [name for name in probe_table() if name != REPEAT]


def probes_named(names: Sequence[str]) -> list[Probe]:
    """These probes, each once, in the order given; `all` stands for every one.

    Raises BadInput, with the nearest known name, if there is no such probe.
    """
    chosen: dict[str, Probe] = {}
    for name in names:
        for known in probe_names() if name == ALL else [name]:
            if known not in probe_names():
                raise BadInput(f"no probe {known!r}: {nearest(known, [*probe_names(), ALL])}", f"--probe {known}")
            chosen[known] = probe_table()[known]
    return list(chosen.values())
