"""The `mapper` command: one file a verb, errors told once, exit codes 0, 1, 2, 3 and 130."""

from __future__ import annotations

import gc
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Annotated

import typer

from mapper.cli.options import HELP
from mapper.cli.terminal import tell_error
from mapper.errors import BadConfig, MapperError

VERBS: Mapping[str, str] = {
    "init": "init",
    "check": "check",
    "build": "build",
    "preview": "preview",
    "diff": "diff",
    "map": "map_",
    "table": "table",
    "measures": "measures",
    "info": "info",
}
"""Verb -> its function, in the module of the verb's name."""
GROUPS = ("regions", "rollout", "survey")
"""Verbs with verbs of their own."""
DEBUG = "--debug"
RARELY = 1_000_000
"""Objects between two searches for cycles: what libraries make as they are imported stays anyway, and searching after
the usual 700 costs a command a twentieth of its time."""


def command(arguments: Sequence[str]) -> typer.Typer:
    """Return the command with the verb that the arguments name, or with all: no other is imported and set up."""
    app = typer.Typer(
        name="mapper",
        no_args_is_help=True,
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
        context_settings=HELP,
    )
    app.callback()(mapper)
    known = (*VERBS, *GROUPS)
    asked = next((one for one in arguments if not one.startswith("-")), "")
    for name in (asked,) if asked in known else known:
        module = import_module(f"mapper.cli.{name}")
        if name in GROUPS:
            app.add_typer(module.app, name=name)
        else:
            app.command(name=name, context_settings=HELP)(getattr(module, VERBS[name]))
    return app


def mapper(
    debug: Annotated[bool, typer.Option(DEBUG, help="Show the traceback of a failure of mapper itself.")] = False,
) -> None:
    """Choropleth maps and tables of a programme that is rolled out by region."""


def main() -> None:
    """Run the command; a user's mistake is told in two lines, a failure of ours in one."""
    gc.set_threshold(RARELY)
    try:
        _refuse_bytes(sys.argv)
        command(sys.argv[1:])(prog_name="mapper")
    except MapperError as error:
        tell_error(error.what, error.hint)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as error:  # noqa: BLE001 - the outermost wall: whatever is raised here is our own failure
        if DEBUG in sys.argv:
            raise SystemExit(_traceback(error)) from None
        tell_error(f"mapper failed: {type(error).__name__}: {error}", f"Please report it with the output of {DEBUG}.")
        sys.exit(3)
    finally:
        gc.freeze()  # the last search, as the program ends, has nothing to look through


def _refuse_bytes(arguments: list[str]) -> None:
    """Raise BadConfig at an argument that is no text: names and titles stand in pages and ledgers."""
    for argument in arguments:
        try:
            argument.encode("utf-8")
        except UnicodeEncodeError as error:
            hint = "Rename the file, or set a locale of UTF-8, such as LC_ALL=C.UTF-8."
            raise BadConfig(f"the argument {argument!r} is not UTF-8", hint=hint) from error


def _traceback(error: Exception) -> int:
    import traceback

    traceback.print_exception(error)
    return 3
