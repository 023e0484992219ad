# The two commands: `make run` and `make test`. `make help` lists the rest.
# The distribution's own, where it can make an environment: built with every optimisation, which a Python that was built
# on the machine mostly is not (docs/performance.md: a seventh).
PYTHON ?= $(shell /usr/bin/python3 -c 'import sys, ensurepip; assert sys.version_info >= (3, 11); print(sys.executable)' 2>/dev/null || echo python3)
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000
SHELL := /bin/bash

.PHONY: help run test check install test-setup bench bench-caller bench-proof bench-machines bench-console bench-backup fuzz gameday clean

help: ## this list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

run: install ## start the service with the shipped office on http://127.0.0.1:8000
	@echo
	@echo "  The phone:  http://127.0.0.1:$(PORT)/phone   (make a call now, in the browser)"
	@echo "  The log:    $(BIN)/python -m ivr log"
	@echo "  Console:    http://127.0.0.1:$(PORT)/console/   (first: $(BIN)/python -m ivr user add NAME --role admin --role operator)"
	@echo "  Stop with Ctrl-C."
	@echo
	@PORT=$(PORT) exec $(BIN)/gunicorn app:app

test: install test-setup ## set up what the tests need, then run all of them
	$(BIN)/pytest -n auto $(ARGS)

check: install $(VENV)/dev ## ruff, mypy --strict, the guard tests, the check of the shipped files
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -q -n auto tests/guards
	IVR_DATA=$${IVR_DATA:-var} $(BIN)/python -m ivr check
	IVR_CONFIG=examples/later/config.yaml $(BIN)/python -m ivr check

install: $(VENV)/installed ## create .venv and install the pinned requirements

$(VENV)/bin/python:
	@bash tools/make_venv.sh $(PYTHON) $(VENV)

$(VENV)/installed: requirements.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements.txt
	PYTHONPATH=. $(BIN)/python tools/compile_all.py
	@touch $@

$(VENV)/dev: requirements-dev.txt $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -r requirements-dev.txt
	@touch $@

test-setup: $(VENV)/dev
	@bash tools/test_setup.sh

bench: install $(VENV)/dev ## requests a second against three floors, memory, start, and what a request costs with much of everything
	$(BIN)/python -m tests.bench.speed $(ARGS)

bench-caller: install ## seconds until the service is named, per service and language
	$(BIN)/python -m tests.bench.caller

bench-proof: install ## seconds and megabytes of the proof, and how many seeded faults it catches
	$(BIN)/python -m tests.bench.proof

bench-machines: test-setup ## seconds until what one machine publishes is heard on another
	$(BIN)/python -m tests.bench.machines

bench-console: test-setup ## milliseconds of the console's pages on a log of two million calls
	$(BIN)/python -m tests.bench.console $(ARGS)

bench-backup: test-setup ## seconds and megabytes of a backup and of putting it back, of 200,000 calls
	$(BIN)/python -m tests.bench.backup $(ARGS)

fuzz: test-setup ## hostile input at full size, for twenty minutes; ARGS="--only webhooks --seed 7" is one part of it
	$(BIN)/python -m tests.hostile.fuzz $(ARGS)

gameday: test-setup ## break everything under load, under 25 minutes, with a report in docs/gameday (ARGS="--only kills --seconds 10")
	$(BIN)/python -m tests.gameday $(ARGS)

clean: ## remove .venv (never var/)
	rm -rf $(VENV)
