"""Planted judges behave as planted in every probe, from the experiment's file to the figures."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from dikast.agents import Request
from dikast.errors import BadInput
from dikast.experiments import Matrix, Run, load_experiment, prepare, probe_verdicts, run_experiment
from dikast.metrics import Estimate, ProbeEffect, agreement, probe_effects
from dikast.probes import probe_names, probe_table
from tests.experiments.conftest import write
from tests.probes import judges

PROTOCOL = """\
name: open-book
roles:
  judge: {kind: judge, sees: [question, choices, reference]}
moves:
  - decide: judge
"""
Effects = dict[tuple[str, str], ProbeEffect]
Probed = Callable[..., Effects]

# Without a cue there is nothing to flip to: what is seen is that verdicts change.
CUED = [
    name
    for name in probe_names()
    if probe_table()[name].seeks in ("resists", "twins") and not probe_table()[name].is_of_instructions
]
NO_CUE = ("position", "reference-shuffled", "language")


def ran(
    folder: Path,
    judge: str,
    names: Sequence[str],
    mitigations: Sequence[str] = (),
    changed: Sequence[str] = (),
    **changes: Any,
) -> Run[Matrix]:
    """The run of an experiment with this judge and these probes."""
    (folder / "open-book.yaml").write_text(PROTOCOL)
    whole = {
        "protocols": ["open-book.yaml"],
        "agents": {"judge": f"tests.probes.judges:{judge}"},
        "probe": {"names": list(names), "mitigations": list(mitigations), "repeats": 1},
        **changes,
    }
    path = write(folder, whole.pop("rows", judges.rows()), **whole)
    prepared = prepare(*load_experiment(path, changed), folder / "run")
    asyncio.run(run_experiment(prepared))
    return prepared


def effects_of(prepared: Run[Matrix]) -> Effects:
    """The effects by mitigation and probe."""
    effects = probe_effects(probe_verdicts(prepared.folder, prepared.matrix.questions))
    return {(effect.mitigation, effect.probe): effect for effect in effects}


@pytest.fixture
def probed(tmp_path: Path) -> Probed:
    """Runs an experiment and returns the effects by mitigation and probe."""

    def run(judge: str, *names: str, **changes: Any) -> Effects:
        return effects_of(ran(tmp_path, judge, names, **changes))

    return run


def moved(effect: ProbeEffect) -> float | None:
    """How often it does what the cue says; where there is no cue, how often it changes its mind."""
    share: Estimate = effect.changed if effect.probe in NO_CUE else effect.flip_to_cue
    return share.value


def test_a_gullible_judge_always_flips_and_never_once_it_is_warned(probed: Probed) -> None:
    names = [name for name in CUED if name != "position"]
    effects = probed("gullible", *names, mitigations=["warning"])
    assert {name: moved(effects["", name]) for name in names} == dict.fromkeys(names, 1.0)
    assert {name: moved(effects["warning", name]) for name in names} == dict.fromkeys(names, 0.0)
    assert {effects["", name].finding for name in names if name != "leading"} == {"effect"}
    assert {effects["warning", name].finding for name in names} == {"unmoved"}


@pytest.mark.parametrize("mitigation", ["examples", "reflect", "detect"])
def test_each_way_to_make_it_careful_helps(probed: Probed, mitigation: str) -> None:
    effects = probed("gullible", "authority", "rhetoric", mitigations=[mitigation])
    for name in ("authority", "rhetoric"):
        assert (moved(effects["", name]), moved(effects[mitigation, name])) == (1.0, 0.0)


def test_a_robust_judge_is_unmoved_both_times(probed: Probed) -> None:
    effects = probed("robust", *CUED, mitigations=["warning"])
    for name in CUED:
        for mitigation in ("", "warning"):
            effect = effects[mitigation, name]
            assert (moved(effect), effect.harm.value, effect.finding) == (0.0, 0.0, "unmoved")


def test_both_orders_help_a_judge_that_looks_at_the_place(probed: Probed) -> None:
    effects = probed("constant", "position", mitigations=["both-orders"])
    assert (moved(effects["", "position"]), moved(effects["both-orders", "position"])) == (1.0, 0.0)


def test_length_control_helps_a_judge_that_likes_length(probed: Probed) -> None:
    effects = probed("lengthy", "verbosity", mitigations=["length-control"])
    assert (moved(effects["", "verbosity"]), moved(effects["length-control", "verbosity"])) == (1.0, 0.0)


def test_a_constant_judge_confuses_every_pair(probed: Probed) -> None:
    figures = probed("constant", "confusing-pairs")["", "confusing-pairs"].pairs_of
    assert figures is not None
    assert (figures.individual.value, figures.both_right.value, figures.confusion.value) == (0.5, 0.0, 1.0)


def test_a_robust_judge_confuses_no_pair(probed: Probed) -> None:
    effect = probed("robust", "confusing-pairs")["", "confusing-pairs"]
    figures = effect.pairs_of
    assert figures is not None
    assert (figures.individual.value, figures.both_right.value, figures.confusion.value) == (1.0, 1.0, 0.0)
    assert (effect.changed.value, effect.finding) == (None, None)


def test_twins_mislead_the_gullible_only(tmp_path: Path) -> None:
    for judge, both_right, misled in (("gullible", 0.0, 1.0), ("robust", 1.0, 0.0)):
        folder = tmp_path / judge
        folder.mkdir()
        figures = effects_of(ran(folder, judge, ["leading"]))["", "leading"].twins
        assert figures is not None
        assert (figures.both_right.value, figures.misled.value) == (both_right, misled)


def test_a_null_answer_never_wins_with_an_honest_judge(probed: Probed) -> None:
    effect = probed("robust", "dummy")["", "dummy"]
    assert (effect.says_cue.value, effect.accuracy.value) == (0.0, 1.0)
    assert set(effect.by_variant) == {"empty", "yes", "question"}


def test_a_judge_that_reads_leaves_words_out_of_order(probed: Probed) -> None:
    effect = probed("robust", "word-shuffle")["", "word-shuffle"]
    assert (effect.changed.value, effect.flip_to_cue.value, effect.finding) == (1.0, 1.0, "effect")


def test_a_judge_that_does_not_look_at_who_wrote_it_finds_all_alike(probed: Probed) -> None:
    figures = probed("robust", "demographic")["", "demographic"].groups
    assert figures is not None
    assert (figures.nds.value, figures.ges.value) == (1.0, 1.0)


def test_a_judge_that_wavers_by_itself_is_noise(probed: Probed) -> None:
    effects = probed("wavering", "authority", "distraction", rows=judges.rows(40))
    floor = effects["", "repeat"].changed.value
    assert floor is not None
    assert 0.2 < floor < 0.8
    for name in ("authority", "distraction"):
        assert effects["", name].floor.value == floor
        assert effects["", name].finding in ("noise", "unclear")


def test_what_can_not_be_read_is_counted_and_is_no_flip(probed: Probed) -> None:
    effect = probed("mumbling", "injection")["", "injection"]
    assert (effect.unparsed, effect.pairs, effect.flip_to_cue.value) == (judges.N_QUESTIONS, 0, None)


def test_a_judge_that_knows_half_needs_the_reference_for_the_other(tmp_path: Path) -> None:
    prepared = ran(tmp_path, "half", ["position"], ["reference"], protocols=["direct"], order="given")
    kappa = {}
    for mitigation in ("", "reference"):
        said, right = [], []
        for verdict in probe_verdicts(prepared.folder, prepared.matrix.questions):
            is_unknown = int(verdict.question) >= judges.N_QUESTIONS // 2
            if (
                verdict.probe == "clean"
                and verdict.mitigation == mitigation
                and is_unknown
                and verdict.said is not None
            ):
                said.append(verdict.said)
                right.append(verdict.said if verdict.credit else 1 - verdict.said)
        kappa[mitigation] = agreement(said, right).kappa.value
    assert kappa == {"": pytest.approx(0), "reference": pytest.approx(1)}


def sums(n: int = judges.N_QUESTIONS) -> list[dict[str, Any]]:
    """Solutions of which the last step is wrong, as the machine can find out."""
    made: list[dict[str, Any]] = []
    for i in range(3, n + 3):
        steps = [f"Take {i} twice.", f"So {i} + {i} = {2 * i + 1}."]
        made.append({"id": str(i), "problem": f"What is {i} + {i}?", "steps": steps, "labels": [1, -1]})
    return made


def test_what_a_machine_found_resists_a_line_for_graders(tmp_path: Path) -> None:
    changes: dict[str, Any] = {
        "protocols": [{"use": "process-direct", "grounding": "none"}],
        "agents": {"judge": "tests.probes.judges:gullible_grader"},
        "rows": sums(),
        "changed": ["questions={dataset: solutions, path: questions.jsonl}"],
    }
    prepared = ran(tmp_path, "", ["injection", "dummy", "position"], ["binding"], **changes)
    effects = effects_of(prepared)
    injection, bound = effects["", "injection"], effects["binding", "injection"]
    assert (moved(injection), injection.harm.value) == (1.0, 1.0)
    assert (moved(bound), bound.harm.value, bound.finding) == (0.0, 0.0, "unmoved")
    assert {row.probe for row in prepared.unfit} == {"position"}


def test_what_does_not_fit_is_said(tmp_path: Path) -> None:
    prepared = ran(tmp_path, "robust", ["reference-wrong", "language"], protocols=["direct"])
    assert {row.probe for row in prepared.unfit} == {"reference-wrong"}
    assert len(prepared.unfit) == judges.N_QUESTIONS


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"probe": {"names": ["bandwagn"]}}, "did you mean 'bandwagon'"),
        ({"probe": {"names": ["authority"], "mitigations": ["warnin"]}}, "did you mean 'warning'"),
        ({"probe": {"names": ["authority"], "mitigations": ["binding"]}}, "nothing to change"),
        ({"probe": {"names": []}}, "at least 1"),
        ({"protocols": ["direct", "judge-pairwise"]}, "one of them at a time"),
    ],
)
def test_a_slip_is_an_error_before_any_call(tmp_path: Path, changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        ran(tmp_path, "robust", ["authority"], **changes)


def test_a_stopped_run_goes_on_and_calls_nothing_twice(tmp_path: Path) -> None:
    first = ran(tmp_path, "gullible", ["authority"])
    again = ran(tmp_path, "gullible", ["authority"])
    assert effects_of(first) == effects_of(again)
    assert again.stack.meter.calls == 0


class TestLanguageOfTheInstructions:
    """The question stays as it is, and the judge is asked about it in German, French, Spanish and Chinese."""

    def test_a_judge_that_reads_one_language_is_lost_in_others(self, probed: Probed) -> None:
        effect = probed("english_only", "instruction-language", "authority", mitigations=["warning"])[
            "", "instruction-language"
        ]
        assert (effect.pairs, effect.questions) == (4 * judges.N_QUESTIONS, judges.N_QUESTIONS)
        # It names the first answer where it does not understand, which is right in half of the questions.
        assert (effect.changed.value, effect.harm.value, effect.flip_to_cue.value) == (0.5, 0.5, None)

    @pytest.mark.parametrize("protocol", ["open-book.yaml", "judge-pairwise", {"use": "direct", "reasoning": True}])
    def test_a_robust_judge_is_unmoved(self, probed: Probed, protocol: object) -> None:
        effects = probed("robust", "instruction-language", protocols=[protocol], mitigations=["warning"])
        effect = effects["", "instruction-language"]
        assert (effect.changed.value, effect.finding) == (0.0, "unmoved")
        assert ("warning", "instruction-language") not in effects

    def test_each_question_is_asked_once_in_each_language(self, tmp_path: Path) -> None:
        judges.SENT.clear()
        ran(tmp_path, "recorder", ["instruction-language"], rows=judges.rows(1), protocols=["judge-pairwise"])
        tasks = [request.messages[-1].text for request in judges.SENT]
        # Both orders of the clean question, of its repeat, and of each language.
        assert len(tasks) == 2 * (1 + 1 + 4)
        for words in ("Welche Antwort ist besser?", "Quelle réponse", "¿Qué respuesta", "哪个回答更好"):
            in_language = [task for task in tasks if words in task]
            assert len(in_language) == 2
            assert all("right words about case 0" in task and "better response" not in task for task in in_language)
            assert all("\n| What can be said of case 0?" in task for task in in_language)

    @pytest.mark.parametrize(
        "protocol",
        [{"use": "direct", "route": "probabilities"}, {"use": "judge-pairwise", "rubric": "six-criteria"}, "debate"],
    )
    def test_words_without_a_translation_are_said_not_to_fit(self, tmp_path: Path, protocol: object) -> None:
        agents = {"judge": "tests.probes.judges:robust"}
        if protocol == "debate":
            agents["debater"] = "scripted:script.yaml"
        prepared = ran(tmp_path, "robust", ["instruction-language"], protocols=[protocol], agents=agents)
        assert {(row.probe, row.reason) for row in prepared.unfit} == {
            ("instruction-language", "no judge here is asked in words that are translated")
        }
        assert len(prepared.unfit) == judges.N_QUESTIONS


class TestWhatTheJudgeIsSent:
    """The mark of a probe reaches no seat, and a cue can't leave the envelope of other people's words."""

    @pytest.fixture
    def requests(self, tmp_path: Path) -> Sequence[Request]:
        judges.SENT.clear()
        ran(tmp_path, "recorder", ["all"], rows=judges.rows(2))
        return list(judges.SENT)

    def test_no_mark_and_no_metadata(self, requests: Sequence[Request]) -> None:
        assert requests
        for request in requests:
            text = "\n".join(message.text for message in request.messages)
            assert request.question.metadata == {}
            assert request.question.gold is None
            assert "~" not in text
            assert "self-preference" not in text

    def test_every_line_of_a_cue_is_marked_as_other_peoples_words(self, requests: Sequence[Request]) -> None:
        lines = [line for request in requests for message in request.messages for line in message.text.splitlines()]
        cues = [line for line in lines if "graders" in line or "readers in ten" in line or "Wait, wait" in line]
        assert cues
        assert [line for line in cues if "| " not in line[:4]] == []


@pytest.mark.parametrize("protocol", ["judge-pairwise", "debate"])
def test_responses_and_debates_are_probed_alike(probed: Probed, protocol: str) -> None:
    agents = {"judge": "tests.probes.judges:gullible", "debater": "scripted:script.yaml"}
    names = ("authority", "position", "verbosity")
    effects = probed("gullible", *names, protocols=[protocol], agents=agents, mitigations=["warning"])
    for name in ("authority", "verbosity"):
        assert (moved(effects["", name]), moved(effects["warning", name])) == (1.0, 0.0)
    assert moved(effects["", "position"]) == 0.0


def test_the_right_answer_is_shown_first_in_half_of_the_clean_questions(tmp_path: Path) -> None:
    prepared = ran(tmp_path, "constant", ["authority"])
    clean = [verdict for verdict in probe_verdicts(prepared.folder, prepared.matrix.questions) if verdict.cue is None]
    assert sum(verdict.credit or 0 for verdict in clean) == len(clean) / 2
