"""Attacks and changes of control in ACLED's event columns.

Columns, event types and precision codes are those of the ACLED codebook (https://acleddata.com/knowledge-base/codebook/).
A row is what one report says of one event: events are not merged across reports, and the codebook's researchers have
not looked at them.
"""

import datetime as dt
import re

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import countries, demonyms
from nuzuh.evidence.language import english
from nuzuh.evidence.located import Located
from nuzuh.evidence.tables.column import (
    Column,
    Table,
    blank,
    country_name,
    iso,
    iso3,
    iso_number,
    latitude,
    longitude,
    number,
    region,
)
from nuzuh.evidence.topics import parts

_REMOTE = "Explosions/Remote violence"
_BY_MEANS = {
    "air": (_REMOTE, "Air/drone strike"),
    "shelling": (_REMOTE, "Shelling/artillery/missile attack"),
    "bomb": (_REMOTE, "Remote explosive/landmine/IED"),
    "clash": ("Battles", "Armed clash"),
}
_PEACEFUL = re.compile(
    r"\bwithout (?:a |any )?(?:fight|fighting|resistance|firing|battle)|\b(?:unopposed|peacefully|handed over)\b",
    re.IGNORECASE,
)
_WEEK, _MONTH = dt.timedelta(days=7), dt.timedelta(days=31)
_STATE, _OUTSIDE = "State forces", "External/Other forces"
#: Sides of the list of actors by ACLED's type; those of no clear type are left blank.
_INTER = {actor["name"]: actor["acled"] for actor in english().table("actors")["actor"] if "acled" in actor}

#: Those that some take for a government and others for its foe.
_RULING = frozenset(["Taliban", "Houthis", "Hamas"])


def _actor(c: Located, number: int = 0) -> str | None:
    return next(iter(parts(c.claim.actor)[number:]), None)


def _inter(c: Located) -> str | None:
    """ACLED's type of the first actor; a country, or its government, is state forces only at home."""
    actor = _actor(c) or ""
    own, _, government = actor.partition(" ")
    if government == "government" and own in demonyms(english()):
        return _STATE if demonyms(english())[own] == c.country else _OUTSIDE
    if actor in countries().values():
        return _STATE if actor == country_name(c) else _OUTSIDE
    return _INTER.get(actor)


def _types(c: Located) -> tuple[str, str] | None:
    """Event and sub-event type, by rule; None where the claim does not tell enough."""
    if c.claim.kind == "attack":
        if c.claim.means == "bomb" and re.search(r"\bsuicide\b", c.claim.text, re.IGNORECASE):
            return _REMOTE, "Suicide bomb"
        return _BY_MEANS.get(c.claim.means or "")
    if _PEACEFUL.search(c.claim.text):
        return "Strategic developments", "Non-violent transfer of territory"
    if _actor(c) is None or _actor(c) in _RULING:
        return None
    return "Battles", "Government regains territory" if _inter(c) == _STATE else "Non-state actor overtakes territory"


def _when(claim: Claim) -> tuple[dt.date, int] | None:
    """Day and precision: the day itself, or the middle of a week or of a month; None where it is vaguer."""
    first, last = claim.valid_from, claim.valid_to
    if first is None or last is None or last - first > _MONTH:
        return None
    return first + (last - first) / 2, 1 if first == last else 2 if last - first <= _WEEK else 3


def _lacks(c: Located) -> str | None:
    claim = c.claim
    if claim.kind not in ("attack", "control"):
        return f"{claim.kind} is no ACLED event"
    if not claim.asserted or claim.status == "projected":
        return "denied, projected, supposed or long past"
    if c.only is None:
        return "no place, or several"
    if c.only.at is None:
        return "the place is a country, a border, or not in the gazetteer"
    if _when(claim) is None:
        return "the day is not told within a month"
    if _types(c) is None:
        return "the means of the attack are not told" if claim.kind == "attack" else "it is not told which side took it"
    return None


def _type(c: Located, which: int) -> str | None:
    types = _types(c)
    return types[which] if types else None


def _disorder(c: Located) -> str:
    return "Strategic developments" if _type(c, 0) == "Strategic developments" else "Political violence"


def _geo_precision(c: Located) -> int:
    if c.only is None or c.only.place is None or c.only.place.kind in ("region", "part", "coast", "continent"):
        return 3
    return 2 if c.only.how == "near" or c.only.place.kind == "county" else 1


def _date(c: Located) -> dt.date | None:
    when = _when(c.claim)
    return when[0] if when else None


def _deaths(c: Located) -> int | float | None:
    """The least number of dead that the same words tell of this event, on the same day and at the same place.

    Only where it is safe: the two texts overlap, and neither overlaps another such claim.
    """
    dead = [t for t in c.told if t.unit == "people killed" and t.asserted and _one(t, c.claim)]
    events = [t for t in c.told if t.kind in ("attack", "control") and any(_one(d, t) for d in dead)]
    return number(dead[0].low) if len(dead) == len(events) == 1 else None


def _one(dead: Claim, event: Claim) -> bool:
    """Whether a count of dead and an event share words, place and day."""
    same = (dead.place, dead.valid_from, dead.valid_to) == (event.place, event.valid_from, event.valid_to)
    return same and dead.start < event.end and event.start < dead.end


def _tags(c: Located) -> str | None:
    told = [f"status={c.claim.status}", f"attributed to={c.said_by}" if c.said_by else ""]
    return "; ".join(filter(None, told))


ACLED = Table(
    (
        Column(
            "event_id_cnty",
            "Country code of three letters and the claim's short name.",
            lambda c: f"{iso3(c) or ''}{c.claim.claim}",
        ),
        Column("event_date", "The day; of a span of days, the middle.", lambda c: iso(_date(c))),
        Column("year", "Its year.", lambda c: d.year if (d := _date(c)) else None),
        Column(
            "time_precision",
            "1: the day is told; 2: within a week; 3: within a month. Vaguer events are left out.",
            lambda c: w[1] if (w := _when(c.claim)) else None,
        ),
        Column(
            "disorder_type",
            "`Political violence`, or `Strategic developments` for a peaceful change of hands.",
            _disorder,
        ),
        Column(
            "event_type", "`Battles`, `Explosions/Remote violence` or `Strategic developments`.", lambda c: _type(c, 0)
        ),
        Column(
            "sub_event_type", "By the means of an attack, and by who took a place; see below.", lambda c: _type(c, 1)
        ),
        Column("actor1", "The first actor, by nuzuh's name for it (not ACLED's).", _actor),
        Column("assoc_actor_1", "Further actors.", lambda c: "; ".join(parts(c.claim.actor)[1:]) or None),
        Column("inter1", "Type of the first actor, where it is clear.", _inter),
        Column("actor2", "Blank: claims do not tell the other side.", blank),
        Column("assoc_actor_2", "Blank.", blank),
        Column("inter2", "Blank.", blank),
        Column("interaction", "Blank.", blank),
        Column("civilian_targeting", "Blank.", blank),
        Column("iso", "ISO 3166 number of the country.", iso_number),
        Column("region", "Blank: ACLED's regions of the world are its own.", blank),
        Column("country", "The country.", country_name),
        Column("admin1", "The first-level region, where the gazetteer knows it.", region),
        Column(
            "admin2",
            "The second-level one, likewise.",
            lambda c: (c.only.place.county or None) if c.only and c.only.place else None,
        ),
        Column("admin3", "Blank.", blank),
        Column(
            "location",
            "The place as the gazetteer spells it.",
            lambda c: c.only.place.name if c.only and c.only.place else None,
        ),
        Column("latitude", "In degrees; of a region, its middle.", lambda c: latitude(c.only)),
        Column("longitude", "Likewise.", lambda c: longitude(c.only)),
        Column(
            "geo_precision",
            "1: a town, a part of it, a crossing; 2: near one, or a county; 3: a region, a part of a land, a coast.",
            _geo_precision,
        ),
        Column("source", "The report.", lambda c: c.claim.report),
        Column("source_scale", "Blank.", blank),
        Column("notes", "The quote; names of private people are withheld.", lambda c: c.quote),
        Column(
            "fatalities",
            "The least number of dead that the same words tell, at the same place and day, where no other event could "
            "be meant. Blank, not 0, where none is told.",
            _deaths,
        ),
        Column("tags", "The claim's status, and who says so.", _tags),
        Column("timestamp", "Blank: nothing was uploaded.", blank),
    ),
    _lacks,
)
