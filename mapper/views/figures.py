"""A picture above a page's table: one SVG a language, of which the page shows the one in its own."""

from __future__ import annotations

from mapper.model import Words
from mapper.views.page import Parts

STYLE = """
.figures figure { display: none; margin: 0 0 16px; padding: 12px; overflow-x: auto; }
.figures figure { background: var(--paper); border: 1px solid var(--line); border-radius: 8px; }
.figures svg { display: block; width: 100%; min-width: 540px; max-width: 900px; height: auto; margin: 0 auto; }
"""
START = 'mapper.start(); document.querySelector(".values").before(document.querySelector(".figures"));'


def figure_parts(figures: Words) -> Parts:
    """Return what a page needs to show the figures, or nothing.

    The SVGs are put into the markup as they are: they have to be made of our own words and of numbers alone.
    """
    if not figures:
        return Parts()
    shown = "".join(f'html[lang="{one}"] .figures [data-language="{one}"] {{ display: block; }}\n' for one in figures)
    body = "".join(f'<figure data-language="{one}" tabindex="0">{svg}</figure>\n' for one, svg in figures.items())
    return Parts(styles=(STYLE + shown,), body=f'<section class="figures">\n{body}</section>', start=START)
