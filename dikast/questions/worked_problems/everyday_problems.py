"""Problems of everyday arithmetic: amounts, money, discounts, shares and averages."""

from __future__ import annotations

from random import Random

from dikast.questions.worked_problems.worked_problem import DrawnNumbers, ProblemFamily, Slip, WorkedLine, numbers

_GOODS = ("rolls", "tiles", "candles", "notebooks", "apples", "bulbs")


def _packing(rng: Random) -> DrawnNumbers:
    trays, per_tray, boxes, box = rng.randint(8, 20), rng.randint(9, 18), rng.randint(5, 12), rng.randint(3, 8)
    drawn = numbers(trays=trays, per_tray=per_tray, boxes=boxes, box=box, gift=rng.randint(3, 19))
    return DrawnNumbers(drawn, {"goods": rng.choice(_GOODS)})


PACKING = ProblemFamily(
    name="packing",
    subject="arithmetic",
    text="A workshop fills {trays} trays with {per_tray} {goods} each. It sells {boxes} boxes of {box} {goods} each "
    "and gives {gift} {goods} to a school. How many {goods} are left?",
    answer="{left} {goods}",
    draw=_packing,
    lines=(
        WorkedLine(
            "total",
            "The trays hold {trays} × {per_tray} = {total} {goods}.",
            lambda v: v["trays"] * v["per_tray"],
            (Slip("QU", lambda v: v["trays"] + v["per_tray"], "There are {trays} + {per_tray} = {total} {goods}."),),
        ),
        WorkedLine("sold", "The boxes take {boxes} × {box} = {sold} {goods}.", lambda v: v["boxes"] * v["box"]),
        WorkedLine(
            "rest",
            "After the sale there are {total} - {sold} = {rest} {goods}.",
            lambda v: v["total"] - v["sold"],
            (
                Slip(
                    "RE", lambda v: v["total"] + v["sold"], "With the sale there are {total} + {sold} = {rest} {goods}."
                ),
            ),
        ),
        WorkedLine(
            "left",
            "After the gift there are {rest} - {gift} = {left} {goods}.",
            lambda v: v["rest"] - v["gift"],
            (Slip("RE", lambda v: v["rest"] + v["gift"], "With the gift there are {rest} + {gift} = {left} {goods}."),),
        ),
        WorkedLine("answer", "So {left} {goods} are left.", lambda v: v["left"], is_calculation=False),
    ),
)


def _saving(rng: Random) -> DrawnNumbers:
    drawn = numbers(
        start=rng.randint(20, 90),
        weekly=rng.randint(4, 15),
        weeks=rng.randint(6, 14),
        pay=rng.randint(9, 16),
        hours=rng.randint(3, 12),
        price=rng.randint(450, 900),
    )
    return DrawnNumbers(drawn, {"item": rng.choice(("bicycle", "telescope", "guitar", "tent"))})


SAVING = ProblemFamily(
    name="saving",
    subject="arithmetic",
    text="A student owns {start} euros, saves {weekly} euros a week for {weeks} weeks, and then works {hours} hours "
    "for {pay} euros an hour. A {item} costs {price} euros. How many euros are missing?",
    answer="{missing} euros",
    draw=_saving,
    lines=(
        WorkedLine("saved", "Saving brings {weeks} × {weekly} = {saved} euros.", lambda v: v["weeks"] * v["weekly"]),
        WorkedLine("earned", "Work brings {hours} × {pay} = {earned} euros.", lambda v: v["hours"] * v["pay"]),
        WorkedLine(
            "gained",
            "Together that is {saved} + {earned} = {gained} euros.",
            lambda v: v["saved"] + v["earned"],
        ),
        WorkedLine(
            "owned",
            "With what was there before, the student has {start} + {gained} = {owned} euros.",
            lambda v: v["start"] + v["gained"],
            (
                Slip(
                    "QU",
                    lambda v: v["gained"],
                    "With nothing there before, the student has 0 + {gained} = {owned} euros.",
                ),
            ),
        ),
        WorkedLine(
            "missing",
            "The {item} needs {price} - {owned} = {missing} euros more.",
            lambda v: v["price"] - v["owned"],
            (Slip("RE", lambda v: v["price"] + v["owned"], "The {item} needs {price} + {owned} = {missing} euros."),),
        ),
        WorkedLine("answer", "So {missing} euros are missing.", lambda v: v["missing"], is_calculation=False),
    ),
)


def _discount(rng: Random) -> DrawnNumbers:
    drawn = numbers(
        price=20 * rng.randint(4, 20),
        off=rng.choice((10, 20, 25, 30, 40)),
        extra=rng.choice((5, 10, 15, 20)),
        shipping=rng.randint(3, 9),
    )
    return DrawnNumbers(drawn, {"item": rng.choice(("coat", "lamp", "chair", "backpack"))})


DISCOUNT = ProblemFamily(
    name="discount",
    subject="percentages",
    text="A {item} costs {price} euros. A sale takes {off} % off, and members get {extra} % off the sale price. "
    "Shipping adds {shipping} euros. How many euros does a member pay?",
    answer="{paid} euros",
    draw=_discount,
    lines=(
        WorkedLine(
            "cut", "The sale takes off {price} × {off} / 100 = {cut} euros.", lambda v: v["price"] * v["off"] / 100
        ),
        WorkedLine("sale", "The sale price is {price} - {cut} = {sale} euros.", lambda v: v["price"] - v["cut"]),
        WorkedLine(
            "bonus",
            "Members save another {sale} × {extra} / 100 = {bonus} euros.",
            lambda v: v["sale"] * v["extra"] / 100,
            (
                Slip(
                    "QU",
                    lambda v: v["price"] * v["extra"] / 100,
                    "Members save another {price} × {extra} / 100 = {bonus} euros.",
                ),
            ),
        ),
        WorkedLine(
            "net",
            "That leaves {sale} - {bonus} = {net} euros.",
            lambda v: v["sale"] - v["bonus"],
            (Slip("RE", lambda v: v["cut"] + v["bonus"], "So the price is {cut} + {bonus} = {net} euros."),),
        ),
        WorkedLine(
            "paid", "With shipping that is {net} + {shipping} = {paid} euros.", lambda v: v["net"] + v["shipping"]
        ),
        WorkedLine("answer", "So a member pays {paid} euros.", lambda v: v["paid"], is_calculation=False),
    ),
)


def _sharing(rng: Random) -> DrawnNumbers:
    first, second, groups = rng.randint(3, 6), rng.randint(2, 5), rng.randint(2, 4)
    total = first * second * groups * rng.randint(2, 6)
    return DrawnNumbers(numbers(total=total, p=first, q=second, groups=groups), {"goods": rng.choice(_GOODS)})


SHARING = ProblemFamily(
    name="sharing",
    subject="fractions",
    text="Of {total} {goods}, 1/{p} are sold in the morning and 1/{q} of the rest in the afternoon. What is left is "
    "shared equally by {groups} groups. How many {goods} does each group get?",
    answer="{share} {goods}",
    draw=_sharing,
    lines=(
        WorkedLine(
            "morning", "In the morning {total} / {p} = {morning} {goods} are sold.", lambda v: v["total"] / v["p"]
        ),
        WorkedLine(
            "rest",
            "That leaves {total} - {morning} = {rest} {goods}.",
            lambda v: v["total"] - v["morning"],
            (Slip("RE", lambda v: v["total"] / v["p"], "That leaves {total} / {p} = {rest} {goods}."),),
        ),
        WorkedLine(
            "noon",
            "In the afternoon {rest} / {q} = {noon} {goods} are sold.",
            lambda v: v["rest"] / v["q"],
            (Slip("QU", lambda v: v["total"] / v["q"], "In the afternoon {total} / {q} = {noon} {goods} are sold."),),
        ),
        WorkedLine("left", "Then {rest} - {noon} = {left} {goods} are left.", lambda v: v["rest"] - v["noon"]),
        WorkedLine("share", "Each group gets {left} / {groups} = {share} {goods}.", lambda v: v["left"] / v["groups"]),
        WorkedLine("answer", "So each group gets {share} {goods}.", lambda v: v["share"], is_calculation=False),
    ),
)


def _average(rng: Random) -> DrawnNumbers:
    goal = rng.randint(60, 85)
    scores = {name: goal + rng.randint(-12, 10) for name in ("a", "b", "c", "d")}
    return DrawnNumbers(numbers(goal=goal, **scores))


AVERAGE = ProblemFamily(
    name="average",
    subject="averages",
    text="A team scores {a}, {b}, {c} and {d} points in four matches. How many points does it need in the fifth match "
    "for an average of {goal} points over all five?",
    answer="{fifth} points",
    draw=_average,
    lines=(
        WorkedLine("half", "The first two matches give {a} + {b} = {half} points.", lambda v: v["a"] + v["b"]),
        WorkedLine(
            "scored",
            "With the next two it is {half} + {c} + {d} = {scored} points.",
            lambda v: v["half"] + v["c"] + v["d"],
            (Slip("QU", lambda v: v["half"] + v["c"], "With the next one it is {half} + {c} = {scored} points."),),
        ),
        WorkedLine(
            "needed",
            "An average of {goal} takes 5 × {goal} = {needed} points in all.",
            lambda v: 5 * v["goal"],
        ),
        WorkedLine(
            "fifth",
            "The fifth match must give {needed} - {scored} = {fifth} points.",
            lambda v: v["needed"] - v["scored"],
            (
                Slip(
                    "RE",
                    lambda v: v["scored"] / 4,
                    "The fifth match must be as good as the others: {scored} / 4 = {fifth} points.",
                ),
            ),
        ),
        WorkedLine("answer", "So the team needs {fifth} points.", lambda v: v["fifth"], is_calculation=False),
    ),
)
