"""The frame that all pages share: one file, a policy, styles, one block of data, scripts.

The only text that stands in the markup itself is the title, escaped; everything else is data that the page's script
writes with `textContent`.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import html
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files as resources

from mapper import messages
from mapper.model import Words

LEVELS = {"error", "warning"}
"""Keys that a finding brings with it."""
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@dataclass(frozen=True)
class Frame:
    """A page: its title, its data, and the names of its assets."""

    title: Words
    languages: tuple[str, ...]
    data: Mapping[str, object]
    styles: tuple[str, ...] = ("page.css",)
    scripts: tuple[str, ...] = ("core.js", "about.js")
    sections: tuple[str, ...] = ("page",)
    """Parts of the messages from which it carries the words that its scripts ask for."""
    idle: frozenset[str] = frozenset()
    """Words that its scripts know, but its data never ask for."""


@dataclass(frozen=True)
class Parts:
    """What a drawing library adds to a page; never a text from data."""

    styles: tuple[str, ...] = ()
    scripts: tuple[str, ...] = ()
    body: str = ""
    start: str = "mapper.start();"


def render_page(frame: Frame, parts: Parts = Parts()) -> str:
    """Return the whole page.

    Scripts and styles that hold a closing tag of their own kind would break the page, and raise ValueError.
    """
    styles = [*parts.styles, *(asset(name) for name in frame.styles)]
    own = "".join(asset(name) for name in frame.scripts)
    scripts = [*parts.scripts, own, parts.start]
    _check_closed(styles, scripts)
    language = frame.languages[0]
    return "".join(
        [
            f'<!DOCTYPE html>\n<html lang="{html.escape(language)}">\n<head>\n',
            f'<meta http-equiv="Content-Security-Policy" content="{policy(styles, scripts)}">\n',
            '<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{html.escape(words_in(frame.title, language))}</title>\n",
            *(f"<style>{style}</style>\n" for style in styles),
            f"</head>\n<body>\n<noscript>{_noscript(frame.languages)}</noscript>\n{parts.body}\n",
            f'<script type="application/json" id="data">{escape_json(_data(frame, own))}</script>\n',
            *(f"<script>{script}</script>\n" for script in scripts),
            "</body>\n</html>\n",
        ]
    )


def policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """Return a Content-Security-Policy that allows these styles and scripts, pictures in the page, and nothing else."""
    told = " ".join(_hash(script) for script in scripts)
    drawn = " ".join(_hash(style) for style in styles)
    rules = ("default-src 'none'", "img-src data:", f"script-src {told}", f"style-src {drawn}")
    return "; ".join((*rules, "base-uri 'none'", "form-action 'none'"))


def escape_json(data: object) -> str:
    """Return data as JSON that no text in it can leave: `<`, `>`, `&` and the line separators are escaped."""
    plain = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for sign, escaped in ESCAPES.items():
        plain = plain.replace(sign, escaped)
    return plain


def escape_md(text: str) -> str:
    """Escape what Markdown or the HTML within it would read as markup."""
    return re.sub(r"([\\`*_\[\]<>|#~])", r"\\\1", " ".join(text.split()).replace("&", "&amp;"))


def words_in(text: Words, language: str) -> str:
    """Return a text in a language, else in whatever language it has, else nothing."""
    return text.get(language) or next((text[other] for other in text if text[other]), "")


@functools.cache
def asset(name: str) -> str:
    """Return one of our own files of `assets/`, without idle blanks and without comments."""
    import rjsmin

    text = (resources("mapper.views") / "assets" / name).read_text(encoding="utf-8")
    if name.endswith(".css"):
        return re.sub(r"\s*([{};,])\s*", r"\1", text)
    made: str = rjsmin.jsmin(text)
    return f"{made}\n"


def _data(frame: Frame, scripts: str) -> Mapping[str, object]:
    sections = [messages.section(name, frame.languages) for name in frame.sections]
    return {
        "languages": list(frame.languages),
        "words": {
            language: {
                key: text
                for words in sections
                for key, text in _asked(words[language], scripts).items()
                if key not in frame.idle
            }
            for language in frame.languages
        },
        "numbers": {language: messages.number_symbols(language) for language in frame.languages},
        "title": dict(frame.title),
        **frame.data,
    }


def _asked(words: Mapping[str, str], scripts: str) -> Words:
    """Return the words whose keys the scripts name, whole or by their beginning up to a dot."""
    named = set(re.findall(r'"([\w.-]+)"', scripts)) | LEVELS
    return {key: text for key, text in words.items() if key in named or key[: key.find(".") + 1] in named}


def _noscript(languages: Sequence[str]) -> str:
    return " · ".join(html.escape(messages.text(language, "page.noscript")) for language in languages)


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _check_closed(styles: Sequence[str], scripts: Sequence[str]) -> None:
    for kind, texts in (("style", styles), ("script", scripts)):
        if any(f"</{kind}" in text.lower() for text in texts):
            raise ValueError(f"a {kind} of ours would end its own tag")
