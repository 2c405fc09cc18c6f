"""The NYU debates as episodes: nothing is lost, quotes are where their spans say, rewards are those that were paid."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import RunFolder, load_episodes
from dikast.importers import import_recordings, read_nyu
from dikast.input_files import BadRows
from dikast.metrics import CellSummary, judge_reward, summarise
from dikast.records import Episode

STORY = {
    "article_id": "1",
    "title": "Eggs",
    "tokens": ["The", "hen", "-LRB-", "old", "-RRB-", "did", "n't", "``", "sleep", "''", "."],
}
ROW: dict[str, Any] = {
    "id": "eggs-0", "debater": "human", "protocol": "debate", "correct_index": 1, "article_id": "1", "story_title": "Eggs",
    "question": "Did it sleep? ", "answers": ["Yes.", "No. "], "judge_reward": -0.5, "num_continues": 1,
    "offline_judgments": {"Second": {"mode": "stepped", "p_correct": [0.5, 0.25]}},
    "turns": [
        {"round": 0, "type": "judge", "speaker": "Judge", "dist": [0.5, 0.5], "text": "Show me."},
        {"round": 1, "type": "sim", "speaker": "A", "arguing_for": 0, "segments": [{"text": "It did: "}, {"quote": "“ sleep”", "span": [7, 10]}]},
        {"round": 1, "type": "sim", "speaker": "B", "arguing_for": 1, "segments": [{"quote": "The hen ( old ) didn't", "span": [0, 7]}, {"text": "!"}]},
        {"round": 2, "type": "judge", "speaker": "Judge", "dist": [0.25, 0.75], "text": "Well?"},
        {"round": 3, "type": "seq", "speaker": "A", "arguing_for": 0, "segments": [{"text": "Still."}]},
        {"round": 3, "type": "seq", "speaker": "B", "arguing_for": 1, "segments": [{"text": "No."}]},
        {"round": 4, "type": "judge", "speaker": "Judge", "dist": [0.1, 0.9], "text": "Done."},
    ],
}  # fmt: skip


def imported(folder: Path, *rows: dict[str, Any]) -> list[Episode]:
    """The episodes of these rows, through a run folder."""
    (folder / "debates.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "stories.jsonl").write_text(json.dumps(STORY) + "\n")
    files = [folder / "debates.jsonl"]
    import_recordings(read_nyu(files), files, folder / "run")
    return list(load_episodes(folder / "run"))


def imported_cells(folder: Path) -> list[CellSummary]:
    """The cells of the run that was imported in the folder, sorted by the labels of their agents."""
    return sorted(summarise(RunFolder.open(folder / "run").outcomes()), key=lambda cell: cell.agents)


def test_a_debate_keeps_its_turns_its_beliefs_and_its_reward(tmp_path: Path) -> None:
    first, _ = imported(tmp_path, ROW)
    assert [(t.tick, t.round, t.seat, t.kind) for t in first.transcript.turns] == [
        (1, 0, "judge", "question"), (2, 1, "A", "speech"), (2, 1, "B", "speech"), (3, 1, "judge", "question"),
        (4, 2, "A", "speech"), (5, 2, "B", "speech"),
    ]  # fmt: skip
    assert [(look.round, look.probabilities) for look in first.looks] == [(0, (0.5, 0.5)), (1, (0.25, 0.75))]
    assert (first.verdict.choice, first.verdict.probabilities, first.verdict.looks[0].text) == (1, (0.1, 0.9), "Done.")
    assert first.agents == {"A": "person", "B": "person", "judge": "person judging"}
    assert first.question.choices == ("Yes.", "No.")
    assert first.origin is not None
    assert (first.origin.source, first.origin.recorded["judge_reward"]) == ("debates.jsonl", -0.5)


def test_quotes_are_found_in_the_speech_and_in_the_story(tmp_path: Path) -> None:
    episode = imported(tmp_path, ROW)[0]
    source = episode.question.source or ""
    for turn in episode.transcript.turns:
        assert all(turn.text[q.start : q.end] == q.text for q in turn.quotes)
    assert [(c.status, c.about, c.tick) for c in episode.checks] == [("verified", "2/A", 3), ("verified", "2/B", 3)]
    assert [source[int(str(c.evidence["start"])) : int(str(c.evidence["end"]))] for c in episode.checks] == [
        "`` sleep ''", "The hen ( old ) did n't",
    ]  # fmt: skip


def test_a_quote_that_differs_from_its_span_is_refuted(tmp_path: Path) -> None:
    wrong = json.loads(json.dumps(ROW))
    wrong["turns"][1]["segments"][1]["span"] = [6, 9]
    assert imported(tmp_path, wrong)[0].checks[0].status == "refuted"


def test_a_second_judge_is_an_episode_with_the_turns_it_had_read(tmp_path: Path) -> None:
    first, second = imported(tmp_path, ROW)
    assert second.id == "eggs-0/Second"
    assert second.origin is not None
    assert second.origin.episode == first.id
    assert (second.verdict.probabilities, [look.round for look in second.looks]) == ((0.75, 0.25), [0])
    assert [t.key for t in second.transcript.turns] == ["1/judge", "2/A", "2/B"]


def test_a_second_judge_who_read_the_whole_debate_at_once_has_one_belief(tmp_path: Path) -> None:
    timed = ROW | {"offline_judgments": {"Late": {"mode": "timed", "p_correct": [0.8]}, "Gone": {"p_correct": [None]}}}
    _, late = imported(tmp_path, timed)
    assert late.looks == ()
    assert late.verdict.probabilities == pytest.approx((0.2, 0.8))
    assert len(late.transcript.turns) == 6


def test_a_quote_without_a_span_is_searched_for(tmp_path: Path) -> None:
    loose = json.loads(json.dumps(ROW))
    loose["turns"][2]["segments"][0] = {"quote": "the hen (old)"}
    first = imported(tmp_path, loose)[0]
    assert [(check.method, check.status) for check in first.checks] == [
        ("span-match", "verified"),
        ("passage-match", "refuted"),
    ]


@pytest.mark.parametrize("span", [[3, 99], [0, 12], [5, 5], [-1, 3]])
def test_a_span_outside_the_story_is_noted_and_its_quote_searched_for(tmp_path: Path, span: list[int]) -> None:
    odd = json.loads(json.dumps(ROW))
    odd["turns"][2]["segments"][0]["span"] = span
    first = imported(tmp_path, odd)[0]
    assert [check.method for check in first.checks] == ["span-match", "passage-match"]
    assert first.origin is not None
    notes = first.origin.recorded["spans_outside"]
    assert isinstance(notes, list)
    assert f"turns[2].segments[0].span: {span} is no span of the story's 11 tokens" in str(notes[0])


def test_bad_debates_are_left_out_where_that_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "stories.jsonl").write_text(json.dumps(STORY) + "\n", encoding="utf-8")
    debates = tmp_path / "debates.jsonl"
    no_story = ROW | {"id": "no", "question": "Where?", "article_id": "2"}
    lines = [json.dumps(ROW), "{", json.dumps(no_story), json.dumps({"id": "x"})]
    debates.write_text("\n".join(lines), encoding="utf-8")
    bad = BadRows(skips=True)
    assert [recording.id for recording in read_nyu([debates], None, bad)] == ["eggs-0"]
    places = {(error.where or "").split(",")[0].rpartition(":")[2] for error in bad.errors}
    assert places == {"2", "3", "4"}
    assert len(bad.errors) == 3


def test_a_debate_that_broke_off_keeps_its_turns_and_beliefs_but_has_no_verdict(tmp_path: Path) -> None:
    first, second = imported(tmp_path, ROW | {"final_judgement": None, "judge_reward": None})
    assert (first.verdict.status, first.verdict.choice) == ("unparsed", None)
    assert "broke off" in (first.verdict.reason or "")
    assert [look.probabilities for look in first.looks] == [(0.5, 0.5), (0.25, 0.75), (0.1, 0.9)]
    assert [(turn.seat, turn.text) for turn in first.transcript.turns][-1] == ("judge", "Done.")
    assert second.verdict.status == "decided"


def test_a_debate_that_broke_off_before_any_belief_is_kept_too(tmp_path: Path) -> None:
    begun = ROW | {"final_judgement": None, "turns": ROW["turns"][1:3], "offline_judgments": {}}
    (only,) = imported(tmp_path, begun)
    assert (only.verdict.status, only.looks, len(only.transcript.turns)) == ("unparsed", (), 2)
    assert (imported_cells(tmp_path)[0].unparsed, imported_cells(tmp_path)[0].episodes) == (1, 1)


def test_a_debate_without_a_turn_may_have_a_second_judge(tmp_path: Path) -> None:
    timed = {"Late": {"mode": "timed", "p_correct": [0.8]}}
    _, late = imported(tmp_path, ROW | {"final_judgement": None, "turns": [], "offline_judgments": timed})
    assert late.verdict.probabilities == pytest.approx((0.2, 0.8))


def test_the_final_judgement_is_the_verdict_if_the_last_turn_has_no_belief(tmp_path: Path) -> None:
    """Otherwise the belief before it would be taken for the verdict."""
    turns = [*ROW["turns"][:-1], {**ROW["turns"][-1], "dist": None}]
    first, _ = imported(tmp_path, ROW | {"final_judgement": [0.1, 0.9], "turns": turns})
    assert (first.verdict.probabilities, len(first.looks)) == ((0.1, 0.9), 2)


def test_a_null_means_the_same_as_a_missing_key(tmp_path: Path) -> None:
    bare = json.loads(json.dumps(ROW)) | {"story_title": None, "scoring": None, "offline_judgments": None}
    bare["turns"][0]["text"] = None
    bare["turns"][1]["segments"] = [{"text": "It did.", "quote": None, "span": None}, {"text": None, "quote": " sleep"}]
    bare["turns"][4]["segments"] = None
    without_beliefs = ROW | {"id": "eggs-1", "offline_judgments": {"Second": {"mode": None, "p_correct": None}}}
    first, other = imported(tmp_path, bare, without_beliefs)
    assert [turn.text for turn in first.transcript.turns if turn.seat == "A"] == ["It did.“ sleep”", ""]
    assert (first.transcript.turns[0].seat, other.id) == ("A", "eggs-1")


def test_debates_that_the_paper_leaves_out_are_in_a_cell_of_their_own(tmp_path: Path) -> None:
    """Otherwise an import of the whole file could not reproduce the figures of the paper."""
    imported(tmp_path, ROW, ROW | {"id": "eggs-1", "included_in_paper": False})
    assert [(cell.agents, cell.episodes) for cell in imported_cells(tmp_path)] == [
        ("debaters=human", 1), ("debaters=human in-paper=no", 1),
        ("debaters=human in-paper=no judge=second", 1), ("debaters=human judge=second", 1),
    ]  # fmt: skip


def test_rounds_are_counted_by_speeches_even_if_the_judge_does_not_begin(tmp_path: Path) -> None:
    begun = json.loads(json.dumps(ROW)) | {"offline_judgments": {}}
    begun["turns"] = [turn | {"round": turn["round"] - 1} for turn in begun["turns"][1:]]
    (only,) = imported(tmp_path, begun)
    assert [turn.round for turn in only.transcript.turns] == [1, 1, 1, 2, 2]
    assert [look.round for look in only.looks] == [1]


def test_a_question_with_its_answers_in_the_other_order_is_the_same_question(tmp_path: Path) -> None:
    other = json.loads(json.dumps(ROW)) | {
        "id": "eggs-1", "answers": ROW["answers"][::-1], "correct_index": 0, "offline_judgments": {},
    }  # fmt: skip
    first, _, turned = imported(tmp_path, ROW, other)
    assert turned.question == first.question
    assert turned.order == (1, 0)
    assert turned.verdict.probabilities == (0.9, 0.1)
    assert turned.transcript.seat("A").argues == 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"article_id": "2"}, "the stories hold no article '2'"),
        ({"turns": [{**ROW["turns"][1], "arguing_for": None}]}, "the index of an answer is needed"),
        ({"turns": [{**ROW["turns"][0], "dist": [1.0]}]}, "needs 2 probabilities"),
        ({"turns": ROW["turns"][1:3]}, "there is no judge's belief in it"),
        ({"turns": [{**ROW["turns"][0], "dist": [0.9, 0.9]}]}, "debates.jsonl:1, turns[0].dist: probabilities must add up to 1"),
        ({"turns": [*ROW["turns"][:4], {**ROW["turns"][4], "arguing_for": 1}, ROW["turns"][6]]}, "turns[4].arguing_for: 'A' argued for another answer before"),
        ({"final_judgement": [0.2, 0.8]}, "final_judgement: the judge's last turn says [0.1, 0.9], and this [0.2, 0.8]"),
        ({"turns": [*ROW["turns"][:-1], {**ROW["turns"][-1], "dist": None}]}, "turns[6].dist: the judge's last turn needs its belief"),
        ({"offline_judgments": {"Far": {"p_correct": [1.5]}}}, "debates.jsonl:1, offline_judgments.Far.p_correct"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_used_says_why(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as error:
        imported(tmp_path, ROW | change)
    assert message in str(error.value)
    assert "debates.jsonl:1" in str(error.value)


# --- real debates


@pytest.fixture(scope="module")
def real(shared_data: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Episode]:
    folder = tmp_path_factory.mktemp("nyu")
    files = [shared_data / "oversight" / "nyu_debates_full_sample.jsonl"]
    import_recordings(read_nyu(files), files, folder / "run")
    return list(load_episodes(folder / "run"))


def test_every_quote_of_the_real_debates_verifies(real: list[Episode]) -> None:
    checks = [check for episode in real if "/" not in episode.id for check in episode.checks]
    assert (len(checks), {check.status for check in checks}) == (1116, {"verified"})


def test_every_reward_follows_from_the_final_belief_and_the_number_of_looks(real: list[Episode]) -> None:
    """Michael et al. 2023: log2 of the final belief in the right answer, less 0.05 for each time the judge went on."""
    rewarded = 0
    for episode in real:
        if episode.origin is None or "judge_reward" not in episode.origin.recorded:
            continue
        gold, ps = episode.question.gold, episode.verdict.probabilities
        assert gold is not None
        assert ps is not None
        reward = judge_reward(ps[gold], len(episode.looks))
        assert reward == pytest.approx(episode.origin.recorded["judge_reward"], abs=1e-9)
        assert len(episode.looks) == episode.origin.recorded["num_continues"]
        rewarded += 1
    assert rewarded == 79


def test_the_real_sample_has_these_accuracies(real: list[Episode]) -> None:
    """People judging people's debates 23 of 29, their consultancies 10 of 18; a shared first place is half of one."""
    credits_by_cell: dict[tuple[str, str], list[float]] = {}
    for episode in real:
        if "/" in episode.id:
            continue
        ps, gold = episode.verdict.probabilities or (), episode.question.gold or 0
        credit = (ps[gold] > 0.5) + 0.5 * (ps[gold] == 0.5)
        credits_by_cell.setdefault(
            (episode.protocol_name, episode.agents.get("A", episode.agents.get("B", ""))), []
        ).append(credit)
    assert {cell: (sum(credits), len(credits)) for cell, credits in credits_by_cell.items()} == {
        ("debate", "person"): (23, 29), ("debate", "gpt-4"): (14, 18),
        ("consultancy", "person"): (10, 18), ("consultancy", "gpt-4"): (12, 14),
    }  # fmt: skip
