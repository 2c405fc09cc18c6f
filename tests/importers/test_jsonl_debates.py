"""Debates of other systems, from a line of JSONL to episodes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import load_episodes
from dikast.importers import import_recordings, read_recordings
from dikast.protocols import Protocol
from dikast.records import Episode
from tests.cli.conftest import Dikast

LINE: dict[str, Any] = {
    "id": "d1", "question": "How many eggs?", "choices": ["17", "18"], "answer": "B", "source": "The hen laid eighteen eggs.",
    "speakers": {"pro": {"argues": "17", "agent": "model-a"}, "con": {"argues": 1}},
    "turns": [
        {"round": 1, "speaker": "pro", "text": "It says <quote>laid seventeen eggs</quote>."},
        {"round": 1, "speaker": "con", "text": "It says <quote>laid eighteen eggs</quote>."},
        {"round": 1, "speaker": "judge", "text": "Where?"},
        {"round": 2, "speaker": "pro", "text": "Here.", "together": False},
        {"round": 2, "speaker": "con", "text": "No, here.", "together": False},
    ],
    "judge": "model-j", "beliefs": [{"round": 1, "probabilities": [0.4, 0.6]}],
    "verdict": {"probabilities": [0.2, 0.8]},
    "second_judges": {"other": {"agent": "model-k", "verdict": {"choice": "A"}}},
}  # fmt: skip


def imported(folder: Path, *lines: dict[str, Any]) -> list[Episode]:
    """The episodes of these lines, through a run folder."""
    path = folder / "debates.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines))
    import_recordings(read_recordings([path]), [path], folder / "run")
    return list(load_episodes(folder / "run"))


def test_a_line_becomes_an_episode(tmp_path: Path) -> None:
    first, second = imported(tmp_path, LINE)
    assert first.question.gold == 1
    assert first.agents == {"pro": "model-a", "con": "unknown", "judge": "model-j"}
    assert [(t.tick, t.seat) for t in first.transcript.turns] == [
        (1, "pro"),
        (1, "con"),
        (2, "judge"),
        (3, "pro"),
        (4, "con"),
    ]
    assert [check.status for check in first.checks] == ["refuted", "verified"]
    assert (first.looks[0].round, first.verdict.choice) == (1, 1)
    assert (second.id, second.agents["judge"], second.verdict.probabilities) == ("d1/other", "model-k", (1.0, 0.0))


def test_the_inferred_protocol_could_be_run(tmp_path: Path) -> None:
    """Simultaneous speeches make one block of rounds, sequential ones another; every turn has its move in it."""
    first = imported(tmp_path, LINE)[0]
    protocol = Protocol.model_validate(first.protocol)
    move_ids = {move_id for move_id, _, _ in protocol.numbered_moves()}
    assert {turn.move for turn in first.transcript.turns} <= move_ids
    assert [list(move.model_fields_set)[:1] for move in protocol.moves]
    assert not protocol.is_order_free


def test_one_speaker_makes_a_consultancy(tmp_path: Path) -> None:
    alone = LINE | {
        "speakers": {"pro": LINE["speakers"]["pro"]},
        "turns": LINE["turns"][:1],
        "protocol": "consultancy",
        "beliefs": [],
    }
    episode = imported(tmp_path, alone)[0]
    assert (episode.argues, episode.transcript.seats[0].kind) == (0, "consultant")


def test_a_verdict_comes_after_all_beliefs(tmp_path: Path) -> None:
    later = LINE | {"beliefs": [{"round": n, "probabilities": [0.5, 0.5]} for n in (1, 9)]}
    episode = imported(tmp_path, later)[0]
    assert [look.round for look in (*episode.looks, *episode.verdict.looks)] == [1, 9, 9]


def test_a_bare_choice_is_a_label_and_not_a_probability(tmp_path: Path) -> None:
    routes = {episode.id: episode.verdict.route for episode in imported(tmp_path, LINE)}
    assert routes == {"d1": "probabilities", "d1/other": "label"}


def test_every_belief_is_shown_where_it_was_stated(dikast: Dikast, tmp_path: Path) -> None:
    beliefs = [{"round": n, "probabilities": [n / 10, 1 - n / 10]} for n in (0, 1, 9)]
    (tmp_path / "d.jsonl").write_text(json.dumps(LINE | {"beliefs": beliefs}) + "\n")
    assert dikast("import", "jsonl", "d.jsonl", "--out", "runs/old").code == 0
    shown = dikast("transcript", "runs/old", "d1").out.splitlines()
    lines = [line for line in shown if line.startswith(("---", "judge"))]
    assert lines[0] == "judge, so far: A=0.000 B=1.000 by probabilities"
    assert lines[-3:-1] == ["judge, so far: A=0.900 B=0.100 by probabilities", "--- verdict ---"]
    assert sum(line.startswith("judge, so far: ") for line in lines) == 3


def test_a_line_without_speakers_is_a_judge_alone(tmp_path: Path) -> None:
    alone = LINE | {"speakers": {}, "turns": [], "protocol": "direct", "beliefs": []}
    assert imported(tmp_path, alone)[0].transcript.turns == ()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"anser": 1}, "debates.jsonl:1, anser: unknown key 'anser': did you mean 'answer'?"),
        ({"answer": "C"}, "debates.jsonl:1, answer: 'C' is no choice"),
        ({"verdict": {}}, "debates.jsonl:1, verdict: give either probabilities or a choice"),
        ({"verdict": {"probabilities": [0.5, 0.6]}}, "probabilities must add up to 1"),
        ({"verdict": {"probabilities": [0.2, 0.3, 0.5]}}, "a belief has 3 probabilities, for 2 choices"),
        (
            {"turns": [{"round": 1, "speaker": "nobody", "text": "x"}]},
            "'nobody' speaks, but is not one of the speakers",
        ),
        ({"turns": [{"round": 1, "speaker": "pro", "text": " "}]}, "a turn needs a text"),
        ({"speakers": {"judge": {"argues": 0}}}, "only the judge is called 'judge'"),
        ({"turns": LINE["turns"][::-1]}, "turns must be in the order of their rounds"),
        ({"beliefs": [{"round": n, "probabilities": [0.5, 0.5]} for n in (1, 0)]}, "beliefs must be in the order of"),
    ],
)
def test_a_line_that_cannot_be_used_says_where_and_why(tmp_path: Path, change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput) as error:
        imported(tmp_path, LINE | change)
    assert message in str(error.value)
    assert "debates.jsonl:1" in str(error.value)


def test_a_repeated_id_and_an_empty_file_are_refused(tmp_path: Path) -> None:
    twice = r"debates\.jsonl:2: the id 'd1' is already used by the one at .*debates\.jsonl:1: every debate needs"
    with pytest.raises(BadInput, match=twice):
        imported(tmp_path, LINE, LINE)
    with pytest.raises(BadInput, match="nothing to import"):
        imported(tmp_path)


def test_the_command_imports_once_and_refuses_another_debate_in_the_same_folder(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps(LINE) + "\n")
    ended = dikast("import", "jsonl", "d.jsonl", "--out", "runs/old")
    assert ended.code == 0
    assert "quotes compared with their source: 1 verified, 1 refuted" in ended.err
    assert dikast("show", "runs/old").out == ended.out
    assert dikast("import", "jsonl", "d.jsonl", "--out", "runs/old").out == ended.out
    shown = dikast("transcript", "runs/old", "d1/other").out
    assert "imported from d.jsonl: d1" in shown
    assert "Where?" in shown
    (tmp_path / "d.jsonl").write_text(json.dumps(LINE | {"id": "d2"}) + "\n")
    again = dikast("import", "jsonl", "d.jsonl", "--out", "runs/old")
    assert (again.code, "choose another --out" in again.err) == (2, True)
    assert dikast("import", "nyu", "none.jsonl", "--out", "x").err == "dikast: none.jsonl: no such file\n"


def test_an_episode_names_the_file_it_is_from(tmp_path: Path) -> None:
    paths = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for number, path in enumerate(paths):
        path.write_text(json.dumps(LINE | {"id": f"d{number}"}) + "\n")
    import_recordings(read_recordings(paths), paths, tmp_path / "run")
    sources = {e.id: e.origin.source for e in load_episodes(tmp_path / "run") if e.origin is not None}
    assert sources == {"d0": "one.jsonl", "d0/other": "one.jsonl", "d1": "two.jsonl", "d1/other": "two.jsonl"}


def test_quotes_are_counted_once_even_if_the_id_has_a_slash(dikast: Dikast, tmp_path: Path) -> None:
    (tmp_path / "d.jsonl").write_text(json.dumps(LINE | {"id": "set/1"}) + "\n")
    ended = dikast("import", "jsonl", "d.jsonl", "--out", "runs/old")
    assert "quotes compared with their source: 1 verified, 1 refuted" in ended.err


def test_the_documented_line_can_be_imported(tmp_path: Path) -> None:
    page = (Path(__file__).parents[2] / "docs" / "reports.md").read_text(encoding="utf-8")
    example = json.loads(page.partition("```json\n")[2].partition("```")[0])
    first, second = imported(tmp_path, example)
    assert [check.status for check in first.checks] == ["refuted", "verified"]
    assert (first.verdict.choice, second.agents["judge"]) == (1, "model-k")
