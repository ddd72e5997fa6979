# The commands of this project; `make` lists them. Needs git, make and Python 3.9 or newer, nothing else:
# everything more is fetched into .local/ by tools/bootstrap. Written for GNU make 3.81 (macOS) as well.
.DEFAULT_GOAL := help
PORT ?= 4566
WEB_PORT ?= 8080
BACKGROUND ?=
ON ?=
ONLY ?=
FULL ?=
TOLERANCE ?=
REPORT ?=
CHECKED ?=
# Files of tests go to as many processes as the machine has processors.
SPREAD := -n auto --dist loadfile
BIN := .local/project/bin
PY := $(BIN)/python
export SAM_CLI_TELEMETRY := 0
export PYTHONUTF8 := 1

help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' Makefile

run: bootstrap ## the whole system on this machine, until Ctrl-C (PORT=, WEB_PORT=, BACKGROUND=1)
	@$(PY) -m tools.stack run --port $(PORT) --web-port $(WEB_PORT) $(if $(BACKGROUND),--background)

stop: bootstrap ## end the one started in the background
	@$(PY) -m tools.stack stop

status: bootstrap ## say whether it runs, and where
	@$(PY) -m tools.stack status

demo: bootstrap ## play the main job against the running system
	@$(PY) -m tools.demo

sms: bootstrap ## show the SMS inbox of the running system
	@$(PY) -m tools.stack sms

totp: bootstrap ## the second factor of one of the demo staff: USER=name
	@$(PY) -m tools.totp $(USER)

logs: bootstrap ## show what the functions of the running system logged
	@$(PY) -m tools.stack logs

remind: bootstrap ## do the morning reminder run of a day: ON=2026-12-01 (today when left out)
	@$(PY) -m tools.stack remind $(if $(ON),--on $(ON))

remind-texts: bootstrap ## every text of the reminders with its length; fails when one takes two messages
	@$(PY) -m tools.remind_texts

check: bootstrap ## the fast gate: format, lint, types, unit tests, template, OpenAPI
	@$(PY) -m tools.check

test: bootstrap ## all tests: unit, integration, print, end to end on a fresh local AWS; CHECKED=1 leaves out what check ran
	$(if $(CHECKED),,$(BIN)/pytest tests/unit $(SPREAD))
	$(BIN)/pytest tests/integration $(SPREAD)
	$(BIN)/pytest tests/print --durations=5
	$(BIN)/pytest tests/e2e

conformance: bootstrap ## compare with the published growth and immunization test sets
	$(BIN)/pytest tests/conformance

bench: bootstrap ## what our code costs beside others', within budget: ONLY=growth,qr FULL=1 REPORT=1
	@$(PY) -m tools.bootstrap baselines
	@FULL=$(FULL) $(PY) -m tools.bench --only "$(ONLY)" $(if $(TOLERANCE),--tolerance $(TOLERANCE)) $(if $(REPORT),--report)

schedule-check: bootstrap ## check a draft immunization schedule: FILE=draft.json ARGS="--born 2026-01-31"
	@$(PY) -m tools.schedule_check "$(FILE)" $(ARGS)

reforecast: bootstrap ## who changes under a schedule: SCHEDULE=id or FILE=draft.json, FROM= ON= JSON=1, APPLY=1; JOB=id RESUME=1 CANCEL=1
	@$(PY) -m tools.reforecast $(if $(SCHEDULE),--schedule "$(SCHEDULE)") $(if $(FILE),--file "$(FILE)") \
	  $(if $(FROM),--from "$(FROM)") $(if $(ON),--on "$(ON)") $(if $(APPLY),--apply) $(if $(JSON),--json) \
	  $(if $(JOB),--job "$(JOB)") $(if $(RESUME),--resume) $(if $(CANCEL),--cancel) $(if $(FUNCTION),--function "$(FUNCTION)")

units: bootstrap ## load a list of units, CSV or JSON, row by row: FILE=units.csv ALL=1, APPLY=1 writes
	@$(PY) -m tools.units "$(FILE)" $(if $(APPLY),--apply) $(if $(ALL),--all) $(if $(FUNCTION),--function "$(FUNCTION)")

staff: bootstrap ## load a list of staff, partners' systems and operators, row by row: FILE=staff.csv ALL=1, APPLY=1 writes
	@$(PY) -m tools.staff "$(FILE)" $(if $(APPLY),--apply) $(if $(ALL),--all) $(if $(FUNCTION),--function "$(FUNCTION)")

rebuild: bootstrap ## summaries that differ from their entries: SHARDS=00-0f, ACCOUNT=1, APPLY=1 makes them anew
	@$(PY) -m tools.rebuild $(if $(APPLY),--apply) $(if $(SHARDS),--shards "$(SHARDS)") $(if $(ACCOUNT),--account)

verify-audit: bootstrap ## hold the access log against its seals and anchors: HANDBOOK=id or ALL=1, SEAL=1 seals what is not, ACCOUNT=1
	@$(PY) -m tools.verify_audit $(if $(HANDBOOK),--handbook "$(HANDBOOK)") $(if $(ALL),--all) $(if $(SEAL),--seal) $(if $(ACCOUNT),--account)

retention: bootstrap ## what of the access log is past its term; APPLY=1 lets it go, ACCOUNT=1
	@$(PY) -m tools.retention $(if $(APPLY),--apply) $(if $(ACCOUNT),--account)

breach: bootstrap ## the register of breaches and its clocks: FILE= ID= DEED=found, authority_told, concerned_told, noted or closed AT= BY= WORDS=
	@$(PY) -m tools.breach "$(FILE)" $(if $(ID),--id "$(ID)") $(if $(DEED),--deed "$(DEED)") $(if $(AT),--at "$(AT)") $(if $(BY),--by "$(BY)") $(if $(WORDS),--words "$(WORDS)")

erase: bootstrap ## handbooks that no rule keeps any more; APPLY=1 erases them, MOST=1000, LIST=file of tombstones, SHARDS=00-0f, ACCOUNT=1
	@$(PY) -m tools.erase $(if $(APPLY),--apply) $(if $(MOST),--most "$(MOST)") $(if $(LIST),--list "$(LIST)") $(if $(SHARDS),--shards "$(SHARDS)") $(if $(ACCOUNT),--account)

backup: bootstrap ## save all state of a stage: FOLDER= KEYS=file DRY=1; ACCOUNT=1 to s3://bucket/prefix
	@$(PY) -m tools.recovery backup "$(FOLDER)" $(if $(KEYS),--keys "$(KEYS)") $(if $(DRY),--dry) $(if $(ACCOUNT),--account)

restore: bootstrap ## put it into a new stage: FOLDER= KEYS=file ONLY=records OVER=1 INVITE=1, APPLY=1 writes, ACCOUNT=1
	@$(PY) -m tools.recovery restore "$(FOLDER)" $(if $(KEYS),--keys "$(KEYS)") $(if $(ONLY),--only "$(ONLY)") \
	  $(if $(OVER),--over) $(if $(INVITE),--invite) $(if $(APPLY),--apply) $(if $(ACCOUNT),--account)

rotate-keys: bootstrap ## new keys for sealed numbers and their indexes: STEP=add, use, renew or drop, SHARDS=00-0f, ACCOUNT=1
	@$(PY) -m tools.rotate_keys $(STEP) $(if $(SHARDS),--shards "$(SHARDS)") $(if $(ACCOUNT),--account)

drill: bootstrap ## save a seeded stage, put it into a new one, and compare: a part of make test
	$(BIN)/pytest tests/e2e/test_recovery.py --durations=5

close-accounts: bootstrap ## accounts whose 14 days are over, as every night: APPLY=1 closes them, FUNCTION= in AWS
	@$(PY) -m tools.close_accounts $(if $(APPLY),--apply) $(if $(FUNCTION),--function "$(FUNCTION)")

units-table: bootstrap ## write what access patterns consume into docs/table-design.md anew, from typical calls
	REWRITE_UNITS=1 $(BIN)/pytest tests/integration/test_units_of_patterns.py -q -k written_anew
	@$(PY) -m tools.capacity.growth $(if $(SIZES),--sizes $(SIZES))

fuzz: bootstrap ## send what nobody would think of to every route of the running system, in every role: REQUESTS=20000 ROLES= SEED= WITHIN=seconds
	@$(PY) -m tools.fuzz $(if $(REQUESTS),--requests $(REQUESTS)) $(if $(ROLES),--roles "$(ROLES)") \
	  $(if $(SEED),--seed $(SEED)) $(if $(WITHIN),--within $(WITHIN))

load: bootstrap ## fifty clients at once on the running system, every write read back: SECONDS=600 CLIENTS=50 SEED=
	@$(PY) -m tools.load $(if $(SECONDS),--seconds $(SECONDS)) $(if $(CLIENTS),--clients $(CLIENTS)) $(if $(SEED),--seed $(SEED))

redrive: bootstrap ## messages that failed for good: QUEUE= STACK=, APPLY=1 gives each another try
	@$(PY) -m tools.redrive $(if $(APPLY),--apply) $(if $(QUEUE),--queue "$(QUEUE)") $(if $(STACK),--stack "$(STACK)")

smoke: bootstrap ## look at a deployed stage for what the emulated AWS cannot show: URL=https://… STACK=handbook-prod
	@$(PY) -m tools.smoke "$(URL)" $(if $(STACK),--stack "$(STACK)")

cost: bootstrap ## write what each use case costs into docs/cost.md anew, from doing it, and say how it grows: SIZES=1000,10000
	REWRITE_UNITS=1 $(BIN)/pytest tests/integration/test_costs.py -q -k written_anew
	@$(PY) -m tools.capacity.growth $(if $(SIZES),--sizes $(SIZES))

sbom: bootstrap ## write docs/sbom.cdx.json anew: what is shipped that others wrote (CycloneDX)
	@$(PY) -m tools.supply sbom

audit: bootstrap ## ask a database of known holes about every pinned package; fails where nobody can be asked
	@$(PY) -m tools.supply audit

openapi: bootstrap ## write docs/openapi.json anew from the code
	@$(PY) -m tools.openapi

guess: bootstrap ## ten thousand guesses each of numbers, ids and codes: what they learn, and the limit that they meet (GUESSES=)
	GUESSES=$(if $(GUESSES),$(GUESSES),10000) $(BIN)/pytest tests/integration/test_enumeration.py -q

requirements: bootstrap ## compile the hashed requirement files anew (UPGRADE=1 takes newer versions)
	@$(PY) -m tools.bootstrap.requirements $(if $(UPGRADE),--upgrade)

clean: ## delete builds, caches and the data of the local system; the environments stay
	@if [ -x $(PY) ]; then $(PY) -m tools.stack stop --quiet; fi
	rm -rf .aws-sam .local/bench .local/build .local/cache .local/state .local/demo .hypothesis .ruff_cache
	find functions layers tests tools -type d -name __pycache__ -prune -exec rm -rf {} +


# Any Python from 3.9 on can do it; a version manager's shim may be there and still not run.
bootstrap:
	@for python in $(PY) python3.13 python3 python3.14 python3.12 python3.11 python3.10 python3.9 python; do \
	  if $$python -c 'import sys; sys.exit(sys.version_info < (3, 9))' >/dev/null 2>&1; then \
	    exec $$python -m tools.bootstrap; \
	  fi; \
	done; \
	echo "error: no Python 3.9 or newer on the PATH: install Python 3 and run make again." >&2; exit 1

.PHONY: help run stop status demo sms totp logs remind remind-texts check test conformance bench schedule-check reforecast units staff rebuild verify-audit retention erase breach close-accounts units-table redrive fuzz smoke load sbom audit openapi guess requirements backup restore rotate-keys drill clean bootstrap
