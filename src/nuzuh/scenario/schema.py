"""The one schema of a scenario: every table, column, type, unit and meaning.

The loader, the validator, the documentation and the units in NetCDF are all driven by these classes.
"""

import datetime as dt
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer, StringConstraints
from pydantic.fields import FieldInfo

# A cell of a table holds one line of text: control characters and line ends do not survive a spreadsheet.
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^\x00-\x1f\x7f-\x9f]+$")]
Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, pattern=r"^[^;\x00-\x1f\x7f-\x9f]+$")]


def _split(value: Any) -> Any:
    return tuple(part.strip() for part in value.split(";") if part.strip()) if isinstance(value, str) else value


Names = Annotated[tuple[Name, ...], BeforeValidator(_split), PlainSerializer("; ".join, return_type=str)]

PlaceKind = Literal["town", "camp", "crossing", "country"]
EventKind = Literal["control", "fighting", "strike", "closure", "opening", "capacity"]
Measure = Literal["present", "arrivals", "newly_displaced", "displaced_before"]
Qualifier = Literal["exact", "about", "at least", "up to", "between"]


def column(
    meaning: str,
    *,
    unit: str = "",
    key: bool = False,
    refers_to: str = "",
    **field: Any,
) -> Any:
    """Describe a column: its meaning, unit, whether it names the row, and the table that it refers to."""
    return Field(description=meaning, json_schema_extra={"unit": unit, "key": key, "refers_to": refers_to}, **field)


class Row(BaseModel):
    """What every row of every table carries."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, allow_inf_nan=False)

    source: Text = column("who says so: a citation, a claim's id, or 'assumption: …' with its basis")
    known: dt.date = column("the day on which this was published", unit="date")


class Place(Row):
    """A town, a camp, a crossing, or a country beyond the border."""

    place: Name = column("its short name in all tables", key=True)
    name: Text = column("its name for people")
    aliases: Names = column("other spellings, separated by ';'", default=())
    kind: PlaceKind = column("what it is")
    country: Text = column("ISO 3166 code of its country")
    admin1: Text | None = column("first-level region", default=None)
    latitude: float = column("WGS 84", unit="degrees_north", ge=-90, le=90)
    longitude: float = column("WGS 84", unit="degrees_east", ge=-180, le=180)
    population: int | None = column("residents; needed for a town", unit="people", default=None, ge=0, le=10**10)
    capacity: int | None = column(
        "people it can shelter; blank if unknown", unit="people", default=None, ge=0, le=10**10
    )
    pcode: Text | None = column("OCHA's place code", default=None)


class Route(Row):
    """A road between two places."""

    route: Name = column("its short name", key=True)
    from_: Name = column("where it begins", alias="from", refers_to="places")
    to: Name = column("where it ends", refers_to="places")
    distance_km: float = column("length of the road", unit="km", gt=0, le=20_000)
    speed_km_day: float = column("how far people get on it in a day", unit="km day-1", gt=0, le=10_000)
    people_per_day: float | None = column(
        "most people that pass in a day; blank: no limit", unit="people day-1", default=None, ge=0
    )
    via: Names = column("bridges and crossings that it passes, separated by ';'", default=())
    one_way: bool = column("whether it is passed from 'from' to 'to' only", default=False)


class Event(Row):
    """A dated change of the world."""

    event: Name = column("its short name; a later row of the same name revises it", key=True)
    kind: EventKind = column("control: a place changes hands; closure and opening: of a place or a route; …")
    place: Name | None = column("where; either a place or a route", default=None, refers_to="places")
    route: Name | None = column("on which road", default=None, refers_to="routes")
    actor: Name | None = column("who: a name under [actors] in scenario.toml", default=None, refers_to="actors")
    intensity: float | None = column(
        "fighting and strike: 0 none to 1 heaviest; capacity: people", unit="1", default=None, ge=0, le=10**10
    )
    valid_from: dt.date = column("its first day", unit="date")
    valid_to: dt.date | None = column("its last day; blank: still so", unit="date", default=None)


class Area(Row):
    """One place of a set of places that counts are published for."""

    area: Name = column("the set's name")
    place: Name = column("a place in it", refers_to="places")


class Observation(Row):
    """A count that someone published."""

    place: Name | None = column("where; either a place or an area", default=None, refers_to="places")
    area: Name | None = column("the set of places counted", default=None, refers_to="areas")
    measure: Measure = column("what was counted")
    low: float | None = column("least it can be", unit="people", default=None, ge=0, le=10**10)
    high: float | None = column("most it can be", unit="people", default=None, ge=0, le=10**10)
    qualifier: Qualifier = column("how the source put it", default="exact")
    valid_from: dt.date | None = column("first day counted", unit="date", default=None)
    valid_to: dt.date = column("the day the count is of", unit="date")


class Group(Row):
    """A part of a place's population."""

    place: Name = column("where", refers_to="places")
    group: Name = column("who")
    share: float = column("its share of the residents", unit="1", ge=0, le=1)


class Affinity(Row):
    """How a group stands to an actor."""

    group: Name = column("who", refers_to="groups")
    actor: Name = column("to whom: a name under [actors] in scenario.toml", refers_to="actors")
    value: float = column("-1 flees it, 0 neither, 1 trusts it", unit="1", ge=-1, le=1)
    basis: Text = column("why it is thought so")


TABLES: dict[str, type[Row]] = {
    "places": Place,
    "routes": Route,
    "events": Event,
    "areas": Area,
    "observations": Observation,
    "groups": Group,
    "affinity": Affinity,
}
REQUIRED = ("places", "routes")


class Actor(BaseModel):
    """A side that holds places, or that strikes them."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: Text = Field(description="its name for people")
    aliases: tuple[Text, ...] = Field(default=(), description="other names")
    colour: str = Field(default="#888888", pattern="^#[0-9a-fA-F]{6}$", description="its colour on the map")


class Settings(BaseModel):
    """``scenario.toml``."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: Text = Field(description="what the scenario is, for people")
    start: dt.date = Field(description="the first day: nobody counts as newly displaced before it")
    as_of: dt.date = Field(description="the day that a forecast is made from if none is given")
    days: int = Field(default=30, ge=1, le=366, description="days forecast if none are given")
    capital: Name | None = Field(default=None, description="the place that others want a road to")
    coast: Name | None = Field(default=None, description="the area that is the coast")
    focus: Name | None = Field(default=None, description="the place that the report asks 'what if it falls' of")
    actors: dict[str, Actor] = Field(default_factory=dict, description="who fights")


def fields(table: str) -> dict[str, FieldInfo]:
    """Columns of a table by the name they have in the file, its own before ``source`` and ``known``."""
    model = TABLES[table]
    own = {(f.alias or n): f for n, f in model.model_fields.items() if n not in Row.model_fields}
    return own | {n: Row.model_fields[n] for n in Row.model_fields}


def extra(field: FieldInfo, what: Literal["unit", "key", "refers_to"]) -> Any:
    """Read what `column` noted of a column."""
    notes = field.json_schema_extra
    return notes[what] if isinstance(notes, dict) else ""


def key_of(table: str) -> str | None:
    """Name of the column that names a table's rows, or None where rows have no name."""
    return next((name for name, field in fields(table).items() if extra(field, "key")), None)


def base_type(field: FieldInfo) -> type:
    """Python type of a column, without ``None`` and annotations."""
    kinds = [a for a in get_args(field.annotation) if a is not type(None)] or [field.annotation]
    kind = kinds[0]
    if get_args(kind) and not isinstance(kind, type):  # Annotated[...] within a union
        kind = get_args(kind)[0]
    if field.annotation is not None and str(field.annotation).startswith("tuple"):
        return tuple
    return kind if isinstance(kind, type) else str


__all__ = ["REQUIRED", "TABLES", "Actor", "Row", "Settings", "base_type", "extra", "fields", "key_of"]
