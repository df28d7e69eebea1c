# Needs Python 3.11 or later and nothing else; everything is installed into .venv.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: run test install lint bench package clean

run: install
	@$(BIN)/finops up $(ARGS)

install: $(STAMP)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed; set PYTHON=/path/to/python3")'
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --editable . --group dev
	@touch $@

test: install
	@$(BIN)/python -m pytest $(ARGS)

lint: install
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@AWS_DEFAULT_REGION=us-east-1 $(BIN)/cfn-lint template.yaml

bench: install
	@$(BIN)/python -m tests.benchmark $(ARGS)

clean:
	rm -rf .venv .aws-sam frontend/dist frontend/node_modules
