# Everything runs in .venv, which is made from the registry on first use.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench fuzz clean

demo: .venv/installed
	$(BIN)/dikast models pull smollm2
	$(BIN)/dikast run examples/weak-judge.yaml

test: lint
	$(BIN)/python -m pytest

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: .venv/installed-dev
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python -m benchmarks.metrics

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable .
	touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/installed

fuzz: .venv/installed-dev
	DIKAST_FUZZ_S=$${DIKAST_FUZZ_S:-600} DIKAST_FUZZ_SEED=$$(date +%s) $(BIN)/python -m pytest tests/verify/test_fuzz.py

clean:
	rm -rf .venv build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
