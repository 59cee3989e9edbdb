.DEFAULT_GOAL := help
.PHONY: help install run demo test test-full check fix bench messages lock floors clean
PY := .venv/bin/python
PORT ?= 8000

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

.venv/base: requirements/base.txt deploy/environment.sh
	@sh deploy/environment.sh base

.venv/dev: requirements/dev.txt deploy/environment.sh
	@sh deploy/environment.sh dev

install: .venv/dev ## the development environment, in .venv

run: .venv/base ## from a bare clone: environment, demonstration network, server; says how to sign in
	@PORT=$(PORT) .venv/bin/laplateforme demo

demo: run

test: .venv/dev ## from a bare clone: environment, then the suite on SQLite, on PostgreSQL and in a browser
	@$(PY) -m tests.run

test-full: .venv/dev ## the same with the full sizes of sweeps and random walks
	@$(PY) -m tests.run --full

check: .venv/dev ## ruff, mypy, import contracts, templates, migrations, catalogues, deployment settings
	@$(PY) -m tests.check

fix: .venv/dev ## formatters
	@.venv/bin/ruff check --fix-only -q . ; .venv/bin/ruff format -q .

bench: .venv/dev ## every benchmark, paired with its peer
	@$(PY) -m benchmarks

messages: .venv/dev ## extract and compile the French catalogues
	@$(PY) manage.py messages

lock: ## lock the dependencies again, with hashes and no address
	@sh deploy/lock.sh

floors: .venv/dev ## the import graph, drawn in text
	@.venv/bin/lint-imports --verbose

clean: ## take away what was made (not the data)
	@rm -rf .venv build *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache
