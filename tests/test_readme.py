"""The README tells what the commands are: its reference is their own help, and its links lead somewhere."""

from __future__ import annotations

import re
import runpy

from tests.conftest import ROOT

TEXT = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_reference_is_what_the_commands_say() -> None:
    tool = runpy.run_path(str(ROOT / "tools" / "reference.py"))
    written = TEXT.partition(tool["BEGIN"])[2].partition(tool["END"])[0]
    assert written == tool["reference"](), "run `make reference`"


def test_every_option_has_a_help_text() -> None:
    options = re.findall(r"(?m)^  (-{1,2}[\w-]+(?:, --[\w-]+)?(?: [A-Z|\w\[\]]+)?)(.*\n(?:\s{10,}.*\n)*)", TEXT)
    assert len(options) > 20
    assert [name for name, help_text in options if not help_text.strip()] == []


def test_the_links_of_the_documents_lead_somewhere() -> None:
    for document in ROOT.glob("*.md"):
        for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", document.read_text(encoding="utf-8")):
            assert (ROOT / link).exists(), (document.name, link)
