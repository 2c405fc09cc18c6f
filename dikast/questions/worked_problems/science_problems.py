"""Problems of physics and chemistry: formulae, units and amounts."""

from __future__ import annotations

from random import Random

from dikast.questions.worked_problems.worked_problem import DrawnNumbers, ProblemFamily, Slip, WorkedLine, numbers


def _braking(rng: Random) -> DrawnNumbers:
    mass, speed, way = 2 * rng.randint(2, 20), rng.randint(3, 12), rng.randint(2, 12)
    return DrawnNumbers(numbers(m=mass, v=speed, f=rng.choice((2, 4, 5, 8, 10)), n=rng.randint(2, 4), way=way))


BRAKING = ProblemFamily(
    name="braking",
    subject="physics",
    text="A cart of {m} kg moves at {v} m/s. A brake slows it with a steady force of {f} N until it stands. How many "
    "meters does it roll?",
    answer="{d} m",
    draw=_braking,
    lines=(
        WorkedLine("square", "The square of the speed is {v} × {v} = {square}.", lambda v: v["v"] ** 2),
        WorkedLine(
            "energy",
            "The kinetic energy is {m} × {square} / 2 = {energy} J.",
            lambda v: v["m"] * v["square"] / 2,
            (
                Slip("KE", lambda v: v["m"] * v["square"], "The kinetic energy is {m} × {square} = {energy} J."),
                Slip("KE", lambda v: v["m"] * v["v"] / 2, "The kinetic energy is {m} × {v} / 2 = {energy} J."),
            ),
        ),
        WorkedLine(
            "work",
            "The brake must do as much work, {work} J.",
            lambda v: v["energy"],
            (Slip("RE", lambda v: v["energy"] / 2, "The brake must do half as much work, {energy} / 2 = {work} J."),),
            is_calculation=False,
        ),
        WorkedLine(
            "d",
            "From {f} × d = {work} it follows that d = {work} / {f} = {d}.",
            lambda v: v["work"] / v["f"],
            (
                Slip(
                    "SC", lambda v: v["work"] * v["f"], "From {f} × d = {work} it follows that d = {work} × {f} = {d}."
                ),
            ),
        ),
        WorkedLine("answer", "So the cart rolls {d} m.", lambda v: v["d"], is_calculation=False),
    ),
)


def _burning(rng: Random) -> DrawnNumbers:
    return DrawnNumbers(numbers(grams=4 * rng.randint(2, 25)))


BURNING = ProblemFamily(
    name="burning hydrogen",
    subject="chemistry",
    text="Two molecules of hydrogen (2 g/mol) burn with one molecule of oxygen (32 g/mol) to two molecules of water. "
    "{grams} g of hydrogen burn. How many grams of water arise?",
    answer="{water} g",
    draw=_burning,
    lines=(
        WorkedLine("hydrogen", "There are {grams} / 2 = {hydrogen} mol of hydrogen.", lambda v: v["grams"] / 2),
        WorkedLine(
            "oxygen",
            "They need {hydrogen} / 2 = {oxygen} mol of oxygen.",
            lambda v: v["hydrogen"] / 2,
            (Slip("RE", lambda v: v["hydrogen"], "They need as much oxygen, {hydrogen} / 1 = {oxygen} mol."),),
        ),
        WorkedLine(
            "mass",
            "This oxygen weighs {oxygen} × 32 = {mass} g.",
            lambda v: v["oxygen"] * 32,
            (Slip("KE", lambda v: v["oxygen"] * 16, "Oxygen has 16 g/mol, so this weighs {oxygen} × 16 = {mass} g."),),
        ),
        WorkedLine(
            "water",
            "No mass is lost, so the water weighs {grams} + {mass} = {water} g.",
            lambda v: v["grams"] + v["mass"],
            (
                Slip(
                    "KE",
                    lambda v: v["mass"] - v["grams"],
                    "Burning uses mass up, so {mass} - {grams} = {water} g remain.",
                ),
                Slip("QU", lambda v: v["mass"], "What is asked for is the oxygen, {oxygen} × 32 = {water} g."),
            ),
        ),
        WorkedLine("answer", "So {water} g of water arise.", lambda v: v["water"], is_calculation=False),
    ),
)


def _heating(rng: Random) -> DrawnNumbers:
    cold = rng.randint(5, 25)
    return DrawnNumbers(
        numbers(mass=rng.randint(2, 12), cold=cold, hot=cold + 5 * rng.randint(4, 13), power=rng.choice((1, 2, 3)))
    )


HEATING = ProblemFamily(
    name="heating water",
    subject="physics",
    text="It takes 4.2 kJ to heat 1 kg of water by 1 degree. A heater gives {power} kJ each second. How many seconds "
    "does it need to heat {mass} kg of water from {cold} to {hot} degrees?",
    answer="{seconds} s",
    draw=_heating,
    lines=(
        WorkedLine(
            "rise",
            "The water must warm by {hot} - {cold} = {rise} degrees.",
            lambda v: v["hot"] - v["cold"],
            (Slip("QU", lambda v: v["hot"], "The water must warm by {hot} - 0 = {rise} degrees."),),
        ),
        WorkedLine("degrees", "For {mass} kg this makes {mass} × {rise} = {degrees}.", lambda v: v["mass"] * v["rise"]),
        WorkedLine(
            "heat",
            "The heat is {degrees} × 4.2 = {heat} kJ.",
            lambda v: v["degrees"] * 42 / 10,
            (Slip("RE", lambda v: v["degrees"] * 10 / 42, "The heat is {degrees} / 4.2 = {heat} kJ."),),
        ),
        WorkedLine(
            "seconds",
            "The heater needs {heat} / {power} = {seconds} seconds.",
            lambda v: v["heat"] / v["power"],
            (
                Slip(
                    "KE",
                    lambda v: v["heat"] * v["power"],
                    "Time is energy times power, {heat} × {power} = {seconds} seconds.",
                ),
            ),
        ),
        WorkedLine("answer", "So it needs {seconds} seconds.", lambda v: v["seconds"], is_calculation=False),
    ),
)
