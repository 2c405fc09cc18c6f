"""Judging responses as a user does it: JudgeBench rows under any protocol, options by name, values that can't be."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.conftest import Dikast

REPLIES = [
    {"purpose": "decide", "contains": ["A:\n| It is 17."], "text": "Answer: A"},
    {"purpose": "decide", "text": "Answer: B"},
    {"purpose": "compare", "contains": ["A:\n| It is 17."], "text": "Answer: A"},
    {"purpose": "compare", "text": "Answer: B"},
    {"purpose": "rank", "text": "Ranking: A > B"},
    {"purpose": "assess", "text": "Answer: 7"},
    {"text": "Count them."},
]


def pair(number: int, right: str) -> dict[str, Any]:
    """A row of a JudgeBench file: what is better was proved by the right answer."""
    responses = {"response_A": "It is 17.", "response_B": "It is 18."}
    return {
        "pair_id": f"pair-{number}",
        "original_id": number,
        "source": "livebench-math" if number % 2 else "mmlu-pro-law",
        "question": f"How many hens are in coop {number}?",
        "response_model": "a-model",
        **responses,
        "label": right,
    }


def experiment(folder: Path, *protocols: object, agents: tuple[str, ...] = ("judge",), **changes: Any) -> Path:
    """An experiment over four pairs, the first response better in all; one script in each seat."""
    rows = [pair(number, "A>B") for number in range(4)]
    (folder / "pairs.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    (folder / "script.yaml").write_text(yaml.safe_dump({"replies": REPLIES}))
    whole: dict[str, Any] = {
        "name": "play",
        "questions": {"dataset": "judgebench", "path": "pairs.jsonl"},
        "protocols": [*protocols],
        "agents": dict.fromkeys(agents, "scripted:script.yaml"),
        **changes,
    }
    path = folder / "play.yaml"
    path.write_text(yaml.safe_dump(whole, sort_keys=False))
    return path


def cells(dikast: Dikast) -> dict[str, dict[str, Any]]:
    return {cell["protocol"]: cell for cell in json.loads(dikast("show", "runs/play", "--json").out)["cells"]}


def test_a_weak_judge_debates_judgebench_pairs_as_they_are(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast(
        "run",
        experiment(tmp_path, "debate", "consultancy", "judge-pairwise", agents=("judge", "debater", "consultant")),
    )
    assert ended.code == 0, ended.err
    found = cells(dikast)
    assert (found["debate"]["episodes"], found["debate"]["unparsed"], found["debate"]["usage"]["calls"]) == (
        4,
        0,
        4 * 7,
    )
    # The judge of pairs sees both orders; by its answer it is right in all.
    assert (found["judge-pairwise"]["accuracy"], found["judge-pairwise"]["usage"]["calls"]) == (1.0, 8)
    text = dikast("transcript", "runs/play", "debate/judgebench-pair-0").out
    assert "Count them." in text
    assert "It is 17." in text


def test_published_pairs_are_debated_as_they_are(dikast: Dikast, tmp_path: Path, shared_data: Path) -> None:
    path = shared_data / "judge" / "judgebench_haiku_sample.jsonl"
    questions = {"dataset": "judgebench", "path": str(path)}
    agents = ("judge", "debater")
    ended = dikast("run", experiment(tmp_path, "debate", agents=agents, questions=questions), "--limit", "3")
    assert ended.code == 0, ended.err
    assert cells(dikast)["debate"]["usage"]["calls"] == 3 * 7


@pytest.mark.parametrize(
    ("use", "calls"),
    [
        ({"use": "judge-ranking"}, 1),
        ({"use": "judge-ranking", "by": "pairs"}, 2),
        ({"use": "judge-ranking", "by": "pairs", "points": "bradley-terry"}, 2),
        ({"use": "judge-pointwise"}, 2),
    ],
)
def test_ways_to_rate_and_rank_are_options(dikast: Dikast, tmp_path: Path, use: dict[str, Any], calls: int) -> None:
    ended = dikast("run", experiment(tmp_path, {**use, "as": "way"}))
    assert ended.code == 0, ended.err
    assert cells(dikast)["way"]["usage"]["calls"] == 4 * calls


def test_all_in_one_reply_is_an_option(dikast: Dikast, tmp_path: Path) -> None:
    path = experiment(tmp_path, {"use": "judge-pointwise", "each": "together", "as": "together"})
    script = tmp_path / "script.yaml"
    script.write_text(yaml.safe_dump({"replies": [{"text": "Scores: 8 3"}]}))
    assert dikast("run", path).code == 0
    found = cells(dikast)["together"]
    assert (found["usage"]["calls"], found["responses"]["score"]["value"]) == (4 * 1, 5.5)


@pytest.mark.parametrize(
    ("use", "message"),
    [
        ({"use": "judge-pointwise", "route": "logprob"}, "protocols[0].route: Input should be 'auto', 'logprobs', "),
        ({"use": "judge-pairwise", "orders": "some"}, "protocols[0].orders: Input should be 'rotations' or 'all', or a valid integer"),
        ({"use": "judge-reference-steps", "maximum": "many"}, "protocols[0].maximum: Input should be a valid number"),
        ({"use": "judge-pointwise", "margin": -1}, "protocols[0].margin: Input should be greater than or equal to 0, got -1"),
        ({"use": "judge-pairwise", "format": "bracket"}, "protocols[0].format: Input should be 'answer', 'brackets'"),
        ({"use": "judge-pairwise", "reference": "humans"}, "protocols[0].reference: Input should be 'none', 'answer'"),
        ({"use": "judge-pointwise", "rubric": "likert"}, "did you mean 'likert-5'?"),
        ({"use": "judge-ranking", "by": "pair"}, "protocols[0].by: Input should be 'list' or 'pairs', got 'pair'"),
        ({"use": "judge-claims", "reference": "answer"}, "nothing that the option 'reference' could change"),
        ({"use": "judge-constitution", "constitution": "nope"}, "no constitution 'nope': known: safe-and-honest"),
        ({"use": "judge-pointwise", "rubric": "mine.yaml"}, "mine.yaml:4, scale: a scale must rise, got 5 to 1"),
    ],
)  # fmt: skip
def test_a_value_that_cant_be_is_named_where_it_stands(
    dikast: Dikast, tmp_path: Path, use: dict[str, Any], message: str
) -> None:
    (tmp_path / "mine.yaml").write_text("name: mine\ndescription: x\nasks: y\nscale: {low: 5, high: 1}\n")
    ended = dikast("run", experiment(tmp_path, use))
    assert ended.code == 2
    assert message in ended.err
    assert "Traceback" not in ended.err
    assert not (tmp_path / "runs").exists()
