"""dikast judge: the transcripts of one run folder, judged again into another; only the judge is called."""

from __future__ import annotations

import importlib
import json
import os
import sys
from pathlib import Path

import pytest

from dikast.agents import Request
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write
from tests.experiments.fake_provider import provider

JUDGE = "replies: [{purpose: decide, text: 'Answer: B'}]\n"


@pytest.fixture
def played(dikast: Dikast, tmp_path: Path) -> Path:
    """A run of debates and consultancies, and the script of a judge that can do nothing but decide."""
    experiment = write(
        tmp_path, rows(4), protocols=["debate", "consultancy"], agents=seated("judge", "consultant", "debater")
    )
    assert dikast("run", experiment).code == 0
    (tmp_path / "judge.yaml").write_text(JUDGE)
    return tmp_path


def test_the_same_judge_gives_the_same_verdicts(dikast: Dikast, played: Path) -> None:
    before = json.loads(dikast("show", "runs/play", "--json").out)
    ended = dikast("judge", "runs/play", "--judge", "scripted:script.yaml", "--out", "runs/again", "--json")
    assert ended.code == 0
    after = json.loads(ended.out)
    keys = ("protocol", "questions", "episodes", "accuracy", "brier")
    assert [[cell[k] for k in keys] for cell in after["cells"]] == [[cell[k] for k in keys] for cell in before["cells"]]
    assert after["sides"][0]["agreed_when_right"] == before["sides"][0]["agreed_when_right"]


def test_another_judge_is_called_once_an_episode_and_no_other_agent_is(dikast: Dikast, played: Path) -> None:
    ended = dikast("judge", "runs/play", "--judge", "scripted:judge.yaml", "--json")
    summary = json.loads(ended.out)
    assert (ended.code, summary["folder"]) == (0, "runs/play-judged-scripted-judge-yaml")
    assert [(cell["episodes"], cell["usage"]["calls"], cell["accuracy"]) for cell in summary["cells"]] == [
        (4, 4, 0.5),
        (8, 8, 0.5),
    ]
    assert {cell["agents"] for cell in summary["cells"]} == {"judge=scripted:judge.yaml"}


def test_a_run_that_was_judged_again_can_be_judged_again(dikast: Dikast, played: Path) -> None:
    (played / "my first judge.yaml").write_text(JUDGE)
    assert dikast("judge", "runs/play", "--judge", "scripted:my first judge.yaml", "--out", "runs/first").code == 0
    summary = json.loads(dikast("judge", "runs/first", "--judge", "scripted:judge.yaml", "--json").out)
    assert {cell["agents"] for cell in summary["cells"]} == {"judge=scripted:judge.yaml"}


def test_the_same_command_again_makes_no_call(dikast: Dikast, played: Path) -> None:
    command = ("judge", "runs/play", "--judge", "scripted:judge.yaml", "--after-round", "1", "--swap", "none")
    first = dikast(*command)
    assert first.out.rstrip().endswith("play-judged-scripted-judge-yaml-round-1-none")
    assert dikast(*command).out == first.out
    (played / "judge.yaml").write_text("replies: [{role: nobody, text: x}]\n")
    assert "choose another --out" in dikast(*command).err


def test_both_orders_need_a_transcript_that_does_not_depend_on_the_order(dikast: Dikast, played: Path) -> None:
    ended = dikast("judge", "runs/play", "--judge", "scripted:judge.yaml", "--swap", "both")
    assert (ended.code, ended.out) == (2, "")
    assert "depends on the order of the answers" in ended.err
    assert not (played / "runs/play-judged-scripted-judge-yaml-both").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none", "--judge", "human"], "none: there is no such folder"),
        (["runs/play", "--judge", "nonsense"], "dikast: --judge: "),
        (["runs/play", "--judge", "scripted:judge.yaml", "--set", "rounds=2"], "'rounds' changes no verdict: known: "),
        (["runs/play", "--judge", "scripted:judge.yaml", "--set", "rout=label"], "did you mean 'route'?"),
        (["runs/play", "--judge", "scripted:judge.yaml", "--set", "samples=1"], "--set, samples: Input should be"),
        (["runs/play", "--judge", "scripted:judge.yaml", "--out", "runs/play"], "choose another --out"),
    ],
)
def test_bad_input_is_one_line_and_exit_code_2(
    dikast: Dikast, played: Path, arguments: list[str], message: str
) -> None:
    ended = dikast("judge", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert ended.err.count("\n") == 1


def test_a_judge_that_failed_is_called_again(dikast: Dikast, played: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = ("judge", "runs/play", "--judge", "tests.cli.test_judge_command:sulks", "--out", "runs/x")
    monkeypatch.setenv("SULKS", "yes")
    assert dikast(*command).code == 1
    monkeypatch.delenv("SULKS")
    again = dikast(*command)
    assert (again.code, "failed" in again.out) == (0, False)


async def sulks(request: Request) -> str:
    """A judge that fails while SULKS is set."""
    if os.environ.get("SULKS"):
        raise KeyError("not today")
    return "Answer: A"


def test_all_recordings_are_checked_before_any_call(dikast: Dikast, played: Path) -> None:
    line = {
        "question": "How many?",
        "choices": ["17", "18"],
        "speakers": {"pro": {"argues": 0}, "con": {"argues": 1}},
        "verdict": {"choice": 0},
    }
    turns = [{"round": 1, "speaker": name, "text": "So."} for name in ("pro", "con")]
    after_one_another = [turn | {"together": False} for turn in turns]
    lines = [line | {"id": "a", "turns": turns}, line | {"id": "b", "turns": after_one_another}]
    (played / "debates.jsonl").write_text("".join(json.dumps(row) + "\n" for row in lines))
    assert dikast("import", "jsonl", "debates.jsonl", "--out", "runs/theirs").code == 0
    ended = dikast("judge", "runs/theirs", "--judge", "scripted:judge.yaml", "--swap", "both", "--out", "runs/both")
    assert (ended.code, ended.err.startswith("dikast: episode 'b': what was said in 'debate' depends")) == (2, True)
    assert not (played / "runs" / "both").exists()


def test_a_judge_may_have_options_and_a_server(dikast: Dikast, played: Path) -> None:
    with provider(takes_s=0.0, reply="Answer: B") as server:
        command = ("judge", "runs/play", "--judge", "endpoint/m", "--api-base", server.base, "--json")
        summary = json.loads(dikast(*command, "--out", "runs/flag").out)
        mapping = f"{{model: endpoint/m, api_base: '{server.base}', temperature: 0}}"
        mapped = dikast("judge", "runs/play", "--judge", mapping, "--json")
    assert {cell["agents"] for cell in summary["cells"]} == {"judge=endpoint/m"}
    assert [cell["accuracy"] for cell in summary["cells"]] == [0.5, 0.5]
    assert json.loads(mapped.out)["folder"] == "runs/play-judged-endpoint-m"
    # Another temperature is another judge: its verdicts don't mix with those in the folder.
    hotter = dikast("judge", "runs/play", "--judge", mapping.replace("temperature: 0", "temperature: 1"))
    assert (hotter.code, "this folder holds another run" in hotter.err) == (2, True)
    assert dikast("show", "runs/play-judged-endpoint-m").code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--judge", "{model: endpoint/m"], "--judge: this mapping can't be read: write it as '{model: endpoint/qwen"),
        (["--judge", "{model: endpoint/m, 3: 4}"], "--judge: this mapping can't be read"),
        (["--judge", "{model: endpoint/m, api_bas: 'http://x/v1'}"], "did you mean 'api_base'?"),
        (["--judge", "{temperature: 0}"], "--judge: an agent is a name, or a mapping with a name under `model`"),
        (["--judge", "endpoint/m"], "api_base"),
        (["--judge", "scripted:judge.yaml", "--api-base", "http://x/v1"], "--api-base: is for a model that is given"),
        (["--judge", "endpoint/m", "--api-base", "x"], "must be an http:// or https:// URL"),
    ],
)
def test_a_judge_with_wrong_options_is_refused(
    dikast: Dikast, played: Path, arguments: list[str], message: str
) -> None:
    ended = dikast("judge", "runs/play", *arguments)
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_judges_of_responses_may_be_asked_in_other_orders(dikast: Dikast, tmp_path: Path) -> None:
    experiment = write(tmp_path, rows(2), protocols=["judge-pairwise"], agents=seated("judge"))
    assert dikast("run", experiment).code == 0
    (tmp_path / "judge.yaml").write_text(JUDGE)
    again = ("judge", "runs/play", "--judge", "scripted:judge.yaml", "--json", "--set")
    # One that always names the second: in both orders that is no verdict, or by games a tie, and in one order a choice.
    for settings, calls, brier in ((["games=counter"], 4, 0.25), (["orders=1", "--set", "ties=false"], 2, None)):
        ended = dikast(*again, *settings, "--out", "-".join(settings))
        assert ended.code == 0, ended.err
        (cell,) = json.loads(ended.out)["cells"]
        assert cell["usage"]["calls"] == calls
        assert brier is None or cell["brier"] == brier
    too_many = dikast(*again, "orders=3", "--out", "too-many")
    assert too_many.code == 2
    assert "more than the 2 rotations" in too_many.err
    assert not (tmp_path / "too-many").exists()


class TestProtocolsWithoutAVerdictBetweenAnswers:
    """Scores and rankings can't be taken over by another judge; what else is in the run can."""

    def played(self, dikast: Dikast, folder: Path, *protocols: str) -> None:
        """A run of these protocols, by a judge that gives each of them what it asks for."""
        replies = [
            {"purpose": "decide", "text": "Answer: A"},
            {"purpose": "assess", "text": "Answer: 7"},
            {"purpose": "rank", "text": "Ranking: A > B"},
        ]
        (folder / "all.yaml").write_text(json.dumps({"replies": replies}))
        (folder / "judge.yaml").write_text(JUDGE)
        agents = {"judge": "scripted:all.yaml"}
        assert dikast("run", write(folder, rows(2), protocols=[*protocols], agents=agents)).code == 0

    def test_they_are_left_out_and_named(self, dikast: Dikast, tmp_path: Path) -> None:
        self.played(dikast, tmp_path, "judge-ranking", "judge-pairwise", "judge-pointwise")
        ended = dikast("judge", "runs/play", "--judge", "scripted:judge.yaml", "--json")
        assert ended.code == 0, ended.err
        assert [cell["protocol"] for cell in json.loads(ended.out)["cells"]] == ["judge-pairwise"]
        assert (
            "left out, as they end in no judge's verdict between answers: 'judge-pointwise', 'judge-ranking'"
            in ended.err
        )

    def test_where_there_is_nothing_else_it_is_an_error(self, dikast: Dikast, tmp_path: Path) -> None:
        self.played(dikast, tmp_path, "judge-pointwise")
        ended = dikast("judge", "runs/play", "--judge", "scripted:judge.yaml")
        assert (ended.code, "does not end in a judge's verdict" in ended.err) == (2, True)


def test_transcripts_that_were_made_anew_are_others(
    dikast: Dikast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "judge.yaml").write_text(JUDGE)
    experiment = write(
        tmp_path,
        rows(1),
        protocols=["debate"],
        agents={"debater": "fresh_speaker:speak", "judge": "scripted:judge.yaml"},
    )
    for words in ("first", "second"):
        (tmp_path / "fresh_speaker.py").write_text(f"async def speak(request):\n    return {words!r}\n")
        monkeypatch.delitem(sys.modules, "fresh_speaker", raising=False)
        importlib.invalidate_caches()
        assert dikast("run", experiment, "--fresh").code == 0
        ended = dikast("judge", "runs/play", "--judge", "scripted:judge.yaml", "--out", "again")
        assert ended.code == (0 if words == "first" else 2), ended.err
    assert "its question set (code" in ended.err
    monkeypatch.delitem(sys.modules, "fresh_speaker", raising=False)
