import re
from pathlib import Path

import mapper.sources
from mapper.messages import catalogue
from mapper.sources.layout import ACROSS
from mapper.sources.register import OPTIONAL, REQUIRED

SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in sorted(Path(mapper.sources.__file__).parent.glob("*.py")))
SENTENCES = {k for k in catalogue() if k.startswith("finding.") and not k.endswith(".hint")}


def codes_in_code():
    """Codes are the hyphenated words in quotes of the room's source."""
    words = set(re.findall(r'"([a-z]+(?:-[a-z]+)+)"', SOURCE))
    return words - {*REQUIRED, *OPTIONAL, *ACROSS, "utf-8", "utf-16-le"}


def test_every_code_of_the_room_has_words_for_its_finding_or_its_reason():
    for code in codes_in_code():
        assert f"finding.{code}" in catalogue() or f"why.{code}" in catalogue(), code


def test_every_sentence_has_a_hint_and_every_refused_row_a_reason():
    for key in SENTENCES:
        assert f"{key}.hint" in catalogue(), key


def test_holes_of_a_text_are_the_same_in_each_language_but_for_the_language():
    for key, words in catalogue().items():
        holes = {k: {re.sub(rf"_{k}$", "", h) for h in re.findall(r"\{(\w+)\}", text)} for k, text in words.items()}
        assert holes["kk"] == holes["ru"] == holes["en"], key
