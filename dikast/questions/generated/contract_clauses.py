"""A contract in words: the clauses that count among those that every contract has, with references to one another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

from dikast.questions.generated.contract_terms import ContractTerms

_REFERENCE = re.compile(r"\{clause (\w+)\}")
_FEWEST_FILLERS = 20


@dataclass(frozen=True)
class ContractSetting:
    """Who agrees on what: `thing` is charged by the `unit`, with its plural."""

    title: str
    owner: str
    customer: str
    thing: str
    unit: str
    units: str


_THINGS = (
    ("Agreement on the hire of an excavator", "the excavator", "day", "days"),
    ("Agreement on the use of a rehearsal hall", "the hall", "evening", "evenings"),
    ("Agreement on the storage of grain", "the silo", "tonne", "tonnes"),
    ("Agreement on the charter of a ferry", "the ferry", "crossing", "crossings"),
    ("Agreement on the use of a printing press", "the press", "shift", "shifts"),
    ("Agreement on the hire of a greenhouse", "the greenhouse", "week", "weeks"),
    ("Agreement on the use of a kiln", "the kiln", "firing", "firings"),
    ("Agreement on the hire of a harvester", "the harvester", "hectare", "hectares"),
)
_NAMES = (
    "Aldane", "Birkholm", "Carrow", "Delmont", "Eskdale", "Farrand", "Gristow", "Halloran", "Imbert", "Jessop",
    "Kirrin",
    "Lambourne", "Marchetti", "Nordahl", "Ostrow", "Pettigrew", "Quillan", "Rosenow", "Sandoval", "Tremayne",
)  # fmt: skip
_FIRMS = ("Works", "Brothers", "Company", "Cooperative", "and Daughters", "Holdings", "Stores", "Partners")
# What every contract says, and what none of the questions is about. The numbers in them are no terms.
_FILLERS = (
    "Notices under this agreement are given in writing and count as received {n} working days after posting.",
    "Neither party may assign its rights under this agreement without the written consent of the other.",
    "The Owner keeps {thing} insured against fire and theft for the whole term of this agreement.",
    "The Customer allows the Owner to inspect {thing} at any reasonable hour after {n} hours' warning.",
    "If a provision of this agreement proves void, the others stay in force.",
    "The Customer uses {thing} with the care of a prudent person and for the agreed purpose alone.",
    "Both parties keep confidential what they learn of one another's business, for {n} years after the term.",
    "Changes to this agreement are valid only if both parties have signed them.",
    "Disputes are first brought before a mediator, whom the parties name together within {n} weeks.",
    "The headings in this agreement are for convenience and do not bear on its meaning.",
    "The Customer may not sublet {thing} nor let it pass to a third person, even for a short time.",
    "A failure to insist on a right under this agreement does not waive the right.",
    "The Owner provides an introduction to {thing} of {n} hours before its first use.",
    "All amounts are in crowns and include every tax that is due when this agreement is signed.",
    "The Customer returns {thing} clean; the Owner may set a date for a joint inspection.",
    "This agreement replaces every earlier understanding between the parties about {thing}.",
    "The law of the Owner's seat applies to this agreement.",
    "The term of this agreement is {n} years; it then goes on from year to year unless a party ends it.",
    "The Owner may replace {thing} by another of the same kind and quality.",
    "Records of use are kept by the Customer and are open to the Owner for {n} months.",
    "A person who acts for the Customer shows a written authority on request, which the Owner keeps for {n} years.",
    "The Owner is not liable for gain that the Customer expected from the use of {thing} and did not make.",
    "Both parties name a person for questions about {thing}, and tell one another of a change within {n} days.",
    "The Customer puts up no sign on {thing} without asking, and takes down a permitted one at the end of the term.",
    "Where this agreement speaks of days, it means calendar days, unless it says working days.",
    "The Customer pays by bank transfer and bears the charges of its own bank; cash and cheques are not accepted.",
    "Keys and papers of {thing} are handed over against a receipt, in {n} copies at the most.",
    "The Owner may have work done on {thing} if it gives notice {n} weeks ahead and the Customer can still use it.",
    "A party that cannot perform because of a law made after the signing is excused for as long as that law stands.",
    "Documents under this agreement may be signed electronically, and copies count as the originals do.",
    "The Customer stores nothing on or beside {thing} that could catch fire, and no more than {n} liters of fuel.",
    "Nothing in this agreement makes one party the agent, the partner or the employee of the other.",
    "Measures and weights are those of the public inspector, whose last report is kept with this agreement.",
    "If {thing} is sold, the buyer takes the place of the Owner, and the Customer is told {n} weeks before.",
)


def draw_setting(rng: Random) -> ContractSetting:
    """Two parties and what they agree on."""
    title, thing, unit, units = rng.choice(_THINGS)
    owner, customer = rng.sample(_NAMES, 2)
    return ContractSetting(
        title, f"{owner} {rng.choice(_FIRMS)}", f"{customer} {rng.choice(_FIRMS)}", thing, unit, units
    )


def written_contract(terms: ContractTerms, setting: ContractSetting, seed: int) -> str:
    """The contract. The same seed gives the same order of clauses and the same words around the terms."""
    rng = Random(seed)
    clauses: list[tuple[str, str]] = [*_terms_in_words(terms, setting, rng).items()]
    fillers = rng.sample(_FILLERS, rng.randint(_FEWEST_FILLERS, len(_FILLERS)))
    clauses += [("", filler.format(thing=setting.thing, n=rng.randint(2, 12))) for filler in fillers]
    rng.shuffle(clauses)
    lines = [
        setting.title,
        "",
        f'This agreement is made between {setting.owner} ("the Owner") and {setting.customer} ("the Customer"). It is '
        f"about {setting.thing}, which is charged by the {setting.unit}.",
        "",
        "",
    ]
    return "\n".join(lines) + "\n\n".join(_numbered(clauses))


def _numbered(clauses: Sequence[tuple[str, str]]) -> list[str]:
    """The clauses with their numbers, and references to others by their numbers."""
    numbers = {name: str(number) for number, (name, _) in enumerate(clauses, start=1) if name}
    return [
        f"{number}. {_REFERENCE.sub(lambda match: f'clause {numbers[match[1]]}', text)}"
        for number, (_, text) in enumerate(clauses, start=1)
    ]


def _terms_in_words(terms: ContractTerms, setting: ContractSetting, rng: Random) -> Mapping[str, str]:
    """The clauses that count, by their names."""
    unit, units = setting.unit, setting.units
    peak = _listed(terms.peak_months, "and")
    causes, events = _listed(terms.excused_causes, "or"), _listed(terms.excused_events, "or")
    share = f"{terms.cancelling_share} per cent of the price under {{clause price}} and {{clause peak}}"
    clauses = {
        "price": (
            f"The price is {terms.price} crowns for each {unit} up to {terms.tier} {units} in a month, and "
            f"{terms.further_price} crowns for each further {unit} of that month.",
            f"In every month, each of the first {terms.tier} {units} costs {terms.price} crowns and each {unit} beyond "
            f"them {terms.further_price} crowns.",
        ),
        "peak": (
            f"Peak months are {peak}. In a peak month {terms.peak_extra} crowns are added to the price under "
            f"{{clause price}} for each {unit}.",
            f"For each {unit} in a peak month the Customer pays {terms.peak_extra} crowns on top of the price under "
            f"{{clause price}}. The peak months are {peak}.",
        ),
        "late": (
            f"No charge is made for a payment that is up to {terms.grace} days late. For a later one the Customer pays "
            f"a late charge of {terms.late_a_day} crowns a day, at the most {terms.late_most} crowns, subject to "
            "{clause hardship}. The days are counted as {clause days} says.",
            f"A payment that is more than {terms.grace} days late bears a late charge of {terms.late_a_day} crowns a "
            f"day, which never comes to more than {terms.late_most} crowns. How the days are counted is in "
            "{clause days}, when the charge falls away in {clause hardship}.",
        ),
        "days": (
            "For the late charge every day counts that the payment is late, those of the time without charge included."
            if terms.counts_from_due
            else "For the late charge only those days count that come after the time without charge.",
        ),
        "hardship": (
            f"The late charge under {{clause late}} falls away if the Customer gave notice of hardship at least "
            f"{terms.hardship_notice} days before the payment was due."
            + (
                " This holds in peak months too."
                if terms.hardship_in_peak
                else " This does not hold for payments for a peak month under {clause peak}."
            ),
        ),
        "damage": (
            f"The Customer pays for the repair of {setting.thing}, at the most {terms.own_share} crowns for each case. "
            "Which damage the Owner bears alone is in {clause excused}.",
            f"Of the cost of each repair the Customer bears up to {terms.own_share} crowns and the Owner the rest, "
            "except in the cases of {clause excused}.",
        ),
        "excused": (
            f"The Owner alone bears damage caused by {causes}, provided that the Customer "
            f"reported it within {terms.report_within} days. Otherwise {{clause damage}} applies.",
        ),
        "cancelling": (
            f"A booking may be cancelled without cost until {terms.free_until} days before its first day. Whoever "
            f"cancels later pays {share}, rounded down to whole crowns, unless {{clause events}} applies.",
            f"Unless {{clause events}} applies, cancelling a booking less than {terms.free_until} days before its "
            f"first day costs {share}, rounded down to whole crowns; cancelling it earlier costs nothing.",
        ),
        "events": (f"Nothing is owed under {{clause cancelling}} where the reason is {events}.",),
    }
    return {name: rng.choice(wordings) for name, wordings in clauses.items()}


def _listed(values: Sequence[str], last: str) -> str:
    """`a`, `a and b`, `a, b and c`, with this word before the last."""
    if len(values) == 1:
        return values[0]
    return f"{', '.join(values[:-1])} {last} {values[-1]}"
