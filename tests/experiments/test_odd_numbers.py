"""Numbers that nobody means in an experiment file are bad input, at once, and never another number."""

from __future__ import annotations

from pathlib import Path

import pytest

from dikast.errors import BadInput
from dikast.experiments import load_experiment, prepare
from tests.experiments.conftest import rows, write

HUGE = "1" * 22
ODD = [
    *[("questions.limit", odd) for odd in ("1e20", "1.0e+20", "100000000000000000000", "1:30", "0x" + "f" * 40, "0")],
    *[("questions.choices", odd) for odd in ("1e20", HUGE, "1:30")],
    *[("seed", odd) for odd in ("1:30", "190:20:30", "1e20", "1.0e+20", HUGE, "010", "true", "2026-01-01", ".inf")],
    *[("seed", odd) for odd in ("1" * 4000, "1" * 5000, "0x" + "f" * 5000, "1" + ":1" * 20_000, "-" + HUGE)],
    *[("repeats", odd) for odd in ("1e20", HUGE, "1:30")],
    *[("limits.concurrency", odd) for odd in ("1e20", HUGE, "1:30")],
    *[("limits.tokens", odd) for odd in ("1e20", HUGE, "1:30", "-5")],
    *[("limits.usd", odd) for odd in ("1:30", "1e400", ".nan", "-1", "0")],
    *[("limits.timeout_s", odd) for odd in ("1:30", "1e300", ".inf")],
    *[("limits.episode_usd", odd) for odd in ("1:30", ".nan", "0")],
    *[(f"limits.{key}", "yes") for key in ("usd", "tokens", "minutes", "episode_tokens", "concurrency", "tries")],
    *[("protocols.0.samples", odd) for odd in (HUGE, "1:30")],
]


@pytest.mark.parametrize(("key", "value"), ODD, ids=[f"{key}={value[:24]}" for key, value in ODD])
def test_an_odd_number_is_bad_input(tmp_path: Path, key: str, value: str) -> None:
    path = write(tmp_path, rows(3), protocols=[{"use": "direct"}])
    with pytest.raises(BadInput, match=key.rpartition(".")[2]):
        load_experiment(path, [f"{key}={value}"])


@pytest.mark.parametrize("value", ["1:30", "1e20", HUGE, "0x" + "f" * 5000])
def test_an_odd_number_in_the_file_is_found_with_its_line(tmp_path: Path, value: str) -> None:
    path = write(tmp_path, rows(3))
    path.write_text(f"{path.read_text()}seed: {value}\n")
    n_lines = len(path.read_text().splitlines())
    with pytest.raises(BadInput, match=rf"play\.yaml:{n_lines}\b"):
        load_experiment(path)


@pytest.mark.parametrize("value", ["0", "7", "-3", "0x1F", "1_000", "18446744073709551615"])
def test_other_seeds_are_taken(tmp_path: Path, value: str) -> None:
    experiment, document = load_experiment(write(tmp_path, rows(3)), [f"seed={value}"])
    prepare(experiment, document, tmp_path / "run")
    assert experiment.seed == int(value.replace("_", ""), 0)


@pytest.mark.parametrize(("text", "usd"), [("0.5", 0.5), ("1e3", 1000.0), ("2.5e+1", 25.0), (".5", 0.5), ("20", 20.0)])
def test_amounts_are_taken_as_they_are_written(tmp_path: Path, text: str, usd: float) -> None:
    experiment, _ = load_experiment(write(tmp_path, rows(3)), [f"limits.usd={text}"])
    assert experiment.limits.usd == usd
