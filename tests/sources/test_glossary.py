"""What registers write in one language reaches a reader in theirs."""

from __future__ import annotations

from pathlib import Path

import pytest

from mapper.errors import BadData
from mapper.sources.claims import read_claims
from mapper.sources.glossary import read_glossary
from tests.conftest import ROOT, Run

HEAD = "text,kk,ru,en\n"
LINE = "Kazpost,Қазпошта,Казпочта,Kazpost\n"


@pytest.mark.parametrize(
    ("text", "told"), [(LINE + LINE, "f.csv:3:text: 'Kazpost' stands twice"), ("a,b,,c\n", "f.csv:2:ru: is blank")]
)
def test_a_line_that_cannot_be_meant_is_told_with_its_cell(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "f.csv"
    path.write_text(HEAD + text, encoding="utf-8")
    with pytest.raises(BadData) as error:
        read_glossary(path, "f.csv")
    assert error.value.what == told


def test_partners_cities_and_sources_are_told_in_the_readers_language(mapper: Run, project: Path) -> None:
    done = mapper("build", "--only", "rollout-by-region", cwd=project)
    assert done.returncode == 0, done.stderr
    table = (project / "outputs/tables/rollout-by-region.md").read_text(encoding="utf-8")
    assert "| Туркестан | Казпочта | 1 июня 2024 г. | объявление министерства, июнь 2024 г. |" in table
    programs = (project / "outputs/tables/rollout-by-region.json").read_text(encoding="utf-8")
    assert '"partner": "Kazpost"' in programs  # a program keeps what the register says


def test_several_partners_are_explained_one_by_one(mapper: Run) -> None:
    project = ROOT / "examples/rollout-2025.toml"
    done = mapper("rollout", "status", "--project", project, "--language", "kk", cwd=ROOT)
    assert done.returncode == 0, done.stderr
    lines = [line.split("│")[1:3] for line in done.stdout.splitlines() if "│" in line]
    told = {name.strip(): count.strip() for name, count in lines}
    assert told["облыс әкімдігі"] == "2"
    assert "regional akimat" not in told


def test_a_claim_without_a_day_is_told_with_its_cell(tmp_path: Path) -> None:
    path = tmp_path / "claims.csv"
    path.write_text("id,text_kk,text_ru,text_en,as_of,source\na,б,в,d,June 2024,s\n", encoding="utf-8")
    with pytest.raises(BadData) as error:
        read_claims(path, "claims.csv")
    assert error.value.what == "claims.csv:2:as_of: 'June 2024' is no day"
