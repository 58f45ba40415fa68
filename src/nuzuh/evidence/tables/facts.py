"""All that claims say, a row a claim: the plain table, and the properties of GeoJSON."""

from nuzuh.evidence.located import Located
from nuzuh.evidence.tables.column import Column, Table, country_name, iso, latitude, longitude, number

FACTS = Table(
    (
        Column(
            "claim",
            "Short name of the claim: the same whenever the same text is read to the same effect.",
            lambda c: c.claim.claim,
        ),
        Column("report", "The report's file, or the id of its record.", lambda c: c.claim.report),
        Column(
            "kind",
            "displacement, control, attack, route, casualty, population, distance, release, deployment, offensive, …",
            lambda c: c.claim.kind,
        ),
        Column("place", "Where; several separated by `;`.", lambda c: c.claim.place),
        Column(
            "latitude",
            "Of the place, in degrees (WGS 84); blank where it is not known or there are several.",
            lambda c: latitude(c.only),
        ),
        Column("longitude", "Likewise.", lambda c: longitude(c.only)),
        Column("place_to", "Whither, for a movement; the other end, for a distance.", lambda c: c.claim.place_to),
        Column("latitude_to", "Of that place.", lambda c: latitude(c.only_to)),
        Column("longitude_to", "Likewise.", lambda c: longitude(c.only_to)),
        Column("country", "Of the places; where there are none, the one that the report speaks of most.", country_name),
        Column("actor", "Who did it.", lambda c: c.claim.actor),
        Column("group", "Which people are counted.", lambda c: c.claim.group),
        Column("means", "Of an attack: air, shelling, clash or bomb.", lambda c: c.claim.means),
        Column("low", "The least, in `unit`; equal to `high` for an exact figure.", lambda c: number(c.claim.low)),
        Column("high", "The most.", lambda c: number(c.claim.high)),
        Column("qualifier", "exact, about, at least, up to or between.", lambda c: c.claim.qualifier),
        Column(
            "unit",
            "people, families, people killed, km, …; the state of a road. Families are never turned into people.",
            lambda c: c.claim.unit,
        ),
        Column(
            "scope",
            "What a figure counts: episode, since offensive, past week, since 2011, projection.",
            lambda c: c.claim.scope,
        ),
        Column(
            "status", "reported, claimed (by a party), projected, historical or hypothetical.", lambda c: c.claim.status
        ),
        Column("negated", "true where the report denies it.", lambda c: c.claim.negated),
        Column("valid_from", "The first day on which it was so.", lambda c: iso(c.claim.valid_from)),
        Column("valid_to", "The last.", lambda c: iso(c.claim.valid_to)),
        Column("known", "The day on which the report was published.", lambda c: iso(c.claim.known)),
        Column("attributed_to", "Who says so; private people by role.", lambda c: c.said_by),
        Column(
            "start", "Where the claim's text begins in the report's kept text, in code points.", lambda c: c.claim.start
        ),
        Column("end", "Where it ends.", lambda c: c.claim.end),
        Column("corrects", "Of a claim that a person corrected, the claim as it was read.", lambda c: c.claim.corrects),
        Column("quote", "That text; the names of private people are withheld.", lambda c: c.quote),
    )
)


def feature(claim: Located) -> dict[str, object]:
    """A claim as a GeoJSON feature; its properties are those of the table.

    A point for one place and several points for several; a line from the one place to the other for a movement or a
    distance between two; nothing where no place is known. Positions are longitude first (RFC 7946).
    """
    return {"type": "Feature", "id": claim.claim.claim, "geometry": _geometry(claim), "properties": FACTS.row(claim)}


def _geometry(claim: Located) -> dict[str, object] | None:
    here, there = ([[at[1], at[0]] for w in places if (at := w.at)] for places in (claim.places, claim.places_to))
    if len(here) == len(there) == len(claim.places) == len(claim.places_to) == 1:
        return {"type": "LineString", "coordinates": here + there}
    points = here or there
    if not points:
        return None
    one = len(points) == 1
    return {"type": "Point" if one else "MultiPoint", "coordinates": points[0] if one else points}
