# Everything starts here. `make` alone prints the list.
#
# A fresh machine needs Python 3.11 or newer and nothing else of ours: each target sets up what it needs and leaves a
# stamp, so a second run starts at once. Stamps depend on the lock files; change a lock file and the step runs again.

VENV   := .venv
BIN    := $(VENV)/bin
VENDOR := bihuan/web/static/vendor
ASSET  := $(VENDOR)/htmx.min.js
WORDS  := bihuan/web/locale
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard $(WORDS)/*/LC_MESSAGES/django.po))
# `make demo DEMO="--port 9000"` passes options on to `bihuan demo`.
DEMO   ?=
# `make test T="tests/core -k clock"` runs a part.
T      ?=
# A worker for each processor, and a file of tests to one of them; `make test WORKERS=` runs one test after the other.
WORKERS ?= -n auto --maxprocesses=4 --dist=loadfile
export PIP_DISABLE_PIP_VERSION_CHECK := 1
# Packages and front-end assets come at the same time, and a demonstration is played meanwhile.
MAKEFLAGS += --jobs=2

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo played test check setup setup-test assets words bench lock clean

help: ## print this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | while IFS="$$(printf '\t')" read -r t d; do printf '  make %-11s %s\n' "$$t" "$$d"; done

demo: played setup $(VENV)/.stamp-compiled ## a district with data on this machine; prints the address to open
	@$(BIN)/bihuan demo --part serve $(DEMO)

# Begins when the packages that playing needs are there; the others and the assets come meanwhile.
played: $(VENV)/.stamp-first
	@$(BIN)/python -m bihuan.site.commands demo --part play $(DEMO)

test: setup-test ## every test; brings its own PostgreSQL and Chromium where the system lets it
	@$(BIN)/python tests/bring_servers.py
	@$(BIN)/python -m pytest $(WORKERS) $(T)

check: setup-test ## style, types and import layers
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

bench: setup-test ## the measurements of docs/performance.md
	@test -f bench/__main__.py || { echo "bench/ holds no measurements yet"; exit 1; }
	@$(BIN)/python -m bench

setup: $(VENV)/.stamp-run assets words ## what is needed to run: environment, pinned packages, front-end assets

setup-test: $(VENV)/.stamp-dev assets words ## what is needed to test, on top of that

assets: $(ASSET)

words: $(CATALOGUES)

lock: ## renew the pins of all three lock files to the newest allowed versions
	@sh tools/lock.sh "$$(sh tools/find-python.sh)"

clean: ## remove everything that make made
	rm -rf $(VENV) node_modules $(VENDOR) $(CATALOGUES) build dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# ------------------------------------------------------------------------------------------------------------ stamps

# The environment alone: two installers at once can't both make it.
$(BIN)/python:
	@python="$$(sh tools/find-python.sh)" && "$$python" tools/packages.py $(VENV)

$(VENV)/.stamp-first: requirements.lock requirements-first.txt tools/find-python.sh tools/packages.py | $(BIN)/python
	@echo "setting up: environment and the first packages"
	@python="$$(sh tools/find-python.sh)" && "$$python" tools/packages.py $(VENV) requirements.lock --only requirements-first.txt
	@touch $@

$(VENV)/.stamp-run: requirements.lock pyproject.toml tools/find-python.sh tools/packages.py | $(VENV)/.stamp-first
	@echo "setting up: packages"
	@python="$$(sh tools/find-python.sh)" && "$$python" tools/packages.py $(VENV) requirements.lock --editable
	@touch $@

$(VENV)/.stamp-dev: requirements-dev.lock $(VENV)/.stamp-run
	@echo "setting up: packages for tests"
	@python="$$(sh tools/find-python.sh)" && "$$python" tools/packages.py $(VENV) requirements-dev.lock
	@touch $@

# What serves, compiled while something else is waited for: half of the time until the first page otherwise.
$(VENV)/.stamp-compiled: tools/compiled.py $(VENV)/.stamp-run
	@$(BIN)/python tools/compiled.py
	@touch $@

# A file that pages use stands for all of them: a stamp in this folder would be served to browsers.
$(ASSET): package-lock.json package.json tools/assets.py $(wildcard bihuan/web/checking/*) bihuan/web/static/web/css/tokens.css | $(VENV)/.stamp-first
	@echo "setting up: front-end assets"
	@python="$$(sh tools/find-python.sh)" && "$$python" tools/assets.py $(VENDOR) $(VENV)

# The words of the pages, compiled without GNU gettext, which a fresh machine does not have.
%.mo: %.po tools/messages.py | $(VENV)/.stamp-run
	@$(BIN)/python tools/messages.py $(WORDS)
