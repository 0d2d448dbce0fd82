# The same names that the checks use. `make check` before each commit.
PYTHON ?= python3
VENV ?= .venv
RUN := $(VENV)/bin

.PHONY: setup setup-lab check ci format lint types imports test slow soak demo bench models-report pictures screenshots clean

setup: $(VENV)/product          ## what a user needs
setup-lab: $(VENV)/lab          ## what a developer needs: the lab and the checks too

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(RUN)/python -m pip install --quiet --upgrade pip

$(VENV)/product: pyproject.toml | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/lab: pyproject.toml | $(VENV)/bin/python
	$(RUN)/python -m pip install --quiet --editable '.[raw,desktop,lab,dev]'
	@touch $@ $(VENV)/product

check: setup-lab lint types imports test  ## format, lint, types, import rules, tests

ci: demo check                  ## everything that must pass anywhere

format: setup-lab
	$(RUN)/ruff format src tests tools
	$(RUN)/ruff check --fix src tests tools

lint: setup-lab
	$(RUN)/ruff format --check src tests tools
	$(RUN)/ruff check src tests tools

types: setup-lab
	$(RUN)/mypy

imports: setup-lab
	$(RUN)/lint-imports

test: setup-lab
	QT_QPA_PLATFORM=offscreen $(RUN)/python -m pytest -n 2 -m "not slow"

slow: setup-lab
	QT_QPA_PLATFORM=offscreen $(RUN)/python -m pytest -m slow

soak: setup-lab                 ## the reliability tests with their large counts
	AFTERGLOW_SOAK=8000 $(RUN)/python -m pytest tests/image/test_mutations.py
	AFTERGLOW_SOAK=100 $(RUN)/python -m pytest tests/cli/test_kill.py tests/cli/test_interrupt.py
	AFTERGLOW_SOAK=1 $(RUN)/python -m pytest tests/image/test_memory.py

demo: setup                     ## enhance a picture that the project drew itself
	$(RUN)/afterglow enhance docs/pictures/street.jpg -o demo-out/street.jpg --overwrite
	@echo "Compare docs/pictures/street.jpg with demo-out/street.jpg"

bench: setup-lab                ## the numbers in docs/benchmarks.md
	$(RUN)/python tools/bench.py

models-report: setup-lab        ## the numbers in docs/models
	$(RUN)/python tools/models_report.py

pictures: setup-lab             ## the pictures in docs/pictures
	$(RUN)/python tools/pictures.py

screenshots: setup-lab          ## the pictures in docs/desktop
	QT_QPA_PLATFORM=offscreen $(RUN)/python tools/screenshots.py

clean:
	rm -rf $(VENV) build dist demo-out
