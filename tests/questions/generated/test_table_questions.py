"""Questions about long tables, solved again from the table as it is written."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.questions.generated.conftest import first_questions, wrongly_solved

LEAST = re.compile(r"How many orders of at least (\d+) pieces from (\w+) are (\w+)\?")
COST = re.compile(r"How many crowns does (\w+) have to pay")
TOTAL = re.compile(r"ordered more pieces of (\w+) in all")
TERMS = re.compile(r"An order of (\d+) or more pieces has a discount of (\d+) crowns")


@dataclass(frozen=True)
class Row:
    town: str
    goods: str
    pieces: int
    state: str


def rows_of(source: str) -> list[Row]:
    rows = []
    for line in source.partition("order | day | town | goods | pieces | state\n")[2].splitlines():
        _, _, town, goods, pieces, state = line.split(" | ")
        rows.append(Row(town, goods, int(pieces), state))
    return rows


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    rows = rows_of(source)
    if total := TOTAL.search(text):
        return max(answers, key=lambda town: sum(r.pieces for r in rows if r.town == town and r.goods == total[1]))
    if least := LEAST.search(text):
        wanted = [r for r in rows if r.town == least[2] and r.state == least[3] and r.pieces >= int(least[1])]
        return str(len(wanted))
    cost, terms = COST.search(text), TERMS.search(source)
    assert cost is not None
    assert terms is not None
    prices = {goods: int(price) for goods, price in re.findall(r"^(\w+): (\d+)$", source, re.MULTILINE)}
    paid = [r for r in rows if r.town == cost[1] and r.state == "delivered"]
    discounts = int(terms[2]) * sum(r.pieces >= int(terms[1]) for r in paid)
    return str(sum(r.pieces * prices[r.goods] for r in paid) - discounts)


def test_every_answer_follows_from_the_table() -> None:
    assert [*wrongly_solved("tables", solve)] == []


def test_tables_are_long() -> None:
    sizes = [len(rows_of(question.source or "")) for question in first_questions("tables")]
    assert min(sizes) >= 40
    assert max(sizes) > 60
