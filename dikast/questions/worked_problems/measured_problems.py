"""Problems of measuring: rates, units, areas, lengths, chances, and figures that must be read."""

from __future__ import annotations

from fractions import Fraction
from math import isqrt
from random import Random

from dikast.questions.worked_problems.bar_chart import bar_chart
from dikast.questions.worked_problems.worked_problem import DrawnNumbers, ProblemFamily, Slip, WorkedLine, numbers


def _trip(rng: Random) -> DrawnNumbers:
    v1, v2 = 10 * rng.randint(4, 9), 10 * rng.randint(4, 9)
    t1, t2 = rng.randint(1, 4), rng.randint(1, 4)
    return DrawnNumbers(numbers(v1=v1, v2=v2, d1=v1 * t1, d2=v2 * t2))


TRIP = ProblemFamily(
    name="average speed",
    subject="rates",
    text="A bus drives {d1} km at {v1} km/h and then {d2} km at {v2} km/h. What is its average speed over the whole "
    "trip, in km/h?",
    answer="{speed} km/h",
    draw=_trip,
    lines=(
        WorkedLine("t1", "The first part takes {d1} / {v1} = {t1} h.", lambda v: v["d1"] / v["v1"]),
        WorkedLine("t2", "The second part takes {d2} / {v2} = {t2} h.", lambda v: v["d2"] / v["v2"]),
        WorkedLine(
            "way",
            "The whole trip is {d1} + {d2} = {way} km long.",
            lambda v: v["d1"] + v["d2"],
            (Slip("QU", lambda v: v["t2"] * v["v2"], "The trip that is asked about is {t2} × {v2} = {way} km long."),),
        ),
        WorkedLine("time", "It takes {t1} + {t2} = {time} h.", lambda v: v["t1"] + v["t2"]),
        WorkedLine(
            "speed",
            "The average speed is {way} / {time} = {speed} km/h.",
            lambda v: v["way"] / v["time"],
            (Slip("RE", lambda v: (v["v1"] + v["v2"]) / 2, "The average speed is ({v1} + {v2}) / 2 = {speed} km/h."),),
        ),
        WorkedLine("answer", "So the average speed is {speed} km/h.", lambda v: v["speed"], is_calculation=False),
    ),
)


def _tank(rng: Random) -> DrawnNumbers:
    leak = rng.randint(2, 6)
    net, minutes, start = rng.randint(4, 12), 30 * rng.randint(2, 9), 10 * rng.randint(5, 30)
    return DrawnNumbers(numbers(rate=net + leak, leak=leak, start=start, full=net * minutes + start))


TANK = ProblemFamily(
    name="filling a tank",
    subject="units",
    text="A tank for {full} liters holds {start} liters. Every minute {rate} liters flow in and {leak} liters flow "
    "out. After how many hours is it full?",
    answer="{hours} h",
    draw=_tank,
    lines=(
        WorkedLine(
            "net",
            "Every minute the tank gains {rate} - {leak} = {net} liters.",
            lambda v: v["rate"] - v["leak"],
            (Slip("RE", lambda v: v["rate"] + v["leak"], "Every minute {rate} + {leak} = {net} liters flow."),),
        ),
        WorkedLine(
            "missing",
            "It lacks {full} - {start} = {missing} liters.",
            lambda v: v["full"] - v["start"],
            (Slip("QU", lambda v: v["full"], "It is empty at first, so it lacks {full} - 0 = {missing} liters."),),
        ),
        WorkedLine("minutes", "That takes {missing} / {net} = {minutes} minutes.", lambda v: v["missing"] / v["net"]),
        WorkedLine(
            "hours",
            "In hours this is {minutes} / 60 = {hours}.",
            lambda v: v["minutes"] / 60,
            (
                Slip(
                    "KE",
                    lambda v: v["minutes"] / 100,
                    "In hours, of 100 minutes each, this is {minutes} / 100 = {hours}.",
                ),
            ),
        ),
        WorkedLine("answer", "So the tank is full after {hours} h.", lambda v: v["hours"], is_calculation=False),
    ),
)


def _garden(rng: Random) -> DrawnNumbers:
    w, h = rng.randint(12, 30), rng.randint(10, 24)
    return DrawnNumbers(numbers(w=w, h=h, b=2 * rng.randint(2, 5), t=rng.randint(3, 9), price=rng.randint(4, 15)))


GARDEN = ProblemFamily(
    name="garden",
    subject="geometry",
    text="A garden is a rectangle of {w} m by {h} m. A triangular pond in it has a base of {b} m and a height of {t} "
    "m. Grass for the rest costs {price} euros for each square meter. How many euros does the grass cost?",
    answer="{cost} euros",
    draw=_garden,
    lines=(
        WorkedLine(
            "area",
            "The garden has an area of {w} × {h} = {area} square meters.",
            lambda v: v["w"] * v["h"],
            (
                Slip(
                    "QU",
                    lambda v: 2 * (v["w"] + v["h"]),
                    "The border of the garden is what counts, 2 × ({w} + {h}) = {area}.",
                ),
            ),
        ),
        WorkedLine(
            "pond",
            "The pond has an area of {b} × {t} / 2 = {pond} square meters.",
            lambda v: v["b"] * v["t"] / 2,
            (
                Slip("KE", lambda v: v["b"] * v["t"], "The pond has an area of {b} × {t} = {pond} square meters."),
                Slip(
                    "KE", lambda v: v["b"] * v["t"] / 3, "The pond has an area of {b} × {t} / 3 = {pond} square meters."
                ),
            ),
        ),
        WorkedLine(
            "rest",
            "For grass {area} - {pond} = {rest} square meters remain.",
            lambda v: v["area"] - v["pond"],
            (
                Slip(
                    "RE", lambda v: v["area"] + v["pond"], "For grass there are {area} + {pond} = {rest} square meters."
                ),
            ),
        ),
        WorkedLine("cost", "The grass costs {rest} × {price} = {cost} euros.", lambda v: v["rest"] * v["price"]),
        WorkedLine("answer", "So the grass costs {cost} euros.", lambda v: v["cost"], is_calculation=False),
    ),
)

_TRIPLES = ((3, 4), (5, 12), (8, 15), (7, 24), (20, 21))


def _wire(rng: Random) -> DrawnNumbers:
    a, b = rng.choice(_TRIPLES)
    scale = rng.randint(1, 4)
    return DrawnNumbers(numbers(a=a * scale, b=b * scale, n=rng.randint(3, 9)))


def _root(value: Fraction) -> Fraction:
    """The square root of a square. Raises ArithmeticError for any other number."""
    root = Fraction(isqrt(max(0, value.numerator)))
    if root * root != value:
        raise ArithmeticError(f"{value} is no square")
    return root


WIRE = ProblemFamily(
    name="right triangle",
    subject="geometry",
    text="A right triangle has legs of {a} cm and {b} cm. A wire is wound {n} times around its border. How many "
    "centimeters long is the wire?",
    answer="{wire} cm",
    draw=_wire,
    lines=(
        WorkedLine(
            "square",
            "The square of the longest side is {a}^2 + {b}^2 = {square}.",
            lambda v: v["a"] ** 2 + v["b"] ** 2,
            (
                Slip(
                    "KE",
                    lambda v: (v["a"] + v["b"]) ** 2,
                    "The square of the longest side is ({a} + {b})^2 = {square}.",
                ),
            ),
        ),
        WorkedLine(
            "side",
            "The longest side is sqrt({square}) = {side} cm.",
            lambda v: _root(v["square"]),
        ),
        WorkedLine(
            "around",
            "Once around it is {a} + {b} + {side} = {around} cm.",
            lambda v: v["a"] + v["b"] + v["side"],
            (Slip("QU", lambda v: v["a"] + v["b"], "Along the legs it is {a} + {b} = {around} cm."),),
        ),
        WorkedLine(
            "wire",
            "The wire is {n} × {around} = {wire} cm long.",
            lambda v: v["n"] * v["around"],
            (Slip("RE", lambda v: v["n"] + v["around"], "The wire is {n} + {around} = {wire} cm long."),),
        ),
        WorkedLine("answer", "So the wire is {wire} cm long.", lambda v: v["wire"], is_calculation=False),
    ),
)


def _two_draws(rng: Random) -> DrawnNumbers:
    return DrawnNumbers(numbers(red=rng.randint(3, 8), blue=rng.randint(2, 9)))


TWO_DRAWS = ProblemFamily(
    name="two draws",
    subject="probability",
    text="A bag holds {red} red and {blue} blue balls. Two balls are drawn, and none is put back. What is the "
    "probability that both are red?",
    answer="{both}",
    draw=_two_draws,
    lines=(
        WorkedLine("total", "The bag holds {red} + {blue} = {total} balls.", lambda v: v["red"] + v["blue"]),
        WorkedLine(
            "p", "The first ball is red with probability {red} / {total} = {p}.", lambda v: v["red"] / v["total"]
        ),
        WorkedLine(
            "less",
            "Then {red} - 1 = {less} red balls are left.",
            lambda v: v["red"] - 1,
            (Slip("QU", lambda v: v["red"], "The ball is put back, so {red} - 0 = {less} red balls are left."),),
        ),
        WorkedLine("fewer", "In all {total} - 1 = {fewer} balls are left.", lambda v: v["total"] - 1),
        WorkedLine(
            "q",
            "After it the second ball is red with probability {less} / {fewer} = {q}.",
            lambda v: v["less"] / v["fewer"],
            (
                Slip(
                    "RE",
                    lambda v: v["red"] / v["total"],
                    "The second ball is red with probability {red} / {total} = {q} too.",
                ),
            ),
        ),
        WorkedLine(
            "both",
            "Both are red with probability {p} × {q} = {both}.",
            lambda v: v["p"] * v["q"],
            (Slip("KE", lambda v: v["p"] + v["q"], "Both are red with probability {p} + {q} = {both}."),),
        ),
        WorkedLine("answer", "The answer is {both}.", lambda v: v["both"], is_calculation=False),
    ),
)


def _chart(rng: Random) -> DrawnNumbers:
    heights = [rng.randint(2, 9) for _ in range(3)]
    unit = rng.choice((5, 10, 20))
    bars = {name: unit * height for name, height in zip(("b1", "b2", "b3"), heights, strict=True)}
    words = {"place": rng.choice(("a library lends", "a museum sells", "a shop orders"))}
    return DrawnNumbers(numbers(unit=unit, **bars), words, bar_chart(heights))


def _bar(name: str, day: str) -> WorkedLine:
    """The line that reads one bar: it may be read one grid line too high."""
    return WorkedLine(
        f"{name}_read",
        f"On {day} the bar shows {{{name}_read}} books.",
        lambda v: v[name],
        (Slip("VI", lambda v: v[name] + v["unit"]),),
        is_calculation=False,
    )


CHART = ProblemFamily(
    name="bar chart",
    subject="figures",
    text="The chart shows how many books {place} on Monday, Tuesday and Wednesday, from left to right. Each grid line "
    "is {unit} books more than the one below; the lowest is 0. Every book weighs half a kilogram. How many kilograms "
    "do the books of the three days weigh?",
    answer="{weight} kg",
    draw=_chart,
    lines=(
        _bar("b1", "Monday"),
        _bar("b2", "Tuesday"),
        _bar("b3", "Wednesday"),
        WorkedLine(
            "books",
            "Together these are {b1_read} + {b2_read} + {b3_read} = {books} books.",
            lambda v: v["b1_read"] + v["b2_read"] + v["b3_read"],
            (
                Slip(
                    "QU",
                    lambda v: v["b1_read"] + v["b2_read"],
                    "Together these are {b1_read} + {b2_read} = {books} books.",
                ),
            ),
        ),
        WorkedLine("weight", "They weigh {books} / 2 = {weight} kg.", lambda v: v["books"] / 2),
        WorkedLine("answer", "So the books weigh {weight} kg.", lambda v: v["weight"], is_calculation=False),
    ),
)
