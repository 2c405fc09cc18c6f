"""An episode on a page: what candidates were given, and the steps of their reasoning."""

from __future__ import annotations

import pytest

from dikast.graphs import run_episode
from dikast.protocols import load_protocol
from dikast.records import Episode
from dikast.report.episode_view import EpisodeView, LookView, view_episode
from dikast.report.notable_episodes import NotableEpisode
from tests.graphs.test_crediting_reasoning import RIGHT, CreditAgent, judged, single
from tests.players import QUESTION, Player, seated, usual


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


async def test_predictions_and_picks_are_told_as_such_and_never_as_the_judges_looks() -> None:
    player = Player(lambda request: "2 * 3 = 7." if request.purpose == "speak" else usual(request))
    for name, who, moment in (
        ("market-making", "Prediction by market", "of what the judge will say"),
        ("budgeted-debate", "Picked by judge", "of 4 claims, with 2 checks left"),
    ):
        view = viewed(await run_episode(load_protocol(name), QUESTION, agents=seated(player)))
        (passage,) = view.passages
        looks = [(event.who, event.moment) for event in passage.events if isinstance(event, LookView)]
        assert set(looks) == {(who, moment)}
