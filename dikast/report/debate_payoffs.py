"""Which cells of a report say whether debate pays: of each debate, the judge and the debater alone, and one speaker."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dikast.metrics import DebatePayoff
from dikast.records import Outcome, Record
from dikast.report.pgr_table import CEILING, FLOOR, agents_of, cell_of, of_same_run

if TYPE_CHECKING:
    from dikast.metrics import Cell, PayoffTable

ACCEPT_ALONE, ANSWERER_ALONE = "accept-answer", "answer-consultancy"
"""The judge alone of answers that are made in the episode; and the solver alone speaking for its answer."""


class MissingPayoff(Record):
    """What a run would need for the payoff of the debate in a cell."""

    cell: str
    needs: tuple[str, ...]


@dataclass
class AnswerTruths:
    """Which answers that were given in episodes are right, by the labels of the cell and the question."""

    found: defaultdict[tuple[str, str], dict[str, set[bool]]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, labels: tuple[str, str], outcome: Outcome) -> None:
        """Takes up the answer of one more outcome, if it is known whether it is right."""
        if outcome.acceptance is not None and outcome.acceptance.answer in ("right", "wrong"):
            truths = self.found[labels].setdefault(outcome.question, set())
            truths.add(outcome.acceptance.answer == "right")

    def shared(self, cells: Iterable[Cell]) -> dict[str, bool]:
        """The truth for each question to which the solver gave the same answer, right or wrong, in all these cells."""
        tables = [self.found.get((cell.protocol, cell.agents), {}) for cell in cells]
        questions = set.intersection(*map(set, tables))
        truths = {question: set.union(*(table[question] for table in tables)) for question in questions}
        return {question: truth.pop() for question, truth in truths.items() if len(truth) == 1}


@dataclass(frozen=True)
class _Sources:
    """The cells that a payoff is made from."""

    debate: Cell
    alone: Cell
    debater: Cell
    one_speaker: Cell


def find_payoffs(
    cells: Sequence[Cell], runs: Iterable[str], truths: AnswerTruths, resamples: int
) -> tuple[list[DebatePayoff], list[MissingPayoff]]:
    """The payoff of every debate whose judge was asked alone, and what is missing for the others of these.

    A debate is a cell with debaters, or with critics of an answer that is given in the episode.
    """
    from dikast.metrics import measure_payoff

    run_names = set(runs)
    payoffs: list[DebatePayoff] = []
    missing: list[MissingPayoff] = []
    for cell in cells:
        sources = _sources(cell, of_same_run(cell, cells, run_names))
        if isinstance(sources, MissingPayoff):
            missing.append(sources)
        elif sources is not None:
            payoff = measure_payoff(cell.name, _table(sources, truths), resamples=resamples)
            if payoff.questions:
                payoffs.append(payoff)
    return payoffs, missing


def _sources(cell: Cell, others: Sequence[Cell]) -> _Sources | MissingPayoff | None:
    """The cells of a payoff, or what is missing; None for no debate, and where the judge was never asked alone."""
    is_of_answers = bool(cell.seats.of_kind("critic").any())
    kind = "critic" if is_of_answers else "debater"
    judges, debaters = agents_of(cell, "judge"), agents_of(cell, kind)
    solvers = agents_of(cell, "solver")
    same = [other for other in others if agents_of(other, "solver") == solvers]
    alone = cell_of(same, ACCEPT_ALONE if is_of_answers else FLOOR, judges)
    if not debaters or alone is None:
        return None
    if len(debaters) > 1:
        return MissingPayoff(cell=cell.name, needs=(f"one agent as every {kind}",))
    asked = (ACCEPT_ALONE,) if is_of_answers else (CEILING, FLOOR)
    debater = next(filter(None, (cell_of(same, protocol, debaters) for protocol in asked)), None)
    if is_of_answers:
        one_speaker = cell_of(same, ANSWERER_ALONE, judges)
        speaking = f"{ANSWERER_ALONE} with the same solver and judge"
    else:
        one_speaker = _consultancy(same, judges, debaters)
        speaking = f"consultancy with {' '.join(debaters)} as the consultant and the same judge"
    if debater is not None and one_speaker is not None:
        return _Sources(cell, alone, debater, one_speaker)
    deciding = f"{' or '.join(asked)} with {' '.join(debaters)} as the judge"
    lacks = {deciding: debater, speaking: one_speaker}
    return MissingPayoff(cell=cell.name, needs=tuple(need for need, found in lacks.items() if found is None))


def _consultancy(cells: Sequence[Cell], judges: set[str], consultants: set[str]) -> Cell | None:
    """The first cell in which these speak for an assigned side, alone, before the same judge."""
    for cell in cells:
        agents = agents_of(cell, "judge"), agents_of(cell, "consultant")
        if (cell.argues >= 0).any() and agents == (judges, consultants):
            return cell
    return None


def _table(sources: _Sources, truths: AnswerTruths) -> PayoffTable:
    """The accuracies on the questions that all of these cells decided."""
    import numpy as np

    from dikast.metrics import PayoffTable, question_means

    alone, debater, debate = (question_means(one) for one in (sources.alone, sources.debater, sources.debate))
    told_right, told_wrong = _told(sources, truths)
    told = told_right.keys() | told_wrong.keys()
    shared = sorted(alone.keys() & debater.keys() & debate.keys() & told)

    def column(values: Mapping[str, float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return np.array([values.get(question, np.nan) for question in shared])

    return PayoffTable(column(alone), column(debater), column(told_right), column(told_wrong), column(debate))


def _told(sources: _Sources, truths: AnswerTruths) -> tuple[dict[str, float], dict[str, float]]:
    """The judge's accuracy on each question after one agent spoke for what is right, and for what is wrong."""
    from dikast.metrics import question_means

    cell = sources.one_speaker
    if (cell.argues >= 0).any():
        is_known = (cell.gold >= 0) & (cell.argues >= 0)
        is_right = cell.argues == cell.gold
        return question_means(cell.where(is_known & is_right)), question_means(cell.where(is_known & ~is_right))
    accuracy = question_means(cell)
    known = truths.shared((sources.debate, sources.alone, sources.debater, cell))
    told = (
        {question: accuracy[question] for question in accuracy if known.get(question) is truth}
        for truth in (True, False)
    )
    told_right, told_wrong = told
    return told_right, told_wrong
