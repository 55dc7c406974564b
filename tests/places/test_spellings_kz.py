"""regions/kz/spellings.csv is what its program writes, and its spellings do not get in one another's way."""

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from mapper.places.gazetteer import open_country
from mapper.places.spelling import fold

ROOT = Path(__file__).parents[2]
KZ = ROOT / "regions" / "kz"
VINTAGES = ("2013", "2018", "2022")


def rows() -> list[dict[str, str]]:
    with (KZ / "spellings.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_program_writes_the_file_again() -> None:
    code = "import sys; sys.path.insert(0, 'regions/kz/derive'); import spellings; sys.stdout.write(spellings.render())"
    command = [sys.executable, "-X", "utf8", "-c", code]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=True)
    assert done.stdout == (KZ / "spellings.csv").read_text(encoding="utf-8")


def test_every_spelling_means_its_own_region() -> None:
    newest = {code: vintage for vintage in VINTAGES for code in open_country("kz", vintage, ROOT).codes}
    opened = {vintage: open_country("kz", vintage, ROOT) for vintage in ("2013", "2022")}
    for row in rows():
        if row["code"] != "AMBIGUOUS":
            match = opened[newest[row["code"]]].match([row["text"]])[0]
            assert match.code == row["code"], row


@pytest.mark.parametrize("way", ["2017", "2018", "2021", "news agency", "BGN/PCGN", "ISO 9", "passport", "German"])
def test_every_alphabet_is_there(way: str) -> None:
    assert any(row["way"] == way for row in rows())


def test_no_spelling_is_one_letter_from_one_of_another_region() -> None:
    opened = open_country("kz", "2022", ROOT)
    texts = [r["text"] for r in rows() if r["kind"] not in {"code", "abbreviation"} and r["text"][1] != "."]
    known = {fold(m.spelling): m.code for m in opened.match(texts) if m.code and len(m.spelling) > 3}
    bare = list(known)
    near = np.argwhere(process.cdist(bare, bare, scorer=DamerauLevenshtein.distance, score_cutoff=1) == 1)
    pairs = [(bare[one], bare[other]) for one, other in near]
    assert [pair for pair in pairs if known[pair[0]] != known[pair[1]]] == []
