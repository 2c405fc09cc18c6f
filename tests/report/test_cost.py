"""What episodes took, added up."""

from __future__ import annotations

import pytest

from dikast.experiments import RunFolder
from dikast.records import Usage
from dikast.report.cost import CostCounter, total_cost


def test_a_till_adds_up_what_the_records_say(example: RunFolder) -> None:
    till = CostCounter()
    usages = []
    for outcome in example.outcomes():
        till.add(outcome)
        usages.append(outcome.usage)
    cost, whole = till.cost(), Usage.total(usages)
    assert cost.episodes == len(usages)
    assert cost.usage.model_dump() == pytest.approx(whole.model_dump())
    assert cost.calls == pytest.approx((whole.calls + whole.repeats) / len(usages))
    assert total_cost([cost, cost]).usage.calls == 2 * whole.calls


def test_an_unknown_price_is_none(example: RunFolder) -> None:
    till = CostCounter()
    first = next(example.outcomes())
    till.add(first)
    assert till.cost().usd is not None
    till.add(first.model_copy(update={"usage": first.usage.model_copy(update={"unpriced": 1})}))
    assert till.cost().usd is None
    assert CostCounter().cost().calls is None
