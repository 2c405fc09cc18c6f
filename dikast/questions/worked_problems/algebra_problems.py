"""Problems of algebra: equations and sequences."""

from __future__ import annotations

from random import Random

from dikast.questions.worked_problems.worked_problem import DrawnNumbers, ProblemFamily, Slip, WorkedLine, numbers


def _both_sides(rng: Random) -> DrawnNumbers:
    a, c = rng.randint(5, 12), rng.randint(2, 4)
    x, b = rng.randint(2, 12), rng.randint(1, 15)
    d = (a - c) * x + b
    return DrawnNumbers(numbers(a=a, b=b, c=c, d=d, m=rng.randint(2, 9), n=rng.randint(2, 20)))


BOTH_SIDES = ProblemFamily(
    name="linear equation",
    subject="algebra",
    text="Solve {a}x + {b} = {c}x + {d} for x. What is the value of {m}x + {n}?",
    answer="{y}",
    draw=_both_sides,
    lines=(
        WorkedLine(
            "k",
            "Take {c}x from both sides: {k}x + {b} = {d}.",
            lambda v: v["a"] - v["c"],
            (Slip("SC", lambda v: v["a"] + v["c"], "Bring {c}x to the left side: {k}x + {b} = {d}."),),
            is_calculation=False,
        ),
        WorkedLine(
            "r",
            "Take {b} from both sides: {k}x = {r}.",
            lambda v: v["d"] - v["b"],
            (Slip("SC", lambda v: v["d"] + v["b"], "Bring {b} to the right side: {k}x = {r}."),),
            is_calculation=False,
        ),
        WorkedLine("x", "Divide both sides by {k}: x = {r} / {k} = {x}.", lambda v: v["r"] / v["k"]),
        WorkedLine("mx", "Then {m}x is {m} × {x} = {mx}.", lambda v: v["m"] * v["x"]),
        WorkedLine(
            "y",
            "So {m}x + {n} is {mx} + {n} = {y}.",
            lambda v: v["mx"] + v["n"],
            (Slip("QU", lambda v: v["mx"], "What is asked for is {m}x, so it is {m} × {x} = {y}."),),
        ),
        WorkedLine("answer", "The answer is {y}.", lambda v: v["y"], is_calculation=False),
    ),
)


def _brackets(rng: Random) -> DrawnNumbers:
    a, b, c, x = rng.randint(2, 6), rng.randint(2, 9), rng.randint(2, 6), rng.randint(3, 12)
    return DrawnNumbers(numbers(a=a, b=b, c=c, d=a * (x + b) + c * x))


BRACKETS = ProblemFamily(
    name="equation with brackets",
    subject="algebra",
    text="Solve {a}(x + {b}) + {c}x = {d} for x. What is the square of x?",
    answer="{y}",
    draw=_brackets,
    lines=(
        WorkedLine(
            "ab",
            "Expand the brackets: {a}x + {ab} + {c}x = {d}.",
            lambda v: v["a"] * v["b"],
            (Slip("SC", lambda v: v["b"]),),
            is_calculation=False,
        ),
        WorkedLine(
            "k",
            "Collect the terms with x: {k}x + {ab} = {d}.",
            lambda v: v["a"] + v["c"],
            (Slip("SC", lambda v: v["a"] * v["c"]),),
            is_calculation=False,
        ),
        WorkedLine(
            "r",
            "Take {ab} from both sides: {k}x = {r}.",
            lambda v: v["d"] - v["ab"],
            (Slip("SC", lambda v: v["d"] + v["ab"], "Bring {ab} to the right side: {k}x = {r}."),),
            is_calculation=False,
        ),
        WorkedLine("x", "Divide both sides by {k}: x = {r} / {k} = {x}.", lambda v: v["r"] / v["k"]),
        WorkedLine(
            "y",
            "The square of x is {x} × {x} = {y}.",
            lambda v: v["x"] * v["x"],
            (Slip("KE", lambda v: 2 * v["x"], "The square of a number is its double, 2 × {x} = {y}."),),
        ),
        WorkedLine("answer", "The answer is {y}.", lambda v: v["y"], is_calculation=False),
    ),
)


def _sequence(rng: Random) -> DrawnNumbers:
    return DrawnNumbers(numbers(first=rng.randint(2, 15), step=rng.randint(2, 9), n=rng.randint(8, 25)))


SEQUENCE = ProblemFamily(
    name="arithmetic sequence",
    subject="sequences",
    text="A sequence begins with {first}, and each term is {step} more than the one before. What is the sum of its "
    "first {n} terms?",
    answer="{total}",
    draw=_sequence,
    lines=(
        WorkedLine(
            "gaps",
            "From the first term to term number {n} there are {n} - 1 = {gaps} steps.",
            lambda v: v["n"] - 1,
            (Slip("RE", lambda v: v["n"], "Each of the {n} terms adds a step, {n} × 1 = {gaps} steps."),),
        ),
        WorkedLine("growth", "They add {gaps} × {step} = {growth}.", lambda v: v["gaps"] * v["step"]),
        WorkedLine(
            "last",
            "So the last term is {first} + {growth} = {last}.",
            lambda v: v["first"] + v["growth"],
            (Slip("QU", lambda v: v["growth"], "The first term is 0, so the last term is 0 + {growth} = {last}."),),
        ),
        WorkedLine(
            "pair", "The first and the last term make {first} + {last} = {pair}.", lambda v: v["first"] + v["last"]
        ),
        WorkedLine(
            "total",
            "The sum of all terms is {n} × {pair} / 2 = {total}.",
            lambda v: v["n"] * v["pair"] / 2,
            (
                Slip("KE", lambda v: v["n"] * v["pair"], "The sum of all terms is {n} × {pair} = {total}."),
                Slip(
                    "KE", lambda v: v["gaps"] * v["pair"] / 2, "The sum of all terms is {gaps} × {pair} / 2 = {total}."
                ),
            ),
        ),
        WorkedLine("answer", "The answer is {total}.", lambda v: v["total"], is_calculation=False),
    ),
)
