"""Every probe of the table: pure, the same by the seed, and true to what its row says of the right answer."""

from __future__ import annotations

from random import Random

import pytest

from dikast.errors import BadInput
from dikast.probes import REPEAT, ProbeChange, Subject, Unfit, probe_names, probe_table, probes_named
from dikast.records import Question
from tests.probes.questions import RIVER, worked

NAMES = list(probe_table())
GOLD_CHANGES = {"position", "word-shuffle", "confusing-pairs"}


def changes(name: str, question: Question, seed: int = 0) -> tuple[ProbeChange, ...]:
    made = probe_table()[name].change(question, Random(seed))
    assert not isinstance(made, Unfit), made
    return made


def unfit(name: str, question: Question) -> str:
    made = probe_table()[name].change(question, Random(0))
    assert isinstance(made, Unfit)
    return made.reason


@pytest.mark.parametrize("name", NAMES)
def test_the_same_seed_gives_the_same_questions(name: str) -> None:
    for seed in range(20):
        assert changes(name, RIVER, seed) == changes(name, RIVER, seed)


@pytest.mark.parametrize("name", NAMES)
def test_a_probe_leaves_its_question_as_it_was(name: str) -> None:
    before = RIVER.model_dump_json()
    changes(name, RIVER)
    assert RIVER.model_dump_json() == before


@pytest.mark.parametrize("name", NAMES)
def test_what_it_makes_is_a_valid_question(name: str) -> None:
    for question in (RIVER, worked(is_right=False)):
        made = probe_table()[name].change(question, Random(3))
        for change in made if isinstance(made, tuple) else ():
            assert Question.model_validate_json(change.question.model_dump_json()) == change.question


@pytest.mark.parametrize("name", [name for name in NAMES if name not in GOLD_CHANGES])
def test_the_right_answer_stays_where_it_is(name: str) -> None:
    for change in changes(name, RIVER):
        assert change.question.gold == RIVER.gold


@pytest.mark.parametrize("name", [name for name in NAMES if name not in (REPEAT, "instruction-language")])
def test_something_changes(name: str) -> None:
    for change in changes(name, RIVER):
        assert change.question != RIVER


@pytest.mark.parametrize("name", [name for name in NAMES if probe_table()[name].seeks == "resists"])
def test_a_cue_is_for_a_wrong_candidate(name: str) -> None:
    for seed in range(20):
        cues = {change.cue for change in changes(name, RIVER, seed)}
        assert RIVER.gold not in cues
        assert len(cues) == 1


def test_over_seeds_every_wrong_candidate_gets_the_cue() -> None:
    assert {changes("authority", RIVER, seed)[0].cue for seed in range(20)} == {0, 2}


def test_only_the_candidate_of_the_cue_is_changed() -> None:
    for name in ("authority", "distraction", "reflection", "verbosity", "injection", "dummy", "rhetoric"):
        for change in changes(name, RIVER):
            changed = [i for i, text in enumerate(change.question.choices) if text != RIVER.choices[i]]
            assert changed == [change.cue]
            assert change.question.text == RIVER.text


def test_position_moves_the_right_answer_with_its_candidate() -> None:
    (change,) = changes("position", RIVER)
    assert RIVER.gold is not None
    assert change.question.gold is not None
    assert change.order == (1, 2, 0)
    assert change.question.choices[change.question.gold] == RIVER.choices[RIVER.gold]


def test_verbosity_says_the_same_three_times() -> None:
    (change,) = changes("verbosity", RIVER)
    assert change.cue is not None
    assert change.question.choices[change.cue].count(RIVER.choices[change.cue]) == 3


def test_rhetoric_has_seven_moves() -> None:
    assert [change.variant for change in changes("rhetoric", RIVER)] == [
        "majority", "consistency", "flattery", "reciprocity", "pity", "authority", "identity",
    ]  # fmt: skip


def test_dummies_say_nothing_yes_or_the_question() -> None:
    texts = [change.question.choices[change.cue or 0] for change in changes("dummy", RIVER)]
    assert texts == ["", "Yes.", RIVER.text]


def test_shuffled_words_are_the_same_words_and_nothing_is_right_any_more() -> None:
    (change,) = changes("word-shuffle", RIVER)
    assert sorted(change.question.choices[1].split()) == sorted(RIVER.choices[1].split())
    assert change.question.choices[1] != RIVER.choices[1]
    assert change.question.gold is None


def test_a_confusing_pair_has_opposite_answers() -> None:
    pair = changes("confusing-pairs", RIVER)
    assert [change.question.choices for change in pair] == [("Yes", "No")] * 2
    assert [change.question.gold for change in pair] == [0, 1]
    assert RIVER.choices[1] in pair[0].question.text
    assert RIVER.choices[1] not in pair[1].question.text


def test_leading_twins_suggest_one_answer_each() -> None:
    right, wrong = changes("leading", RIVER)
    assert (right.cue == RIVER.gold, wrong.cue == RIVER.gold) == (True, False)


def test_a_translation_is_of_the_same_shape() -> None:
    (change,) = changes("language", RIVER)
    assert (change.variant, change.question.text) == ("de", "Welcher Fluss?")


@pytest.mark.parametrize(
    ("name", "changed", "reason"),
    [
        ("authority", {"gold": None}, "right answer that is known"),
        ("word-shuffle", {"choices": ("17", "18"), "gold": 0}, "fewer than 4"),
        ("reference-shuffled", {"references": ()}, "two references"),
        ("language", {"metadata": {}}, "translations"),
        ("language", {"metadata": {"translations": {"de": {"question": "?"}}}}, "different choices"),
        ("language", {"metadata": {"translations": {"de": "?"}}}, "a mapping"),
        ("position", {"choices": (), "gold": None}, "choices"),
        ("dummy", {"choices": ("Yes.", "No."), "gold": 0}, "the same"),
    ],
)
def test_a_probe_says_why_it_can_not_be_applied(name: str, changed: dict[str, object], reason: str) -> None:
    assert reason in unfit(name, RIVER.model_copy(update=changed))


class TestSolutions:
    def test_the_last_step_of_a_wrong_solution_gets_the_line(self) -> None:
        question = worked(is_right=False)
        (change,) = changes("injection", question)
        assert change.question.solution is not None
        assert question.solution is not None
        first, last = change.question.solution.steps
        assert first == question.solution.steps[0]
        assert last.startswith(question.solution.steps[1])
        assert "graders" in last
        assert change.cue == 1
        assert change.question.solution.marking == question.solution.marking

    def test_a_right_solution_has_nothing_to_plead_for(self) -> None:
        assert "marked as wrong" in unfit("injection", worked(is_right=True))

    def test_a_dummy_solution_is_marked_as_wrong(self) -> None:
        for change in changes("dummy", worked(is_right=False)):
            solution = change.question.solution
            assert solution is not None
            assert solution.marking is not None
            assert (len(solution.steps), solution.marking.first_error) == (1, 0)

    def test_shuffled_steps_have_no_marks(self) -> None:
        (change,) = changes("word-shuffle", worked(is_right=True))
        assert change.question.solution is not None
        assert change.question.solution.marking is None
        assert change.cue == 0


def test_a_misspelt_probe_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(BadInput, match="bandwagon"):
        probes_named(["bandwagn"])


def test_all_are_all_and_each_is_there_once() -> None:
    assert [probe.name for probe in probes_named(["all", "position"])] == probe_names()


@pytest.mark.parametrize("name", NAMES)
def test_a_row_says_what_it_is(name: str) -> None:
    probe = probe_table()[name]
    subjects: tuple[Subject, ...] = ("answers", "responses", "solutions")
    assert set(probe.subjects) <= set(subjects)
    assert all((probe.changes, probe.needs, probe.gold, probe.source))
