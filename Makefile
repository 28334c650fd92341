# The habits of this project, a word each. `make help` lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
FINDER := .venv
RASA := .venv-rasa
BIN := $(FINDER)/bin
QUESTIONS ?= tests/evaluation/questions.jsonl
MESSAGES ?= tests/evaluation/intents.jsonl
ENTITIES ?= tests/evaluation/entities.jsonl
DIALOGUES ?= tests/conversations/dialogues.jsonl
GOALS ?= tests/conversations/goals.jsonl
# uv does not read pip's variable for local wheels, so it is handed on.
export UV_FIND_LINKS ?= $(PIP_FIND_LINKS)
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help setup index train chat test lint format docs eval bench check lock clean distclean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(FINDER)/.finder $(RASA)/.rasa ## Create both environments

index: $(FINDER)/.finder ## Build the index of the catalogue (only what changed)
	@$(BIN)/stemfinder index build

train: setup ## Train the bot (only if something changed)
	@$(BIN)/stemfinder index build && $(BIN)/stemfinder train

chat: setup ## Build, train and run everything: the website with its bot
	@exec $(BIN)/stemfinder chat

test: $(FINDER)/.dev $(RASA)/.rasa ## Run every test, browser included
	@scripts/install-browser >/dev/null || true
	@$(BIN)/stemfinder index build && $(BIN)/stemfinder train
	@$(BIN)/python -m pytest $(ARGS)

lint: $(FINDER)/.dev ## Check style and types
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(FINDER)/.dev ## Put the code into the house form
	@$(BIN)/ruff check --fix . ; $(BIN)/ruff format .

docs: $(FINDER)/.finder ## Write the generated parts of docs/ anew
	@$(BIN)/python scripts/reference

check: $(FINDER)/.finder ## Check every catalogue record
	@$(BIN)/stemfinder index check

eval: train ## Measure search, understanding, intents and whole conversations
	@$(BIN)/stemfinder evaluate $(QUESTIONS) --misses --report var/evaluation.html --entities $(ENTITIES) \
	  --intents $(MESSAGES) --confusion var/intents.html --dialogues $(DIALOGUES) --goals $(GOALS)

intents: train ## Measure the intent classifier alone: make intents MESSAGES=file.jsonl
	@$(BIN)/stemfinder evaluate --intents $(MESSAGES)

bench: $(FINDER)/.dev $(RASA)/.rasa ## Measure search and chat turns beside the bare embedding
	@$(BIN)/stemfinder index build && $(BIN)/stemfinder train
	@$(BIN)/python -m tests.benchmarks

lock: ## Write requirements/*.txt anew from pyproject.toml (asks the package registry)
	@scripts/lock

clean: ## Delete what was built: index, models, logs
	rm -rf var build .mypy_cache .pytest_cache .ruff_cache .hypothesis

distclean: clean ## Delete both environments too
	rm -rf $(FINDER) $(RASA) *.egg-info

$(FINDER)/.finder: requirements/finder.txt pyproject.toml
	@scripts/make-environment $(FINDER) finder "3.11 3.12 3.13"
	@touch $@

$(FINDER)/.dev: requirements/dev.txt $(FINDER)/.finder
	@scripts/make-environment $(FINDER) dev "3.11 3.12 3.13"
	@touch $@

$(RASA)/.rasa: requirements/rasa.txt
	@scripts/make-environment $(RASA) rasa "3.10"
	@touch $@
