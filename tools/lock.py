"""Write the exact version of every dependency into pyproject.toml: the whole tree, for every supported Python."""

import re
import subprocess
from pathlib import Path

PYPROJECT = Path(__file__).parent.parent / "pyproject.toml"
LIST = re.compile(r"(?m)^constraint-dependencies = \[\n(?:    .*\n)*\]\n")


def main() -> None:
    """Resolve anew, without the old constraints, and write what came of it."""
    pyproject = PYPROJECT.read_text(encoding="utf-8")
    PYPROJECT.write_text(LIST.sub("constraint-dependencies = [\n]\n", pyproject), encoding="utf-8")
    try:
        subprocess.run(["uv", "lock", "--upgrade", "--quiet"], check=True, cwd=PYPROJECT.parent)
        told = subprocess.run(
            [
                "uv",
                "export",
                "--quiet",
                "--all-extras",
                "--all-groups",
                "--no-hashes",
                "--no-emit-project",
                "--no-annotate",
            ],
            check=True,
            cwd=PYPROJECT.parent,
            capture_output=True,
            text=True,
        ).stdout
    except subprocess.CalledProcessError:
        PYPROJECT.write_text(pyproject, encoding="utf-8")
        raise
    lines = [line for line in told.splitlines() if line and not line.startswith("#")]
    listed = "".join(f"    {_quoted(line)},\n" for line in lines)
    PYPROJECT.write_text(LIST.sub(lambda _: f"constraint-dependencies = [\n{listed}]\n", pyproject), encoding="utf-8")


def _quoted(line: str) -> str:
    return f"'{line}'" if '"' in line else f'"{line}"'


if __name__ == "__main__":
    main()
