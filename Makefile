# Thin names for `python3 -m app.bootstrap …`, which also works on a machine without make.
PYTHON ?= python3
BOOT = $(PYTHON) -m app.bootstrap

.PHONY: run test sure setup bench lock check texts features coverage
run:
	@$(BOOT) run
test:
	@$(BOOT) test $(TESTS)
sure:
	@$(BOOT) sure
check:
	@$(BOOT) check
setup:
	@$(BOOT) setup
bench:
	@$(BOOT) bench $(WHAT)
lock:
	@$(BOOT) lock
texts:
	@$(BOOT) texts
features:
	@$(BOOT) features
coverage:
	@$(BOOT) coverage $(TESTS)
