"""From a report to its claims: offline, the same every time, each with the span that it rests on."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from nuzuh.evidence import meant
from nuzuh.evidence.blows import by_one_side, of_the_attack, of_the_same
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import countries, country_names, demonyms
from nuzuh.evidence.detect import context
from nuzuh.evidence.digits import latin_digits
from nuzuh.evidence.distances import distances
from nuzuh.evidence.documents import Document
from nuzuh.evidence.documents.dates import inferred
from nuzuh.evidence.documents.kept import Kept
from nuzuh.evidence.fitting import after_colon, by_whom, elsewhere, enough, halves, idle, is_dated, joined
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.language import language
from nuzuh.evidence.make import make
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.phrases import territory, way_places
from nuzuh.evidence.reading import Reading
from nuzuh.evidence.roles import Roles, fill
from nuzuh.evidence.scenes import around, where
from nuzuh.evidence.sentences import sentences, title_end
from nuzuh.evidence.story import offensive_start, war_start
from nuzuh.evidence.together import (
    boundless,
    by_name,
    counted_by,
    credited,
    dated,
    governed,
    headed,
    placed,
    unlike,
    vague,
    where_struck,
)
from nuzuh.evidence.triggers import Trigger, may_have_triggers, triggers
from nuzuh.evidence.victims import counted_beside
from nuzuh.evidence.when import Story, of_a_war

_RECENT = dt.timedelta(days=30)
_FIGHTING = ("attack", "casualty", "control")
_RECALL = 4  # sentences for which "the attack" is the last one told of


Progress = Callable[[str, int], Callable[[], None]]
"""Begins a stretch of work by its name and number of steps, and gives what is to be called after each."""


def _silent(label: str, steps: int) -> Callable[[], None]:
    return lambda: None


def read(
    documents: Iterable[Document],
    *,
    places: Iterable[tuple[Place, Iterable[str]]] = (),
    progress: Progress = _silent,
) -> Iterator[Claim]:
    """Read the claims of reports of one story, as `read_each` does, without the reports."""
    for _, claims in read_each(documents, places=places, progress=progress):
        yield from claims


def read_each(
    documents: Iterable[Document],
    *,
    places: Iterable[tuple[Place, Iterable[str]]] = (),
    progress: Progress = _silent,
) -> Iterator[tuple[Document, list[Claim]]]:
    """Read reports of one story, however many, each with its claims.

    Parameters
    ----------
    documents : iterable of Document
        Reports. Where one counts "since the offensive began" without saying when that was, the day is taken from
        another that was published no later, and no more than 30 days before; so all are gone through before the first
        is read.
    places : iterable of (Place, aliases), optional
        Places that the gazetteer may lack, those of a scenario, say.
    progress : callable, optional
        Told how far the reading has come.

    Yields
    ------
    document : Document
        In the order given.
    claims : list of Claim
        In the order of its text.
    """
    reader = Reader(Gazetteer(places))
    told: Counter[tuple[dt.date, dt.date]] = Counter()  # by the day of publication, and the day on which it began

    @cache
    def begun(published: dt.date) -> dt.date | None:
        days: Counter[dt.date] = Counter()
        for (known, began), count in told.items():
            if dt.timedelta(0) <= published - known <= _RECENT:
                days[began] += count
        return min(days, key=lambda day: (-days[day], day), default=None)

    with Kept() as kept:
        for document in documents:
            kept.add(document)
            began = offensive_start(latin_digits(document.text), document.published, language(document.language))
            if document.published and began:
                told[document.published, began] += 1
        one = progress("Reading reports", len(kept))
        for document in kept:
            yield document, reader.read(document, begun(document.published) if document.published else None)
            one()


class Reader:
    """Reads reports, one at a time.

    Parameters
    ----------
    gazetteer : Gazetteer, optional
        Where names of places are looked up.
    """

    def __init__(self, gazetteer: Gazetteer | None = None) -> None:
        self._gazetteer = gazetteer or Gazetteer()

    def read(self, document: Document, began: dt.date | None = None) -> list[Claim]:
        """Read the claims of one report.

        Parameters
        ----------
        document : Document
            The report.
        began : date, optional
            When the fighting that it speaks of began; where it says so itself, that goes first.

        Returns
        -------
        list of Claim
            In the order of the text; no two alike. ``text`` of each is the report's text from ``start`` to ``end``.

        Notes
        -----
        Days are counted from the one that the report tells of itself, if it tells another than that of publication:
        what was written on a Tuesday and filed a week later means that Tuesday by "today". It is known from the later
        of both.
        """
        written = inferred(document.text) if document.published else None
        if written is None or document.published is None or written == document.published:
            return self._read(document, began)
        known = {"known": max(written, document.published)}
        found = self._read(replace(document, published=written), began)
        return [claim.model_copy(update=known) for claim in found]

    def _read(self, document: Document, began: dt.date | None) -> list[Claim]:
        text, published = latin_digits(document.text), document.published
        written = language(document.language)
        spans = list(sentences(text, written))
        hits = [may_have_triggers(text[s.start : s.end], written) for s in spans]
        if not any(hits):
            return []
        about = context(text, written, published, self._gazetteer)
        war = war_start(text, published, about.country, written)
        story = Story(published, offensive_start(text, published, about.language) or began, war)
        reading = Reading(document, self._gazetteer, text, about, story, spans)
        claims: list[list[Claim]] = []  # by sentence
        last: list[Claim] = []
        struck: list[Claim] = []  # the last sentence's that told where something struck
        struck_at = 0
        for number, hit in enumerate(hits):
            found = _claims(reading, number, last) if hit else []
            if last and not any(c.place for c in found):
                confirming = next((s for s in reading.said(number) if s.whole), None)
                claims[-1] = [credited(c, confirming) for c in last] if confirming is not None else last
            if not found:
                last = []
                continue
            recent = struck if number - struck_at <= _RECALL else []
            near = [c for c in last if c.place and c.asserted] or recent
            sentence = reading.sentence(number)
            found = [of_the_attack(of_the_same(c, last), near, sentence) for c in found]
            found = [counted_by(where_struck(c, found, near, sentence), sentence) for c in found]
            found = [c for c in found if not vague(c)]
            if any(c.kind in ("attack", "casualty") and c.place and c.asserted for c in found):
                struck, struck_at = found, number
            if fought := [c for c in found if c.kind in _FIGHTING and c.place and c.asserted]:
                reading.fought[number] = str(max(fought, key=lambda c: c.kind == "attack").place)
            reading.left |= {c.place for c in found if c.kind == "displacement" and c.place and c.asserted}
            claims.append(found)
            last = found
        whole = placed([claim for found in claims for claim in unlike(found)], meant.lead(reading))
        whole = by_name(by_one_side(governed(whole, about.country)), written)
        return dated(headed(whole, title_end(text, spans)), story.began)


def _claims(reading: Reading, number: int, last: Sequence[Claim]) -> list[Claim]:
    """Claims of one sentence: first those that stand by themselves, then those that lean on them."""
    sentence = reading.sentence(number)
    filled = [roles for t in _possible(sentence) if (roles := fill(sentence, t)) is not None]
    by_whom(sentence, filled)
    found = [roles for whole in filled for roles in _each(sentence, whole)]
    for roles in found:
        if roles.pronoun:
            roles.actor = meant.they(reading, number, roles)
        if roles.way is None and "way" in roles.frame.object and sentence.has(roles.j, "it"):
            roles.way = meant.it(reading, number, roles)
    claims: list[Claim] = []
    told = [c for c in last if c.kind == "displacement" and c.low is not None]
    for roles in joined(r for r in found if not r.frame.inherit):
        if not (sentence.span.heading and roles.frame.voice in ("event", "noun", "inside")):
            claims += _own(reading, number, roles)
    for roles in (r for r in found if r.frame.inherit):
        claims += _leaning(reading, number, roles, claims or told)
    if not any(c.kind == "attack" and c.place for c in claims):
        claims += _deadly(reading, number, found)
    if any(c.kind == "attack" and (c.actor or c.means) for c in claims):  # "jets struck X, destroying dozens of houses"
        claims = [c for c in claims if c.kind != "displacement" or c.unit != "houses"]
    return claims + list(_far(reading, number))


def _each(sentence: Sentence, roles: Roles) -> list[Roles]:
    """The roles of all that one trigger tells: of others beside the people, elsewhere, of each side of a place."""
    if "halves" in roles.frame.object:
        return list(halves(sentence, roles))
    return [roles, *_beside(sentence, roles), *elsewhere(sentence, roles)]


def _somewhere(sentence: Sentence, roles: Roles) -> bool:
    """Whether a blow falls on land without a name: "strikes on rebel-held areas"."""
    given, low = roles.frame.prepositions, sentence.low[: roles.j + 1]
    return any(given.get(low[k]) == "place" and territory(sentence, k + 1) for k in range(roles.i + 1, len(low)))


def _deadly(reading: Reading, number: int, found: Sequence[Roles]) -> Iterator[Claim]:
    """The attack in which people were killed or wounded, where the place is told of them: "5 died in X in raids"."""
    sentence = reading.sentence(number)
    if sentence.span.heading or not any(r.frame.kind == "casualty" and r.people and r.people.figure for r in found):
        return
    blow = next((r for r in found if r.frame.kind == "attack" and r.noun and r.frame.means != "clash"), None)
    if blow is None or sentence.language["told_before"] & {*sentence.low[max(0, blow.i - 2) : blow.i]}:
        return
    for place in meant.scenes(sentence):
        if place not in country_names():
            yield make(reading.document, reading.story, sentence, blow, place, None, reading.said(number))


def _far(reading: Reading, number: int) -> Iterator[Claim]:
    """Distances, which have no verb."""
    document, sentence = reading.document, reading.sentence(number)
    for told in distances(sentence):
        start, end = sentence.stretch(told.start, told.end)
        yield Claim(
            report=document.name, kind="distance", place=told.place.name if told.place else None,
            place_to=told.place_to.name, actor=told.actor.name if told.actor else None,
            low=told.km, high=told.km, qualifier="about", unit="km",
            valid_to=document.published, known=document.published,
            attributed_to=next((s.name for s in reversed(reading.said(number))), None),
            start=start, end=end, text=document.text[start:end],
        )  # fmt: skip


def _own(reading: Reading, number: int, roles: Roles) -> Iterator[Claim]:
    document, sentence = reading.document, reading.sentence(number)
    mentions = roles.places
    if roles.way is not None:
        shut = around(sentence, roles.i) if roles.frame.state == "closed" else []
        mentions = way_places(sentence, roles.way) or mentions or shut or [roles.way]
    places = meant.names(reading, number, mentions, roles)
    to = meant.names(reading, number, roles.to, roles)
    counted = roles.people is not None and (roles.people.figure is not None or roles.people.several)
    if roles.frame.kind == "displacement" and not places and roles.people is not None:
        places = _homeland(sentence, roles.people) if to or roles.home or roles.frame.voice == "inside" else []
    if roles.frame.kind in ("displacement", "casualty") and not places and not to and counted:
        places = meant.scene(reading, number) if roles.frame.kind == "displacement" else meant.scenes(sentence)
    if roles.frame.kind == "casualty" and not places:  # "killed three men from the town"
        places = meant.names(reading, number, [m for m in sentence.of("place") if m.kind == "the"][:1], roles)
    if roles.frame.kind == "offensive" and to and not places:
        places = to
    held = roles.frame.kind == "release" or (roles.frame.kind == "displacement" and roles.frame.voice == "noun")
    living = roles.frame.kind == "population" and roles.frame.voice != "left"
    if living or (not places and (held or roles.frame.kind == "population")):
        places = meant.just_named(reading, number, roles.i) or places
    if roles.frame.kind == "control" and not places and roles.actor and territory(sentence, roles.j):
        scene = meant.names(reading, number, where(sentence, roles.i), roles)
        places, roles.land = meant.land(sentence, roles.j) or scene, not mentions and is_dated(sentence, roles)
    if of_a_war(sentence, roles):
        roles.actor = None
        told = any(m.j > roles.j for m in roles.places)  # "100,000 were killed in X in a decade of war"
        if places and not told and not _national(places):
            places = [countries()[code]] if (code := reading.about.country) else []
    blind = (
        roles.actor is not None and not places and roles.frame.subject != "place" and not _somewhere(sentence, roles)
    )
    if roles.frame.kind == "attack" and (roles.frame.from_before or blind):
        places = meant.struck_before(reading, number, roles.i)
    elif roles.frame.from_before and not places:
        places = meant.told_before(reading, number, arriving=bool(to))
    if not enough(roles, places, to) or idle(roles, places):
        return
    together = (
        roles.frame.kind == "casualty"
        or (roles.frame.kind == "displacement" and counted)
        or (roles.way is not None and not after_colon(sentence, mentions))
    )
    apiece = bool(mentions) and not sentence.language["apiece"].isdisjoint(sentence.low[roles.j : mentions[0].i])
    one = ["; ".join(places)] if together and not apiece else places
    said = reading.said(number)
    for place in one or [""]:
        claim = make(document, reading.story, sentence, roles, place or None, "; ".join(to) or None, said)
        if not boundless(claim):
            yield claim


def _leaning(reading: Reading, number: int, roles: Roles, claims: Sequence[Claim]) -> Iterator[Claim]:
    """A claim whose place is that of the flight that it is told with."""
    sentence = reading.sentence(number)
    flights = [c for c in claims if c.kind == "displacement"]
    if not enough(roles, ["somewhere"], []):
        return
    said = reading.said(number)
    if roles.frame.kind == "displacement":
        if flights and roles.people is not None:
            claim = make(reading.document, reading.story, sentence, roles, flights[0].place, None, said)
            if claim.status == "projected":
                who = claim.attributed_to or flights[0].attributed_to
                yield claim.model_copy(update={"unit": flights[0].unit, "attributed_to": who})
        return
    ways = [roles.way] if roles.way else sentence.of("way")
    mentions = roles.places or [p for way in ways for p in way_places(sentence, way)][:1]
    places = meant.names(reading, number, mentions, roles) or [c.place for c in flights if c.place]
    if not places:
        scenes = [m for m in sentence.of("place") if m.kind in ("town", "the")]
        places = meant.names(reading, number, scenes[:1], roles)
    if places:
        yield make(reading.document, reading.story, sentence, roles, places[0], None, said)


def _possible(sentence: Sentence) -> list[Trigger]:
    """Triggers of a sentence that speaks of people, or of people with a figure, where their kind is of such alone."""
    found = triggers(sentence)
    if not any(t.frame.counts for t in found):
        return found
    people = sentence.of("people")
    told = {"", "people" if people else "", "figure" if any(p.figure for p in people) else ""}
    return [t for t in found if t.frame.counts in told]


def _national(places: Sequence[str]) -> bool:
    """Whether places are countries, or parts of them."""
    return all(any(place.endswith(country) for country in country_names()) for place in places)


def _beside(sentence: Sentence, roles: Roles) -> list[Roles]:
    """Roles of those who were killed or wounded beside the people of some roles."""
    people = roles.people if roles.frame.kind == "casualty" else None
    if people is None or people.figure is None:
        return []
    return [replace(roles, people=other) for other in counted_beside(sentence, people, roles.j)]


def _homeland(sentence: Sentence, people: Mention) -> list[str]:
    """Whence people come by their name: "100,000 South Sudanese have fled to Uganda", "Somalia's displaced"."""
    owner = next((m for m in sentence.of("place") if m.j == people.i - 1), None)
    if owner is not None and sentence.has(owner.j, "owners"):
        return [str(owner.name)]
    people_of = demonyms(sentence.language)
    told = [" ".join(sentence.text[people.j - n : people.j]) for n in (2, 1)]
    code = next((people_of[t] for t in told if t in people_of), None)
    return [countries()[code]] if code else []
