"""Generated questions in a debate: what debaters know of the source, and a judge does not."""

from __future__ import annotations

from typing import Any

import pytest

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.questions import GENERATED_KINDS, generated_questions
from tests.players import Player, seated
from tests.questions.generated.test_table_questions import solve

PICTURE = "data:image/png"


async def texts_shown(kind: str, **options: Any) -> dict[str, str]:
    """All that each seat is sent in a debate."""
    [question] = generated_questions(kind, 1)
    player = Player()
    await run_episode(load_protocol("debate", **options), question, agents=seated(player))
    return {seat: "\n".join(player.texts(seat)) for seat in ("alice", "bob", "judge")}


@pytest.mark.parametrize("kind", GENERATED_KINDS)
async def test_debaters_read_the_source_and_the_judge_does_not(kind: str) -> None:
    [question] = generated_questions(kind, 1)
    line = (question.source or "").splitlines()[-1]
    shown = await texts_shown(kind, evaluation="blind")
    assert line in shown["alice"]
    assert line in shown["bob"]
    assert line not in shown["judge"]
    assert PICTURE not in shown["judge"]


async def test_a_figure_is_shown_to_debaters_with_or_without_its_numbers() -> None:
    [question] = generated_questions("figures", 1)
    line = (question.source or "").splitlines()[-1]
    both = await texts_shown("figures", evaluation="blind")
    assert PICTURE in both["alice"]
    alone = await texts_shown("figures", evaluation="blind", source="none")
    assert PICTURE in alone["alice"]
    assert line not in alone["alice"]
    assert PICTURE not in alone["judge"]
    assert PICTURE in (await texts_shown("figures"))["judge"]


async def test_a_judge_that_reads_the_source_is_always_right_and_another_one_guesses() -> None:
    def rule(request: Request) -> str:
        question = request.question
        if not question.source:
            return "Answer: A"
        solved = solve(question.text, (question.choices[0], question.choices[1]), question.source)
        return f"Answer: {'AB'[question.choices.index(solved)]}"

    credits: dict[str, list[int]] = {"direct": [], "direct-with-source": []}
    for question in generated_questions("tables", 12):
        for name, right in credits.items():
            episode = await run_episode(load_protocol(name), question, agents=seated(Player(rule)))
            right.append(int(episode.verdict.choice == question.gold))
    assert sum(credits["direct-with-source"]) == 12
    assert 2 <= sum(credits["direct"]) <= 10
