"""How far judges agree with people about questions that they can answer themselves, and about those that they can't.

Krumdick et al. 2025, No Free Labels (arXiv 2503.05061).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from dikast.metrics import AgreementByAbility
from dikast.records import Record
from dikast.report.own_answers import AbilityByQuestion
from dikast.report.pgr_table import FLOOR, agents_of, judge_alone

if TYPE_CHECKING:
    from dikast.metrics import Cell

CONTRADICTORY = -2
"""A verdict that is neither a choice nor a tie, where people call a tie, which is -1."""


class AbilityFinding(Record):
    """The agreement of one cell's judge with the right answers, by its own ability.

    `known_by` says how the ability is known: by the judge's `own answers` before it judged, or by its answers under the
    protocol `direct`.
    """

    cell: str
    known_by: Literal["own answers", "direct"]
    split: AgreementByAbility


def find_abilities(
    cells: Sequence[Cell],
    runs: Collection[str],
    own: AbilityByQuestion,
    cells_of_responses: Collection[str],
    resamples: int,
) -> list[AbilityFinding]:
    """The findings of all cells with one judge whose ability is known for some question.

    `own` is known from judges' own answers. It is for the cells that judge responses, by name; what a judge answers
    under `direct` is for the others, since of responses it would be another judgement of them, and no answer.
    """
    findings = []
    for cell in cells:
        judges = agents_of(cell, "judge")
        if len(judges) != 1 or cell.protocol == FLOOR:
            continue
        known_by: Literal["own answers", "direct"] = "direct"
        if cell.name in cells_of_responses:
            known_by = "own answers"
            (judge,) = judges
            known = {question: could for (agent, question), could in own.items() if agent == judge}
        else:
            known = _known_alone(judge_alone(cell, cells, runs))
        split = _split(cell, known, resamples)
        if split is not None:
            findings.append(AbilityFinding(cell=cell.name, known_by=known_by, split=split))
    return findings


def _known_alone(alone: Cell | None) -> dict[str, bool | None]:
    """Which questions a judge answered right every time when it was asked alone, and which it never did."""
    if alone is None:
        return {}
    scored = alone.where(alone.is_scored)
    n = np.bincount(scored.question)
    n_with = (np.bincount(scored.question[scored.credit == credit], minlength=len(n)) for credit in (1, 0))
    is_all = [(count == n).tolist() for count in n_with]
    # Anything between is neither.
    return {
        question: True if all_right else (False if all_wrong else None)
        for question, all_right, all_wrong in zip(scored.questions, *is_all, strict=True)
    }


def _split(cell: Cell, known: Mapping[str, bool | None], resamples: int) -> AgreementByAbility | None:
    """The agreement over the verdicts that can be right or wrong; None where no ability is known."""
    from dikast.metrics import agreement_by_ability

    scored = cell.where(cell.is_scored)
    could_answer = [known.get(scored.questions[code]) for code in scored.question]
    if not any(could is not None for could in could_answer):
        return None
    said = scored.choice.astype(np.float64)
    said[(scored.gold == scored.choice) & (scored.credit == 0)] = CONTRADICTORY
    return agreement_by_ability(
        scored.gold.astype(np.float64).tolist(),
        said.tolist(),
        could_answer,
        cluster=scored.question,
        resamples=resamples,
    )
