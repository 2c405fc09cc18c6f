"""Questions about contracts, solved again from the clauses as they are written, references followed by their numbers."""

from __future__ import annotations

import re

from tests.questions.generated.conftest import first_questions, wrongly_solved

CLAUSES = re.compile(r"^(\d+)\. (.*)$", re.MULTILINE)
LATE = re.compile(r"For (\w+), .* owes .* the price of (\d+) .* It paid (\d+) days late\.")
NOTICE = re.compile(r"gave notice of hardship (\d+) days? before")
DAMAGE = re.compile(r"was damaged by (.+), and .* reported it after (\d+) days?\. The repair cost (\d+) crowns")
CANCELLED = re.compile(
    r"for (\d+) \w+ in (\w+) and cancelled (\d+) days before the first day\. The reason was (.+)\. How"
)


class Contract:
    """The clauses by their numbers, and the numbers in them."""

    def __init__(self, source: str) -> None:
        self.clauses = dict(CLAUSES.findall(source))

    def clause(self, *patterns: str) -> re.Match[str]:
        """The one clause that has one of these forms."""
        found = [match for text in self.clauses.values() for pattern in patterns if (match := re.search(pattern, text))]
        assert len(found) == 1, patterns
        return found[0]

    def referred(self, match: re.Match[str]) -> list[str]:
        """The texts of the clauses that the clause of this match names."""
        return [self.clauses[number] for number in re.findall(r"clause (\d+)", match.string)]

    def peak(self) -> tuple[list[str], int]:
        clause = self.clause(r"[Pp]eak months are (.*?)\.")
        extra = re.search(r"(\d+) crowns", clause.string)
        assert extra is not None
        return re.findall(r"[A-Z][a-z]+", clause[1]), int(extra[1])

    def price(self, units: int, month: str) -> int:
        clause = self.clause(
            r"price is (?P<price>\d+) crowns for each \w+ up to (?P<tier>\d+) \w+ in a month, and (?P<further>\d+)",
            r"the first (?P<tier>\d+) \w+ costs (?P<price>\d+) crowns and each \w+ beyond them (?P<further>\d+)",
        )
        tier = int(clause["tier"])
        months, extra = self.peak()
        full = sum(int(clause["price"] if i < tier else clause["further"]) for i in range(units))
        return full + (units * extra if month in months else 0)

    def late_charge(self, month: str, days_late: int, notice: int) -> int:
        clause = self.clause(
            r"up to (?P<grace>\d+) days late.* late charge of (?P<daily>\d+) crowns a day, at the most (?P<most>\d+)",
            r"more than (?P<grace>\d+) days late .* charge of (?P<daily>\d+) crowns a day, .* more than (?P<most>\d+)",
        )
        others = self.referred(clause)
        [hardship] = [text for text in others if "hardship" in text]
        [counting] = [text for text in others if text.startswith("For the late charge")]
        grace, least = int(clause["grace"]), int(re.findall(r"at least (\d+) days", hardship)[0])
        is_excused = notice >= least and (month not in self.peak()[0] or "peak months too" in hardship)
        if days_late <= grace or is_excused:
            return 0
        n_days = days_late if "every day counts" in counting else days_late - grace
        return min(int(clause["most"]), n_days * int(clause["daily"]))

    def damage(self, cause: str, after: int, cost: int) -> int:
        clause = self.clause(
            r"pays for the repair of .*, at the most (?P<most>\d+) crowns", r"Customer bears up to (?P<most>\d+) crowns"
        )
        [excused] = self.referred(clause)
        within = int(re.findall(r"within (\d+) days", excused)[0])
        causes = re.findall(r"damage caused by (.*?), provided", excused)[0].split(" or ")
        return 0 if cause in causes and after <= within else min(cost, int(clause["most"]))

    def cancelling(self, units: int, month: str, before: int, event: str) -> int:
        clause = self.clause(
            r"until (?P<free>\d+) days before .* pays (?P<share>\d+) per cent",
            r"less than (?P<free>\d+) days before .* costs (?P<share>\d+) per cent",
        )
        [excused] = [text for text in self.referred(clause) if text.startswith("Nothing is owed")]
        events = re.findall(r"where the reason is (.*?)\.", excused)[0].split(" or ")
        if event in events or before >= int(clause["free"]):
            return 0
        return self.price(units, month) * int(clause["share"]) // 100


def solve(text: str, answers: tuple[str, str], source: str) -> str:
    contract = Contract(source)
    if late := LATE.search(text):
        month, units, days = late[1], int(late[2]), int(late[3])
        notice = NOTICE.search(text)
        owed = contract.price(units, month) + contract.late_charge(month, days, int(notice[1]) if notice else 0)
    elif damage := DAMAGE.search(text):
        owed = contract.damage(damage[1], int(damage[2]), int(damage[3]))
    else:
        cancelled = CANCELLED.search(text)
        assert cancelled is not None
        owed = contract.cancelling(int(cancelled[1]), cancelled[2], int(cancelled[3]), cancelled[4])
    return f"{owed} crowns"


def test_every_answer_follows_from_the_clauses() -> None:
    assert [*wrongly_solved("contracts", solve)] == []


def test_contracts_are_long_and_refer_to_clauses_that_there_are() -> None:
    for question in first_questions("contracts"):
        source = question.source or ""
        assert len(source.split()) >= 400
        numbers = {number for number, _ in CLAUSES.findall(source)}
        assert set(re.findall(r"clause (\d+)", source)) <= numbers
        assert "{" not in source
