"""An error carried on is reported where it is used, with the value that was taken over, and only if a check shows it."""

import asyncio
from collections.abc import Sequence

import pytest

from dikast.records import Check, InheritedValue
from dikast.verify import check_step, mark_inherited
from dikast.verify.stated_numbers import stated_numbers, with_numbers


def inherited(steps: Sequence[str], problem: str = "") -> list[InheritedValue | None]:
    """What each step takes over from an earlier one, as its first marked claim has it."""

    async def find() -> list[InheritedValue | None]:
        by_step = [await check_step(step, steps[:i], problem) for i, step in enumerate(steps)]
        marked = await mark_inherited(steps, by_step, problem, check_step)
        return [next((check.inherited for check in checks if check.inherited), None) for checks in marked]

    return asyncio.run(find())


def taken(step: int, value: str, right: str) -> InheritedValue:
    return InheritedValue(step=step, value=value, right=right)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (["8 + 8 = 17", "So the total is 17 + 5 = 22."], [None, taken(0, "17", "16")]),
        (["8 + 8 = 17", "Then 5 + 17 = 22", "22 * 3 = 66"], [None, taken(0, "17", "16"), taken(0, "22", "21")]),
        (
            ["She has 9 left.", "Il paie 3 * 15 = 43 euros.", "Il reste 50 - 43 = 7."],
            [None, None, taken(1, "43", "45")],
        ),
        (["3 boxes cost 3 * 4 = $14.", "He gets 20 - 14 = 6 dollars."], [None, taken(0, "14", "12")]),
        (["1,200 + 350 = 1,560", "1,560 / 4 = 390"], [None, taken(0, "1560", "1550")]),
        (["2.5 * 5 = 13.5", "13.5 + 0.5 = 14"], [None, taken(0, "27/2", "25/2")]),
        (["11 - 3 = 9", "9 * 6 = 54"], [None, taken(0, "9", "8")]),
        (["5 - 18 = -12", "20 + -12 = 8", "(-12) * 6 = -72"], [None, taken(0, "-12", "-13"), taken(0, "-12", "-13")]),
        (["5 - 18 = 13", "20 + 13 = 33"], [None, taken(0, "13", "-13")]),
        (["3 km + 2 km = 6 km", "6 km + 1 km = 7 km"], [None, taken(0, "6", "5")]),
        # Claims in words.
        (["Twice 300 is 500.", "So 500 + 20 = 520."], [None, taken(0, "500", "600")]),
        (
            ["Twice 300 is 500.", "500 plus 20 is 520.", "520 * 2 = 1040"],
            [None, *[taken(0, "500", "600"), taken(0, "520", "620")]],
        ),
        (["90的一半是40。", "40 + 7 = 47"], [None, taken(0, "40", "45")]),
    ],
)
def test_a_true_calculation_with_a_wrong_value_inherits_it(
    steps: list[str], expected: list[InheritedValue | None]
) -> None:
    assert inherited(steps) == expected


@pytest.mark.parametrize(
    ("problem", "steps"),
    [
        ("", ["x = 3 + 5 = 9", "Then 2x = 18"]),
        ("Solve 2x + 3 = 11.", ["2x = 11 - 3 = 9", "So x = 4.5."]),
        ("Solve 3y - 5 = 20.", ["3y = 20 + 5 = 27", "y = 9"]),
    ],
)
def test_what_follows_from_a_wrong_line_by_a_name_inherits_its_value(problem: str, steps: list[str]) -> None:
    assert [value and value.step for value in inherited(steps, problem)] == [None, 0]


@pytest.mark.parametrize(
    ("problem", "steps"),
    [
        # The value has another source.
        ("There are 17 boys.", ["8 + 8 = 17", "17 + 5 = 22"]),
        ("", ["17 boys came.", "8 + 8 = 17", "17 + 5 = 22"]),
        # It is a number that anyone may use.
        ("", ["3 - 2 = 2", "The half of 50 is 50 / 2 = 25"]),
        ("", ["45 + 45 = 100", "5 / 100 = 0.05"]),
        # The error was put right.
        ("", ["8 + 8 = 17", "No: 8 + 8 = 16", "17 + 5 = 22"]),
        # It is the result, and not what is calculated with.
        ("", ["8 + 8 = 17", "12 + 5 = 17"]),
        # It makes no difference.
        ("", ["8 + 8 = 17", "17 * 0 = 0"]),
        # Part of another number is no number.
        ("", ["8 + 8 = 17", "117 + 5 = 122", "1.17 + 1 = 2.17", "17,500 + 5 = 17,505", "5 + x17 = 5 + x17"]),
        # There is no error.
        ("", ["8 + 8 = 16", "16 + 5 = 21"]),
        # The error comes later.
        ("", ["17 + 5 = 22", "8 + 8 = 17"]),
    ],
)
def test_what_may_come_from_elsewhere_is_not_inherited(problem: str, steps: list[str]) -> None:
    assert not any(inherited(steps, problem))


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("5 km", "6 km", True),
        ("$5", "$6", True),
        ("5", "6", True),
        ("5 km", "6 m", False),
        ("3 km + 2 km", "6 km", False),
    ],
)
def test_a_value_is_taken_from_a_witness_with_its_unit(left: str, right: str, expected: bool) -> None:
    refuted = Check(
        checker="steps", status="refuted", claim="3 + 2 = 6", method="exact", evidence={"left": left, "right": right}
    )
    uses = Check(checker="steps", status="verified", claim="6 * 9 = 54", method="exact", strength="proof")

    async def check(step: str, *, context: Sequence[str] = (), problem: str = "") -> list[Check]:
        return [refuted.model_copy(update={"claim": step})]

    marked = asyncio.run(mark_inherited(["3 + 2 = 6", "6 * 9 = 54"], [[refuted], [uses]], "", check))
    assert (marked[1][0].inherited is not None) == expected


def test_a_step_with_an_error_of_its_own_is_no_inherited_one() -> None:
    assert inherited(["8 + 8 = 17", "17 + 5 = 23", "23 + 1 = 24"]) == [None, None, taken(1, "23", "22")]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("-3 + 5 = 2", ["-3", "5", "2"]),
        ("5 - 3 = -(2)", ["5", "3", "2"]),
        ("5-3 and 4 − -3", ["5", "3", "4", "-3"]),
        ("it is -5 there, x -5", ["-5", "5"]),
        ("(−2) * -4", ["-2", "-4"]),
        ("multiply $16$ and $-8$, “-3”; (4) -1", ["16", "-8", "-3", "4", "1"]),
    ],
)
def test_a_minus_sign_is_told_from_a_subtraction(text: str, values: list[str]) -> None:
    assert [str(number.value) for number in stated_numbers(text)] == values


def test_numbers_are_found_whole_and_replaced_where_they_stand() -> None:
    assert [str(number.value) for number in stated_numbers("x2 + 1,200 = 3.50, 3,14 or 1.2.3; 17.")] == [
        "1200",
        "7/2",
        "17",
    ]
    (number,) = stated_numbers("17")
    assert with_numbers("17 + 117 - 1.7 = $17.", {number.value: number.value - 20}) == "(-3) + 117 - 1.7 = $(-3)."
