"""A machine checks the claims in speeches; the checks are recorded, and shown to seats that see checks."""

from pathlib import Path

import pytest

from dikast.agents import Request
from dikast.graphs import run_episode
from dikast.protocols import Protocol, load_protocol
from dikast.records import Question
from tests.players import Player, seated, usual

QUESTION = Question(id="q", text="How much are 15% of 80?", choices=("12", "15"), gold=0, references=("12",))


@pytest.fixture
def checked(tmp_path: Path) -> Protocol:
    path = tmp_path / "checked.yaml"
    path.write_text(
        """\
name: checked
roles:
  alice: {kind: debater, argues: 0, sees: [question, choices, transcript]}
  bob: {kind: debater, argues: 1, sees: [question, choices, transcript]}
  judge: {kind: judge, sees: [question, choices, transcript, checks]}
moves:
  - rounds: 2
    each:
      - speak: [alice, bob]
      - check: steps
  - decide: judge
"""
    )
    return load_protocol(path)


def speeches(request: Request) -> str:
    if request.purpose != "speak":
        return usual(request)
    return "Since 15% of 80 = 12, I am right." if request.seat == "alice" else "Since 15% of 80 = 15, I am right. HOLDS"


async def test_each_claim_in_a_speech_is_checked_once_and_shown_to_the_judge(checked: Protocol) -> None:
    player = Player(speeches)
    episode = await run_episode(checked, QUESTION, agents=seated(player))
    statuses = {(check.about, check.status) for check in episode.checks}
    keys = {turn.key: turn.seat for turn in episode.transcript.turns}
    assert {(keys[about or ""], status) for about, status in statuses} == {("alice", "verified"), ("bob", "refuted")}
    assert len(episode.checks) == 4
    judge = str(player.requests[-1].messages[-1].content)
    assert judge.count("\nHOLDS\n") == judge.count("\nDOES NOT HOLD\n") == 2
    assert "checked by machine" in str(player.requests[-1].messages[0].content)
    assert not any("DOES NOT HOLD" in text for text in player.texts("alice") + player.texts("bob"))


async def test_answers_are_checked_against_references_if_the_question_has_any(checked: Protocol) -> None:
    protocol = Protocol.model_validate_json(checked.model_dump_json().replace('"check":"steps"', '"check":"answers"'))
    player = Player(lambda r: f"The answer is {QUESTION.choices[r.argues or 0]}." if r.purpose == "speak" else usual(r))
    episode = await run_episode(protocol, QUESTION, agents=seated(player))
    assert [check.status for check in episode.checks] == ["verified", "refuted"] * 2
    without = QUESTION.model_copy(update={"references": ()})
    assert (await run_episode(protocol, without, agents=seated(Player()))).checks == ()


async def test_a_judge_is_told_of_words_left_out_of_a_quote_and_of_a_doubtful_one() -> None:
    question = Question(
        id="lamp", text="Did it burn?", choices=("yes", "no"), gold=1,
        source="The lamp did not go out. It was in a non-existent tower of 10² steps.",
    )  # fmt: skip
    quotes = (
        "<quote>the lamp did … go out</quote>",
        "<quote>existent tower of 10²</quote>",
        "<quote>tower of 102</quote>",
    )
    player = Player(lambda r: "; ".join(quotes) if r.purpose == "speak" else usual(r))
    await run_episode(load_protocol("debate", rounds=1), question, agents=seated(player))
    told = str(player.requests[-1].messages[-1].content)
    assert told.count("\nVERIFIED, with words left out\n| ") == 2
    assert told.count("\nNOT VERIFIED, it can't be told whether the source means the same\n| ") == 2
    assert told.count("\nNOT IN THE SOURCE\n| ") == 2
