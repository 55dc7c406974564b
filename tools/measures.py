"""Write docs/measures.md: what the registry tells of each measure, and how near independent programs ours come.

python tools/measures.py    needs ../shared/oracle, where the numbers of those programs stand
"""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

import numpy as np
import pandas as pd
from scipy.stats import chi2, rankdata, zscore

from mapper import measures
from mapper.measures.counts import natural_interval
from mapper.measures.estimates import Precision, estimate
from mapper.measures.priority import by_rank, z_score
from mapper.measures.sample import Design, Question
from mapper.measures.siting import Problem, solve
from mapper.measures.spatial import local_moran, moran, row_standardised
from mapper.messages import words
from mapper.model import RECORD_COLUMNS, Region, Sector
from mapper.views.classes import classify

ROOT = Path(__file__).parents[1]
ORACLE = ROOT.parent / "shared" / "oracle"
PAGE = ROOT / "docs" / "measures.md"
COMPARED = "## Held against independent programs"

Row = tuple[str, str, str, str, float]
"""Measure (or command), what of it, formula, oracle, largest relative difference."""
R = "R 4.2.2, survey 4.1-1"
HAND = "a 3 x 3 table by hand"


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
    heads = ("measure", "what", "formula", "oracle", "largest relative difference")
    lines = [COMPARED, "", _line(*heads), "|---|---|---|---|---|"]
    lines += [
        _line(f"`{measure}`", what, f"`{formula}`", oracle, _bound(gap))
        for measure, what, formula, oracle, gap in _comparisons()
    ]
    return "\n".join([*lines, "", *NOTES, ""])


NOTES = (
    '`svyciprop(method = "likelihood")` is left out: it needs a likelihood where the others need a variance.',
    "`mapclassify` is compared on thousands of generated arrays besides, each time the tests run.",
    "",
    "No independent program stands beside the other measures. They are held against what has to be so, on generated",
    "tables: shares sum to 100 %, the parts of shift-share to the change, mix and competitive parts to zero over the",
    "country, contributions to the growth, quotients weighted by national shares to one; ranks of `priority-rank` are",
    "those of scipy in each run; `rollout-status` of many days is that of each day.",
)


def _comparisons() -> Iterator[Row]:
    yield from _of_samples()
    yield from _of_tables()
    yield from _of_space()
    cells = np.random.default_rng(0).integers(0, 9, (20, 9)).astype(float)
    by_z = _gap(z_score(cells), 0.5 + zscore(cells, None) / 10)
    yield "priority", "normalisation by z", "(50 + 10 z) / 100", "scipy.stats.zscore", by_z
    ranks = (rankdata(cells).reshape(cells.shape) - 0.5) / cells.size
    yield "priority", "normalisation by rank", "(rank - 0.5) / n", "scipy.stats.rankdata", _gap(by_rank(cells), ranks)
    counts = np.arange(5.0, 500.0)
    exact = np.stack([chi2.ppf(0.025, 2 * counts) / 2, chi2.ppf(0.975, 2 * counts + 2) / 2])
    byar = "Byar's approximation, counts of 5 and more"
    gap = _gap(np.stack(natural_interval(counts)), exact)
    yield "per-100k", "interval (also of `per-1000km2`, `rank`)", byar, "exact Poisson (Garwood 1936)", gap
    yield from _of_sites()
    for scheme, name in (("equal", "EqualInterval"), ("quantile", "Quantiles"), ("fisher-jenks", "FisherJenks")):
        yield "class breaks", scheme, "breaks of the map", "mapclassify 2.10", _breaks(scheme, name)


def _of_samples() -> Iterator[Row]:
    """Yield what is estimated from a sample, by the command on every row of R's reference, and by the two measures."""
    linear = "Taylor linearisation with strata, PSUs and fpc"
    for stat, formula in (("mean", "sum wy / sum w"), ("total", "sum wy"), ("ciprop", "sum wy / sum w, y = 0 or 1")):
        what = {"ciprop": "share: estimate, SE, bounds by t, logit, beta"}.get(stat, f"{stat}: estimate, SE, t bounds")
        yield "survey estimate", f"{what}, of all and by domain", f"{formula}; {linear}", R, _survey(stat)
    yield "survey-mean", "value and bounds by region", "sum wy / sum w", R, _by_region("survey-mean", "api00", 1)
    yield "survey-share", "value by region", "sum wy / sum w * 100", R, _by_region("survey-share", "hi", 100)


def _of_tables() -> Iterator[Row]:
    yield "lq", "every cell", "(x_ir / x_r) / (x_i / x)", HAND, _table("lq", "lq")
    rest = [879213 - 1714, 79006 - 1714, 15593224 - 879213 - (79006 - 1714)]
    published = pd.DataFrame({"region": [*"AABB"], "sector": [*"xyxy"], "count": [1714, rest[1], rest[0], rest[2]]})
    yield (
        "lq",
        "1,714 of 79,006 and 879,213 of 15,593,224, to 7 digits",
        "(x_ir / x_r) / (x_i / x)",
        "R REAT's locq(), Farhauer & Kroell 2013",
        _gap([round(_measured("lq", published).iloc[0], 7)], [0.3847623]),
    )
    yield "hhi", "every region", "sum s_ir^2", HAND, _table("hhi", "hhi_region")
    table = pd.read_csv(ORACLE / "lq_hhi.csv")
    index = table.groupby("region", sort=False)["hhi_region"].first()
    ours = _measured("hhi-normalised", table)
    yield "hhi-normalised", "every region", "(HHI - 1/n) / (1 - 1/n)", HAND, _gap(ours, (index - 1 / 3) / (1 - 1 / 3))
    yield "effective-sectors", "every region", "1 / HHI", HAND, _gap(_measured("effective-sectors", table), 1 / index)
    national = table.groupby("sector", sort=False)["count"].sum() / table["count"].sum()
    shares = table.pivot_table(index="region", columns="sector", values="count")[list(national.index)]
    shares = shares.div(shares.sum(axis=1), axis=0)
    krugman = (shares - national).abs().sum(axis=1)
    yield "krugman", "every region", "sum abs(s_ir - s_i)", HAND, _gap(_measured("krugman", table), krugman)


def _of_space() -> Iterator[Row]:
    values = pd.read_csv(ORACLE / "moran_input_4x4.csv")["y"].to_numpy(dtype=float)
    yield "lisa", "Moran's I, variance, z, p", "(n / S0) sum w z z / sum z^2", "esda", _moran(values)
    theirs = pd.read_csv(ORACLE / "moran_local.csv")["Is"].to_numpy(dtype=float)
    local = local_moran(values, _rook(4), seed=1)
    gap = _gap(local.i if local else [math.nan], theirs)
    yield "lisa", "local Moran's I", "z_i sum w_ij z_j / (sum z^2 / (n - 1))", "esda", gap


def _of_sites() -> Iterator[Row]:
    """Yield the two objectives of the best next sites; the file says what a search, CBC and HiGHS found."""
    given = pd.read_csv(ORACLE / "facility_input.csv")
    distance, weight = given.filter(like="f").to_numpy(), given["weight"].to_numpy(dtype=float)
    told = pd.read_csv(ORACLE / "facility.csv").set_index(["model", "solver"])["objective"]
    for name, model, formula, within in (
        ("cover", "MCLP", "max sum a_i X_i", 25.0),
        ("distance", "PMedian", "min sum a_i d_ij X_ij", None),
    ):
        problem = Problem(distance, weight, np.zeros(distance.shape[1], dtype=bool), 3, within)
        cost = solve(problem, None).cost
        found = weight.sum() - cost if within else cost
        oracle = "search of all choices, CBC, HiGHS"
        yield "rollout plan", f"--objective {name}", formula, oracle, _gap([found] * len(told[model]), told[model])


def _breaks(scheme: Literal["equal", "quantile", "fisher-jenks"], name: str) -> float:
    # The file does not tell its values; these twelve give all of its rows under mapclassify 2.10.
    values = [1, 2, 3, 4, 5, 20, 21, 22, 50, 55, 60, 100]
    theirs = pd.read_csv(ORACLE / "mapclassify.csv").set_index("scheme").loc[name]
    classes = classify(values, scheme=scheme, k=4)
    return _gap([*classes.cuts, classes.highest or 0.0], theirs)


def _survey(stat: str) -> float:
    designs = {
        "strat_fpc": ("apistrat.csv", Design(weight="pw", strata="stype", fpc="fpc")),
        "strat_nofpc": ("apistrat.csv", Design(weight="pw", strata="stype")),
        "weights_only": ("apistrat.csv", Design(weight="pw")),
        "clus1_fpc": ("apiclus1.csv", Design(weight="pw", psu="dnum", fpc="fpc")),
    }
    worst = 0.0
    reference = pd.read_csv(ORACLE / "svy_reference.csv").query("stat != 'ciprop_likelihood'")
    asked_for = reference["stat"].str.removeprefix("by_").str.replace(r"ciprop_.*", "ciprop", regex=True) == stat
    for row in reference[asked_for].to_dict("records"):
        file, design = designs[row["design"]]
        frame = pd.read_csv(ORACLE / file).assign(hi=lambda one: (one["api00"] >= 700).astype(int))
        by, _, domain = row["domain"].partition("=")
        asked = Question(row["variable"], "share" if stat == "ciprop" else stat, by=by if domain else "")
        kind = row["stat"].removeprefix("ciprop_").replace("mean", "t") if stat == "ciprop" else ""
        made = estimate(frame, asked, design=design, precision=Precision(interval=kind)).frame
        ours = made[made["by"] == domain].iloc[0] if domain else made.iloc[0]
        theirs = [row[key] for key in ("estimate", "se", "ci_low", "ci_high")]
        worst = max(worst, _gap([ours[key] for key in ("estimate", "se", "lo", "hi")], theirs))
    return worst


def _by_region(name: str, variable: str, scale: float) -> float:
    """Compare a measure of a sample with svyby(~variable, ~stype, svymean)."""
    frame = pd.read_csv(ORACLE / "apistrat.csv").assign(hi=lambda one: (one["api00"] >= 700).astype(int))
    records = pd.DataFrame(dict.fromkeys(RECORD_COLUMNS), index=frame.index)
    told = {"region": frame["stype"], "value": frame[variable].astype(float), "weight": frame["pw"]}
    records = records.assign(**told, strata=frame["stype"], sector="x", period="", value_status="ok", row=frame.index)
    regions = tuple(Region(code, "", "region", {}, {}, None, None, None) for code in dict.fromkeys(frame["stype"]))
    inputs = measures.Inputs(records, (Sector("t", "x", {}),), regions, design="probability")
    ours = measures.compute(name, inputs).frame.set_index("region")
    reference = pd.read_csv(ORACLE / "svy_reference.csv").query(
        f"design == 'strat_nofpc' and stat == 'by_mean' and variable == '{variable}' and domain != 'all'"
    )
    reference = reference[reference["domain"].str.startswith("stype=")]
    theirs = reference.set_index(reference["domain"].str.removeprefix("stype="))
    pairs = [("value", "estimate"), *([("lo", "ci_low"), ("hi", "ci_high")] if name == "survey-mean" else [])]
    return max(_gap(ours.loc[theirs.index, mine], theirs[other] * scale) for mine, other in pairs)


def _measured(name: str, table: pd.DataFrame) -> pd.Series[float]:
    records = pd.DataFrame(dict.fromkeys(RECORD_COLUMNS), index=table.index)
    records = records.assign(region=table["region"], sector=table["sector"], value=table["count"], value_status="ok")
    regions = tuple(Region(code, "", "region", {}, {}, None, None, None) for code in dict.fromkeys(table["region"]))
    sectors = tuple(Sector("", one, {}) for one in dict.fromkeys(table["sector"]))
    return measures.compute(name, measures.Inputs(records, sectors, regions)).frame["value"]


def _table(name: str, column: str) -> float:
    table = pd.read_csv(ORACLE / "lq_hhi.csv")
    ours = _measured(name, table)
    theirs = table[column] if len(ours) == len(table) else table.groupby("region", sort=False)[column].first()
    return _gap(ours, theirs)


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
