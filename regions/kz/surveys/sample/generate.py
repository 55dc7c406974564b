"""Make the sample survey anew: `python regions/kz/surveys/sample/generate.py [--out DIR]`.

SAMPLE DATA, not a survey: every answer comes from a generator of random numbers with a fixed seed. What differs between
regions differs by chance, so nothing can be learnt from it about any of them. The same bytes come out everywhere.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import io
import random
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from form import AGES, SCORES, write_form

HERE = Path(__file__).parent
COUNTRY = HERE.parent.parent
SEED = 20240501
RESPONDENTS = 1200
FEWEST = 18
"""Respondents in the smallest stratum."""
FIRST_DAY = dt.datetime(2024, 5, 1, 9, 0, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Stratum:
    """Town or countryside of one region, the sizes of its population and its sample, and how it leans by chance."""

    region: str
    area: str
    size: int
    drawn: int
    shares: Sequence[float]
    """Of each sector: how probable it is that a respondent works in it."""
    needs: Sequence[float]
    """Of each sector: the mean of its scores."""

    @property
    def name(self) -> str:
        """The stratum as the form calculates it."""
        return f"{self.region}-{self.area}"


def main() -> None:
    """Write form.xlsx and responses.csv."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=HERE)
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "form.xlsx").write_bytes(write_form(read_regions(), read_sectors()))
    (folder / "responses.csv").write_text(responses(), encoding="utf-8", newline="")


def responses() -> str:
    """Return the answers as KoboToolbox exports them: XML names, choices as a summary and as columns, `;`, quoted."""
    draw = random.Random(SEED).random  # noqa: S311 - made data; of all generators only this method is promised to last
    sectors = [row["sector"] for row in read_sectors()]
    rows = [answer(stratum, sectors, draw) for stratum in draw_strata(sectors, draw) for _ in range(stratum.drawn)]
    order = sorted(range(len(rows)), key=lambda _: draw())
    table = [rows[at] | submission(number) for number, at in enumerate(order, start=1)]
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(table[0]), delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return out.getvalue()


def draw_strata(sectors: Sequence[str], draw: Callable[[], float]) -> list[Stratum]:
    """Divide each region by chance into town and countryside, and the respondents among the strata by root of size."""
    sizes: dict[tuple[str, str], int] = {}
    for region, people, kind in read_regions_with_people():
        urban = 1.0 if kind == "city" else 0.35 + 0.4 * draw()
        sizes[region, "urban"] = round(people * urban / 250)
        if kind != "city":
            sizes[region, "rural"] = round(people * (1 - urban) / 250)
    drawn = allocate(list(sizes.values()))
    lean = {region: [draw() for _ in sectors] for region in dict.fromkeys(region for region, _ in sizes)}
    return [
        Stratum(
            region=region,
            area=area,
            size=size,
            drawn=count,
            shares=[0.05 + 0.35 * chance + 0.1 * draw() for chance in lean[region]],
            needs=[2.2 + 1.6 * draw() + 0.6 * chance for chance in lean[region]],
        )
        for ((region, area), size), count in zip(sizes.items(), drawn, strict=True)
    ]


def allocate(sizes: Sequence[int]) -> list[int]:
    """Return how many respondents each stratum gets: FEWEST and the rest by the root of its size, exact in sum."""
    rest = RESPONDENTS - FEWEST * len(sizes)
    exact = [rest * size**0.5 / sum(one**0.5 for one in sizes) for size in sizes]
    counts = [int(share) for share in exact]
    by_fraction = sorted(range(len(sizes)), key=lambda at: (counts[at] - exact[at], at))
    for at in by_fraction[: rest - sum(counts)]:
        counts[at] += 1
    return [FEWEST + count for count in counts]


def answer(stratum: Stratum, sectors: Sequence[str], draw: Callable[[], float]) -> dict[str, str]:
    """Return what one respondent says; some questions stay unanswered, and then all their columns are blank."""
    ticks = [draw() < share for share in stratum.shares]
    if not any(ticks):
        ticks[int(draw() * len(sectors))] = True
    said = draw() >= 0.025
    chosen = [sector for sector, tick in zip(sectors, ticks, strict=True) if tick]
    return {
        "region": stratum.region,
        "area": stratum.area,
        "sectors": " ".join(chosen) if said else "",
        **{f"sectors/{s}": str(int(tick)) if said else "" for s, tick in zip(sectors, ticks, strict=True)},
        "employees": unless(draw() < 0.03, str(1 + int(12 * draw() ** 3))),
        "women_led": unless(draw() < 0.01, "yes" if draw() < 0.43 else "no"),
        "age_group": unless(draw() < 0.01, AGES[int(len(AGES) * draw() ** 1.3)].name),
        **{f"score_{s}": unless(draw() < 0.02, score(n, draw)) for s, n in zip(sectors, stratum.needs, strict=True)},
        "stratum": stratum.name,
        "weight": f"{stratum.size / stratum.drawn:.4f}",
        "stratum_size": str(stratum.size),
    }


def unless(missing: bool, text: str) -> str:  # noqa: FBT001 - reads as a sentence
    """Return the text, or "" where it is missing."""
    return "" if missing else text


def score(need: float, draw: Callable[[], float]) -> str:
    """Return a score around `need`: a whole number that the form allows."""
    return str(min(max(round(need + 1.6 * (draw() + draw() - 1)), SCORES[0]), SCORES[-1]))


def submission(number: int) -> dict[str, str]:
    """Return what the server adds to the answer that came in as the `number`th."""
    return {
        "_id": str(500000 + number),
        "_uuid": str(uuid.uuid5(uuid.UUID(int=SEED), str(number))),
        "_submission_time": (FIRST_DAY + dt.timedelta(minutes=29 * number)).strftime("%Y-%m-%dT%H:%M:%S"),
        "_index": str(number),
    }


def read_sectors() -> list[dict[str, str]]:
    """Return the rows of the taxonomy "sample"."""
    return [row for row in read_rows("sectors.csv") if row["taxonomy"] == "sample"]


def read_regions() -> list[dict[str, str]]:
    """Return the rows of the regions of 2022."""
    return [row for row in read_rows("regions.csv") if row["vintage"] == "2022"]


def read_regions_with_people() -> list[tuple[str, int, str]]:
    """Return (two digits of the code, people, kind) of each region."""
    people = {row["region"]: int(row["population"]) for row in read_rows("population.csv") if row["vintage"] == "2022"}
    return [(row["code"].partition("-")[2], people[row["code"]], row["kind"]) for row in read_regions()]


def read_rows(name: str) -> list[dict[str, str]]:
    """Read a table of the country folder."""
    with (COUNTRY / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
