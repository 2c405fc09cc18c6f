"""Everyone's secret token: made once, kept for the folder's owner alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import tokens_of
from dikast.experiments.stores import SEATS


def test_a_token_is_made_once_and_new_people_get_their_own(tmp_path: Path) -> None:
    first = tokens_of(tmp_path, ["anna", "ben"])
    assert len(set(first.values())) == 2
    assert all(len(token) >= 32 for token in first.values())
    again = tokens_of(tmp_path, ["ben", "carla"])
    assert again["ben"] == first["ben"]
    assert json.loads((tmp_path / SEATS).read_text()).keys() == {"anna", "ben", "carla"}


def test_only_the_owner_can_read_them(tmp_path: Path) -> None:
    tokens_of(tmp_path, ["anna"])
    file = tmp_path / SEATS
    assert file.stat().st_mode & 0o777 == 0o600
    file.chmod(0o644)
    with pytest.raises(BadInput, match="others can read the tokens"):
        tokens_of(tmp_path, ["anna"])


@pytest.mark.parametrize("content", ["", "[1", "3", '"anna"'])
def test_a_damaged_file_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / SEATS).write_text(content)
    (tmp_path / SEATS).chmod(0o600)
    with pytest.raises(BadInput, match="remove it, and new ones are made"):
        tokens_of(tmp_path, ["anna"])


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("{}")
    (tmp_path / SEATS).symlink_to(tmp_path / "elsewhere")
    with pytest.raises(BadInput, match="can't be read"):
        tokens_of(tmp_path, ["anna"])
