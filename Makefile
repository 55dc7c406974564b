# Everything that a developer does, by name. `make check` is what CI does before the tests.
.PHONY: cluster check lint fix test outputs look bench lock derive reference picture

RUN = uv run --quiet

check: lint test

lint: tools/types/node_modules
	$(RUN) ruff check .
	$(RUN) ruff format --check .
	$(RUN) oxlint --deny-warnings mapper/views/assets
	$(RUN) tools/types/node_modules/.bin/tsc --project tools/types
	$(RUN) mypy
	$(RUN) lint-imports

# The compiler that holds the types of the page's scripts, in the version of its lock file
tools/types/node_modules: tools/types/package-lock.json
	$(RUN) npm ci --prefix tools/types --no-audit --no-fund --silent
	@touch $@

fix:
	$(RUN) ruff check --fix .
	$(RUN) ruff format .

test:
	uv run pytest

# The same sums on a real Spark Connect server, in an environment of its own: its client brings pyarrow
cluster:
	MAPPER_CLUSTER=required UV_PROJECT_ENVIRONMENT=build/cluster uv run --quiet --group cluster pytest -n 0 tests/sources/test_engine_cluster.py

# The reports of the embedded project, which are committed
outputs:
	$(RUN) mapper build

# A picture of every page at the widths of a desk and of a phone, in every language, into build/look/
look:
	$(RUN) python tools/look.py outputs build/look

# Speed, as ratios to a peer that runs in the same minute
bench:
	$(RUN) pytest tests/bench -q -s -n 0 --benchmark-enable -o python_files='bench_*.py'

# Exact versions of everything into pyproject.toml
lock:
	python3 tools/lock.py

# The embedded boundaries and spellings, anew from the packages that they come from, byte for byte
derive:
	uv run --quiet --with pip python regions/kz/derive
	$(RUN) python regions/kz/derive/spellings.py

# The command reference of the README, from the commands themselves
reference:
	$(RUN) python tools/reference.py

# The picture of the README, from the embedded project
picture:
	$(RUN) python tools/readme_picture.py
