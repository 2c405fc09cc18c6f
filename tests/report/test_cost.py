"""The costs of episodes, added up."""

from __future__ import annotations

import pytest

from dikast.experiments import RunFolder
from dikast.records import Usage
from dikast.report.cost import CostCounter, total_cost


def test_the_counter_adds_up_the_usage_of_all_episodes(example: RunFolder) -> None:
    counter = CostCounter()
    usages = []
    for outcome in example.outcomes():
        counter.add(outcome)
        usages.append(outcome.usage)
    cost, usage = counter.cost(), Usage.total(usages)
    assert cost.episodes == len(usages)
    assert cost.usage.model_dump() == pytest.approx(usage.model_dump())
    assert cost.calls == pytest.approx((usage.calls + usage.repeats) / len(usages))
    assert total_cost([cost, cost]).usage.calls == 2 * usage.calls


def test_one_unknown_price_makes_the_price_of_an_episode_unknown(example: RunFolder) -> None:
    counter = CostCounter()
    first = next(example.outcomes())
    counter.add(first)
    assert counter.cost().usd is not None
    counter.add(first.model_copy(update={"usage": first.usage.model_copy(update={"unpriced": 1})}))
    assert counter.cost().usd is None
    assert CostCounter().cost().calls is None
