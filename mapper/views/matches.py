"""Matches of region names, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mapper.model import Match


def render_json(matches: Sequence[Match]) -> str:
    """Return one object `mapper.match/1`, a match a line of input, in order."""
    rows = [
        {"spelling": m.spelling, "status": m.status, "code": m.code, "candidates": list(m.candidates)} for m in matches
    ]
    return json.dumps({"schema": "mapper.match/1", "matches": rows}, ensure_ascii=False) + "\n"


def render_text(matches: Sequence[Match]) -> str:
    """Return a line a spelling, parted by tabs: status, code or candidates, spelling."""
    return "".join(f"{m.status}\t{m.code or ' '.join(m.candidates) or '-'}\t{m.spelling}\n" for m in matches)
