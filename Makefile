# `make scan` and `make test` need Python 3.11+ and make; they set up everything else in .venv.
# Paths are relative throughout, so that the checkout may lie in a folder with spaces in its name.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help scan test lint fix docs golden live bench lock
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV
export PIP_DISABLE_PIP_VERSION_CHECK := 1

PY := .venv/bin/python
PIP := $(PY) -m pip -qq
PYTEST := $(PY) -m pytest -q
COLLECTORS = $(wildcard playbooks/collectors/*/*.sh)

help:
	@echo 'make scan    scan this machine and write the gap report'
	@echo 'make test    check the code and run every test (ARGS="-k name" picks some)'
	@echo 'make lint    only check the code; make fix repairs what can be repaired alone'
	@echo 'make live    only the tests on real hosts in containers (as root)'
	@echo 'make bench   measure speed and memory into docs/bench.md (as root)'
	@echo 'make docs    write the generated pages; make golden rewrites what tests compare with'
	@echo 'make lock    pin the newest dependencies that fit'

scan: .venv/.ready-scan
	@$(PY) -m scanner scan -i inventories/localhost.yml; code=$$?; \
	case $$code in \
	  0) echo 'make scan: worked (exit 0: no gap found)' ;; \
	  1) echo 'make scan: worked (exit 1: gaps found, see the report)' ;; \
	  4) echo 'make scan: worked (exit 4: something could not be seen, see the report)' ;; \
	  *) exit $$code ;; \
	esac

test: lint
	@$(PYTEST) -n auto $(ARGS)

lint: .venv/.ready-test
	@.ci/lint

fix: .venv/.ready-test
	@$(PY) -m ruff check -q --fix --exit-zero . && $(PY) -m ruff format -q .

docs: .venv/.ready-test
	@$(PY) -m scanner checks docs

golden: .venv/.ready-test
	@EITS_GOLDEN=write $(PYTEST) tests/replay tests/render/test_json.py tests/render/test_glossary.py \
	  tests/content/test_settings_page.py

live bench: .venv/.ready-test
	@if [ "$$(id -u)" = 0 ]; then root=; elif sudo -n true 2>/dev/null; then root='sudo -n'; \
	else echo 'make $@ boots containers: run it as root' >&2; exit 1; fi; \
	case $@ in \
	  live) $$root env EITS_LIVE=required $(PYTEST) -p no:cacheprovider -m live $(ARGS) ;; \
	  bench) $$root $(PY) -m tests.bench $(ARGS) ;; \
	esac

lock: .venv/.ready-test
	@.ci/lock

# A stamp says which lock is installed. The dev lock holds all of the other one, so one run of pip is enough.
.venv/.ready-scan: requirements.lock pyproject.toml .venv/bin/python
	@echo 'Installing what a scan needs (once).'
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch $@

.venv/.ready-test: requirements-dev.lock pyproject.toml .venv/bin/python
	@echo 'Installing what a scan and the tests need (once).'
	@$(PIP) install --require-hashes -r $<
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch .venv/.ready-scan $@

# make's own $(error) shows the reason as one line; a failed recipe would add lines of its own. (make 4.2 or newer)
.venv/bin/python:
	$(eval reason := $(shell .ci/venv))$(if $(filter-out 0,$(.SHELLSTATUS)),$(error $(or $(reason),.ci/venv failed)))
	@:
