"""Generated questions: nothing but the source tells the answer, none comes twice, and they stay the same for ever."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from dikast.metrics import blind_tells
from dikast.questions import GENERATED_KINDS, QuestionSource, choice_cautions, generated_questions, load_questions
from tests.questions.generated.conftest import N, first_questions, first_twins

KINDS = sorted(GENERATED_KINDS)
DIGESTS = {
    "code": "0c23840a5f24028c",
    "contracts": "8dfd66b72a705046",
    "documents": "99ae97074138a173",
    "figures": "8307274aea73912e",
    "notices": "6b8050e26e0b9e06",
    "proofs": "842c1f8ee6ae8819",
    "tables": "dbfe73068a6c013e",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_coin_decides_which_answer_is_right(kind: str) -> None:
    for question, twins in zip(first_questions(kind), first_twins(kind), strict=True):
        assert question.gold is not None
        right = twins.answers.index(question.choices[question.gold])
        assert question.source == twins.sources[right]
        # All that a judge without the source is shown is the same with the other source.
        assert (question.text, sorted(question.choices)) == (twins.text, sorted(twins.answers))
        assert twins.sources[0] != twins.sources[1]


@pytest.mark.parametrize("kind", KINDS)
def test_right_answers_are_not_found_blindly(kind: str) -> None:
    found = blind_tells(first_questions(kind))
    assert found is not None
    assert (found.questions, found.chance) == (N, 0.5)
    for tell in found.tells:
        assert tell.accuracy.low is not None
        assert tell.accuracy.high is not None
        assert tell.accuracy.low <= 0.5 <= tell.accuracy.high, tell


@pytest.mark.parametrize("kind", KINDS)
def test_no_question_comes_twice_and_each_form_has_its_share(kind: str) -> None:
    questions = first_questions(kind)
    assert len({question.id for question in questions}) == N
    assert len({question.source for question in questions}) == N
    assert len({(question.text, question.choices) for question in questions}) > 0.9 * N
    forms = [question.metadata["form"] for question in questions]
    assert max(map(forms.count, forms)) - min(map(forms.count, forms)) <= 1
    assert choice_cautions(questions) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_larger_number_adds_questions_and_another_seed_makes_others(kind: str) -> None:
    questions = generated_questions(kind, 12)
    assert questions == first_questions(kind)[:12]
    others = generated_questions(kind, 12, seed=1)
    assert {question.source for question in questions}.isdisjoint(question.source for question in others)


@pytest.mark.parametrize("kind", KINDS)
def test_the_questions_of_a_seed_never_change(kind: str) -> None:
    rows = [question.model_dump(mode="json") for question in first_questions(kind)]
    digest = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
    # Runs of earlier versions ask these questions: what would change them belongs into another kind.
    assert digest[:16] == DIGESTS[kind]


@pytest.mark.parametrize("kind", KINDS)
def test_an_experiment_names_them(kind: str) -> None:
    source = QuestionSource(generated=kind, limit=7)
    assert load_questions(source, base=Path("/nowhere"), seed=5) == first_questions(kind)[:7]
    seeded = source.model_copy(update={"seed": 3})
    assert load_questions(seeded, base=Path("/nowhere"), seed=5) == generated_questions(kind, 7, seed=3)


def test_without_a_limit_there_are_200() -> None:
    assert len(load_questions(QuestionSource(generated="tables"), base=Path(), seed=0)) == 200


def test_a_run_of_other_questions_keeps_its_description() -> None:
    assert {"generated", "seed"}.isdisjoint(QuestionSource(library="demo").model_dump())
