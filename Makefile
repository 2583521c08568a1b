# The commands of the house. They need Python 3.11 or newer (with venv) and make, nothing else.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory
VENV := .venv
PY := $(VENV)/bin/python
MANAGE := $(PY) manage.py
PORT ?= 8000
ARGS ?=
export GUYWIRE_PUBLIC_URL ?= http://127.0.0.1:$(PORT)

# Wheels only: a source archive would need a compiler, and run code that no hash covers.
PIP := $(PY) -m pip install --quiet --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: --require-hashes

.PHONY: help demo serve test check check-style check-types check-imports check-dependencies check-django fuzz contract answers messages lock venv db-stop

help:
	@echo 'make demo      build a demo clinic and serve it on http://127.0.0.1:$(PORT) (PORT=8001 for another port)'
	@echo 'make serve     serve what is there, without the demo clinic'
	@echo 'make test      run all tests (ARGS="-k intake" to choose)'
	@echo 'make check     style, types, import contracts, dependencies, migrations, settings, lock'
	@echo 'make fuzz      call every operation of the REST interface with thousands of made-up requests'
	@echo 'make contract  note the REST interface as it is now (refused while an incompatible change is not in the changelog)'
	@echo 'make messages  collect the texts to translate, and compile their translations'
	@echo 'make answers   record the example answers of the OpenAPI document anew'
	@echo 'make lock      pin the dependencies of pyproject.toml anew (ARGS=--upgrade for newer ones)'
	@echo 'make venv      only build $(VENV), with what tests and checks need'
	@echo 'make db-stop   stop the embedded database'

demo: $(VENV)/runtime.stamp
	@$(MANAGE) serve --port $(PORT) --check
	@$(MANAGE) db start
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) demo
	@$(MANAGE) serve --port $(PORT)

serve: $(VENV)/runtime.stamp
	@$(MANAGE) serve --port $(PORT) --check
	@$(MANAGE) db start
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) serve --port $(PORT)

test: $(VENV)/dev.stamp
	@$(MANAGE) db start
	$(PY) -m pytest $(ARGS)

# One target each, so that `make -k check` tells everything that is wrong.
check: check-style check-types check-imports check-dependencies check-django

check-style: $(VENV)/dev.stamp
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .

check-types: $(VENV)/dev.stamp
	$(PY) -m mypy

check-imports: $(VENV)/dev.stamp
	$(PY) -c 'from importlinter.cli import lint_imports_command as run; run()' --no-cache

check-dependencies: $(VENV)/dev.stamp
	$(PY) -m deptry .
	$(PY) -m pytest -q tests/house/test_lock.py

check-django: $(VENV)/dev.stamp
	@$(MANAGE) db start
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) check --fail-level WARNING

fuzz: $(VENV)/dev.stamp
	@$(MANAGE) db start
	$(PY) -m pytest -s -q -p no:logging --show-capture=no --hypothesis-profile=fuzz tests/contracts/test_fuzz.py $(ARGS)

contract: $(VENV)/dev.stamp
	@$(PY) -m tests.contracts.snapshot

messages: $(VENV)/dev.stamp
	$(PY) -m tests.language.catalogue

answers: $(VENV)/dev.stamp
	@$(MANAGE) db start
	RECORD_ANSWERS=1 $(PY) -m pytest -q tests/contracts/test_examples.py

db-stop: $(VENV)/runtime.stamp
	@$(MANAGE) db stop

venv: $(VENV)/dev.stamp

# A stamp is newer than the lock it was built from; a changed lock builds anew, so that nothing old stays.
# The second line stops with the first Python here that will do, if any.
$(VENV)/runtime.stamp: requirements.lock
	@set -e; for name in "$${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do \
	  if "$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then found="$$name"; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo 'Error: Python 3.11 or newer is needed, and none is on the PATH (PYTHON=/path/to/python names one).' >&2; exit 1; \
	fi; \
	echo "building $(VENV) with $$($$found --version)"; \
	if ! "$$found" -m venv --clear $(VENV); then \
	  echo 'Error: this Python cannot make a virtual environment (Debian: apt-get install python3-venv).' >&2; exit 1; \
	fi
	@echo 'installing what the program needs (about 20 seconds after download)'
	@$(PIP) -r requirements.lock
	@touch $@

$(VENV)/dev.stamp: requirements-dev.lock $(VENV)/runtime.stamp
	@echo 'installing what tests and checks need (about 20 seconds after download)'
	@$(PIP) -r requirements-dev.lock
	@touch $@

# uv lives in a place of its own; no address of a package index may get into a lock.
UV := var/uv/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-config $(ARGS) pyproject.toml
lock: $(VENV)/runtime.stamp
	@test -x $(UV) || { $(PY) -m venv var/uv && var/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==0.13.9; }
	$(COMPILE) --output-file requirements.lock
	$(COMPILE) --group dev --constraint requirements.lock --output-file requirements-dev.lock
