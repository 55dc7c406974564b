"""What can go wrong by the user's doing, said once: what happened, and what to do.

MapperError            exit 2   usage
├── UnreadableFile     exit 2   a file that is missing, damaged or of another kind
├── BadConfig          exit 2   mapper.toml or an option that cannot be meant
└── BadData            exit 1   data that was read and is wrong; carries findings where there are several

Anything else that is raised is our own mistake and ends with exit code 3.
"""

from __future__ import annotations


class MapperError(Exception):
    """A mistake that the user can mend: `what` (with file:row:column) and a `hint`."""

    exit_code = 2

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


class UnreadableFile(MapperError):
    """A file that is missing, damaged, or not of the kind that its name says."""


class BadConfig(MapperError):
    """A setting, an option or an argument that cannot be meant."""


class BadData(MapperError):
    """Data that was read and is wrong."""

    exit_code = 1
