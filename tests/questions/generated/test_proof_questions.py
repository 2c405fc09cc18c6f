"""Questions about proofs, solved again by checking each step with the numbers that are written in it and before it."""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable

from tests.questions.generated.conftest import wrongly_solved

STEP = re.compile(r"^Step (\d+)\. (.*)\.$", re.MULTILINE)
OPERATIONS: dict[type[ast.operator], Callable[[int, int], int]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Pow: operator.pow,
}  # fmt: skip
POINTS = ((0, 0), (1, 2), (-3, 5), (7, -4), (11, 13))


def value(text: str, **numbers: int) -> int:
    """The value of a formula such as `3(x + 2)^2 - 4xy`."""
    spaced = re.sub(r"(?<=[\dxykn)])\s*(?=[xykn(])", "*", text).replace("^", "**")
    return worth(ast.parse(spaced, mode="eval").body, numbers)


def worth(tree: ast.expr, numbers: dict[str, int]) -> int:
    match tree:
        case ast.BinOp(left, op, right):
            return OPERATIONS[type(op)](worth(left, numbers), worth(right, numbers))
        case ast.UnaryOp(ast.USub(), operand):
            return -worth(operand, numbers)
        case ast.Name(name):
            return numbers[name]
        case ast.Constant(int(number)):
            return number
    raise AssertionError(ast.dump(tree))


def same(left: str, right: str) -> bool:
    """Whether two polynomials in x and y, or in k, are the same."""
    return all(value(left, x=x, y=y, k=x) == value(right, x=x, y=y, k=x) for x, y in POINTS)


def wrong_steps(source: str) -> list[int]:
    """The numbers of the steps that do not follow."""
    claim, proof = source.split("\nProof.\n")
    steps = [text for _, text in STEP.findall(proof)]
    check = next(check for mark, check in CHECKS.items() if re.search(mark, claim))
    return [i + 1 for i in range(len(steps)) if not check(claim, steps, i)]


def difference_follows(claim: str, steps: list[str], i: int) -> bool:
    if i < 2:
        left, right = steps[i].split(" = ")
        return same(left, right)
    sides = [step.split(" = ")[-1] for step in steps]
    rest = steps[2].removeprefix("The first less the second is ")
    if i == 2:
        return same(f"{sides[0]} - ({sides[1]})", rest)
    if i == 3:
        at, found = re.findall(r"-?\d+", steps[3])
        return value(rest, x=int(at)) == int(found)
    times, found = re.findall(r"-?\d+", steps[4])
    before = re.findall(r"-?\d+", steps[3])[1]
    return int(times) * int(before) == int(found)


def inequality_follows(claim: str, steps: list[str], i: int) -> bool:
    """Each step does the same to both sides of the inequality before it."""
    before = re.findall(r"same as (.*)", steps[i - 1])[0] if i else claim.removeprefix("Claim. ").split(" holds")[0]
    now = re.findall(r"same as (.*)", steps[i])[0]
    [sign], [new_sign] = re.findall("[<>]", before), re.findall("[<>]", now)
    (left, right), (new_left, new_right) = re.split(" [<>] ", before), re.split(" [<>] ", now)
    number = re.findall(r"(?:With|by) (-?\d+)", steps[i])[0] + ("x" if i == 0 else "")
    if i < 2:
        return sign == new_sign and same(f"{left} - {number}", new_left) and same(f"{right} - {number}", new_right)
    if i == 2:
        is_same = same(f"{number}({new_left})", left) and same(f"{number}({new_right})", right)
        return is_same and (sign == new_sign) == (int(number) > 0)
    if i == 3:
        return sign == new_sign and same(f"{number}({left})", new_left) and same(f"{number}({right})", new_right)
    return sign == new_sign and same(f"{left} + {number}", new_left) and same(f"{right} + {number}", new_right)


def power_follows(claim: str, steps: list[str], i: int) -> bool:
    form = r"By (\d+), (.*) leaves what (\d+) \* (\d+) = (\d+) leaves, which is (\d+)"
    rows = [re.fullmatch(form, step) for step in steps]
    known: dict[str, int] = {}
    for row in rows[:i]:
        assert row is not None
        known[row[2]] = int(row[6])
    row = rows[i]
    assert row is not None
    modulus, first, second = int(row[1]), int(row[3]), int(row[4])
    base, exponent = re.findall(r"(\d+)\^(\d+)", row[2])[0]
    half = f"{base}^{int(exponent) // 2}"
    if " * " in row[2]:
        factors = [int(row[2].split(" * ")[0]), known[f"{base}^{exponent}"]]
    elif int(exponent) % 2:
        factors = [known[f"{base}^{int(exponent) - 1}"], int(base)]
    else:
        factors = [known.get(half, int(base))] * 2
    return [first, second] == factors and first * second == int(row[5]) and int(row[5]) % modulus == int(row[6])


def divisor_follows(claim: str, steps: list[str], i: int) -> bool:
    numbers = [int(number) for number in re.findall(r"\d+", steps[i])]
    if i == len(steps) - 1:
        return numbers == [int(re.findall(r"\d+", steps[i - 1])[2])]
    large, times, small, rest = numbers
    if i:
        _, _, *pair = re.findall(r"\d+", steps[i - 1])
    else:
        pair = re.findall(r"\d+", claim)[:2]
    return [str(large), str(small)] == pair and large == times * small + rest and 0 <= rest < small


def product_follows(claim: str, steps: list[str], i: int) -> bool:
    if i < 2:
        left, right = steps[i].split(" = ")
        return same(left, right)
    first, second = (step.split(" = ")[1] for step in steps[:2])
    apart = re.findall(r"first and (\d+)xy", steps[2])[0]
    if i == 2:
        return same(second, f"{first} + {apart}xy")
    total, square = re.findall(r"(\d+)\^2 = (\d+)", steps[3])[0]
    if i == 3:
        return int(total) == int(re.findall(r"= (\d+), then", claim)[0]) and int(total) ** 2 == int(square)
    over, under, most = re.findall(r"(\d+) / (\d+) = (\d+)", steps[4])[0]
    return (over, under) == (square, apart) and int(over) == int(under) * int(most)


def division_follows(claim: str, steps: list[str], i: int) -> bool:
    modulus, left = re.findall(r"n = (\d+)k \+ (\d+)", steps[0])[0]
    n = f"({modulus}k + {left})"
    last = [step.rpartition(" = ")[2] for step in steps]
    if i == 0:
        return same(f"{n}^2", last[0])
    factor, b = re.findall(r"\+ (\d+)n \+ (\d+)", claim)[0]
    if i == 1:
        return same(f"{factor}{n}", last[1])
    if i == 2:
        return same(f"{last[0]} + {last[1]} + {b}", last[2])
    constant, remainder = re.findall(r"what (\d+) leaves, which is (\d+)", steps[3])[0]
    if i == 3:
        terms = [int(number) for number in re.findall(r"(\d+)k", last[2])]
        are_divisible = all(term % int(modulus) == 0 for term in terms)
        return are_divisible and last[2].endswith(f"+ {constant}") and int(constant) % int(modulus) == int(remainder)
    times, again, product, end = re.findall(r"what (\d+) \* (\d+) = (\d+) leaves, which is (\d+)", steps[4])[0]
    is_product = again == remainder and int(times) * int(again) == int(product)
    return is_product and int(product) % int(modulus) == int(end)


CHECKS = {
    r"holds exactly if": inequality_follows,
    r"greatest common divisor": divisor_follows,
    r"the most that xy": product_follows,
    r"If n leaves": division_follows,
    r"Divided by": power_follows,
    r"For x =": difference_follows,
}


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    wrong = wrong_steps(source)
    if not wrong:
        return "every step follows"
    assert len(wrong) == 1, "one flaw alone"
    return f"step {wrong[0]}" if "one step does not follow" in text else f"step {wrong[0]} is wrong"


def test_the_flaw_is_found_by_checking_each_step() -> None:
    assert [*wrongly_solved("proofs", solve)] == []
