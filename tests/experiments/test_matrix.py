"""The matrix: each episode once, paired across cells, the order of answers balanced."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dikast.errors import BadInput
from dikast.experiments import Experiment
from dikast.experiments.choice_orders import choice_orders
from dikast.records import Question
from tests.experiments.conftest import Prepared, rows, seated

SIX = ["direct", "direct-with-source", "consultancy", "open-consultancy", "debate", "open-debate"]


def experiment(**changes: Any) -> Experiment:
    whole = {"name": "x", "questions": {"library": "demo"}, "protocols": ["direct"], "agents": {"judge": "human"}}
    return Experiment.model_validate({**whole, **changes})


def test_every_cell_has_every_question_and_consultancy_each_side(prepared: Prepared) -> None:
    run = prepared(3, protocols=SIX, agents=seated("judge", "debater", "consultant"))
    planned = list(run.matrix)
    assert len(planned) == len(run.matrix) == 3 * (5 + 2)
    assert len({p.id for p in planned}) == len(planned)
    sides = Counter((p.label, p.argues) for p in planned)
    assert sides["consultancy", 0] == sides["consultancy", 1] == 3
    assert all(p.argues is None for p in planned if p.label != "consultancy")


def test_cells_are_paired(prepared: Prepared) -> None:
    """A question has one order and one seed in all cells of a repeat; repeats differ in both."""
    run = prepared(4, protocols=SIX, agents=seated("judge", "debater", "consultant"), repeats=3, seed=5)
    drawn: dict[tuple[str, int], set[tuple[tuple[int, ...], int]]] = {}
    for p in run.matrix:
        drawn.setdefault((p.question.id, p.repeat), set()).add((p.order, p.seed))
    assert all(len(orders_and_seeds) == 1 for orders_and_seeds in drawn.values())
    assert len({seed for orders_and_seeds in drawn.values() for _, seed in orders_and_seeds}) == 12
    assert {p.order for p in run.matrix if p.question.id == "0"} == {(0, 1), (1, 0)}


def test_the_same_experiment_plans_the_same_episodes_and_another_seed_others(prepared: Prepared) -> None:
    first, again, other = (prepared(8, seed=seed, out=f"run{i}") for i, seed in enumerate((1, 1, 2)))
    plans = [[(p.id, p.order, p.seed) for p in run.matrix] for run in (first, again, other)]
    assert plans[0] == plans[1] != plans[2]


def test_episodes_come_question_by_question(prepared: Prepared) -> None:
    """A run that is stopped has covered all cells alike."""
    run = prepared(3, protocols=["direct", "self-consistency"], agents=seated("judge", "solver"), repeats=2)
    ids = [(p.repeat, p.question.id) for p in run.matrix]
    assert [key for key, _ in groupby(ids)] == [(r, q) for r in range(2) for q in "012"]


@settings(max_examples=50, deadline=None)
@given(
    sizes=st.lists(st.integers(2, 5), min_size=1, max_size=60),
    seed=st.integers(0, 2**31),
    repeat=st.integers(0, 3),
    data=st.data(),
)
def test_a_judge_who_always_says_a_is_right_as_often_as_chance(
    sizes: list[int], seed: int, repeat: int, data: st.DataObject
) -> None:
    """Among the questions with k choices, every position has the right one equally often, give or take one."""
    questions = [
        Question(id=str(i), text="?", choices=tuple(map(str, range(n))), gold=data.draw(st.integers(0, n - 1)))
        for i, n in enumerate(sizes)
    ]
    orders = choice_orders(experiment(seed=seed), questions, repeat)
    positions: dict[int, Counter[int]] = {}
    for q in questions:
        assert sorted(orders[q.id]) == list(range(len(q.choices)))
        assert q.gold is not None
        positions.setdefault(len(q.choices), Counter())[orders[q.id].index(q.gold)] += 1
    for n, found in positions.items():
        counts = [found[position] for position in range(n)]
        assert max(counts) - min(counts) <= 1


def test_over_as_many_repeats_as_choices_every_question_is_balanced() -> None:
    questions = [Question(id="q", text="?", choices=("a", "b", "c"), gold=1)]
    firsts = [choice_orders(experiment(), questions, repeat)["q"].index(1) for repeat in range(3)]
    assert sorted(firsts) == [0, 1, 2]


def test_questions_without_a_right_answer_do_not_unbalance_the_others() -> None:
    known = [Question(id=f"k{i}", text="?", choices=("a", "b"), gold=0) for i in range(20)]
    unknown = [Question(id=f"u{i}", text="?", choices=("a", "b")) for i in range(7)]
    orders = choice_orders(experiment(), known + unknown, 0)
    assert sum(orders[q.id][0] == 0 for q in known) == 10


def test_order_given_keeps_the_order_of_the_file() -> None:
    questions = [Question(id="q", text="?", choices=("a", "b", "c"), gold=2)]
    assert choice_orders(experiment(order="given"), questions, 1) == {"q": (0, 1, 2)}


def test_lists_of_agents_make_a_matrix(prepared: Prepared) -> None:
    agents = {
        "judge": ["tests.experiments.agents:says_a", "scripted:script.yaml"],
        "debater": ["scripted:script.yaml"] * 2,
    }
    run = prepared(1, protocols=["debate"], agents=agents)
    assert [p.team.label for p in run.matrix] == [
        f"judge={judge} debater=scripted:script.yaml#{i}"
        for judge in ("tests.experiments.agents:says_a", "scripted:script.yaml")
        for i in (1, 2)
    ]


def test_a_protocol_is_not_run_again_for_agents_that_have_no_role_in_it(prepared: Prepared) -> None:
    """A choice of two debaters does not ask the judge alone twice."""
    agents = {"judge": "scripted:script.yaml", "debater": ["scripted:script.yaml", "tests.experiments.agents:says_a"]}
    run = prepared(2, protocols=["direct", "debate"], agents=agents)
    assert Counter(p.label for p in run.matrix) == {"direct": 2, "debate": 4}
    assert {p.team.label for p in run.matrix if p.label == "direct"} == {""}


def test_an_agent_given_for_a_role_comes_before_one_given_for_its_kind(prepared: Prepared) -> None:
    agents = {
        "judge": "scripted:script.yaml",
        "debater": "scripted:script.yaml",
        "bob": "tests.experiments.agents:says_a",
    }
    run = prepared(1, protocols=["debate"], agents=agents)
    (planned,) = run.matrix
    assert set(planned.team.agents) == {"judge", "debater", "bob"}


def test_a_protocol_with_different_options_has_different_labels(prepared: Prepared) -> None:
    uses = [
        {"use": "debate", "rounds": 1},
        {"use": "debate", "rounds": 2, "judge_asks": True},
        {"use": "debate", "as": "long"},
    ]
    run = prepared(1, protocols=uses, agents=seated("judge", "debater"))
    assert list(run.matrix.protocols) == ["debate rounds=1", "debate rounds=2 judge_asks=yes", "long"]


def test_two_episodes_with_one_id_are_refused(prepared: Prepared) -> None:
    uses = [{"use": "direct", "as": "a b"}, {"use": "direct", "as": "a,b"}]
    with pytest.raises(BadInput, match="two episodes would be called 'a,b/0'"):
        prepared(1, protocols=uses)
    uses = [{"use": "direct", "as": "a"}, {"use": "direct", "as": "a/b"}]
    with pytest.raises(BadInput, match="two episodes would be called 'a/b/c'"):
        prepared(questions=[{**rows(1)[0], "id": "b/c"}, {**rows(1)[0], "id": "c"}], protocols=uses)
