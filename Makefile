# Moim: make run, make test. Both need Python 3.11 or newer and make, nothing else.
# They install the locked packages into .venv the first time and start at once after that.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# One more than two cores: tests wait for a browser or a disk. Four were no quicker.
TESTERS ?= 3
# Where Python may not keep what it compiles, every start and every process would compile it again.
COMPILE := $(BIN)/python -m compileall -q src

.DEFAULT_GOAL := help
.PHONY: help run demo test check fix docs bench lock clean

help: ## say what there is
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/make \1	\2/p' $(MAKEFILE_LIST) | expand -t 14

run: $(VENV)/.runs ## start Moim at http://127.0.0.1:8000
	@$(COMPILE)
	@exec $(BIN)/moim serve

demo: $(VENV)/.runs ## fill it with a crew of 12 and three months of runs
	@$(BIN)/moim demo

test: check ## every check and every test
	@$(COMPILE) tests bench
	@$(BIN)/python -m pytest -q -n $(TESTERS) --dist worksteal

check: $(VENV)/.tests ## format, lint, boundaries, dependencies, types, documents
	@$(BIN)/ruff format --check --quiet . || { echo "Not formatted: run make fix."; exit 1; }
	@$(BIN)/ruff check --quiet .
	@$(BIN)/lint-imports --no-cache > $(VENV)/.boundaries 2>&1 || { cat $(VENV)/.boundaries; exit 1; }
	@$(BIN)/deptry src --config deptry.toml > $(VENV)/.deptry 2>&1 || { cat $(VENV)/.deptry; exit 1; }
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/python -m moim.apps.documents --check || { echo "Run make docs."; exit 1; }

fix: $(VENV)/.tests ## format, and repair what can be repaired
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

docs: $(VENV)/.tests ## write the documents that are made from the code
	@$(BIN)/python -m moim.apps.documents

bench: $(VENV)/.tests ## measure this machine; takes minutes
	@$(COMPILE) bench
	@$(BIN)/moim bench

lock: $(VENV)/.tests ## lock the newest versions that Python 3.11 can use, with hashes
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@for name in requirements requirements-dev; do \
		$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
			--no-emit-index-url --output-file $$name.txt $$name.in || exit 1; \
	done

clean: ## remove what was installed; what was recorded stays
	@rm -rf $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2> /dev/null || { \
		echo "Moim needs Python 3.11 or newer. Name one: make run PYTHON=python3.12"; exit 1; }
	@echo "Making $(VENV)…"
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
		echo "Python cannot make a virtual environment (on Debian: apt install python3-venv)."; exit 1; }

$(VENV)/.runs: requirements.txt pyproject.toml hatch_build.py | $(VENV)/bin/python
	@echo "Installing what Moim runs on…"
	@$(INSTALL) --require-hashes -r requirements.txt
	@$(INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.tests: requirements-dev.txt $(VENV)/.runs
	@echo "Installing what the tests need…"
	@$(INSTALL) --require-hashes -r requirements-dev.txt
	@touch $@
