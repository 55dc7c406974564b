"""A process that has imported everything and forks for each command: the real command, without paying for imports.

It reads one JSON object a line from stdin, and answers with the exit code. It runs nothing itself, so each command
starts from the same untouched state.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import traceback

LAZY = ("duckdb", "pyogrio", "scipy.optimize", "scipy.stats", "matplotlib.figure", "xlsxwriter", "babel.numbers")
FLAGS = {0: os.O_RDONLY, 1: os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 2: os.O_WRONLY | os.O_CREAT | os.O_TRUNC}


def import_all() -> None:
    """Import the project and what it imports when it is needed."""
    import mapper

    for module in pkgutil.walk_packages(mapper.__path__, "mapper."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    for name in LAZY:
        importlib.import_module(name)


def run(request: dict[str, list[str] | str]) -> int:
    """Run a command in a child, and return its exit code."""
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    code = 1
    try:
        code = _command(request)
    except BaseException:  # noqa: BLE001 - the interpreter would say the same, with the same code
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _command(request: dict[str, list[str] | str]) -> int:
    from mapper.cli.app import main

    for number, flags in FLAGS.items():
        os.dup2(os.open(str(request["files"][number]), flags, 0o600), number)
    os.chdir(str(request["cwd"]))
    sys.argv = ["mapper", *request["arguments"]]
    try:
        main()
    except SystemExit as stop:
        return int(stop.code or 0)
    return 0


if __name__ == "__main__":
    import_all()
    for line in sys.stdin:
        sys.stdout.write(f"{run(json.loads(line))}\n")
        sys.stdout.flush()
