"""A formula that goes on in words is no claim by itself, and signs mean what the problem says they mean."""

import pytest

from dikast import check_step


async def statuses(step: str, problem: str = "") -> list[str]:
    return [check.status for check in await check_step(step, problem=problem)]


@pytest.mark.parametrize(
    "step",
    [
        "We get 520 - 14 = 22 * divisor.",
        "So 520 = 22 * d + remainder, and the sum 3 + 4 = 5 + rest.",
        "Yep, (11 # 5)=(0 # 5)+11*5+1=5+55+1=61.",
        "It is (cost)+2*3=10.",
        "The net charge was +5e - 6e = -1e, as it would be with charges +3e - 4e = -1e.",
    ],
)
async def test_a_formula_that_begins_or_ends_in_what_cannot_be_read_is_never_refuted(step: str) -> None:
    assert "refuted" not in await statuses(step)


@pytest.mark.parametrize("step", ["*2 + 2 = 4* and so on", "**2 + 2 = 4** is right", "2 + 2 = 4 and 5 * 2 = 10"])
async def test_italics_and_conjunctions_end_a_formula(step: str) -> None:
    found = await statuses(step)
    assert found
    assert set(found) == {"verified"}


async def test_an_operation_of_the_problems_own() -> None:
    problem = "If $a*b = a^b + b$ for all integers, what is $1*2$?"
    assert "refuted" not in await statuses("Using the given operation, $1*2 = 1^2 + 2 = 3$.", problem)
    assert await statuses("Twice three is $2*3 = 7$.") == ["refuted"]


async def test_what_a_calculator_prints_of_a_double() -> None:
    assert await statuses("2000 / 75 = 26.666666666666668") == ["verified"]
    assert await statuses("4.20 + 9.45 + 1.35 = 14.999999999999998") == ["verified"]
    assert await statuses("2000 / 75 = 26.666666666666768") == ["refuted"]


async def test_a_quantity_is_rounded_in_its_own_unit_whatever_its_sign() -> None:
    assert await statuses("-13.6/(3^2) eV = -1.51 eV") == ["verified"]
    assert await statuses("13.6/(3^2) eV = 1.51 eV") == ["verified"]
    assert await statuses("-13.6/(3^2) eV = -1.61 eV") == ["refuted"]


async def test_let_us_supposes_nothing() -> None:
    assert await statuses("Let's calculate A = (2 + 3) = 6.") == ["refuted"]
    assert await statuses("Let us calculate A = (2 + 3) = 6.") != ["verified"]


@pytest.mark.parametrize("step", [r"$3 \text{ or } 4$", r"So $x = 2 \text{ so } y \text{ or } 3$."])
async def test_values_beside_no_relation_stop_nothing(step: str) -> None:
    assert await statuses(f"{step} And 2 + 2 = 5.") != []
    assert "refuted" in await statuses(f"{step} And 2 + 2 = 5.")
