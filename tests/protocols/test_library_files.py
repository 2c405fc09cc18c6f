"""Protocols of a user's own are files that change."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast import load_protocol

FILE = "name: mine\nroles:\n  judge: {kind: judge, sees: [question, choices]}\nmoves:\n- decide: judge\n"


def test_a_file_is_read_anew_whenever_it_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place, name in (("here", "mine"), ("there", "other")):
        (tmp_path / place).mkdir()
        (tmp_path / place / "mine.yaml").write_text(FILE.replace("mine", name))
    monkeypatch.chdir(tmp_path / "here")
    assert load_protocol("mine.yaml").name == "mine"
    (tmp_path / "here" / "mine.yaml").write_text(FILE.replace("mine", "changed"))
    assert load_protocol("mine.yaml").name == "changed"
    monkeypatch.chdir(tmp_path / "there")
    assert load_protocol("mine.yaml").name == "other"
