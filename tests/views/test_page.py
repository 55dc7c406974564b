"""The frame of the pages, and that no text can leave its block."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import mapper
from mapper.messages import catalogue
from mapper.views.page import Frame, Parts, asset, escape_json, policy, render_page, words_in

ASSETS = tuple(sorted(path.name for path in (Path(mapper.__file__).parent / "views/assets").iterdir()))


def page(**data: object) -> str:
    return render_page(Frame({"en": "</title><script>x"}, ("en",), data, scripts=("core.js",)))


@given(st.text())
def test_a_text_in_the_data_can_end_nothing(text: str) -> None:
    escaped = escape_json({"a": text})
    assert not re.search("[<>&\u2028\u2029]", escaped)
    assert json.loads(escaped) == {"a": text}


def test_the_policy_names_each_script_and_style_and_nothing_else() -> None:
    html = page(a="</script><script>alert(1)</script>")
    told = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)
    assert told
    scripts = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    hashes = {base64.b64encode(hashlib.sha256(script.encode()).digest()).decode() for script in scripts}
    assert hashes == set(re.findall(r"sha256-([^']+)'", told[1].split("style-src")[0]))
    assert "unsafe" not in told[1]
    assert told[1].startswith("default-src 'none'; img-src data:; ")


def test_the_policy_comes_first_and_the_encoding_within_the_first_kilobyte() -> None:
    html = page()
    assert html.index("<meta http-equiv") < html.index("<meta charset") < 1024
    assert html.split("<head>")[1].lstrip().startswith("<meta http-equiv")


def test_the_title_is_escaped_and_the_reader_may_zoom() -> None:
    html = page()
    assert "<title>&lt;/title&gt;&lt;script&gt;x</title>" in html
    assert 'content="width=device-width, initial-scale=1"' in html
    assert " style=" not in html


def test_a_script_that_would_end_its_tag_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="end its own tag"):
        render_page(Frame({}, ("en",), {}), Parts(start="'</script>'"))


def test_words_fall_back_to_the_language_there_is() -> None:
    assert words_in({"ru": "да"}, "kk") == "да"
    assert words_in({}, "kk") == ""


@pytest.mark.parametrize("name", ASSETS)
def test_an_asset_has_no_markup_of_its_own(name: str) -> None:
    text = asset(name)
    assert "innerHTML" not in text
    assert "insertAdjacentHTML" not in text
    assert "eval(" not in text
    assert "http://" not in text.replace("http://www.w3.org/2000/svg", "")


def test_every_word_that_the_scripts_ask_for_is_there_and_none_is_idle() -> None:
    scripts = "".join(asset(name) for name in ASSETS if name.endswith(".js"))
    keys = {key.partition(".")[2] for key in catalogue() if key.startswith(("page.", "profile."))}
    asked = set(re.findall(r'\bt\("([\w.]+)"', scripts))
    prefixes = tuple(key for key in asked if key.endswith("."))
    assert asked - set(prefixes) <= keys
    quoted = set(re.findall(r'"([\w.-]+)"', scripts))
    idle = {key for key in keys - quoted if not key.startswith(prefixes)}
    levels = {"error", "warning"}
    assert idle <= levels | {"noscript", "all_sectors"}, "words that only Python needs stand under sheet.*"


@given(st.lists(st.text(max_size=20), max_size=3))
def test_the_policy_is_one_line_without_quotes(texts: list[str]) -> None:
    assert not re.search(r'["\n]', policy(texts, texts))
