"""The rollout's part of mapper.toml: its registers, and what is asked of it.

Each `[[reach]]`, `[[plan]]` and `[[fit]]` is answered by a map and a table.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

Format = Literal["csv", "json", "md", "html", "xlsx"]
Km = Annotated[float, msgspec.Meta(ge=0)]
Standing = Literal["open", "equipping", "planned", "announced"]
"""The statuses of hubs that may be taken to stand."""
PEOPLE = "population"


class SourceWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Where a file's figures come from: `source = {...}`."""

    title: dict[str, str]
    publisher: str = ""
    date: str = ""
    url: str = ""
    licence: str = ""


class RolloutFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[rollout.more]]`: a further register of the same activities, from another source."""

    file: str
    source: SourceWords
    sample: bool = False


class RolloutConfig(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The `[rollout]` table: the register of activities."""

    file: str
    source: SourceWords
    sample: bool = False
    more: tuple[RolloutFile, ...] = ()
    claims: str = ""
    """A CSV of what the sources say beside the register (id, text_*, as_of, source): shown, never computed with."""
    glossary: str = ""
    """A CSV of what the registers write in one language (text, kk, ru, en): partners, cities, sources."""

    @property
    def files(self) -> tuple[RolloutFile, ...]:
        """Every register, the first one first."""
        return (RolloutFile(file=self.file, source=self.source, sample=self.sample), *self.more)


class Question(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What every question has."""

    id: str = ""
    title: dict[str, str] = {}
    """{} is the usual title of such an answer."""
    survey: str = ""
    """The survey that counts what is reached, or whose sectors are compared."""
    formats: tuple[Format, ...] = ("csv", "json", "md", "html")

    @property
    def of_people(self) -> bool:
        """Whether the answer rests on the population of the regions."""
        return False


class DemandQuestion(Question, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A question on people, on a count of a survey, or on the points or areas of a file."""

    demand: str = PEOPLE
    """"population", or a measure of `survey` that can be added up over regions."""
    points: str = ""
    """A table or GeoJSON of points, or a boundary file of smaller areas."""
    columns: dict[Literal["lon", "lat", "value"], str] = {}
    """Of `points`: where other columns than lon and lat are meant, and what stands at each; without it each is one."""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it reads."""
        return (self.points,) if self.points else ()

    @property
    def of_people(self) -> bool:
        """Whether it is the population of the regions that is to be reached."""
        return self.demand == PEOPLE and not self.points and not self.survey


class ReachQuestion(DemandQuestion, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[reach]]`: whom the hubs reach."""

    within: Km
    of: tuple[Standing, ...] = ("open",)


class PlanQuestion(DemandQuestion, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[plan]]`: the best next sites."""

    hubs: Annotated[int, msgspec.Meta(ge=1)]
    within: Km | None = None
    objective: Literal["", "cover", "distance"] = ""
    """"" covers most where `within` is told, and shortens the mean distance otherwise."""
    keep: tuple[Standing, ...] = ("open", "planned")
    """Hubs of these statuses stand; the others are as if they were not."""
    candidates: str = ""
    """A file of places with the columns lon and lat, name and id; "" is the centre of each region without a hub."""
    phases: Annotated[int, msgspec.Meta(ge=0)] = 0
    """Into how many phases to divide the sites, as a proposal; 0 for none."""
    runs: Annotated[int, msgspec.Meta(ge=0)] | None = None
    """With other weights; by itself 100, or 10 where a run takes long."""
    seed: int = 1
    """Of the other weights."""

    @property
    def aim(self) -> Literal["cover", "distance"]:
        """The objective, settled."""
        return self.objective or ("distance" if self.within is None else "cover")

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it reads."""
        return tuple(one for one in (self.points, self.candidates) if one)


class FitQuestion(Question, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One `[[fit]]`: regions that are strong in a sector, against their hubs."""

    measure: Literal["lq", "priority"] = "lq"
    """What makes a sector strong."""

    @property
    def files(self) -> tuple[str, ...]:
        """The files that it reads."""
        return ()


Asked = ReachQuestion | PlanQuestion | FitQuestion
