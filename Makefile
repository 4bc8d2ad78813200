# Two commands do everything: `make run` and `make test`. Both set up what they need first.
SHELL := /bin/sh
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null && { echo $$p; break; }; done)
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --quiet --disable-pip-version-check

.PHONY: run test test-postgres bench audit fuzz chaos lock servers clean

run: $(VENV)/.run
	$(BIN)/fpp-bot demo

test: $(VENV)/.test servers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 2 --dist loadgroup

bench: $(VENV)/.test servers
	$(BIN)/python -m tests.bench

audit: $(VENV)/.test
	@$(PIP) install pip-audit || true
	@$(BIN)/python -m tests.audit

fuzz: $(VENV)/.test
	$(BIN)/python -m tests.fuzz mails $(or $(SECONDS),60)
	$(BIN)/python -m tests.fuzz papers $(or $(SECONDS),60) $(or $(SEED),1)

# The parts that write to the database once more, on a real PostgreSQL.
test-postgres: $(VENV)/.test servers
	FPP_BOT_TEST_POSTGRES=1 $(BIN)/pytest tests/storage tests/bot/test_desk.py tests/bot/test_dialogues.py tests/bot/test_charge_sequences.py

chaos: $(VENV)/.test servers
	$(BIN)/python -m tests.chaos $(or $(ROUNDS),500) $(or $(SEED),1)

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Python 3.11, 3.12 or 3.13 is needed: apt-get install python3 python3-venv, or make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "The venv module is missing: apt-get install python3-venv" >&2; exit 1; }

$(VENV)/.run: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Setting up Python packages in $(VENV) (once) ..."
	@$(PIP) install --require-hashes -r requirements.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.test: $(VENV)/.run requirements-dev.lock
	@echo "Setting up the test tools (once) ..."
	@$(PIP) install --require-hashes -r requirements-dev.lock
	@touch $@

servers: $(VENV)/.run
	@sh tests/servers/install.sh

# After a change of dependencies: needs the command `uv`.
lock:
	printf 'hatchling\neditables\n' | uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header pyproject.toml - -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes \
		--no-annotate --no-header pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf $(VENV) var .mypy_cache .ruff_cache .pytest_cache .hypothesis
