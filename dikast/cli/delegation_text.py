"""What copies of a helper had answered by further copies, as lines of a transcript."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dikast.cli.quote_lines import on_one_line
from dikast.records import DelegatedAnswer

_MISSING = {"unparsed": "nothing that could be read", "left_out": "not answered: the budget was used up"}


def delegation_lines(answers: Sequence[DelegatedAnswer], path: str = "") -> Iterator[str]:
    """A line for each question of a copy and one for its answer, numbered from the judge's own: 2.1 is the first that
    the copy with the judge's second question asked. The judge's own are in the turn itself.
    """
    for number, answer in enumerate(answers, 1):
        here = f"{path}{number}"
        if path:
            yield f"  {here} {on_one_line(answer.question)}"
            yield f"  {here} → {on_one_line(_MISSING.get(answer.status, answer.answer))}"
        yield from delegation_lines(answer.asked, f"{here}.")
