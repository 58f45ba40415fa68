"""Claims in HXL: a row a claim, each measure in a column of its own, with the hashtags of HXL's core schema 1.1.

Hashtags and attributes are those of the dictionary of version 1.1 final
(http://hxlstandard.org/standard/1-1final/dictionary/): ``#meta+id``, ``#meta+source``, ``#event+type``,
``#country+name``, ``#country+code``, ``#adm1+name``, ``#loc+name``, ``#loc+type``, ``#loc+dest``, ``#geo+lat``,
``#geo+lon``, ``#date+start``, ``#date+end``, ``#date+reported``, ``#group+name``, ``#affected`` with ``+displaced``,
``+killed``, ``+injured``, ``+ind`` and ``+hh``, ``#population``, ``#indicator+num``, ``#indicator+name``,
``#status+name``, ``#description``. The attributes ``+min``, ``+max``, ``+means``, ``+scope``, ``+quote`` and
``+attributed`` are our own, which the standard allows.
"""

from collections.abc import Callable

from nuzuh.evidence.located import Located
from nuzuh.evidence.tables.column import (
    Cell,
    Column,
    Table,
    country_name,
    iso,
    iso3,
    latitude,
    longitude,
    number,
    region,
)
from nuzuh.evidence.topics import counted, has_figure

_MEASURES = {
    ("displacement", "people"): "displaced",
    ("displacement", "families"): "displaced_households",
    ("casualty", "people killed"): "killed",
    ("casualty", "people injured"): "injured",
    ("population", "people"): "population",
}


def measure(claim: Located) -> str | None:
    """What a claim's figure measures, by the column that it goes to; None without a figure."""
    one = claim.claim
    if not has_figure(one):
        return None
    unit = "people" if one.kind == "population" else counted(one)[0]
    told = (one.unit or "").lower()
    if one.kind == "displacement" and not {"people", "families", "households"} & {told}:
        return "other"  # homes, strikes
    return _MEASURES.get((one.kind, unit), "other")


def _bound(name: str, side: str) -> Callable[[Located], Cell]:
    return lambda c: number(getattr(c.claim, side)) if measure(c) == name else None


def _bounds(name: str, meaning: str, tag: str) -> tuple[Column, Column]:
    return (
        Column(f"{name}_min", f"{meaning}: the least.", _bound(name, "low"), f"{tag}+min"),
        Column(f"{name}_max", f"{meaning}: the most.", _bound(name, "high"), f"{tag}+max"),
    )


HXL = Table(
    (
        Column("claim", "Short name of the claim.", lambda c: c.claim.claim, "#meta+id"),
        Column("report", "The report that it was read from.", lambda c: c.claim.report, "#meta+source"),
        Column("kind", "The kind of claim.", lambda c: c.claim.kind, "#event+type"),
        Column("country", "As in `csv`.", country_name, "#country+name"),
        Column("country_code", "ISO 3166 code of three letters.", iso3, "#country+code+v_iso3"),
        Column("region", "The first-level region, where the gazetteer knows it.", region, "#adm1+name"),
        Column("place", "Where; several separated by `;`.", lambda c: c.claim.place, "#loc+name"),
        Column(
            "place_type",
            "town, region, crossing, …",
            lambda c: c.only.place.kind if c.only and c.only.place else None,
            "#loc+type",
        ),
        Column("latitude", "Of the place, where there is one.", lambda c: latitude(c.only), "#geo+lat"),
        Column("longitude", "Likewise.", lambda c: longitude(c.only), "#geo+lon"),
        Column("destination", "Whither, for a movement.", lambda c: c.claim.place_to, "#loc+dest+name"),
        Column(
            "first_day",
            "The first day on which it was so.",
            lambda c: iso(c.claim.valid_from),
            "#date+start",
        ),
        Column("last_day", "The last.", lambda c: iso(c.claim.valid_to), "#date+end"),
        Column(
            "published",
            "The day on which the report was published.",
            lambda c: iso(c.claim.known),
            "#date+reported",
        ),
        Column("actor", "Who did it.", lambda c: c.claim.actor, "#group+name"),
        Column("means", "Of an attack: air, shelling, clash or bomb.", lambda c: c.claim.means, "#event+means"),
        *_bounds("displaced", "People displaced", "#affected+displaced+ind"),
        *_bounds("displaced_households", "Families or households displaced, as told", "#affected+displaced+hh"),
        *_bounds("killed", "People killed", "#affected+killed+ind"),
        *_bounds("injured", "People wounded", "#affected+injured+ind"),
        *_bounds("population", "Residents", "#population"),
        *_bounds("other", "Any other figure, in `unit`", "#indicator+num"),
        Column("unit", "The unit; the state of a road.", lambda c: c.claim.unit, "#indicator+name"),
        Column("people_group", "Which people are counted.", lambda c: c.claim.group, "#affected+group+name"),
        Column("scope", "What a figure counts.", lambda c: c.claim.scope, "#description+scope"),
        Column(
            "status",
            "The claim's status; `denied` where the report denies it.",
            lambda c: "denied" if c.claim.negated else c.claim.status,
            "#status+name",
        ),
        Column("attributed_to", "Who says so; private people by role.", lambda c: c.said_by, "#meta+source+attributed"),
        Column(
            "quote", "The claim's text; names of private people are withheld.", lambda c: c.quote, "#description+quote"
        ),
    )
)
