"""Long contracts, with questions about what is owed under clauses, exceptions and references from one to another.

The twin of a contract has one other term, which changes what is owed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from random import Random

from dikast.questions.generated.contract_clauses import ContractSetting, draw_setting, written_contract
from dikast.questions.generated.contract_terms import CAUSES, EVENTS, MONTHS, ContractTerms, draw_terms, with_another
from dikast.questions.generated.twin_sources import TwinMaker, TwinSources


@dataclass(frozen=True)
class _Case:
    """What happened, in words, and what is owed for it under some terms."""

    text: str
    owed: Callable[[ContractTerms], int]


@dataclass(frozen=True)
class _Form:
    """What is asked: how a case is drawn, and the terms that may differ in the twin."""

    name: str
    draw: Callable[[ContractSetting, Random], _Case]
    terms: tuple[str, ...]


def _contract_twins(form: _Form, rng: Random) -> TwinSources:
    """A contract with a question about what is owed, which the twin's other term may leave as it is."""
    setting, terms = draw_setting(rng), draw_terms(rng)
    twin = with_another(terms, rng.choice(form.terms), rng)
    case = form.draw(setting, rng)
    seed = rng.randrange(2**32)
    return TwinSources(
        form=form.name,
        text=case.text,
        answers=(f"{case.owed(terms)} crowns", f"{case.owed(twin)} crowns"),
        sources=(written_contract(terms, setting, seed), written_contract(twin, setting, seed)),
    )


def _invoice(setting: ContractSetting, rng: Random) -> _Case:
    """A month's use, paid late, with or without a notice of hardship."""
    month, units, days_late = rng.choice(MONTHS), rng.randint(3, 24), rng.randint(4, 26)
    notice = rng.choice((0, rng.randint(1, 14)))
    told = f"It gave notice of hardship {_days(notice)} before the payment was due." if notice else _NO_NOTICE
    return _Case(
        f"For {month}, {setting.customer} owes {setting.owner} the price of {units} {setting.units} of "
        f"{setting.thing}. It paid {days_late} days late. {told} How much did it have to pay in all, with any late "
        "charge?",
        lambda terms: terms.price_of(units, month) + terms.late_charge(month, days_late, notice),
    )


def _damage(setting: ContractSetting, rng: Random) -> _Case:
    """A repair that somebody has to pay for."""
    cause, cost, after = rng.choice(CAUSES), 10 * rng.randint(10, 80), rng.randint(1, 11)
    return _Case(
        f"{setting.thing.capitalize()} of {setting.owner} was damaged by {cause}, and {setting.customer} reported it "
        f"after {_days(after)}. The repair cost {cost} crowns. How much of it does {setting.customer} pay?",
        lambda terms: terms.damage_share(cost, cause, after),
    )


def _cancelling(setting: ContractSetting, rng: Random) -> _Case:
    """A booking that is cancelled."""
    month, units, before, event = rng.choice(MONTHS), rng.randint(3, 24), rng.randint(3, 32), rng.choice(EVENTS)
    return _Case(
        f"{setting.customer} had booked {setting.thing} of {setting.owner} for {units} {setting.units} in {month} and "
        f"cancelled {before} days before the first day. The reason was {event}. How much does it owe for this?",
        lambda terms: terms.cancelling_fee(units, month, before, event),
    )


def _days(n: int) -> str:
    return "1 day" if n == 1 else f"{n} days"


_NO_NOTICE = "It gave no notice of hardship."
_FORMS: tuple[_Form, ...] = (
    _Form(
        "late payment",
        _invoice,
        (
            *("price", "tier", "further_price", "peak_months", "peak_extra", "grace", "late_a_day", "late_most"),
            *("counts_from_due", "hardship_notice", "hardship_in_peak"),
        ),
    ),
    _Form("damage", _damage, ("excused_causes", "report_within", "own_share")),
    _Form(
        "cancelling",
        _cancelling,
        ("price", "tier", "further_price", "peak_months", "free_until", "cancelling_share", "excused_events"),
    ),
)
CONTRACT_TWINS: tuple[TwinMaker, ...] = tuple(partial(_contract_twins, form) for form in _FORMS)
