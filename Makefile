# Every target works alone on a fresh machine: what it needs is installed into .venv first.
PORT ?= 8000
HOST ?= 127.0.0.1
DEMO ?= 1
WORKERS ?= 2
TESTS ?= tests

.DEFAULT_GOAL := help
.PHONY: help setup run test check bench lock

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' Makefile
	@printf '\n  make run PORT=8080    at another port\n  make run DEMO=0       without the demo: then `registry setup FILE.toml`\n'
	@printf '  make test TESTS=tests/feeds    a part of the tests\n'

setup: ## Make .venv with the pinned dependencies, those for tests and checks included
	@.ci/venv dev

run: ## Serve pages, API, feeds and the delivery worker; an empty register gets the demo
	@.ci/venv run
	@exec .venv/bin/registry serve --host $(HOST) --port $(PORT) $(if $(filter 0,$(DEMO)),,--demo)

test: ## Run all tests, on SQLite and PostgreSQL
	@.ci/venv dev
	@.venv/bin/pytest -n $(WORKERS) --dist worksteal -q $(TESTS)

check: ## What CI runs: lint, format, types, import contracts, tests
	@.ci/venv dev
	.venv/bin/ruff check
	.venv/bin/ruff format --check
	.venv/bin/mypy
	.venv/bin/lint-imports --no-logo
	@$(MAKE) --no-print-directory test

bench: ## Measure against a bare handler and the limits we hold; a table with pass or fail
	@.ci/venv dev
	@.venv/bin/python -m benchmarks

lock: ## Pin the dependencies of pyproject.toml anew, with hashes
	@.ci/venv dev
	@.ci/lock
