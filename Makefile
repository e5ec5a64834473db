# The two commands of the README: `make run` and `make test`. Each does all its own set-up.
PYTHON ?= python3
export PORT ?= 8000
export SITE_URL ?= http://localhost:$(PORT)
export PYTHONUNBUFFERED = 1
BIN = .venv/bin

.PHONY: run test check lock

run: export DJANGO_SETTINGS_MODULE ?= cms.settings.dev
run: .venv/.installed-base
	@bin/system-packages run
	@$(BIN)/python manage.py migrate --verbosity 0
	@$(BIN)/python manage.py load_samples
	@PATH="$(CURDIR)/$(BIN):$$PATH" honcho start --no-prefix

test: .venv/.installed-dev
	@bin/system-packages test
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest

check: .venv/.installed-dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djlint --lint --quiet themes
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0 --settings cms.settings.test

.venv/.installed-%: requirements/%.txt
	@bin/system-packages venv
	@test -x $(BIN)/python || { echo "Création de l'environnement virtuel…"; $(PYTHON) -m venv .venv; }
	@echo "Installation des bibliothèques de $<…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes --requirement $<
	@touch $@

# Locks carry versions and hashes only, never the address of an index.
lock:
	for file in base dev; do $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	  --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements/$$file.txt \
	  requirements/$$file.in; done
