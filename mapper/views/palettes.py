"""Colours: palettes that colour-blind readers and grey printers can tell apart, and the swatches beside them.

The sequential and diverging palettes are ColorBrewer's YlGnBu and BrBG (Cynthia Brewer, Apache 2.0), both marked
there as safe for colour-blind readers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

SEQUENTIAL: Mapping[int, tuple[str, ...]] = {
    1: ("#41b6c4",),
    2: ("#a1dab4", "#2c7fb8"),
    3: ("#edf8b1", "#7fcdbb", "#2c7fb8"),
    4: ("#ffffcc", "#a1dab4", "#41b6c4", "#225ea8"),
    5: ("#ffffcc", "#a1dab4", "#41b6c4", "#2c7fb8", "#253494"),
    6: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#2c7fb8", "#253494"),
    7: ("#ffffcc", "#c7e9b4", "#7fcdbb", "#41b6c4", "#1d91c0", "#225ea8", "#0c2c84"),
}
BELOW = ("#8c510a", "#bf812d", "#dfc27d")
MIDDLE = "#f5f5f5"
ABOVE = ("#80cdc1", "#35978f", "#01665e")
CATEGORY: Mapping[str, str] = {
    "open": "#08306b",
    "equipping": "#2265ad",
    "planned": "#4a9bd4",
    "announced": "#a9d3ee",
    "suspended": "#fdae6b",
    "cancelled": "#a63603",
    "chosen": "#a63603",
    "kept": "#2265ad",
    "within": "#a9d3ee",
    "beyond": "#f5f5f5",
    "strong-none": "#c8443c",
    "strong-coming": "#8b3a62",
    "strong-open": "#3b2a55",
    "middling-none": "#f2b6a8",
    "middling-coming": "#a58bb5",
    "middling-open": "#4a5f9e",
    "weak-none": "#f3f3f3",
    "weak-coming": "#a9d3ee",
    "weak-open": "#2f7fb8",
}
"""In the order of a legend; the last nine are two scales at once: redder is stronger, bluer is a hub that is nearer."""
OTHERS = ("#1b9e77", "#d95f02", "#7570b3", "#e7298a", "#66a61e", "#e6ab02", "#a6761d")
"""Categories that have no colour of their own: ColorBrewer's Dark2."""


@dataclass(frozen=True)
class Swatch:
    """A fill that says why there is no class: a ground, an ink on it, and the figure that the ink draws."""

    ground: str
    ink: str
    figure: str


SWATCHES: Mapping[str, Swatch] = {
    "no_data": Swatch("#c4c8ce", "#868e99", "lines"),
    "suppressed": Swatch("#d9c8d8", "#7d4f7a", "cross"),
    "not_applicable": Swatch("#b0a99f", "#5f594f", "dots"),
    "not_mentioned": Swatch("#dad1c1", "#a8977d", "sparse"),
}


def sequential(k: int) -> tuple[str, ...]:
    """Return k colours from light (little) to dark (much), k from 0 to 7."""
    return SEQUENTIAL[k] if k else ()


def diverging(below: int, above: int) -> tuple[str, ...]:
    """Return `below` colours (the first is the furthest), the pale middle, and `above` colours; each up to 3."""
    return (*_arm(BELOW[::-1], below)[::-1], MIDDLE, *_arm(ABOVE, above))


def difference(one: str, other: str) -> float:
    """Return CIEDE2000 between two sRGB colours (Sharma, Wu & Dalal 2005); 10 and more is told apart at a glance.

    >>> round(difference("#ffffff", "#000000"))
    100
    """
    (l1, a1, b1), (l2, a2, b2) = _lab(one), _lab(other)
    mean_chroma7 = ((math.hypot(a1, b1) + math.hypot(a2, b2)) / 2) ** 7
    grow = 1.5 - 0.5 * math.sqrt(mean_chroma7 / (mean_chroma7 + 25.0**7))
    return _ciede2000((l1, a1 * grow, b1), (l2, a2 * grow, b2))


def _arm(colours: tuple[str, ...], number: int) -> tuple[str, ...]:
    """Spread: one colour is the middling one, two are the palest and the strongest."""
    return {0: (), 1: colours[1:2], 2: (colours[0], colours[2]), 3: colours}[number]


def _lab(colour: str) -> tuple[float, float, float]:
    """Return CIE L*a*b* (D65) of `#rrggbb`."""
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    x = (0.4124564 * red + 0.3575761 * green + 0.1804375 * blue) / 0.95047
    y = 0.2126729 * red + 0.7151522 * green + 0.0721750 * blue
    z = (0.0193339 * red + 0.1191920 * green + 0.9503041 * blue) / 1.08883
    fx, fy, fz = (t ** (1 / 3) if t > (6 / 29) ** 3 else t * (29 / 6) ** 2 / 3 + 4 / 29 for t in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4


def _ciede2000(one: tuple[float, float, float], other: tuple[float, float, float]) -> float:
    """Return equations 8 to 22 of Sharma, Wu & Dalal (2005), after a' was made."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    c1, c2 = math.hypot(a1, b1), math.hypot(a2, b2)
    turn, hue = _hues(math.degrees(math.atan2(b1, a1)) % 360, math.degrees(math.atan2(b2, a2)) % 360, c1 * c2)
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = 1 - 0.17 * _cos(hue - 30) + 0.24 * _cos(2 * hue) + 0.32 * _cos(3 * hue + 6) - 0.20 * _cos(4 * hue - 63)
    dl = (l2 - l1) / (1 + 0.015 * (light - 50) ** 2 / math.sqrt(20 + (light - 50) ** 2))
    dc = (c2 - c1) / (1 + 0.045 * chroma)
    dh = 2 * math.sqrt(c1 * c2) * math.sin(math.radians(turn / 2)) / (1 + 0.015 * chroma * t)
    swing = 30 * math.exp(-(((hue - 275) / 25) ** 2))
    twist = -2 * math.sqrt(chroma**7 / (chroma**7 + 25.0**7)) * math.sin(math.radians(2 * swing))
    return math.sqrt(dl**2 + dc**2 + dh**2 + twist * dc * dh)


def _hues(h1: float, h2: float, chromas: float) -> tuple[float, float]:
    """Return the difference and the mean of two hues, the short way round."""
    if not chromas:
        return 0.0, h1 + h2
    turn = (h2 - h1 + 180) % 360 - 180
    return turn, (h1 + turn / 2) % 360


def _cos(degrees: float) -> float:
    return math.cos(math.radians(degrees))
