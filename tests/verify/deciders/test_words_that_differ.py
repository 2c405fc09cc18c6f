"""Two answers with the same value and different words: verified only where one says no more than the other."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier

SAME = [
    ("5", "5 left"), ("5 apples", "5 apples left"), ("5 apples left", "5 apples"), ("5 in total", "5"), ("5 each", "5"),
    ("$12", "Total cost: $12"), ("12 apples", "Total: 12 apples"), ("12", "Gesamt: 12"), ("12 apples", "We get: 12 apples"),
    ("Tom: 5", "Tom has 5"), ("Cost: $5", "The cost is $5"), ("They each get 5.", "5 each"),
    ("Each child gets 5 apples.", "5 apples"), ("59 when x = 8", "59 at x = 8"), ("59", "59 at x = 8"),
    ("The number of ways is 5", "5 ways"), ("5个", "共5个"), ("42", "She has 42 left after giving 8 to each friend."),
]  # fmt: skip
OTHER = [
    # Who or what has it.
    ("Tom: 5", "Ann: 5"), ("Cost: $5", "Revenue: $5"), ("Total: 12", "Remaining: 12"), ("总计：12", "剩余：12"),
    ("Team A wins by 5", "Team B wins by 5"), ("Total cost: 12", "Unit cost: 12"),
    # How much of it.
    ("5 total", "5 each"), ("5 apples each", "5 apples in total"), ("5 apples left", "5 apples sold"),
    ("5 Tickets verkauft", "5 Tickets übrig"), ("共5个", "各5个"), ("还剩5个", "吃了5个"), ("$12 a week", "$12 a month"),
    ("The total cost is $5.", "The average cost is $5."), ("5 total", "5 cada uno"), ("5 en tout", "5 chacun"),
    # What is done with it.
    ("He earns $5.", "He spends $5."), ("He pays $5.", "He receives $5."), ("He needs 5 more.", "He has 5 more."),
    ("The train arrives at 5 pm.", "The train leaves at 5 pm."), ("She gives 5 apples.", "She gets 5 apples."),
    # Under what condition, and whether at all.
    ("$54 with tax", "$54 without tax"), ("10 with replacement", "10 without replacement"),
    ("There is a maximum at x = 5", "There is no maximum at x = 5"), ("There are 5 roots", "There are no 5 roots"),
    ("Every student gets 5.", "No student gets 5."), ("jeder bekommt 5", "keiner bekommt 5"),
    ("He has 5 apples.", "He hasn't 5 apples."), ("x should be 5", "x shouldn't be 5"),
    # In which order.
    ("Alice pays Bob $15", "Bob pays Alice $15"), ("Ana debe 5 € a Luis", "Luis debe 5 € a Ana"),
    ("小明给小红5元", "小红给小明5元"), ("甲比乙多5", "乙比甲多5"), ("男女比3:4", "女男比3:4"),
    ("There are 3 times as many boys as girls.", "There are 3 times as many girls as boys."),
    ("Train A arrives 5 minutes before train B", "Train B arrives 5 minutes before train A"),
    ("Paris is north of Lyon", "Lyon is north of Paris"), ("red, then blue", "blue, then red"),
]  # fmt: skip


@pytest.mark.parametrize(("reference", "answer"), SAME)
async def test_one_may_say_more(verifier: Verifier, reference: str, answer: str) -> None:
    assert (await verifier.answer(reference, answer)).status == "verified"


@pytest.mark.parametrize(("reference", "answer"), OTHER)
async def test_other_words_say_something_else(verifier: Verifier, reference: str, answer: str) -> None:
    for pair in ((reference, answer), (answer, reference)):
        assert (await verifier.answer(*pair)).status != "verified"
