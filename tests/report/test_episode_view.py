"""An episode on a page: what candidates were given, and the steps of their reasoning."""

from __future__ import annotations

import pytest

from dikast.records import Episode
from dikast.report.episode_view import EpisodeView, view_episode
from dikast.report.notable_episodes import NotableEpisode
from tests.graphs.test_crediting_reasoning import RIGHT, CreditAgent, judged, single


def viewed(episode: Episode) -> EpisodeView:
    return view_episode(episode, NotableEpisode(run="run", id=episode.id, kinds=("unparsed",), score=1.0))


async def test_each_response_has_its_score_and_the_steps_that_it_is_made_of() -> None:
    wrong, right = viewed(await judged("judge-reasoning", CreditAgent({"2": 0}))).answers
    assert (wrong.standing, right.standing) == ("score 0.35 (steps 0.5, answer 0)", "score 0.65 (steps 0.5, answer 1)")
    assert [(step.label, step.text) for step in right.steps] == [
        ("holds", "3 * 12 = 36"),
        ("does not hold", "36 - 4 is what is left"),
    ]


async def test_the_first_link_that_fails_is_named() -> None:
    view = viewed(await judged("judge-chain", CreditAgent({"cognition": 0}), single(RIGHT)))
    assert view.answers[0].standing == "score 2 (perception 1, cognition 0, action 1, cognition fails first)"
    assert (view.result, view.verdict) == ("open", "the response is judged by itself")


@pytest.mark.parametrize("name", ["judge-reasoning", "judge-chain"])
async def test_what_could_not_be_read_has_no_score(name: str) -> None:
    agent = CreditAgent({"1": None, "cognition": None})
    (answer,) = viewed(await judged(name, agent, single(RIGHT))).answers
    assert answer.standing == ""
    assert "does not hold" not in [step.label for step in answer.steps[:2]]
