"""Names of things multiply and cancel as units do, so that a result has the name that comes out."""

from __future__ import annotations

import pytest

from dikast.verify import Verifier, step_status
from dikast.verify.deciders.counted_things import misnamed_results

YES, NO, OPEN = "verified", "refuted", "unknown"

STEPS = [
    ("4 pizzas × 8 slices/pizza = 32 slices", YES),
    ("4 pizzas × 8 slices/pizza = 32 pizzas", NO),
    ("So 4 pizzas × 8 slices/pizza = 4 × 8 = 32 pizzas.", NO),
    (r"$4 \text{ pizzas} \times 8 \text{ slices/pizza} = 32 \text{ pizzas}$", NO),
    ("4 pizzas x 8 slices per pizza = 32 pizzas in total.", NO),
    ("60 mph × 3 hours = 180 miles", YES),
    ("60 mph × 3 hours = 180 miles per hour", NO),
    ("$5/hour × 3 hours = $15", YES),
    ("$5/hour × 3 hours = 15", YES),
    ("$5/hour × 3 hours = 15 hours", NO),
    ("She pays 3 hours × $5 per hour = $15 per hour.", NO),
    ("12 eggs / 4 eggs per box = 3 eggs", NO),
    ("3 boxes × 4 eggs/box + 2 eggs = 14 boxes", NO),
    ("So 4 boxes × 6 eggs each = 24 boxes.", NO),
    ("3 Stunden × 5 €/Stunde = 15 Stunden", NO),
    ("5 Kisten × 6 Flaschen pro Kiste = 30 Kisten.", NO),
    ("5 jours × 3 repas par jour = 15 jours", NO),
    ("Ana gana 4 horas × 10 € por hora = 40 horas.", NO),
    ("4 boxes × 6 eggs = 24 eggs", YES),
    ("5 apples + 3 oranges = 8 fruits", YES),
    ("2 trips × 3 miles = 6 miles", YES),
    ("Is 4 pizzas × 8 slices/pizza = 32 pizzas?", OPEN),
    ("If 4 pizzas × 8 slices/pizza = 32 pizzas, something is off.", OPEN),
    # The 60 / 4 of a calculation that goes on in words
    ("5 packs × 12 cans/pack = 60 cans ÷ 4 cans per person = 15 persons", OPEN),
]
RIGHT = """
$12/hour × 5 hours = $60 per day
$20 per hour × 8 hours = $160 per day
8 hours per day × 5 days = 40 hours per week
$20 per hour × 40 hours per week = $800
60 miles/hour × 8 hours/day = 480 miles
3 cups flour per batch × 2 batches = 6 cups
2 sandwiches/person × 10 people = 20 sandwiches
5 people × 2 hours/person = 10 person-hours
3 workers × 8 hours/worker = 24 worker hours
10 cups × 2 scoops/cup = 20 cups of coffee
24 cookies / 6 cookies per plate = 4 plates of cookies
100 miles / 25 miles per gallon × $3 per gallon = $12
100 points / 5 points per question = 20 questions × 2 minutes per question = 40 minutes
£3/pound × 2 pounds = 6 pounds
2 bottles × 1.5 liters/bottle / 0.25 liters/glass = 12 glasses
32 slices / 8 slices/pizza = 4 pizzas
3 pages/minute × 10 minutes = 30 pages read
60 months / 12 months/year = 5 years
40 hours × $15/hour = $600 for the 40 hours
3 shirts × $20/shirt = 60 dollars
4 boxes × 6 red eggs each = 24 red eggs
5 Kisten × 6 Flaschen pro Kiste = 30 Flaschen
3 heures × 60 km par heure = 180 km
2 adults × $10/adult + 3 children × $5/child = $35
"""


@pytest.mark.parametrize(("step", "status"), STEPS)
async def test_step(verifier: Verifier, step: str, status: str) -> None:
    assert step_status(await verifier.step(step)) == status


@pytest.mark.parametrize("step", RIGHT.strip().splitlines())
def test_right_names(step: str) -> None:
    assert not list(misnamed_results(step))
