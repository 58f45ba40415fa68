"""Topics in words: what claims that were lined up speak of, as a person would say it."""

import datetime as dt
from collections.abc import Iterable

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.names import fold
from nuzuh.evidence.sides import actors
from nuzuh.evidence.topics import COUNTED, TIMELESS, bridge, counted, is_country, parts, running, usual

THE_COUNTRY, NOWHERE = "the country", "a place not named"
_VERBS = {
    "control": "took {place}",
    "release": "released people {place}",
    "deployment": "deployed {place}",
    "offensive": "on the offensive {place}",
}


def day(date: dt.date) -> str:
    """Write a date out: 6 December 2024."""
    return f"{date.day} {date:%B %Y}"


def listed(names: Iterable[str]) -> str:
    """Join names with commas and "and"."""
    kept = list(names)
    return " and ".join([", ".join(kept[:-1]), kept[-1]] if len(kept) > 1 else kept)


def says(claim: Claim) -> str:
    """Write what a claim says in a few words: "at least 820 people killed", "destroyed", "no figure"."""
    low, high = (None if b is None else f"{b:,.10g}" for b in (claim.low, claim.high))
    if low and high:
        figure = f"{low} to {high}" if low != high else f"about {low}" if claim.qualifier == "about" else low
    else:
        figure = f"at least {low}" if low else f"up to {high}" if high else ""
    known = (figure, (claim.unit or "") if figure or claim.kind == "route" else "")
    told = " ".join(filter(None, known)) or listed(parts(claim.actor))
    if not told:
        told = "no figure" if claim.kind in COUNTED or claim.kind in TIMELESS else "nobody is named"
    return f"not {told}" if claim.negated else told


def place_of(claims: list[Claim]) -> str:
    """Name the place or places that claims have in common, in their usual spelling."""
    told = [parts(c.place) for c in claims if c.place]
    fewest = min(map(len, told), default=0)
    common = set.intersection(*({fold(n) for n in names} for names in told)) if told else set()
    # a bridge "between A and B" has no place in common with the town it is at
    kept = [n for names in told for n in names if fold(n) in common or (not common and len(names) == fewest)]
    spelt: dict[str, list[str]] = {}
    for name in kept:
        spelt.setdefault(fold(name), []).append(name)
    nowhere = THE_COUNTRY if claims[0].kind in COUNTED else NOWHERE
    return listed(usual(names) for names in spelt.values()) or nowhere


def who(claims: list[Claim]) -> str:
    """Name the actor that claims name most often, "rebels" only if they name none; empty if nobody."""
    told = [c for c in claims if actors(c)] or claims
    return listed(parts(usual(c.actor for c in told if c.actor)))


def title(claims: list[Claim]) -> str:
    """Say in a few words what claims about one thing speak of."""
    told = _title(claims)
    return told[:1].upper() + told[1:]


def _title(claims: list[Claim]) -> str:
    kind, place, actor = claims[0].kind, place_of(claims), who(claims)
    if kind in ("displacement", "casualty"):
        return _count_title(claims, place)
    if kind == "distance":
        ends = dict.fromkeys((*parts(claims[0].place), *parts(claims[0].place_to)))
        front = actor or ("the front" if len(ends) < 2 else "")
        return f"Distance of {front} from {listed(ends)}" if front else f"Distance between {listed(ends)}"
    if kind == "population":
        return f"Population of {place}"
    if kind == "route":
        what = "Bridge" if any(map(bridge, claims)) else "Road"
        return f"{what} at {place}: {listed(sorted({c.unit for c in claims if c.unit}))}"
    if kind == "attack" and place == NOWHERE:
        return f"Attacks{f' by {actor}' if actor else ''}, place not named"
    if kind == "attack":
        target = "the bridge at " if all(map(bridge, claims)) and len(parts(claims[0].place)) < 2 else ""
        target = "the bridge between " if all(map(bridge, claims)) and not target else target
        on = "Attacks in " if is_country(place) else f"Attack on {target}"
        return f"{on}{place}" + (f" by {actor}" if actor else "")
    if kind == "needs":
        return f"Needs in {place}"
    at = place if kind == "control" else f"{'in' if is_country(place) else 'at'} {place}"
    if kind not in _VERBS:
        return f"{kind.capitalize()} {at}" + (f" by {actor}" if actor else "")
    return f"{actor or 'Somebody'} {_VERBS[kind].format(place=at)}"


def _count_title(claims: list[Claim], place: str) -> str:
    unit, group = counted(claims[0])
    fate = unit.partition(" ")[2]
    subject = (group or unit.partition(" ")[0]).capitalize()
    if claims[0].status == "projected":
        return f"{subject} who may yet be {fate or 'displaced'} in {place}"
    whole = is_country(place) or place == THE_COUNTRY
    starts = [c.valid_from for c in claims if c.valid_from]
    since = ""
    if any(c.scope == "since 2011" for c in claims):
        since = " since 2011"
    elif starts and any(map(running, claims)) and (whole or claims[0].kind == "casualty"):
        since = f" since {day(min(starts))}"
    elif starts and claims[0].kind == "casualty":
        since = f" on {day(min(starts))}"
    if claims[0].kind == "casualty":
        return f"{subject} {fate} in {place}{since}"
    if not any(c.place for c in claims) and any(c.place_to for c in claims):
        to = listed(parts(usual(c.place_to for c in claims if c.place_to)))
        return f"{subject} arrived in {'the ' if to.islower() else ''}{to}"
    return f"{subject} displaced in {place}{since}" if whole else f"{subject} fled {place}{since}"
