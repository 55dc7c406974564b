"""Write docs/measures.md: what the registry tells of each measure, and how near independent programs ours come.

python tools/measures.py    needs ../shared/oracle, where the numbers of those programs stand
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.stats import chi2, rankdata, zscore

from mapper import measures
from mapper.measures.counts import natural_interval
from mapper.measures.estimates import Precision, estimate
from mapper.measures.priority import by_rank, z_score
from mapper.measures.sample import Design, Question
from mapper.measures.spatial import local_moran, moran, row_standardised
from mapper.messages import words
from mapper.model import RECORD_COLUMNS, Region, Sector

ROOT = Path(__file__).parents[1]
ORACLE = ROOT.parent / "shared" / "oracle"
PAGE = ROOT / "docs" / "measures.md"
COMPARED = "## Held against independent programs"

Row = tuple[str, str, str, float]
"""What, formula, oracle, largest relative difference."""


def registry_part() -> str:
    """Return the page's first part: every measure as the registry and the messages tell it."""
    infos = [measures.info(name) for name in measures.names()]
    lines = [
        "# Measures",
        "",
        "Made by `python tools/measures.py` from the registry (`mapper/measures/`) and its words; do not edit.",
        "`mapper measures --json` tells the same in three languages. `x_ir` is the count of sector i in region r;",
        "`x_r`, `x_i` and `x` are totals of the known cells; `s` are shares.",
        "",
        "| measure | what it is | kind | unit | formula | source | needs |",
        "|---|---|---|---|---|---|---|",
    ]
    for info in infos:
        told, unit = words(f"measure.{info.name}.name")["en"], words(f"unit.{info.unit}")["en"]
        needs = ", ".join(words(f"need.{need}")["en"] for need in info.needs)
        lines.append(_line(f"`{info.name}`", told, info.kind, unit, f"`{info.formula}`", info.source, needs))
    about = [f"- **{info.name}**: {words(f'measure.{info.name}.about')['en']}" for info in infos]
    return "\n".join([*lines, "", *about, "", *RULES, ""])


RULES = (
    "A figure has a status: `ok`; `estimated` (made from some of the cells, so a total is a lower bound);",
    "`suppressed`, `not_available` and `no_data` (no figure; missing is never zero); `not_applicable` (nothing to",
    "divide by); `unreliable` (25 to 49 respondents; fewer are suppressed, `[reliability]` changes the bounds).",
    "Intervals are 95 %. For registers they tell natural variability, not sampling error; quota and purposive samples",
    "have none.",
)


def oracle_part() -> str:
    """Return the page's second part; the largest difference is rounded up to a power of ten."""
    lines = [COMPARED, "", "| what | formula | oracle | largest relative difference |", "|---|---|---|---|"]
    lines += [_line(what, f"`{formula}`", oracle, _bound(gap)) for what, formula, oracle, gap in _comparisons()]
    return "\n".join([*lines, "", *NOTES, ""])


NOTES = (
    '`svyciprop(method = "likelihood")` is left out: it needs a likelihood where the others need a variance.',
    "Identities are tested on generated tables: shift-share parts sum to the change, mix and competitive parts to zero",
    "over the country, contributions to growth, and quotients weighted by national shares to one.",
)


def _comparisons() -> Iterator[Row]:
    r = "R 4.2.2, survey 4.1-1"
    yield (
        "shares, means, totals, by domain: estimate, SE, bounds",
        "sum wy / sum w; Taylor linearisation",
        r,
        _survey(),
    )
    for name, column, formula in (
        ("lq", "lq", "(x_ir / x_r) / (x_i / x)"),
        ("hhi", "hhi_region", "sum s_ir^2"),
    ):
        yield name, formula, "a 3 x 3 table by hand", _table(name, column)
    values = pd.read_csv(ORACLE / "moran_input_4x4.csv")["y"].to_numpy(dtype=float)
    yield "Moran's I, variance, z, p", "(n / S0) sum w z z / sum z^2", "esda", _moran(values)
    theirs = pd.read_csv(ORACLE / "moran_local.csv")["Is"].to_numpy(dtype=float)
    local = local_moran(values, _rook(4), seed=1)
    yield "local Moran's I", "z_i sum w_ij z_j / m2", "esda", _gap(local.i if local else [math.nan], theirs)
    cells = np.random.default_rng(0).integers(0, 9, (20, 9)).astype(float)
    yield (
        "normalisation by z",
        "(50 + 10 z) / 100",
        "scipy.stats.zscore",
        _gap(z_score(cells), 0.5 + zscore(cells, None) / 10),
    )
    ranks = (rankdata(cells).reshape(cells.shape) - 0.5) / cells.size
    yield "normalisation by rank", "(rank - 0.5) / n", "scipy.stats.rankdata", _gap(by_rank(cells), ranks)
    counts = np.arange(5.0, 500.0)
    exact = np.stack([chi2.ppf(0.025, 2 * counts) / 2, chi2.ppf(0.975, 2 * counts + 2) / 2])
    byar = "Byar's approximation, counts of 5 and more"
    yield (
        "interval of rates per 100,000",
        byar,
        "exact Poisson (Garwood 1936)",
        _gap(np.stack(natural_interval(counts)), exact),
    )


def _survey() -> float:
    designs = {
        "strat_fpc": ("apistrat.csv", Design(weight="pw", strata="stype", fpc="fpc")),
        "strat_nofpc": ("apistrat.csv", Design(weight="pw", strata="stype")),
        "weights_only": ("apistrat.csv", Design(weight="pw")),
        "clus1_fpc": ("apiclus1.csv", Design(weight="pw", psu="dnum", fpc="fpc")),
    }
    worst = 0.0
    for row in pd.read_csv(ORACLE / "svy_reference.csv").query("stat != 'ciprop_likelihood'").to_dict("records"):
        file, design = designs[row["design"]]
        frame = pd.read_csv(ORACLE / file).assign(hi=lambda one: (one["api00"] >= 700).astype(int))
        by, _, domain = row["domain"].partition("=")
        stat = "share" if row["stat"].startswith("ciprop") else row["stat"].removeprefix("by_")
        kind = row["stat"].removeprefix("ciprop_").replace("mean", "t") if stat == "share" else ""
        asked = Question(row["variable"], stat, by=by if domain else "")
        made = estimate(frame, asked, design=design, precision=Precision(interval=kind)).frame
        ours = made[made["by"] == domain].iloc[0] if domain else made.iloc[0]
        theirs = [row[key] for key in ("estimate", "se", "ci_low", "ci_high")]
        worst = max(worst, _gap([ours[key] for key in ("estimate", "se", "lo", "hi")], theirs))
    return worst


def _table(name: str, column: str) -> float:
    table = pd.read_csv(ORACLE / "lq_hhi.csv")
    records = pd.DataFrame(dict.fromkeys(RECORD_COLUMNS), index=table.index)
    records = records.assign(region=table["region"], sector=table["sector"], value=table["count"], value_status="ok")
    regions = tuple(Region(code, "", "region", {}, {}, None, None, None) for code in dict.fromkeys(table["region"]))
    sectors = tuple(Sector("", one, {}) for one in dict.fromkeys(table["sector"]))
    frame = measures.compute(name, measures.Inputs(records, sectors, regions)).frame
    theirs = table[column] if len(frame) == len(table) else table.groupby("region", sort=False)[column].first()
    return _gap(frame["value"], theirs)


def _moran(values: np.ndarray) -> float:
    worst = 0.0
    for kind, theirs in pd.read_csv(ORACLE / "moran.csv").set_index("weights").iterrows():
        ours = moran(values, _rook(4) if kind == "binary" else row_standardised(_rook(4)), seed=1)
        assert ours is not None  # noqa: S101  (the values differ)
        found = [ours.i, ours.expected, ours.variance, ours.z, ours.p_normal]
        worst = max(worst, _gap(found, theirs[["I_esda", "EI", "VI_norm", "z_norm", "p_norm_two_sided"]]))
    return worst


def _rook(side: int) -> np.ndarray:
    at = np.array([(r, c) for r in range(side) for c in range(side)])
    return (np.abs(at[:, None] - at[None]).sum(axis=2) == 1).astype(float)


def _gap(ours: Iterable[float], theirs: Iterable[float]) -> float:
    one, other = (np.asarray(values, dtype=float).ravel() for values in (ours, theirs))
    return float((np.abs(one - other) / np.abs(other)).max())


def _bound(gap: float) -> str:
    return "0" if gap == 0 else f"< 1e{math.floor(math.log10(gap)) + 1:d}"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


if __name__ == "__main__":
    if not ORACLE.exists():
        sys.exit(f"{ORACLE} is absent: the numbers of independent programs are not part of the project")
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(f"{registry_part()}\n{oracle_part()}", encoding="utf-8")
    print(f"wrote {PAGE}")
