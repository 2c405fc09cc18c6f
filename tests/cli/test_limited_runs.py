"""dikast run with limits, an estimate, and a narrowed matrix: what is printed where, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.experiments.filters import read_only_pattern
from tests.cli.conftest import Dikast
from tests.experiments.conftest import rows, seated, write
from tests.experiments.fake_provider import provider


def test_at_a_limit_the_command_prints_a_partial_result_and_its_exit_code_is_3(dikast: Dikast, tmp_path: Path) -> None:
    """The agent counts no tokens and has no price, so the limit is one of time."""
    agents = {"judge": "tests.experiments.agents:slow"}
    experiment = write(tmp_path, rows(2000), agents=agents, limits={"concurrency": 2, "minutes": 0.01})
    ended = dikast("run", experiment)
    assert ended.code == 3
    first, *table = ended.out.splitlines()
    assert first.startswith("PARTIAL RESULT, stopped at limits.minutes of 0.01: ")
    assert "of 2,000 episodes; the same command with a higher limit goes on from there" in first
    assert "Judge accuracy, with its 95 % interval" in table
    assert '"partial": "stopped at limits.minutes of' in dikast("run", experiment, "--json").out


def test_a_limit_that_was_passed_is_said_though_no_episode_is_missing(dikast: Dikast, tmp_path: Path) -> None:
    with provider(takes_s=0.0, usage={"prompt_tokens": 10, "completion_tokens": 10_000}) as server:
        price = {"input": 0.0, "output": 1000.0}
        judge = {"model": "endpoint/m", "api_base": server.base, "usd_per_million": price}
        experiment = write(tmp_path, rows(1), agents={"judge": judge}, limits={"usd": 2})
        ended = dikast("run", experiment)
        assert ended.code == 3
        assert ended.out.startswith("limits.usd of $2 was passed: $10 are spent\n")
        assert "PARTIAL" not in ended.out
        assert '"passed": "limits.usd of $2 was passed: $10 are spent"' in dikast("run", experiment, "--json").out


def test_at_a_limit_of_money_it_is_said_what_the_next_call_may_take(dikast: Dikast, tmp_path: Path) -> None:
    with provider(takes_s=0.0, usage={"prompt_tokens": 10, "completion_tokens": 1000}) as server:
        price = {"input": 0.0, "output": 1000.0}
        judge = {"model": "endpoint/m", "api_base": server.base, "usd_per_million": price, "max_tokens": 1000}
        experiment = write(tmp_path, rows(9), agents={"judge": judge}, limits={"usd": 3.5})
        ended = dikast("run", experiment, "--plain")
    assert ended.code == 3
    assert "PARTIAL RESULT, stopped at limits.usd of $3.5" in ended.out
    assert "3 of 9 episodes; the same command with a higher limit goes on from there" in ended.out


def test_an_estimate_has_the_known_part_where_one_agent_has_no_price(dikast: Dikast, tmp_path: Path) -> None:
    priced = {"model": "endpoint/m", "api_base": "http://x/v1", "usd_per_million": {"input": 1.0, "output": 1000.0}}
    agents = {"debater": priced, "judge": "tests.experiments.agents:says_a"}
    experiment = write(tmp_path, rows(5), protocols=["debate"], agents=agents)
    line = dikast("run", experiment, "--estimate").out.splitlines()[1]
    assert line.split()[-3].startswith("$")
    assert line.endswith("+ ?")
    (cell,) = json.loads(dikast("run", experiment, "--estimate", "--json").out)
    assert cell["usd"] is None
    assert cell["known_usd"] > 1


def test_only_runs_a_part_of_the_matrix(dikast: Dikast, tmp_path: Path) -> None:
    experiment = write(tmp_path, rows(2), protocols=["direct", "debate"], agents=seated("judge", "debater"))
    assert "2/2" in dikast("run", experiment, "--only", "protocol=direct").err
    assert "2/2" in dikast("run", experiment, "--only", "protocol=debate").err
    ended = dikast("run", experiment, "--only", "protocl=debate")
    assert (ended.code, ended.out) == (2, "")
    assert "dikast: --only: 'protocl' is no axis of this matrix: did you mean 'protocol'?" in ended.err
    assert dikast("run", experiment, "--only", "debate").code == 2
    assert read_only_pattern(["a=b=c", "a=d"]) == {"a": ["b=c", "d"]}


def test_a_run_refuses_questions_that_have_changed(dikast: Dikast, tmp_path: Path) -> None:
    experiment = write(tmp_path, rows(2))
    assert dikast("run", experiment).code == 0
    changed = [{**rows(2)[0], "question": "How many, really?"}, rows(2)[1]]
    ended = dikast("run", write(tmp_path, changed))
    assert (ended.code, ended.out) == (2, "")
    assert "runs/play: since this run was begun its question set (all: " in ended.err
    assert "put back what was changed to go on with it, or choose another --out for a run of its own" in ended.err
    assert dikast("run", experiment, "--out", "runs/other").code == 0


@pytest.fixture
def priced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An experiment with one judge of a known price, and one of an unknown price."""
    monkeypatch.setenv("OPENAI_API_KEY", "sk-none")
    agents = {"judge": ["openai/gpt-4o-mini", "tests.experiments.agents:says_a"], "debater": "scripted:script.yaml"}
    return write(tmp_path, rows(20), protocols=["direct", "debate"], agents=agents)


def test_an_estimate_has_calls_tokens_and_money_and_makes_no_call(dikast: Dikast, priced: Path) -> None:
    ended = dikast("run", priced, "--estimate")
    assert (ended.code, ended.err) == (0, "")
    lines = ended.out.splitlines()
    heading, *cells = (line.split() for line in lines[: lines.index("")])
    assert heading == ["protocol", "agents", "episodes", "calls", "tokens", "in", "repeated", "tokens", "out", "cost"]
    assert [(cell[0], cell[2], cell[3]) for cell in cells[:4]] == [
        ("direct", "20", "20"), ("direct", "20", "20"), ("debate", "20", "140"), ("debate", "20", "140"),
    ]  # fmt: skip
    assert [cell[7].startswith("$0.") for cell in cells[:4]] == [True, False, True, False]
    assert [cell[7] for cell in cells[1:4:2]] == ["unknown", "unknown"]
    assert cells[4][:3] == ["all", "80", "320"]
    assert "and what is unknown" in lines[5]
    assert not (priced.parent / "runs").exists(), "nothing is left behind"


def test_an_estimate_is_of_the_episodes_that_are_left(dikast: Dikast, tmp_path: Path) -> None:
    experiment = write(tmp_path, rows(6), protocols=["direct", "debate"], agents=seated("judge", "debater"))
    dikast("run", experiment, "--only", "protocol=direct", "--only", "question=1")
    cells = json.loads(dikast("run", experiment, "--estimate", "--json").out)
    assert [(c["protocol"], c["episodes"], c["calls"], c["usd"]) for c in cells] == [
        ("direct", 5, 5, 0.0), ("debate", 6, 42, 0.0),
    ]  # fmt: skip


def test_plain_progress_is_lines_of_a_log(dikast: Dikast, tmp_path: Path) -> None:
    ended = dikast(
        "run", write(tmp_path, rows(4), agents={"judge": "tests.experiments.agents:breaks_on_two"}), "--plain"
    )
    assert ended.code == 1
    first, *_, last = ended.err.splitlines()
    assert first.split(" ", 1)[1] == "0/4 episodes"
    assert last.split(" ", 1)[1].startswith("4/4 episodes, 1 failed, PermanentError 1, 3 calls unpriced, ")
    assert "\x1b" not in ended.err


def test_keep_failed_leaves_failed_episodes_as_they_are(dikast: Dikast, tmp_path: Path) -> None:
    experiment = write(tmp_path, rows(4), agents={"judge": "tests.experiments.agents:breaks_on_two"})
    assert dikast("run", experiment).code == 1
    again = dikast("run", experiment, "--keep-failed")
    assert "4/4 1 failed before" in again.err
    assert again.code == 1, "it is not whole, whenever it failed"
    assert "failed: direct/2" in again.out
    others = dikast("run", experiment, "--keep-failed", "--only", "question=1")
    assert (others.code, "failed before" in others.err) == (0, False), "what this start is for is whole"
    assert dikast("run", experiment).code == 1


def test_a_settled_comparison_ends_the_run_early(dikast: Dikast, tmp_path: Path) -> None:
    uses = [{"use": "direct", "as": "one"}, {"use": "direct", "as": "other", "reasoning": True}]
    stop = {"compare": ["one", "other"], "width": 0.5}
    experiment = write(tmp_path, rows(300), protocols=uses, stop=stop, limits={"concurrency": 2})
    ended = dikast("run", experiment)
    assert ended.code == 0
    assert "settled: one less other: -0." in ended.err
    assert "episodes were not needed" in ended.err
    again = dikast("run", experiment)
    assert (again.code, again.out) == (0, ended.out), "and it is settled when it is looked at again"


def test_the_documented_estimate_of_the_overnight_example_is_right(
    dikast: Dikast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("OPENAI", "ANTHROPIC"):
        monkeypatch.setenv(f"{name}_API_KEY", "sk-none")
    root = Path(__file__).parents[2]
    ended = dikast("run", root / "examples" / "overnight.yaml", "--estimate")
    assert (ended.code, ended.err) == (0, "")
    table = [line.split()[:4] for line in ended.out.splitlines()[:7]]
    lines = (root / "docs" / "experiments.md").read_text().splitlines()
    at = next(i for i, line in enumerate(lines) if line.split()[:4] == table[0])
    assert [line.split()[:4] for line in lines[at : at + 7]] == table


def test_choices_that_speak_of_one_another_are_warned_of(dikast: Dikast, tmp_path: Path) -> None:
    odd = [{**row, "choices": ["42", "all of the above"], "answer": 0} for row in rows(2)]
    ended = dikast("run", write(tmp_path, odd))
    assert "warning: 2 questions have a choice that speaks of the others" in ended.err
    assert "'all of the above'" in ended.err
