"""Sums of money: every currency by its sign, its code and its names in five languages, and its parts."""

from __future__ import annotations

import pytest

from dikast.verify import check_step_sync, step_status
from dikast.verify.deciders.same_answer import compare_answers
from dikast.verify.policy import Policy

YES, NO, OPEN = "verified", "refuted", "unknown"

ONE_CURRENCY = [
    ("$20", "20 dollars", YES), ("$20", "20 dólares", YES), ("$20", "20 Dollar", YES), ("$20", "20美元", YES),
    ("$20", "20 bucks", YES), ("20 USD", "US$20", YES), ("2 euros", "€2", YES), (r"2 \euro", "2 EUR", YES),
    ("£20", "20 livres sterling", YES), ("£20", "20 libras esterlinas", YES), ("£20", "20英镑", YES),
    ("£5", r"\pounds 5", YES), ("¥5", "5 yen", YES), ("₹500", "Rs. 500", YES), ("500 rupees", "500 Rupien", YES),
    ("20 roupies", "20卢比", YES), ("₩5000", "5000 won", YES), ("CHF 5", "5 francs", YES), ("5 CHF", "5 Franken", YES),
    ("20法郎", "20 francs", YES), ("5 kronor", "5 Kronen", YES), ("5 NOK", "5 kroner", YES), ("20 zł", "20 PLN", YES),
    ("20 złotych", "20 zł", YES), ("R$ 20", "20 reais", YES), ("₽5", "5 Rubel", YES), ("5 rubles", "5 roubles", YES),
    ("20 baht", "฿20", YES), ("₪20", "20 shekels", YES), ("20", "20 zł", YES), ("20 francs", "20", YES),
    ("20 francs", "The book costs 20 francs.", YES), ("20 francs", "The book costs 25 francs.", NO),
    ("20 Franken", "25 Franken", NO), ("20 pesos", "21 pesos", NO), ("twenty pesos", "20 pesos", YES),
]  # fmt: skip
IN_IDEOGRAPHS = [
    ("$5", "他付了5美元", YES), ("$5", "他付了6美元", NO), ("$5", "他付了5欧元", NO), ("500 yen", "500日元", YES),
    ("20 francs", "这本书20法郎", YES), ("20 francs", "这本书25法郎", NO), ("20", "他有20美元", YES),
    ("20人民币", "20元", YES), ("5个", "5元", OPEN),
]  # fmt: skip
BY_COUNTRY = [
    ("$20", "20 US dollars", YES), ("C$20", "20 Canadian dollars", YES), ("CHF 20", "20 Swiss francs", YES),
    ("£20", "twenty pounds sterling", YES), ("20 francs suisses", "20 Schweizer Franken", YES),
]  # fmt: skip
TWO_CURRENCIES = [
    ("$20", "20 euros", NO), ("$20", "20 francs", NO), ("20 francs", "20 euros", NO), ("5 pesos", "5 dollars", NO),
    ("US$5", "5 pesos", NO), ("£5", "5 pesos", NO), ("R$ 20", "$20", NO), ("5 yen", "5元", NO), ("5元", "5加元", NO),
    ("20卢布", "20 rupees", NO), ("20 złotych", "20 forints", NO),
    ("US$5", "5 Canadian dollars", NO), ("5 Swedish kronor", "5 Danish kroner", NO), ("5 Mexican pesos", "₱5", NO),
    # A sign or a name of several currencies.
    ("5 dollars", "5 Canadian dollars", OPEN),
    ("¥5", "5元", OPEN), ("5 dollars", "C$5", OPEN), ("5 kronor", "5 DKK", OPEN), ("$5", "5 pesos", OPEN),
]  # fmt: skip
PARTS = [
    ("€2", "200 cents", YES), ("2 euros", "200 cents", YES), ("2 euros", "20 cents", NO), ("$0.01", "1 penny", YES),
    ("£0.01", "1 penny", YES), ("5 pennies", "5 cents", YES), ("5 pence", "5 cents", NO), ("5元", "50角", YES),
    ("2 Franken", "200 Rappen", YES), ("₹2", "200 paise", YES), ("2 rubles", "20 kopecks", NO), ("3.50", "350 p", OPEN),
    ("$1.50", "1 dollar and 50 cents", YES), ("£1.50", "1 pound, 50 pence", YES), ("$3.05", "$3 and 5 cents", YES),
    ("1,50 €", "1 euro et 50 centimes", YES), ("1,50 €", "1 euro y 50 céntimos", YES), ("$3", "2 euros and 100 cents", NO),
    ("3 quarters", "75 cents", OPEN),
]  # fmt: skip
RATES = [
    ("$5/hour", "5 dollars an hour", YES), ("$5/hour", "The wage is 5 dollars per hour.", YES),
    ("$5/hour", "The wage is 6 dollars per hour.", NO), ("$5/hour", "€5/hour", NO), ("$1/min", "$60/hour", YES),
    ("€6/hour", "6 euros per hour", YES), ("€6/hour", "7 euros per hour", NO), ("€6/kg", "6 € pro kg", YES),
    ("€6/kg", "7 € pro kg", NO), ("6 francs per hour", "6 francs per minute", NO), ("$0.50/kg", "50 cents per kg", YES),
    (r"\$6/\text{hour}", "6 dollars per hour", YES), ("6 Franken pro Stunde", "6 francs par heure", YES),
    ("$3/4", "$0.75", YES), ("$5/hour", "5 pesos per hour", OPEN), ("€6/kg", "6 km/h", OPEN),
]  # fmt: skip
STEPS = [
    ("₽5 × 3 = ₽15", YES), ("₽5 × 3 = ₽16", NO), ("₱200 × 3 = 600 pesos", YES), ("₱200 × 3 = 700 pesos", NO),
    ("₱200 + €3 = 203 pesos", OPEN), ("$3 + 4 = 7 francs", OPEN), ("¥200 × 3 = 600 yuan", YES),
    ("Half of ₱50 is ₱25.", YES), ("Half of ₱50 is ₱24.", NO), ("Half of ₱50 is €25.", OPEN),
    ("25 % von 80 Franken sind 24 Franken.", NO), ("La moitié de 80 francs est 42 francs.", NO),
    ("€2 + 50 cents = €2.50", YES), ("€2 + 50 cents = €2.60", NO), ("£2 + 50 pence = £2.50", OPEN),
    ("900 - 100 = $8", OPEN), ("p = 300/3 = 1", NO), ("5 kg + 3 kg = 9 kg, at 5 pounds each", NO),
]  # fmt: skip


@pytest.mark.parametrize(
    ("reference", "answer", "expected"), [*ONE_CURRENCY, *IN_IDEOGRAPHS, *BY_COUNTRY, *TWO_CURRENCIES, *PARTS, *RATES]
)
def test_sums_of_money(reference: str, answer: str, expected: str) -> None:
    assert compare_answers(reference, answer, {}, Policy()).status == expected


@pytest.mark.parametrize(("step", "expected"), STEPS)
def test_steps_with_money(step: str, expected: str) -> None:
    assert step_status(check_step_sync(step)) == expected
