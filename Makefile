# Everything runs in .venv, which is made from the registry on first use.
PYTHON ?= python3
BIN := .venv/bin
# Two files of tests at once: many only wait, and more would be in the way of those that measure deadlines. In the order
# of tests/conftest.py: pytest-xdist's own starts files of few tests last, and the longest of all have few.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder

# Hundreds of processes are started, and without its cache Python compiles in each of them all that it imports.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: demo test test-long lint bench fuzz clean

demo: .venv/installed-demo
	@$(BIN)/dikast models pull smollm2
	@$(BIN)/dikast run examples/demo.yaml --each
	@printf '\nWhat to do next:\n'
	@printf '  %-68s %s\n' \
		'$(BIN)/dikast report runs/demo --html demo.html' 'a page of figures, with every comparison' \
		'$(BIN)/dikast transcript runs/demo debate/notices-0-0' 'one debate, to read' \
		'$(BIN)/dikast view runs/demo' 'the run in the browser ($(BIN)/pip install -e ".[viewer]")' \
		'docs/tutorials/compare-protocols.md' 'your own questions, protocols and models'

test: lint
	$(PYTEST)

# All of them: a Ray cluster that dies, a run as Inspect reads it; and whether anything has become slower. Minutes.
test-long: lint .venv-inspect/bin/python
	$(PYTEST) -m ""
	$(BIN)/python benchmarks/all.py --smoke

lint: .venv/installed-dev
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy --num-workers 2

bench: .venv/installed-dev
	$(BIN)/python benchmarks/engine.py
	$(BIN)/python -m benchmarks.metrics

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed-demo: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[embedded]'
	touch $@

.venv/installed-dev: pyproject.toml constraints.txt | .venv/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@ .venv/installed-demo

fuzz: .venv/installed-dev
	DIKAST_FUZZ_S=$${DIKAST_FUZZ_S:-600} DIKAST_FUZZ_SEED=$$(date +%s) $(BIN)/python -m pytest tests/verify/test_fuzz.py

# Inspect needs other versions of what Dikast needs, and so a place of its own; without it, its tests are skipped.
.venv-inspect/bin/python:
	$(PYTHON) -m venv .venv-inspect
	.venv-inspect/bin/python -m pip install --quiet inspect_ai || rm -rf .venv-inspect

clean:
	rm -rf .venv .venv-inspect build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache
