"""Write the command reference into README.md from the commands' own help."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

README = Path(__file__).parent.parent / "README.md"
BEGIN, END = "<!-- reference -->\n", "<!-- /reference -->\n"


def main() -> None:
    """Put the reference in its place."""
    text = README.read_text(encoding="utf-8")
    head, _, rest = text.partition(BEGIN)
    tail = rest.partition(END)[2]
    README.write_text(f"{head}{BEGIN}{reference()}{END}{tail}", encoding="utf-8")


def reference() -> str:
    """Return the help of every command, in the order of `mapper --help`."""
    return "".join(f"\n#### `{' '.join(path)}`\n\n```\n{text}```\n" for path, text in _walk(("mapper",))) + "\n"


def _walk(path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], str]]:
    text = _help(path[1:])
    yield path, text
    for line in text.partition("\nCommands:\n")[2].splitlines():
        if line.startswith("  ") and line[2:3].strip():
            yield from _walk((*path, line.split()[0]))


def _help(path: tuple[str, ...]) -> str:
    env = os.environ | {"COLUMNS": "100", "TERMINAL_WIDTH": "100", "NO_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-m", "mapper.cli", *path, "--help"]
    told = subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout
    return told.replace("python -m mapper.cli", "mapper").lstrip("\n")


if __name__ == "__main__":
    main()
