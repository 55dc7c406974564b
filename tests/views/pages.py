"""What tests read out of a page."""

from __future__ import annotations

import json
import re
from typing import Any


def data_of(page: str) -> Any:
    """Return the page's block of data."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found
    return json.loads(found[1])
