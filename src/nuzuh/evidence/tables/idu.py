"""Counts of displaced people in the columns of IDMC's Internal Displacement Updates (IDU).

Columns and their meaning are those of IDMC's API documentation (https://internal-displacement.org/database/api-documentation,
"Fields description" of the IDU); the words for qualifiers, accuracy and types of location are those that its service
writes. An IDU figure is a flow of people within a country, and has no unit.
"""

import html
import re

from nuzuh.evidence.gazetteer import Place
from nuzuh.evidence.located import Located, Where
from nuzuh.evidence.tables.column import Column, Table, blank, country_name, iso, iso3, number
from nuzuh.evidence.topics import has_figure
from nuzuh.evidence.wording import day

_QUALIFIERS = {"exact": "total", "about": "approximately", "up to": "less than or equal"}
_ACCURACY = {
    "country": "Country/territory (AM0)",
    "part": "Country/territory (AM0)",  # "eastern Chad" is finer than that, but no unit of any administration
    "region": "State/Region/Province (ADM1)",
    "county": "District/Zone/Department (ADM2)",
    "town": "County/City/town/Village/Woreda (ADM3)",
}
_DISASTER = re.compile(
    r"\b(flood\w*|earthquakes?|quakes?|storms?|cyclones?|hurricanes?|typhoons?|tornado\w*|drought|wildfires?|"
    r"landslides?|mudslides?|eruptions?|volcan\w+|tsunami|rains?)\b",
    re.IGNORECASE,
)


def _lacks(c: Located) -> str | None:
    claim = c.claim
    if claim.kind != "displacement":
        return f"{claim.kind} is no displacement"
    if not has_figure(claim):
        return "displacement without a figure"
    if not claim.asserted or claim.status == "projected":
        return "denied, projected, supposed or long past"
    if claim.unit != "people":
        return f"counted in {claim.unit or 'an unknown unit'}; IDU counts people"
    if claim.scope == "since 2011":
        return "a total of many years"
    if c.country is None:
        return "the country is not known"
    if any(w.place and w.place.country not in ("", c.country) for w in c.places_to):
        return "across a border; IDU counts displacement within a country"
    if _DISASTER.search(claim.text):
        return "displaced by a natural hazard"
    return None


def _figure(c: Located) -> int | float | None:
    return number(c.claim.high if c.claim.low is None else c.claim.low)


def _qualifier(c: Located) -> str:
    return _QUALIFIERS.get(c.claim.qualifier or "", "more than or equal")


def _all(c: Located) -> list[tuple[Where, Place, tuple[float, float]]]:
    return [(w, w.place, w.at) for w in (*c.places, *c.places_to) if w.place and w.at]


def _middle(c: Located, axis: int) -> float | None:
    found = [at[axis] for _, _, at in _all(c)]
    return round(sum(found) / len(found), 6) if found else None


def _centroid(c: Located) -> str | None:
    return f"[{_middle(c, 0)}, {_middle(c, 1)}]" if _all(c) else None


def _heading(c: Located) -> str:
    days = [day(d) for d in dict.fromkeys((c.claim.valid_from, c.claim.valid_to)) if d]
    return f"{country_name(c)}: {_figure(c):,} displacements" + (f", {' - '.join(days)}" if days else "")


def _popup(c: Located) -> str:
    said = f" <br> {html.escape(c.said_by)}" if c.said_by else ""
    return f"<b> {html.escape(_heading(c))} </b> <br> {html.escape(c.quote)}{said}"


def _year(c: Located) -> int | None:
    one = c.claim.valid_from or c.claim.valid_to
    return one.year if one else None


_NOT_TOLD = "Blank: a report does not tell IDMC's event."
_NO_HAZARD = "Blank: IDMC fills it for natural hazards."

IDU = Table(
    (
        Column("id", "The claim's short name (IDMC's ids are numbers).", lambda c: c.claim.claim),
        Column("country", "Of the places; where there are none, the one that the report speaks of most.", country_name),
        Column("iso3", "Its ISO 3166 code of three letters.", iso3),
        Column("latitude", "Mean over the located places.", lambda c: _middle(c, 0)),
        Column("longitude", "Likewise.", lambda c: _middle(c, 1)),
        Column("centroid", "Both, as `[latitude, longitude]`.", _centroid),
        Column(
            "role", "Always `Triangulation`: a first estimate, which nobody has recommended.", lambda _: "Triangulation"
        ),
        Column(
            "displacement_type",
            "Always `Conflict`; what the quote puts down to a natural hazard is left out.",
            lambda _: "Conflict",
        ),
        Column(
            "qualifier",
            '`total` for an exact figure, `approximately` for "about", `less than or equal` for "up to", '
            "else `more than or equal`.",
            _qualifier,
        ),
        Column("figure", 'People: the least that the claim allows; for "up to", the most.', _figure),
        Column(
            "displacement_date",
            "The last day, or else the first.",
            lambda c: iso(c.claim.valid_to or c.claim.valid_from),
        ),
        Column(
            "displacement_start_date",
            "The first day on which it was so; blank where the report does not say.",
            lambda c: iso(c.claim.valid_from),
        ),
        Column("displacement_end_date", "The last.", lambda c: iso(c.claim.valid_to)),
        Column("year", "Of the first day, or else of the last.", _year),
        Column("event_id", _NOT_TOLD, blank),
        Column("event_name", _NOT_TOLD, blank),
        Column("event_codes", _NOT_TOLD, blank),
        Column("event_code_types", _NOT_TOLD, blank),
        Column("event_start_date", _NOT_TOLD, blank),
        Column("event_end_date", _NOT_TOLD, blank),
        Column("category", _NO_HAZARD, blank),
        Column("subcategory", _NO_HAZARD, blank),
        Column("type", _NO_HAZARD, blank),
        Column("subtype", _NO_HAZARD, blank),
        Column(
            "standard_popup_text",
            "Country, figure, days, the quote and who says so, as HTML; what the report says is escaped.",
            _popup,
        ),
        Column(
            "standard_info_text", "Country, figure and days, as HTML.", lambda c: f"<b> {html.escape(_heading(c))} </b>"
        ),
        Column("old_id", "Blank.", blank),
        Column("sources", "Who says so; where nobody is named, the report.", lambda c: c.said_by or c.claim.report),
        Column("source_url", "Blank: a report is known by its file.", blank),
        Column(
            "locations_name",
            "Located places, then destinations, separated by `; `.",
            lambda c: "; ".join(w.name for w, _, _ in _all(c)) or None,
        ),
        Column(
            "locations_coordinates",
            "`latitude, longitude` of each.",
            lambda c: "; ".join(f"{a}, {b}" for _, _, (a, b) in _all(c)) or None,
        ),
        Column(
            "locations_accuracy",
            "The level of each, in IDMC's words; `Point` for a camp or a crossing.",
            lambda c: "; ".join(_ACCURACY.get(p.kind, "Point") for _, p, _ in _all(c)) or None,
        ),
        Column(
            "locations_type",
            "`Origin` or `Destination` of each.",
            lambda c: "; ".join("Origin" if w in c.places else "Destination" for w, _, _ in _all(c)) or None,
        ),
        Column("displacement_occurred", "Blank: preventive evacuations are not told apart.", blank),
        Column("created_at", "The day on which the report was published.", lambda c: iso(c.claim.known)),
    ),
    _lacks,
)
