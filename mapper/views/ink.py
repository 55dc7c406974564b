"""The sheet on which a picture is drawn; the only module that knows matplotlib.

No text is read as a formula, no window system is asked, and nothing is taken from the machine: the font is the one
that comes with matplotlib, the settings are its defaults, and no date stands in the file.
"""

from __future__ import annotations

import functools
import io
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.ft2font import FT2Font
from matplotlib.patches import PathPatch
from matplotlib.path import Path as Outline
from matplotlib.textpath import text_to_path
from matplotlib.transforms import Affine2D
from numpy.typing import NDArray

from mapper.views.typeset import Fill, Font

Style = Literal["svg", "png", "pdf"]
Rings = Sequence[NDArray[np.float64]]
"""Closed lines in points of the sheet (n x 2); holes run against their shells."""

HATCHES = {
    "lines": ("////", 1.1),
    "cross": ("xxxx", 0.7),
    "dots": ("---", 0.8),
    "sparse": ("\\\\", 0.6),
    "fine": ("////", 0.8),
}
"""The figures of fills: matplotlib's name, and the width of its lines."""
PNG_DPI = 200
UNKNOWN = "\N{REPLACEMENT CHARACTER}"


class Sheet:
    """A page of `width` x `height` points; y runs upwards from the lower edge."""

    def __init__(self, width: float, height: float) -> None:
        self._figure = Figure(figsize=(width / 72, height / 72), dpi=72, facecolor="#ffffff")
        self._points = Affine2D().scale(1 / 72) + self._figure.dpi_scale_trans

    def shape(self, rings: Rings, fill: Fill | None = None, *, edge: str = "none", line: float = 0.0) -> None:
        """Draw closed lines: their ground, the figure on it, and their edge."""
        outline = _outline(rings, closed=True)
        ground = fill.ground if fill else "none"
        if fill and fill.figure:
            hatch, width = HATCHES[fill.figure]
            patch = self._patch(outline, facecolor=ground, edgecolor=fill.ink, linewidth=0, hatch=hatch)
            patch.set_hatch_linewidth(width)
            ground = "none"
        self._patch(outline, facecolor=ground, edgecolor=edge, linewidth=line)

    def card(self, ring: NDArray[np.float64]) -> None:
        """Draw a pale ground on which a text is read wherever it stands."""
        self._patch(_outline([ring], closed=True), facecolor="#ffffff", edgecolor="#ffffff", linewidth=2, alpha=0.82)

    def stroke(self, lines: Rings, *, colour: str, line: float) -> None:
        """Draw open lines."""
        self._patch(_outline(lines, closed=False), facecolor="none", edgecolor=colour, linewidth=line, capstyle="round")

    def text(self, x: float, y: float, text: str, font: Font, *, align: str = "left") -> None:
        """Write one line of text literally; (x, y) lies on its base line, to the left, right or center of it."""
        self._figure.text(
            x,
            y,
            clean(text),
            fontproperties=_font(font),
            color=font.colour,
            ha=align,
            va="baseline",
            parse_math=False,
            transform=self._points,
        )

    @staticmethod
    def measure(text: str, font: Font) -> float:
        """Return the width of a text in points."""
        return _width(clean(text), font.size, bold=font.bold)

    def to_bytes(self, style: Style, title: str) -> bytes:
        """Return the file: the same bytes for the same sheet."""
        metadata = {
            "svg": {"Title": clean(title), "Creator": None, "Date": None, "Format": None, "Type": None},
            "pdf": {"Title": clean(title), "Creator": None, "Producer": None, "CreationDate": None},
            "png": {"Title": clean(title), "Software": None},
        }
        made = io.BytesIO()
        self._figure.savefig(made, format=style, dpi=PNG_DPI if style == "png" else 72, metadata=metadata[style])
        return _compact(made.getvalue()) if style == "svg" else made.getvalue()

    def _patch(self, outline: Outline, **looks: Any) -> PathPatch:  # noqa: ANN401 - matplotlib's keywords
        patch = PathPatch(outline, transform=self._points, joinstyle="round", **looks)
        self._figure.add_artist(patch)
        return patch


@contextmanager
def settings() -> Iterator[None]:
    """Draw with matplotlib's own defaults, whatever the user's are, and with ids that are the same in every run."""
    with mpl.rc_context():
        mpl.rcdefaults()
        mpl.rcParams.update({"svg.hashsalt": "mapper", "svg.fonttype": "path", "path.simplify": False})
        yield


def clean(text: str) -> str:
    """Return a text on one line, with a sign in place of each letter that the font does not have."""
    return "".join(letter if ord(letter) in _letters() else UNKNOWN for letter in " ".join(text.split()))


def _compact(svg: bytes) -> bytes:
    """Return a drawing without remarks, line breaks in paths, and commands that only repeat the one before."""
    head, end, text = svg.decode("utf-8").partition("</metadata>")  # the title stands before it, and stays as it is
    text = re.sub(r"\s*<!--.*?-->", "", text, flags=re.DOTALL)
    text = re.sub(r'(id="|href="#)DejaVuSans-(Bold-)?', lambda m: m[1] + ("b" if m[2] else "a"), text)
    text = re.sub(r' d="([^"]*)"', lambda m: f' d="{_compact_path(m[1])}"', text)
    return f"{head}{end}{text}".encode()


def _compact_path(path: str) -> str:
    told, last = "", ""
    for command, numbers in re.findall(r"([A-Za-z])([^A-Za-z]*)", path):
        told += f" {' '.join(numbers.split())}" if command == last else f"{command}{' '.join(numbers.split())}"
        last = command
    return told


@functools.cache
def _letters() -> frozenset[int]:
    """Return the letters that both cuts of the font have; control codes are none."""
    regular, bold = (FT2Font(str(_file(bold=bold))).get_charmap() for bold in (False, True))
    return frozenset(letter for letter in regular.keys() & bold.keys() if letter >= 32)


@functools.cache
def _file(*, bold: bool) -> Path:
    return Path(mpl.get_data_path(), "fonts", "ttf", "DejaVuSans-Bold.ttf" if bold else "DejaVuSans.ttf")


def _font(font: Font) -> FontProperties:
    return FontProperties(fname=_file(bold=font.bold), size=font.size)


@functools.lru_cache(maxsize=4096)
def _width(text: str, size: float, *, bold: bool) -> float:
    if not text:
        return 0.0
    width, _, _ = text_to_path.get_text_width_height_descent(text, _font(Font(size, bold=bold)), ismath=False)
    return float(width)


def _outline(rings: Rings, *, closed: bool) -> Outline:
    """Return lines as one path, to a tenth of a point; points that fall together are one."""
    parts = [_thin(ring) for ring in rings]
    kept = [part for part in parts if len(part) > 1]
    codes = [np.r_[Outline.MOVETO, np.full(len(p) - 1, Outline.LINETO)].astype(Outline.code_type) for p in kept]
    if closed:
        kept = [np.vstack([part, part[:1]]) for part in kept]
        codes = [np.append(code, Outline.CLOSEPOLY).astype(Outline.code_type) for code in codes]
    if not kept:
        return Outline(np.empty((0, 2)))
    return Outline(np.vstack(kept), np.concatenate(codes))


def _thin(ring: NDArray[np.float64]) -> NDArray[np.float64]:
    points = np.round(ring, 1) + 0.0
    moved = np.append(True, np.diff(points, axis=0).any(axis=1))
    thin: NDArray[np.float64] = points[moved]
    return thin[:-1] if len(thin) > 1 and (thin[0] == thin[-1]).all() else thin
