# Lykta. `make up` sets everything up and runs it; `make test` proves it. Both need only make, python3 (3.11+) and a network.

.PHONY: up test bench setup setup-tests lint clean

up: setup
	@exec .venv/bin/lykta up --demo

test: setup-tests
	@.venv/bin/python -m tests

bench: setup-tests
	@.venv/bin/python -m tests.bench

lint: setup-tests
	@.venv/bin/python -m tests lint

setup:
	@python3 .ci/environments.py

setup-tests:
	@python3 .ci/environments.py --tests

clean: # everything that was built or brought; var/ (keys, accounts, cases) stays
	rm -rf .uv .venv .venv-bot triage_api/web/dist triage_api/web/node_modules tests/bench/lighthouse/node_modules artifacts bot/.rasa
