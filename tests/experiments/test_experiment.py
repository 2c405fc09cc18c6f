"""Experiment files: a mistake is reported before anything is called, with its place and the way out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dikast.errors import BadInput
from dikast.experiments import Experiment, load_experiment, prepare
from dikast.experiments.experiment import ProtocolUse
from dikast.experiments.limits.run_limits import Limits, ModelLimits
from dikast.questions import QuestionSource
from tests.experiments.conftest import Prepared, rows, seated, write

FILE = """\
name: play
description: A test.
questions:
  file: questions.jsonl
  limit: 2
protocols:
  - direct
  - use: debate
    rounds: 2
    best_of: {n: 2, scorer: pointwise}
agents:
  judge: scripted:script.yaml
  debater:
    model: scripted:script.yaml
repeats: 1
swap: none
order: balanced
seed: 0
limits:
  concurrency: 2
  timeout_s: 5
  tries: 1
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, rows(3))
    (tmp_path / "play.yaml").write_text(FILE)
    return tmp_path


def fault(folder: Path, *changes: str) -> str:
    """The message that the experiment is refused with."""
    with pytest.raises(BadInput) as raised:
        prepare(*load_experiment(folder / "play.yaml", changes), folder / "run")
    assert not (folder / "run").exists(), "no folder is left behind"
    return str(raised.value).replace(f"{folder}/", "")


def test_a_correct_file_is_read(folder: Path) -> None:
    experiment, _ = load_experiment(folder / "play.yaml")
    assert (experiment.limits.concurrency, experiment.questions.limit, len(experiment.protocols)) == (2, 2, 2)
    assert len(prepare(*load_experiment(folder / "play.yaml"), folder / "run").matrix) == 4


@pytest.mark.parametrize(
    "line", [i for i, line in enumerate(FILE.splitlines()) if ":" in line and i not in (11, 12, 13)]
)
def test_every_misspelt_key_is_reported_with_its_line_and_the_nearest_right_one(folder: Path, line: int) -> None:
    lines = FILE.splitlines()
    key = lines[line].split(":")[0].strip().removeprefix("- ")
    swapped = key[:-2] + key[-1] + key[-2]
    lines[line] = lines[line].replace(f"{key}:", f"{swapped}:", 1)
    (folder / "play.yaml").write_text("\n".join(lines))
    message = fault(folder)
    assert f"play.yaml:{line + 1}, " in message
    assert f"unknown key {swapped!r}: did you mean {key!r}?" in message


@pytest.mark.parametrize("model", [Experiment, Limits, ModelLimits, ProtocolUse, QuestionSource])
def test_every_part_of_the_file_is_closed_to_unknown_keys(model: Any) -> None:
    assert model.model_config["extra"] == "forbid"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("judge: scripted:script.yaml", "judge: gpt-99", "play.yaml:12, agents.judge: unknown model 'gpt-99'"),
        ("judge: scripted:script.yaml", "judge: nobody/gpt-99", "play.yaml:12, agents.judge: "),
        ("judge: scripted:script.yaml", "judge: scripted:none.yaml", "none.yaml: no such file"),
        ("judge: scripted:script.yaml", "judge: local/none.gguf", "play.yaml:12, agents.judge: no such file"),
        ("judge: scripted:script.yaml", "judge: nowhere:agent", "play.yaml:12, agents.judge: no module 'nowhere'"),
        ("judge: scripted:script.yaml", "judge: tests.experiments.agents:says_b", "has no 'says_b': did you mean 'says_a'?"),
        ("judge: scripted:script.yaml", "judge: []", "play.yaml:12, agents.judge: no agent is given"),
        ("judge: scripted:script.yaml", "jugde: scripted:script.yaml", "no agent for 'judge'"),
        ("  debater:\n    model: scripted:script.yaml", "", "play.yaml:8, protocols[1]: debate: no agent for 'alice': give one"),
        ("repeats: 1", "repeats: 0", "play.yaml:15, repeats: Input should be greater than or equal to 1, got 0"),
        ("swap: none", "swap: maybe", "play.yaml:16, swap: Input should be 'none' or 'both', got 'maybe'"),
        ("concurrency: 2", "concurrency: 0", "play.yaml:20, limits.concurrency: "),
        ("timeout_s: 5", "timeout_s: .nan", "play.yaml:21, limits.timeout_s: "),
        ("timeout_s: 5", "timeout_s: .inf", "play.yaml:21, limits.timeout_s: "),
        ("name: play", "name: ../play", "play.yaml:1, name: "),
        ("name: play", "name: ..", "play.yaml:1, name: "),
        ("- direct", "- dirct", "play.yaml:7, protocols[0]: no protocol 'dirct': did you mean 'direct'?"),
        ("- direct", "- none.yaml", "none.yaml: no such file"),
        ("- direct", "- direct\n  - direct", "play.yaml:8, protocols[1]: 'direct' is listed twice; name one of them with `as:`"),
        ("- direct", "- {use: direct, rounds: 2}", "protocols[0]: protocol 'direct' has nothing that the option 'rounds'"),
        ("file: questions.jsonl", "file: none.jsonl", "none.jsonl: no such file"),
        ("file: questions.jsonl", "library: dem", "unknown library of questions, got 'dem': did you mean 'demo'?"),
        ("limit: 2", "limit: 0", "play.yaml:5, questions.limit: "),
    ],
)  # fmt: skip
def test_a_mistake_is_reported_before_any_call(folder: Path, old: str, new: str, message: str) -> None:
    assert old in FILE
    (folder / "play.yaml").write_text(FILE.replace(old, new))
    assert message in fault(folder)


def test_a_hosted_model_without_its_key_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    message = fault(folder, "agents.judge=openai/gpt-4o")
    assert "--set agents.judge=openai/gpt-4o, agents.judge: 'openai/gpt-4o' needs a key: set OPENAI_API_KEY" in message


def test_an_agent_without_a_seat_in_any_protocol_is_refused(folder: Path) -> None:
    message = fault(folder, "agents.debator=scripted:script.yaml")
    assert "no protocol here has a seat 'debator': did you mean 'debater'?" in message


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (
            {"choices": ["a", "b", "c"]},
            "protocols[1]: debate: question '0' has 3 choices, and protocol 'debate' argues for 2",
        ),
        ({"choices": [], "answer": "17"}, "direct: question '0' has 0 choices"),
        ({"answer": 2}, "questions.jsonl:1, answer: an index from 0 to 1 is needed"),
        ({"answer": -1}, "questions.jsonl:1, answer: "),
        ({"answer": "C"}, "questions.jsonl:1, answer: "),
        ({"choices": ["a", "a"]}, "questions.jsonl:1"),
        ({"quesiton": "?"}, "questions.jsonl:1, quesiton: unknown key 'quesiton': did you mean 'question'?"),
        ({"id": "1"}, "questions.jsonl:2, id: the id '1' is taken"),
    ],
)
def test_a_question_that_does_not_fit_is_refused(folder: Path, row: dict[str, Any], message: str) -> None:
    questions = rows(3)
    questions[0] |= row
    write(folder, questions)
    (folder / "play.yaml").write_text(FILE)
    assert message in fault(folder)


def test_a_file_without_questions_is_refused(folder: Path) -> None:
    (folder / "questions.jsonl").write_text("\n")
    assert "no question is left to ask" in fault(folder)


# --- --set


@pytest.mark.parametrize(
    ("change", "path", "value"),
    [
        ("seed=7", ["seed"], 7),
        ("limits.concurrency=3", ["limits", "concurrency"], 3),
        ("agents.judge={model: human}", ["agents", "judge"], {"model": "human"}),
        ("agents.judge=[human, human]", ["agents", "judge"], ["human", "human"]),
        ("agents.judge.temperature=0", ["agents", "judge"], {"model": "scripted:script.yaml", "temperature": 0}),
        ("name=a=b", ["name"], "a=b"),
        ("description=: {", ["description"], ": {"),
        ("description=2024-13-45", ["description"], "2024-13-45"),
    ],
)
def test_a_change_sets_a_value(folder: Path, change: str, path: list[str], value: object) -> None:
    from dikast.experiments.set_values import with_changes
    from dikast.input_files import read_yaml

    data = with_changes(read_yaml(folder / "play.yaml"), [change]).data
    for step in path:
        data = data[step]
    assert data == value


def test_a_change_inside_a_key_with_dots_in_its_name(folder: Path) -> None:
    models = "limits.models={scripted:script.yaml: {in_flight: 2}}"
    experiment, _ = load_experiment(folder / "play.yaml", [models, "limits.models.scripted:script.yaml.in_flight=5"])
    assert experiment.limits.models["scripted:script.yaml"].in_flight == 5


def test_a_change_of_one_protocol_of_the_list(folder: Path) -> None:
    (folder / "house-debate.yaml").write_text((Path("dikast/protocols/library/debate.yaml")).read_text())
    changes = ["protocols.0=house-debate.yaml", "protocols.0.rounds=1", "protocols.0.as=house", "protocols.1.rounds=3"]
    experiment, _ = load_experiment(folder / "play.yaml", changes)
    assert [(use.use, use.as_, use.rounds) for use in experiment.protocols] == [
        ("house-debate.yaml", "house", 1), ("debate", None, 3),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("seed", "--set seed: write it as key=value"),
        ("sede=1", "--set sede=1, sede: unknown key 'sede': did you mean 'seed'?"),
        ("limits.concurency=1", "--set limits.concurency=1, limits.concurency: unknown key"),
        ("protocols.1.ruonds=1", "--set protocols.1.ruonds=1, protocols[1].ruonds: unknown key 'ruonds': did you"),
        ("protocols.5.rounds=1", "--set protocols.5.rounds=1: the list has 2 items, numbered from 0: there is no '5'"),
        ("protocols.².rounds=1", "the list has 2 items, numbered from 0: there is no '²'"),
        ("protocols.first.rounds=1", "the list has 2 items, numbered from 0: there is no 'first'"),
        ("seed.x=1", "--set seed.x=1: there is nothing to set inside 0"),
        ("seed=abc", "--set seed=abc, seed: Input should be a valid integer"),
    ],
)
def test_an_impossible_change_is_refused(folder: Path, change: str, message: str) -> None:
    assert message in fault(folder, change)


def test_one_agent_of_each_kind_fills_every_protocol_that_ships(tmp_path: Path) -> None:
    from dikast.protocols import AcceptMove, load_protocol, protocol_names

    ungraded = [name for name in protocol_names() if load_protocol(name).grade is None]
    # Some judge an answer in a solver's own words, and take no choices.
    names = [name for name in ungraded if not load_protocol(name).moves_of(AcceptMove)]
    question = {**rows(1)[0], "source": "The hens laid 17.", "reference_solution": "Count them: 17."}
    kinds = ("judge", "debater", "consultant", "solver", "helper", "predictor", "adversary")
    # One protocol asks its judge for likelihoods.
    (tmp_path / "sure.yaml").write_text("replies: [{text: 'Answer: A', likelihoods: {'*': -1}}]")
    agents = {**seated(*kinds), "judge": "scripted:sure.yaml"}
    path = write(tmp_path, [question], protocols=names, agents=agents)
    # A consultant argues for each of the two answers in an episode of its own.
    n_assigned = sum(load_protocol(name).is_assigned for name in names)
    assert len(prepare(*load_experiment(path), tmp_path / "run").matrix) == len(names) + n_assigned


def test_an_agent_of_a_kind_that_no_protocol_needs_is_ignored(prepared: Prepared) -> None:
    """`--set protocols=[direct]` narrows an experiment; its debaters need not be taken out."""
    agents = {"judge": "scripted:script.yaml", "debater": "scripted:script.yaml"}
    assert set(prepared(agents=agents).matrix.protocols) == {"direct"}
