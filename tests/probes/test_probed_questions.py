"""Probed questions: further questions of the same set, each with a mark, and nothing left out in silence."""

from __future__ import annotations

from typing import Any

from dikast.probes import LENGTH_CONTROL, NotProbed, ProbedQuestions, mark_of, probe_questions, probes_named
from dikast.records import Question
from tests.probes.questions import RIVER, worked


def probed(*names: str, question: Question = RIVER, **options: Any) -> ProbedQuestions:
    settings = {"subject": "answers", "seed": 0, "repeats": 2, **options}
    return probe_questions([question], probes_named(names), **settings)


def ids(made: ProbedQuestions) -> list[str]:
    return [question.id for question in made.questions]


def test_a_question_is_asked_clean_repeated_and_changed() -> None:
    made = probed("authority", "leading")
    assert ids(made) == [
        "river", "river~repeat~1", "river~repeat~2", "river~authority", "river~leading~right", "river~leading~wrong",
    ]  # fmt: skip
    assert made.unfit == []


def test_each_says_what_it_is_and_keeps_the_rest_of_its_metadata() -> None:
    for question in probed("authority", "position").questions:
        mark = mark_of(question)
        assert mark is not None
        assert mark.of == "river"
        assert question.metadata["level"] == "easy"
    assert mark_of(RIVER) is None


def test_metadata_of_another_kind_is_no_mark() -> None:
    assert mark_of(RIVER.model_copy(update={"metadata": {"probe": {"name": 1}}})) is None
    assert mark_of(RIVER.model_copy(update={"metadata": {"probe": "x"}})) is None


def test_all_cues_are_for_the_same_candidate() -> None:
    made = probed("authority", "bandwagon", "rhetoric", "dummy", "word-shuffle", "reference-wrong")
    marks = [mark_of(question) for question in made.questions]
    assert len({mark.cue for mark in marks if mark and mark.cue is not None}) == 1


def test_another_seed_may_give_the_cue_to_another_candidate() -> None:
    made = [probed("authority", seed=seed).questions[-1] for seed in range(20)]
    assert len({question.choices for question in made}) == 2


def test_what_does_not_fit_is_counted() -> None:
    made = probed(
        "language", "confusing-pairs", subject="responses", question=RIVER.model_copy(update={"metadata": {}})
    )
    assert [(row.probe, row.question) for row in made.unfit] == [("language", "river"), ("confusing-pairs", "river")]
    assert "for answers" in made.unfit[1].reason


def test_references_matter_only_to_those_who_see_them() -> None:
    made = probed("reference-wrong", sees_references=False)
    reason = "no judge here sees the reference: add `--mitigate reference`"
    assert made.unfit == [NotProbed(probe="reference-wrong", question="river", reason=reason)]


def test_length_control_leaves_no_candidate_longer_than_the_shortest() -> None:
    question = RIVER.model_copy(update={"choices": ("Danube or Don", "Volga or Ural", "The Rhine")})
    made = probed("verbosity", question=question, mitigation=LENGTH_CONTROL)
    assert ids(made)[0] == "river~length-control"
    for question in made.questions:
        assert len({len(choice.split()) for choice in question.choices}) == 1


def test_candidates_that_would_become_the_same_are_counted() -> None:
    question = RIVER.model_copy(update={"choices": ("It is", "It is not"), "gold": 0})
    made = probed(question=question, mitigation=LENGTH_CONTROL)
    assert (made.questions, [row.probe for row in made.unfit]) == ([], [LENGTH_CONTROL])


def test_of_a_solution_everything_is_about_the_solution() -> None:
    made = probed("injection", question=worked(is_right=False), subject="solutions")
    mark = mark_of(made.questions[-1])
    assert mark is not None
    assert (mark.name, mark.cue) == ("injection", 1)
