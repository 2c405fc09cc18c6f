"""`dikast seal` and `dikast reveal`: right answers that nobody has during the run, and that can't be changed after it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from dikast.experiments import RunFolder
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, write


def sealed(dikast: Dikast) -> None:
    """Four questions with right answers, the same sealed, and an experiment on these."""
    known = [{**row, "answer": i % 2} for i, row in enumerate(rows(4))]
    Path("known.jsonl").write_text("".join(json.dumps(row) + "\n" for row in known))
    ended = dikast("seal", "known.jsonl", "--out", "sealed.jsonl")
    assert (ended.code, ended.err) == (0, "")
    file = write(Path(), [], order="given")
    file.write_text(file.read_text().replace("questions.jsonl", "sealed.jsonl"))


def secrets() -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path("sealed.secrets.json").read_text())
    return content


def test_a_sealed_question_has_a_hash_in_place_of_its_answer(dikast: Dikast) -> None:
    sealed(dikast)
    lines = [json.loads(line) for line in Path("sealed.jsonl").read_text().splitlines()]
    assert [sorted(line["choices"]) for line in lines] == [["17", "18"]] * 4
    assert all("answer" not in line for line in lines)
    seals = [line["metadata"]["gold_sealed"] for line in lines]
    assert len(set(seals)) == 4, "equal answers have seals of their own, by their salts"
    assert {len(seal) for seal in seals} == {64}


def test_a_run_is_without_gold_until_it_is_revealed_and_then_scored(dikast: Dikast) -> None:
    sealed(dikast)
    assert dikast("run", "play.yaml", "--plain").code == 0
    folder = RunFolder.open(Path("runs/play"))
    before = {outcome.id: outcome for outcome in folder.outcomes()}
    assert all(outcome.gold is None and outcome.credit is None for outcome in before.values())
    assert "No verdict can be called right or wrong" in dikast("report", "runs/play").out
    ended = dikast("reveal", "runs/play", "sealed.secrets.json")
    assert ended.out == "4 answers fit their seals; 4 episodes have them now\n"
    after = {outcome.id: outcome for outcome in folder.outcomes()}
    known = ["17", "18", "17", "18"]
    opened = sorted(folder.episodes(), key=lambda episode: episode.id)
    assert [episode.question.choices[episode.question.gold or 0] for episode in opened] == known
    # The judge always names the first choice.
    first = [episode.question.choices[0] for episode in opened]
    assert [after[id].credit for id in sorted(after)] == [float(a == b) for a, b in zip(first, known, strict=True)]
    for id, outcome in after.items():
        same = {"seconds", "usage", "choice", "agents", "team", "repeat", "views"}
        assert outcome.model_dump(include=same) == before[id].model_dump(include=same)
    again = dikast("reveal", "runs/play", "sealed.secrets.json")
    assert again.code == 2
    assert "no episode in it has a seal" in again.err
    resumed = dikast("run", "play.yaml", "--plain")
    assert resumed.code == 0
    assert {outcome.id: outcome for outcome in folder.outcomes()} == after, "the same command again changes nothing"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"answer": "17"}, "the answer to question '1' is not the one that was sealed"),
        ({"salt": "00"}, "the answer to question '1' is not the one that was sealed"),
        ({"id": "9"}, "nothing in it opens the seal of question '1'"),
    ],
)
def test_another_answer_than_the_sealed_one_is_refused_and_nothing_is_written(
    dikast: Dikast, change: dict[str, str], message: str
) -> None:
    sealed(dikast)
    dikast("run", "play.yaml", "--plain")
    content = secrets()
    content["secrets"][1] |= change
    Path("sealed.secrets.json").write_text(json.dumps(content))
    ended = dikast("reveal", "runs/play", "sealed.secrets.json")
    assert ended.code == 2
    assert message in ended.err
    assert all(outcome.gold is None for outcome in RunFolder.open(Path("runs/play")).outcomes())


def test_the_position_of_a_choice_says_nothing_of_it(dikast: Dikast) -> None:
    known = [{"id": str(i), "question": f"How many {i}?", "choices": ["17", "18"], "answer": 0} for i in range(40)]
    Path("known.jsonl").write_text("".join(json.dumps(row) + "\n" for row in known))
    dikast("seal", "known.jsonl", "--out", "sealed.jsonl")
    first = [json.loads(line)["choices"][0] for line in Path("sealed.jsonl").read_text().splitlines()]
    assert set(first) == {"17", "18"}


def test_no_seat_is_shown_a_seal(dikast: Dikast) -> None:
    sealed(dikast)
    dikast("run", "play.yaml", "--plain")
    seal = json.loads(Path("sealed.jsonl").read_text().splitlines()[0])["metadata"]["gold_sealed"]
    assert seal not in dikast("transcript", "runs/play", "direct/0").out


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"id": "0", "question": "How many?", "answer": "36"}, "only right choices can be sealed"),
        ({"references": ["17"]}, "has references: only right choices can be sealed"),
        ({"answer": None}, "no question here has a right choice to seal"),
    ],
)
def test_what_can_not_be_sealed(dikast: Dikast, row: dict[str, Any], message: str) -> None:
    base = row if "question" in row else {**rows(1)[0], **row}
    Path("known.jsonl").write_text(json.dumps(base) + "\n")
    ended = dikast("seal", "known.jsonl", "--out", "sealed.jsonl")
    assert ended.code == 2
    assert message in ended.err
    assert not Path("sealed.jsonl").exists()


def test_seals_are_not_replaced(dikast: Dikast) -> None:
    sealed(dikast)
    ended = dikast("seal", "known.jsonl", "--out", "sealed.jsonl")
    assert ended.code == 2
    assert "there already" in ended.err


@pytest.mark.parametrize("content", ["", "no json", "[]", '{"secrets": 3}'])
def test_a_file_without_secrets_is_bad_input(dikast: Dikast, content: str) -> None:
    sealed(dikast)
    dikast("run", "play.yaml", "--plain")
    Path("other.json").write_text(content)
    ended = dikast("reveal", "runs/play", "other.json")
    assert ended.code == 2
    assert "Traceback" not in ended.err
