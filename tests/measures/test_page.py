"""docs/measures.md says what the registry says."""

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def tool():
    spec = importlib.util.spec_from_file_location("measures_page", ROOT / "tools" / "measures.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_page_tells_of_every_measure_as_the_registry_does(tool):
    page = tool.PAGE.read_text(encoding="utf-8")
    assert page.startswith(tool.registry_part()), "run: python tools/measures.py"


def test_the_page_tells_the_largest_differences_that_are_still_seen(tool):
    if not tool.ORACLE.exists():
        pytest.skip("../shared/oracle is absent: numbers of independent programs are not part of the project")
    page = tool.PAGE.read_text(encoding="utf-8")
    told = list(tool._comparisons())
    for measure, what, formula, oracle, gap in told:
        assert f"| `{measure}` | {what} | `{formula}` | {oracle} |" in page
        assert gap < (1e-2 if "Byar" in formula else 1e-9)
    assert {"survey-mean", "survey-share", "lq", "hhi", "krugman", "lisa", "rollout plan"} <= {row[0] for row in told}
