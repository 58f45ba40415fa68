"""Claims of one report beside each other: what each gains from what stands around it."""

import datetime as dt
import re
from collections.abc import Sequence

from nuzuh.evidence.attribution import Source
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import adjective, countries, country_names
from nuzuh.evidence.language import Language, pattern
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.scenes import located

_CLOSE = dt.timedelta(days=3)  # days that tell when something happened are no further apart
_WEEK = dt.timedelta(days=7)
_MILLIONS = 1_000_000
_MANY = 2_000  # dead; more are those of a whole war
_HEAD = 2_500  # characters of a report in which what is told nowhere is of the story it begins with
_SOON = 500  # characters below a figure, within which a report tells where it was: two or three sentences


def where_struck(claim: Claim, here: Sequence[Claim], last: Sequence[Claim], sentence: Sentence) -> Claim:
    """People are killed where the attack struck that is told with them, or that is meant by "the attack"."""
    if claim.kind != "casualty" or claim.scope not in (None, "episode"):
        return claim
    struck = [c for c in here if c.kind in ("attack", "offensive") and c.place and c.start < claim.end]
    if struck and pattern(sentence.language, "killing").search(claim.text):  # "shelled X near Y, killing 12"
        actor = struck[-1].actor if struck[-1].kind == "attack" else None  # who advances may be the one who loses them
        claim = claim.model_copy(update={"place": struck[-1].place, "actor": actor or claim.actor})
    if _whence(claim, sentence) and any(c.kind == "attack" and c.place for c in here):
        claim = claim.model_copy(update={"place": None})  # "12 evacuees from X died when shells hit Y"
    if claim.place:
        same = next((c for c in reversed(last) if c.kind in ("attack", "casualty") and c.place == claim.place), None)
        if same is None or sentence.of("date") or not _dated_better(same, claim):
            return claim
        return claim.model_copy(update={"valid_from": same.valid_from, "valid_to": same.valid_to})
    attacks, before = [c for c in here if c.kind == "attack" and c.place], False
    few = (claim.high or claim.low or 0) < _MANY and not any(located(sentence, p) for p in sentence.of("place"))
    if not attacks and (few or not sentence.language["attacks"].isdisjoint(sentence.low)):
        attacks, before = [c for c in last if c.kind in ("attack", "casualty") and c.place], True
    if not attacks:
        return claim
    authors = {c.actor for c in attacks if c.actor and c.place == attacks[-1].place}
    actor = claim.actor or (attacks[-1].actor if len(authors) < 2 else None)
    told: dict[str, object] = {"place": attacks[-1].place, "actor": actor}
    if before and _dated_better(attacks[-1], claim):
        told |= {"valid_from": attacks[-1].valid_from, "valid_to": attacks[-1].valid_to}
    return claim.model_copy(update=told)


def _whence(claim: Claim, sentence: Sentence) -> bool:
    """Whether the place of a claim is told only as the one that people are from."""
    low, known = sentence.low, sentence.language
    beside = known.modifiers | known.whole | known["of"]

    def comes_from(place: Mention) -> bool:
        k = next((k for k in range(place.i - 1, -1, -1) if low[k] not in beside), 0)  # "from the towns of X"
        return low[k] in known["whence"]

    told = [p for p in sentence.of("place") if p.name == claim.place]
    return bool(told) and all(map(comes_from, told))


def _dated_better(event: Claim, claim: Claim) -> bool:
    """Whether the days of an event are told, and those of a claim of the same event are only known to be no later."""
    if event.valid_from is None or claim.valid_to != claim.known:
        return False
    return claim.valid_from is None or claim.valid_from < event.valid_from


def counted_by(claim: Claim, sentence: Sentence) -> Claim:
    """A national count beside the name of one body that counts people is that body's."""
    if claim.kind != "displacement" or claim.attributed_to or not _national(claim):
        return claim
    for text in (sentence.told, sentence.before):
        told = {
            name
            for alias, name in sentence.language.sources.items()
            if name in sentence.language.counters and alias in text and re.search(rf"\b{re.escape(alias)}(?!\w)", text)
        }
        if told:
            return claim.model_copy(update={"attributed_to": told.pop()}) if len(told) == 1 else claim
    return claim


def _national(claim: Claim) -> bool:
    """Whether a claim counts people of a whole country, or of no place that it names."""
    counts = claim.low is not None or claim.high is not None
    return counts and not claim.place_to and (claim.place is None or claim.place in country_names())


def boundless(claim: Claim) -> bool:
    """Whether it counts "millions", nobody knows since when: those of a whole war, most likely."""
    many = claim.kind == "displacement" and claim.low is not None and claim.low >= _MILLIONS
    vague = claim.high is not None and claim.high > claim.low if claim.low is not None else False
    return many and vague and _national(claim) and claim.valid_from is None and claim.status != "projected"


def placed(claims: list[Claim], lead: Sequence[str] = ()) -> list[Claim]:
    """Give a figure of dead or wounded that is told of no place, or of a whole country, the place it has elsewhere.

    A headline often tells it so of what the report then tells of one place. A figure told nowhere at all was where the
    sentences right below it tell of an attack or of dead, if in one place; else where the report's story is set, its
    ``lead``. One that nothing ties to a place, a day or a source is left out.
    """
    wide = {None, *country_names()}
    by_figure: dict[object, set[str | None]] = {}
    events = [c for c in claims if c.kind in ("attack", "casualty") and c.asserted and c.place not in wide]
    for c in events:
        if c.kind == "casualty":
            by_figure.setdefault(_figure(c), set()).add(c.place)

    def at(claim: Claim) -> Claim:
        if claim.kind != "casualty" or claim.place not in wide or claim.low is None:
            return claim
        options = by_figure.get(_figure(claim), set())
        if claim.place is None and not options and claim.low < _MANY and _of_days(claim):
            below = {c.place for c in events if claim.end <= c.start <= claim.end + _SOON}
            options = below or {*(lead if claim.start < _HEAD else ())}
        told = len(options) == 1 and (claim.place is None or claim.high in (None, claim.low))  # "dozens" are others
        return claim.model_copy(update={"place": next(iter(options))}) if told else claim

    return [claim for claim in map(at, claims) if not _adrift(claim)]


def _adrift(claim: Claim) -> bool:
    """Whether it tells of dead or wounded, but neither where, nor when, nor who says so: of an age, most likely."""
    tied = claim.valid_from or claim.place or claim.attributed_to
    return claim.kind == "casualty" and not tied


def _of_days(claim: Claim) -> bool:
    """Whether a claim tells of some days at most, and not of a war since it began."""
    first, last = claim.valid_from, claim.valid_to
    return first is None or last is None or last - first <= _WEEK


def headed(claims: list[Claim], end: int) -> list[Claim]:
    """Give what a title tells the source, the actor and the days that it has in the text below, from ``end`` on.

    An attack is the first one told below; a figure of dead or wounded, the first that is the same.
    """
    body = [c for c in claims if c.start >= end and c.asserted]

    def below(claim: Claim) -> Claim:
        told = (c for c in body if c.kind == claim.kind and _figure(c) == _figure(claim))
        same = next(told, None) if claim.kind in ("attack", "casualty") and claim.start < end else None
        if same is None or (claim.actor and same.actor and claim.actor != same.actor):
            return claim
        days = {"valid_from": same.valid_from, "valid_to": same.valid_to} if _dated_better(same, claim) else {}
        who = {"actor": claim.actor or same.actor, "attributed_to": claim.attributed_to or same.attributed_to}
        return claim.model_copy(update={**who, **days})

    return [below(claim) for claim in claims] if body else claims


def governed(claims: list[Claim], code: str | None) -> list[Claim]:
    """Name the government of the country that a report is about where the country alone is told to act in it."""
    land, government = countries().get(code or ""), f"{adjective(code)} government"
    return [c.model_copy(update={"actor": government}) if land and c.actor == land else c for c in claims]


def meet(a: Claim, b: Claim) -> bool:
    """Whether two claims share words of the report."""
    return a.start < b.end and a.end > b.start


def _figure(claim: Claim) -> tuple[float | None, float | None, bool]:
    """How many were killed, or wounded."""
    return claim.low, claim.high, (claim.unit or "").endswith("killed")


def vague(claim: Claim) -> bool:
    """Whether it tells that people were killed or wounded, but not how many, nor where but for a country."""
    nowhere = claim.place is None or claim.place in country_names()
    return claim.kind == "casualty" and nowhere and claim.low is None and claim.high is None


def dated(claims: list[Claim], began: dt.date | None) -> list[Claim]:
    """Give a change of control that is told without a day the days that the same report gives it elsewhere."""

    def undated(claim: Claim) -> bool:
        return claim.valid_from is None or (claim.valid_from == began and claim.valid_to == claim.known)

    told = [c for c in claims if c.kind == "control" and c.asserted]
    by_place: dict[str | None, set[tuple[str | None, dt.date | None, dt.date | None]]] = {}
    for c in told:
        if not undated(c):
            by_place.setdefault(c.place, set()).add((c.actor, c.valid_from, c.valid_to))
    found = []
    for claim in claims:
        lacking = claim.kind == "control" and claim.asserted and undated(claim)
        options = {
            (first, last)
            for actor, first, last in (by_place.get(claim.place, ()) if lacking else ())
            if claim.actor == actor or None in (claim.actor, actor)
        }
        first, last = options.pop() if len(options) == 1 else (None, None)
        found_days = first is not None and last is not None and last - first <= _CLOSE
        found.append(claim.model_copy(update={"valid_from": first, "valid_to": last}) if found_days else claim)
    return found


def credited(claim: Claim, source: Source) -> Claim:
    """Attribute a claim that names nobody to a source."""
    return claim if claim.attributed_to else claim.model_copy(update={"attributed_to": source.name})


def by_name(claims: list[Claim], language: Language) -> list[Claim]:
    """Name the monitor that is told without a name, where the report names one, and no other."""
    named = {c.attributed_to for c in claims} & language.monitors
    if len(named) != 1:
        return claims
    name = {"attributed_to": next(iter(named))}
    return [c.model_copy(update=name) if c.attributed_to in language["monitors"] else c for c in claims]


def _by_whom(claim: Claim, claims: Sequence[Claim]) -> Claim:
    """Take the actor of an attack that the same words tell of, where another way of telling it names one."""
    if claim.kind != "attack" or claim.actor:
        return claim
    same = (c for c in claims if c.kind == "attack" and c.place == claim.place and c.actor)
    other = next((c for c in same if c.start < claim.end and c.end > claim.start), None)
    return claim.model_copy(update={"actor": other.actor}) if other is not None else claim


def _of_the_same_words(a: Claim, b: Claim) -> bool:
    return a.kind == b.kind and meet(a, b)


def _tells_more(other: Claim, claim: Claim) -> bool:
    """Whether another way of telling an attack has its place, or how many times it struck there."""
    more = claim.place is None and other.place is not None
    counted = claim.low is None and other.low is not None and other.place == claim.place
    return (more or counted) and _of_the_same_words(other, claim)


def unlike(claims: list[Claim]) -> list[Claim]:
    """Of one sentence, leave out what a claim over the same words says already, and one without a place beside one."""
    kept: list[Claim] = []
    claims = [_by_whom(claim, claims) for claim in claims]
    for claim in claims:
        told = any(
            c.place == claim.place
            and (c.kind != "casualty" or c.unit == claim.unit)
            and (c.low, c.high) == (claim.low, claim.high)
            and (c.status == claim.status or {c.status, claim.status} == {"reported", "claimed"})
            and _of_the_same_words(c, claim)
            for c in kept
        )
        if not told and not (claim.kind == "attack" and any(_tells_more(c, claim) for c in claims)):
            kept.append(claim)
    return kept
