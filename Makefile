# `make help` lists what can be made. Everything runs in .venv, which is made when it is needed.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

BIN := .venv/bin
# A lock file is complete and hashed: no resolving, nothing built on this machine, nothing that is not listed.
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary :all:

.PHONY: help
help: ## list what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# --- running -----------------------------------------------------------------------------------------------------

.PHONY: up
up: .venv/.embedded ## run the platform in this terminal: embedded bus and database, nothing else needed (Ctrl-C ends it)
	@exec $(BIN)/shuzhuan up

.PHONY: up-real
up-real: .venv/.all ## the same on a private RabbitMQ and PostgreSQL, one process per service
	@$(BIN)/python -m console.backing.system_packages
	@exec $(BIN)/shuzhuan up --real

.PHONY: kill-demo
kill-demo: .venv/.all ## kill every kind of process under load and show that nothing is lost (6 minutes at most)
	@$(BIN)/python -m console.backing.system_packages
	@exec $(BIN)/shuzhuan kill-demo

.PHONY: bench
bench: .venv/.all ## measure against FastAPI with the same use cases and the raw database limit, and print the tables
	@$(BIN)/python -m console.backing.system_packages
	@$(BIN)/python -m benchmarks $(BENCH)

.PHONY: prints
prints: .venv/.prints ## what PDFs need: WeasyPrint in .venv, Pango and a Chinese font by apt; a running platform finds it
	@$(BIN)/python -m console.backing.system_packages \
	    libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-wqy-microhei

# --- checking ----------------------------------------------------------------------------------------------------

.PHONY: check
check: .venv/.all ## the fast half: format, lint, types, layers, packs with their cases, events
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	@$(MAKE) packs
	$(BIN)/shuzhuan events check
	$(BIN)/shuzhuan conformance check

.PHONY: test
test: .venv/.all ## all tests; installs RabbitMQ, PostgreSQL, Chromium, kubectl by apt where missing
	@$(BIN)/python -m console.backing.system_packages
	$(BIN)/pytest

.PHONY: packs
packs: .venv/.all ## check every policy pack, run its worked cases, and see each of its values noticed by one
	$(BIN)/shuzhuan packs check
	$(BIN)/shuzhuan packs cases
	$(BIN)/shuzhuan packs mutate

.PHONY: events
events: .venv/.all ## write docs/events and docs/states anew from the code
	$(BIN)/shuzhuan events write

.PHONY: conformance
conformance: .venv/.all ## write docs/conformance.md anew: which test or worked case shows which requirement
	$(BIN)/shuzhuan conformance write

.PHONY: fmt
fmt: .venv/.all ## format the code and mend what can be mended by itself
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# --- installing --------------------------------------------------------------------------------------------------

.PHONY: install
install: .venv/.all ## make .venv and install everything that the checks and the tests need

.PHONY: lock
lock: .venv/.all ## compile requirements/*.txt anew from requirements/*.in
	cd requirements; \
	compile() { ../$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --upgrade \
	    --generate-hashes --no-header --no-emit-index-url "$$@"; }; \
	compile dev.in --output-file dev.txt; \
	for list in base embedded print; do compile --constraint dev.txt $$list.in --output-file $$list.txt; done

.PHONY: clean
clean: ## remove .venv, caches and what tools left behind; the platform's data (.data) stays
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .schemathesis build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/.all: .venv/.embedded requirements/dev.txt
	@echo "Installing what the checks and the tests need"
	@$(PIP_INSTALL) -r requirements/dev.txt
	@touch $@

.venv/.prints: .venv/.embedded requirements/print.txt
	@echo "Installing what prints need"
	@$(PIP_INSTALL) -r requirements/print.txt
	@touch $@

.venv/.embedded: .venv/.python requirements/embedded.txt pyproject.toml
	@echo "Installing what the platform needs"
	@$(PIP_INSTALL) -r requirements/embedded.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@

# The machine's python3 if it is new enough, else a newer one beside it. Debian ships venv as a package of its own.
# An environment that works is kept: somebody may be running in it.
RECENT := -c 'import sys; sys.exit(sys.version_info < (3, 11))'

.venv/.python:
	@if .venv/bin/python $(RECENT) 2>/dev/null && .venv/bin/python -c 'import pip' 2>/dev/null; then touch $@; exit; fi; \
	for python in python3 python3.13 python3.12 python3.11 none; do "$$python" $(RECENT) 2>/dev/null && break; done; \
	[ "$$python" != none ] || { echo "Needs Python 3.11 or newer: apt-get install python3 python3-venv" >&2; exit 1; }; \
	"$$python" -c 'import ensurepip, venv' 2>/dev/null || { \
	    echo "Installing python3-venv"; root=; [ "$$(id -u)" = 0 ] || root="sudo -n"; \
	    $$root apt-get update --quiet=2 </dev/null; \
	    $$root env DEBIAN_FRONTEND=noninteractive apt-get install --quiet=2 --yes --no-install-recommends \
	        python3-venv </dev/null; \
	} || { echo "Could not install it. As root: apt-get install python3-venv" >&2; exit 1; }; \
	"$$python" -m venv --clear .venv; touch $@
