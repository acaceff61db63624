# Everything starts here; `make` alone lists the commands.
# PYTHON names the Python to use (3.11, 3.12 or 3.13): make test PYTHON=python3.12

PYTHON ?=
export PYTHON

BIN := .venv/bin
PYTEST := $(BIN)/python -m pytest

.PHONY: help run test soak bench hub lint format lock po schema pictures installer installer-test linux-folder clean

help:
	@echo 'make run     set up and start: the window, or the demonstration where there is no screen'
	@echo 'make test    set up and check everything: lint, types, layers, tests'
	@echo 'make soak    the tests that take longer'
	@echo 'make bench   measure, beside a baseline of the same run'
	@echo 'make hub     a PostgreSQL of this checkout, for trying the county'\''s server'
	@echo 'make lint    ruff, mypy and import-linter alone'
	@echo 'make format  let ruff format and mend what it can'
	@echo 'make lock    lock the dependencies anew (LOCK=--upgrade for newer ones)'
	@echo 'make po      carry new messages into the translation catalogues'
	@echo 'make schema  write the JSON Schema of a script from the code'
	@echo 'make pictures  a picture of every page, in every theme and both languages'
	@echo 'make installer  the Windows setup program and the portable zip, in build/windows'
	@echo 'make installer-test  install, upgrade and remove it under wine'
	@echo 'make linux-folder  the program for Linux as a folder, in build/linux (as root, on Debian)'
	@echo 'make clean   remove what was built; .venv stays'

run:
	@tools/run.sh

test: lint
	@$(PYTEST) -q -n 2

soak:
	@tools/setup.sh test
	@$(PYTEST) -q -m soak -n 2 -raP --durations=10
	@$(PYTEST) -q -m 'hypothesis and not soak' -n 2 --hypothesis-profile=soak

bench:
	@tools/setup.sh test
	@$(BIN)/python -m benchmarks

hub:
	@tools/setup.sh test
	@tools/hub.sh start

lint:
	@tools/setup.sh test
	$(BIN)/ruff check -q .
	$(BIN)/ruff format -q --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format:
	@tools/setup.sh test
	$(BIN)/ruff check -q --fix .
	$(BIN)/ruff format -q .

lock:
	@tools/setup.sh test
	@tools/lock.sh $(LOCK)

po:
	@tools/setup.sh run
	@tools/update_catalogues.sh

schema:
	@tools/setup.sh run
	@$(BIN)/python -m drillplanner.plan.schema

pictures:
	@tools/setup.sh test
	@$(BIN)/python -m tools.make_pictures

installer:
	@tools/setup.sh test
	@$(BIN)/python tools/build_payload.py
	@$(BIN)/python tools/build_installer.py

# Needs wine (Debian: wine wine64 locales) and a screen, if only Xvfb's.
installer-test: installer
	@tools/try_installer.sh build/windows/DrillPlanner-*-setup.exe

# Needs root, and Debian's debootstrap and binutils; ten minutes the first time.
linux-folder:
	@tools/setup.sh test
	@$(BIN)/python -m tools.build_linux

clean:
	rm -rf build dist out/demo .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find drillplanner ui tests benchmarks tools -name __pycache__ -prune -exec rm -rf {} +
	find resources/locale -name '*.mo' -delete
