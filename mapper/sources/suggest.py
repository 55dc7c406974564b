"""The hint of an error about a name: the known one that is nearest."""

from __future__ import annotations

import difflib
from collections.abc import Sequence


def nearest(name: str, known: Sequence[str]) -> str:
    """Return a hint: the known name that is nearest, or all of them.

    >>> nearest("regoin", ["region", "value"])
    "Did you mean 'region'?"
    """
    folded = {text.casefold(): text for text in known}
    close = difflib.get_close_matches(name.casefold(), list(folded), n=1, cutoff=0.5)
    if close:
        return f"Did you mean {folded[close[0]]!r}?"
    shown = ", ".join(list(known)[:12])
    return f"There are: {shown}{', ...' if len(known) > 12 else ''}."
