# `make` alone lists what there is.
.DEFAULT_GOAL := help
SHELL := /bin/sh
# PYTHON=/path/to/python3.13 picks another interpreter for the virtual environment
PYTHON ?=
BIN := .venv/bin
UV ?= .setup/uv/bin/uv
COMPILE = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --no-header --no-annotate
# how many tests run side by side; those that need the whole machine follow one by one
JOBS ?= logical
PYTEST = $(BIN)/pytest -m "not soak" --cov --cov-append --cov-report= --cov-fail-under=0
SETUP = PYTHON="$(PYTHON)" $(or $(PYTHON),python3) image/setup.py
SCRIPTS = $(shell git ls-files '*.sh' .ci/run)

.PHONY: help
help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) \
		| awk -F ':.*## ' '{ printf "  \033[36m%-12s\033[0m %s\n", $$1, $$2 }'

.PHONY: python
python:
	@command -v $(or $(PYTHON),python3) >/dev/null || { \
		echo "python3 is missing; installing it"; \
		$$( [ "$$(id -u)" = 0 ] || echo sudo ) apt-get update -q; \
		$$( [ "$$(id -u)" = 0 ] || echo sudo ) apt-get install -q -y python3; }

.PHONY: setup
setup: python ## Install everything that running Clara needs
	@$(SETUP) run

.PHONY: setup-test
setup-test: python
	@$(SETUP) test

.PHONY: run
run: setup ## Set up, then start Clara here (ARGS="…" are passed on)
	@$(BIN)/clara run $(ARGS)

.PHONY: test
test: setup-test check pytest ## Set up, then check everything and run the tests

# check before tests, also under make -j; 5 is pytest's "no tests", of one part but not of both
.PHONY: pytest
pytest: check
	@$(BIN)/coverage erase; \
	$(PYTEST) $(ARGS) -n $(JOBS) --dist worksteal --part together; together=$$?; \
	$(PYTEST) $(ARGS) --part alone; alone=$$?; \
	[ $$together$$alone != 55 ] || { echo "no tests were chosen"; exit 5; }; \
	[ ! -f .coverage ] || $(BIN)/coverage report $(if $(ARGS),--fail-under=0); report=$$?; \
	[ $$together = 0 ] || [ $$together = 5 ] || exit $$together; \
	[ $$alone = 0 ] || [ $$alone = 5 ] || exit $$alone; \
	exit $$report

.PHONY: check
check: lint types ## Lint, format, types, layers, spelling and shell scripts
	$(BIN)/lint-imports
	$(BIN)/codespell $$(git ls-files '*.py' '*.md' '*.toml' Makefile)
	shellcheck $(SCRIPTS)

.PHONY: lint
lint: setup-test ## Lint and check the format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: setup-test ## Check the types
	$(BIN)/mypy

.PHONY: docs
docs: ## Write the pages anew that come from the code
	$(BIN)/python -m clara_edge.domain.schema.page > docs/commands.md
	$(BIN)/python -m tests.docs.replies_table

.PHONY: translations
translations: setup-test ## Bring the catalogues of texts up to date with the source
	$(BIN)/python -m web_ui.catalogues

.PHONY: bench
bench: setup-test ## Measure every stage on this machine (ARGS=--quick: in brief)
	@$(BIN)/clara bench $(ARGS)

.PHONY: eval
eval: setup-test ## Measure how well Clara hears and is understood
	@$(BIN)/clara bench wake $(ARGS)
	@$(BIN)/clara bench stt $(ARGS)
	@$(BIN)/clara bench dates $(ARGS)
	@$(BIN)/clara bench nlu $(ARGS)
	@$(BIN)/python -m training.nlu.measure
	@$(BIN)/clara bench endturn $(ARGS)
	@$(BIN)/clara bench references $(ARGS)
	@$(BIN)/clara bench spoken $(ARGS)

.PHONY: soak
soak: setup-test ## Run the long tests
	$(BIN)/pytest -m soak $(ARGS)

.PHONY: train-nlu
train-nlu: .setup/train/bin/python ## Train the learned parser (ARGS="--share 0.1 --epochs 2": a quick try)
	@.setup/train/bin/python -m training.nlu $(ARGS)

.PHONY: lock
lock: $(UV) ## Pin the dependencies anew from pyproject.toml
	$(COMPILE) pyproject.toml -o image/requirements.txt
	$(COMPILE) pyproject.toml --group test -c image/requirements.txt \
		-o image/requirements-test.txt
	$(COMPILE) --group build -c image/requirements-test.txt -o image/requirements-build.txt

.PHONY: check-lock
check-lock: $(UV) ## Check that each pinned release exists for every Python and machine
	@python3 image/check_lock.py $(UV)

.PHONY: clean
clean: ## Remove what make made here (not models, not tasks)
	rm -rf .venv .setup .coverage .coverage.* htmlcov .mypy_cache .ruff_cache \
		.pytest_cache .import_linter_cache .hypothesis
	find clara_edge web_ui tests image -name __pycache__ -type d -prune -exec rm -rf {} +

.setup/train/bin/python: training/requirements.txt
	python3 -m venv .setup/train
	.setup/train/bin/pip install --quiet -r training/requirements.txt
	touch $@

.setup/uv/bin/uv:
	python3 -m venv .setup/uv
	.setup/uv/bin/pip install --quiet uv
