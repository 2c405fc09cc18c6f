"""The library's protocols load and explain themselves. A user's own protocol is a file, which may change."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.graphs import mermaid
from dikast.protocols import Protocol, load_protocol, protocol_names

OF_RESPONSES = {name for name in protocol_names() if load_protocol(name).about == "responses"}
BETWEEN_ANSWERS = {name for name in protocol_names() if load_protocol(name).grade is None} - OF_RESPONSES
OF_SOLUTIONS = {name for name in protocol_names() if load_protocol(name).grade is not None}
OWN_PROTOCOL = "name: mine\nroles:\n  judge: {kind: judge, sees: [question, choices]}\nmoves:\n- decide: judge\n"


def test_the_library_has_the_six_protocols_of_kenton_et_al_and_more() -> None:
    six = {"direct", "direct-with-source", "consultancy", "open-consultancy", "debate", "open-debate"}
    by_answers = {"self-consistency", "peer-prediction", "peer-debate", "solver", "solver-samples", "solver-search"}
    checked = {"checked-debate", "checked-consultancy", "budgeted-debate", "amplification"}
    accepted = {name for name in BETWEEN_ANSWERS if load_protocol(name).accepts}
    others = {"multi-debate", "propaganda", "market-making", "debate-concession", "cross-examination"}
    assert six | others | by_answers | checked == BETWEEN_ANSWERS - accepted
    about_answers = {"accept-answer", "answer-consultancy", "answer-debate", "critique", "critique-defence"}
    assert accepted == about_answers | {
        "prover-estimator",
        "recursive-debate",
        "answer-cross-examination",
        "prover-verifier",
        "critique-spans",
    }


def test_the_protocols_that_judge_responses_are_named_so() -> None:
    assert {"judge-pairwise", "judge-pointwise", "judge-ranking"} <= OF_RESPONSES
    assert all(name.startswith("judge-") for name in OF_RESPONSES)


def test_the_library_has_protocols_that_judge_worked_solutions() -> None:
    variants = ("verifier", "direct", "solve-first", "stepwise", "questioned", "debate", "panel", "unaided")
    assert {f"process-{variant}" for variant in variants} == OF_SOLUTIONS


@pytest.mark.parametrize("name", protocol_names())
def test_each_protocol_names_its_papers_survives_json_and_can_be_drawn(name: str) -> None:
    protocol = load_protocol(name)
    assert protocol.name == name
    assert protocol.description
    assert protocol.reads
    assert Protocol.model_validate_json(protocol.model_dump_json()) == protocol
    assert mermaid(protocol).startswith("---")


def test_an_unknown_name_or_file_is_an_error_with_the_nearest_name() -> None:
    with pytest.raises(BadInput, match="did you mean 'debate'"):
        load_protocol("debat")
    with pytest.raises(BadInput, match="no such file"):
        load_protocol("nowhere.yaml")


def test_a_users_file_is_read_again_each_time_it_is_loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for folder, name in (("here", "mine"), ("there", "other")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mine.yaml").write_text(OWN_PROTOCOL.replace("mine", name))
    monkeypatch.chdir(tmp_path / "here")
    assert load_protocol("mine.yaml").name == "mine"
    # The file changes.
    (tmp_path / "here" / "mine.yaml").write_text(OWN_PROTOCOL.replace("mine", "changed"))
    assert load_protocol("mine.yaml").name == "changed"
    # The same relative path is another file in another folder.
    monkeypatch.chdir(tmp_path / "there")
    assert load_protocol("mine.yaml").name == "other"
