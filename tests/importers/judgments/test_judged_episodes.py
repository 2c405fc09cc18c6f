"""A judgement as an episode: how the replies in both orders make one verdict, and what a run folder holds of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.importers import RecordedGame, import_judgments
from dikast.importers.judgments.combine_games import combine_games
from dikast.input_files import BadRows
from dikast.protocols import Protocol
from dikast.questions import Winner
from dikast.records import Episode, Verdict
from tests.importers.judgments import published_rows as rows
from tests.importers.judgments.published_rows import changed, imported, read_row


def verdict_of(*winners: Winner) -> Verdict:
    """The verdict of replies about two candidates, in one order and then in the other."""
    orders = ((0, 1), (1, 0))
    games = [
        RecordedGame(order=order, winner=winner, reason=None if winner is not None else "nothing")
        for order, winner in zip(orders, winners, strict=False)
    ]
    return combine_games(games, 2)


@pytest.mark.parametrize(
    ("winners", "status", "choice", "tie", "probabilities"),
    [
        ((1,), "decided", 1, False, (0, 1)),
        (("tie",), "decided", None, True, (0.5, 0.5)),
        ((None,), "unparsed", None, False, None),
        ((0, 0), "decided", 0, False, (1, 0)),
        ((0, "tie"), "decided", 0, False, (0.75, 0.25)),
        (("tie", "tie"), "decided", None, True, (0.5, 0.5)),
        # Contradictory orders are no tie.
        ((0, 1), "decided", None, False, (0.5, 0.5)),
        # What can't be read counts nothing, and is no tie either.
        ((None, 1), "decided", 1, False, (0, 1)),
        ((None, "tie"), "decided", None, True, (0.5, 0.5)),
        ((None, None), "unparsed", None, False, None),
    ],
)
def test_replies_in_both_orders_make_one_verdict(
    winners: tuple[Winner, ...], status: str, choice: int | None, tie: bool, probabilities: tuple[float, ...] | None
) -> None:
    verdict = verdict_of(*winners)
    assert (verdict.status, verdict.choice, verdict.tie, verdict.probabilities) == (status, choice, tie, probabilities)
    assert len(verdict.looks) == len(winners)
    assert (verdict.reason is None) == (status == "decided")


def test_a_verdict_that_is_no_tie_is_written_as_before() -> None:
    assert "tie" not in verdict_of(0).model_dump()
    assert verdict_of("tie").model_dump()["tie"] is True
    assert Verdict.model_validate(verdict_of("tie").model_dump()).tie


def test_an_episode_holds_the_judge_the_replies_and_what_else_the_file_says(tmp_path: Path) -> None:
    [episode], _ = imported(tmp_path, "judgebench", rows.JUDGEBENCH)
    assert episode.id == "judgebench-p1/small"
    assert episode.agents == {"judge": "small"}
    assert (episode.protocol_name, episode.swap) == ("judgebench-arena_hard", "both")
    assert [look.text for look in episode.verdict.looks] == ["[[A>>B]]", "[[B>A]]"]
    assert episode.origin is not None
    assert (episode.origin.source, episode.origin.recorded) == ("rows.jsonl", {"decisions": ["A>B", "B>A"]})
    assert episode.transcript.turns == ()
    assert Protocol.model_validate(episode.protocol).roles["judge"].sees == ("question", "choices")
    assert Episode.model_validate_json(episode.model_dump_json()) == episode


def test_a_judge_sees_the_context_and_the_references(tmp_path: Path) -> None:
    [contextual], _ = imported(tmp_path, "contextual", rows.CONTEXTUAL)
    assert Protocol.model_validate(contextual.protocol).roles["judge"].sees == ("question", "choices", "source")
    (tmp_path / "other").mkdir()
    [trivia, _], _ = imported(tmp_path / "other", "triviaqa-judges", rows.TRIVIAQA)
    assert Protocol.model_validate(trivia.protocol).roles["judge"].sees == ("question", "choices", "reference")


def test_the_better_response_is_not_always_first_where_the_order_is_not_known(tmp_path: Path) -> None:
    pairs = [changed(rows.REWARDBENCH, id=id) for id in range(40)]
    episodes, _ = imported(tmp_path, "rewardbench", *pairs)
    first = [episode.order[0] for episode in episodes]
    assert 10 < sum(first) < 30
    assert {look.order for episode in episodes for look in episode.verdict.looks} == {()}


def test_the_same_import_again_changes_nothing_and_another_is_refused(tmp_path: Path) -> None:
    imported(tmp_path, "judgebench", rows.JUDGEBENCH)
    episodes, _ = imported(tmp_path, "judgebench", rows.JUDGEBENCH)
    assert len(episodes) == 1
    with pytest.raises(BadInput, match="question set"):
        imported(tmp_path, "judgebench", changed(rows.JUDGEBENCH, label="B>A"))


def test_a_judge_can_judge_a_question_once(tmp_path: Path) -> None:
    judgments = read_row(tmp_path, "judgebench", rows.JUDGEBENCH, rows.JUDGEBENCH)
    with pytest.raises(BadInput, match=r"rows.jsonl:2: 'small' judged 'judgebench-p1' already, at .*rows.jsonl:1"):
        import_judgments(judgments, [tmp_path / "rows.jsonl"], tmp_path / "run")


def test_a_file_without_a_usable_row_is_an_error(tmp_path: Path) -> None:
    broken: dict[str, Any] = changed(rows.JUDGEBENCH, label="?")
    with pytest.raises(BadInput, match="there is nothing to import in this file"):
        imported(tmp_path, "judgebench", broken, bad=BadRows(skips=True))
