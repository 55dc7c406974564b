"""The hint of an error about a name: the known one that is nearest."""

from __future__ import annotations

import difflib
from collections.abc import Sequence


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint: the known name that is nearest, or all of them.

    >>> nearest("regoin", ["region", "value"])
    "Did you mean 'region'?"
    """
    close = nearest_of(name, known)
    if close:
        return f"Did you mean {close!r}?"
    shown = ", ".join(list(known)[:12])
    return f"There are: {shown}{', ...' if len(known) > 12 else ''}."


def nearest_of(name: str, known: Sequence[str]) -> str:
    """Return the known name that is nearest, case apart, or ""."""
    folded = {text.casefold(): text for text in known}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    return folded[close[0]] if close else ""
