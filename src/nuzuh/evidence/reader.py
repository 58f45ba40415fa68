"""From a report to its claims: offline, the same every time, each with the span that it rests on."""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, partial

from nuzuh.evidence.attribution import Source, sources
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import capitals, countries, country_names, demonyms
from nuzuh.evidence.detect import analyse, context
from nuzuh.evidence.digits import latin_digits
from nuzuh.evidence.distances import distances
from nuzuh.evidence.documents import Document
from nuzuh.evidence.documents.kept import Kept
from nuzuh.evidence.fitting import after_colon, by_whom, enough, idle, is_dated, joined
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.lexicon import lexicon, words
from nuzuh.evidence.make import make
from nuzuh.evidence.mentions import Context, Mention, Sentence
from nuzuh.evidence.phrases import facility, place_phrase, territory, way_places
from nuzuh.evidence.roles import Roles, fill, subject_of
from nuzuh.evidence.scenes import located, where
from nuzuh.evidence.sentences import Span, sentences, title_end
from nuzuh.evidence.story import offensive_start, war_start
from nuzuh.evidence.together import (
    boundless,
    by_one_side,
    counted_by,
    credited,
    dated,
    headed,
    of_the_attack,
    of_the_same,
    placed,
    unlike,
    vague,
    where_struck,
)
from nuzuh.evidence.triggers import Trigger, may_have_triggers, triggers
from nuzuh.evidence.victims import counted_beside
from nuzuh.evidence.when import Story, of_a_war

_RECENT = dt.timedelta(days=30)
_CITY = 300_000  # people
_RECALL = 4  # sentences for which "the attack" is the last one told of
_BACK = 6  # sentences before one in which "the city" may have been named
_NEAR = 2  # sentences before one that are looked at where the nearest names several
_WIDE = frozenset(["province", "governorate", "enclave", "district", "there"])


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
            if document.published and (began := offensive_start(latin_digits(document.text), document.published)):
                told[document.published, began] += 1
        one = progress("Reading reports", len(kept))
        for document in kept:
            yield document, reader.read(document, begun(document.published) if document.published else None)
            one()


@dataclass
class _Reading:
    """A report while it is read, from its first sentence to its last."""

    document: Document
    text: str  # its own, with the digits of other scripts as 0 to 9
    about: Context
    story: Story
    spans: list[Span]
    sentences: dict[int, Sentence] = field(default_factory=dict)
    said: dict[int, list[Source]] = field(default_factory=dict)
    speakers: list[str | None] = field(default_factory=list)  # who spoke last, by the end of each sentence
    left: set[str] = field(default_factory=set)  # places that people were told to leave, so far


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
        """
        text, published = latin_digits(document.text), document.published
        spans = list(sentences(text))
        hits = [may_have_triggers(text[s.start : s.end]) for s in spans]
        if not any(hits):
            return []
        about = context(text, published, self._gazetteer)
        war = war_start(text, published, about.country)
        story = Story(published, offensive_start(text, published) or began, war)
        reading = _Reading(document, text, about, story, spans)
        claims: list[list[Claim]] = []  # by sentence
        last: list[Claim] = []
        struck: list[Claim] = []  # the last sentence's that told where something struck
        struck_at = 0
        for number, hit in enumerate(hits):
            found = self._claims(reading, number, last) if hit else []
            if last and not any(c.place for c in found):
                confirming = next((s for s in self._said(reading, number) if s.whole), None)
                claims[-1] = [credited(c, confirming) for c in last] if confirming is not None else last
            if not found:
                last = []
                continue
            recent = struck if number - struck_at <= _RECALL else []
            near = [c for c in last if c.place and c.asserted] or recent
            sentence = self._sentence(reading, number)
            found = [counted_by(of_the_same(where_struck(c, found, near, sentence), last), sentence) for c in found]
            found = [of_the_attack(c, near, sentence) for c in found if not vague(c)]
            if any(c.kind in ("attack", "casualty") and c.place and c.asserted for c in found):
                struck, struck_at = found, number
            reading.left |= {c.place for c in found if c.kind == "displacement" and c.place and c.asserted}
            claims.append(found)
            last = found
        whole = placed([claim for found in claims for claim in unlike(found)])
        return dated(headed(by_one_side(whole), title_end(text, spans)), story.began)

    def _sentence(self, reading: _Reading, number: int) -> Sentence:
        if number not in reading.sentences:
            span, text = reading.spans[number], reading.text
            last = reading.spans[number - 1] if number else span
            before = text[last.start : last.end] if "\n" not in text[last.end : span.start] and number else ""
            reading.sentences[number] = analyse(text, span, reading.about, self._gazetteer, before)
        return reading.sentences[number]

    def _said(self, reading: _Reading, number: int) -> list[Source]:
        """Who is named in a sentence as saying something, found when it is first asked for."""
        if number not in reading.said:
            before = partial(self._speaker, reading, number)
            reading.said[number] = sources(self._sentence(reading, number), before)
        return reading.said[number]

    def _speaker(self, reading: _Reading, number: int) -> str | None:
        """Who is named last before a sentence as saying something; found from the first sentence on, without depth."""
        for k in range(len(reading.speakers), number):
            said = self._said(reading, k)
            reading.speakers.append(said[-1].name if said else reading.speakers[-1] if k else None)
        return reading.speakers[number - 1] if number else None

    def _claims(self, reading: _Reading, number: int, last: Sequence[Claim]) -> list[Claim]:
        """Claims of one sentence: first those that stand by themselves, then those that lean on them."""
        sentence = self._sentence(reading, number)
        filled = [roles for t in _possible(sentence) if (roles := fill(sentence, t)) is not None]
        by_whom(sentence, filled)
        found = [roles for whole in filled for roles in (whole, *_beside(sentence, whole))]
        for roles in found:
            if roles.pronoun:
                roles.actor = self._meant_by_they(reading, number, roles)
            if roles.way is None and "way" in roles.frame.object and sentence.low[roles.j : roles.j + 1] == ("it",):
                roles.way = self._meant_by_it(reading, number, roles)
        claims: list[Claim] = []
        told = [c for c in last if c.kind == "displacement" and c.low is not None]
        for roles in joined(r for r in found if not r.frame.inherit):
            if not (sentence.span.heading and roles.frame.voice in ("event", "noun", "inside")):
                claims += self._own(reading, number, roles)
        for roles in (r for r in found if r.frame.inherit):
            claims += self._leaning(reading, number, roles, claims or told)
        return claims + list(self._far(reading, number))

    def _far(self, reading: _Reading, number: int) -> Iterator[Claim]:
        """Distances, which have no verb."""
        document, sentence = reading.document, self._sentence(reading, number)
        for told in distances(sentence):
            start, end = sentence.stretch(told.start, told.end)
            yield Claim(
                report=document.name, kind="distance", place=told.place.name if told.place else None,
                place_to=told.place_to.name, actor=told.actor.name if told.actor else None,
                low=told.km, high=told.km, qualifier="about", unit="km",
                valid_to=document.published, known=document.published,
                attributed_to=next((s.name for s in reversed(self._said(reading, number))), None),
                start=start, end=end, text=document.text[start:end],
            )  # fmt: skip

    def _meant_by_they(self, reading: _Reading, number: int, roles: Roles) -> Mention | None:
        """The subject of the sentence, or of the one before, as a mention that stands at the trigger."""
        here = subject_of(self._sentence(reading, number), roles.i)
        before = subject_of(self._sentence(reading, number - 1)) if here is None and number else None
        return here or (before and before._replace(i=roles.i, j=roles.j))

    def _meant_by_it(self, reading: _Reading, number: int, roles: Roles) -> Mention | None:
        """The only bridge of the sentence before, as a mention that stands after the trigger."""
        ways = self._sentence(reading, number - 1).of("way") if number else []
        one = len(ways) == 1 and ways[0].name == "bridge"
        return ways[0]._replace(i=roles.j, j=roles.j + 1) if one else None

    def _own(self, reading: _Reading, number: int, roles: Roles) -> Iterator[Claim]:
        document, sentence = reading.document, self._sentence(reading, number)
        mentions = roles.places
        if roles.way is not None:
            mentions = way_places(sentence, roles.way) or mentions or [roles.way]
        places = self._names(reading, number, mentions, roles)
        to = self._names(reading, number, roles.to, roles)
        counted = roles.people is not None and (roles.people.figure is not None or roles.people.several)
        if roles.frame.kind == "displacement" and not places and roles.people is not None:
            places = _homeland(sentence, roles.people) if to or roles.frame.voice == "inside" else []
        if roles.frame.kind in ("displacement", "casualty") and not places and not to and counted:
            places = self._scene(reading, number) if roles.frame.kind == "displacement" else _scenes(sentence)
        if roles.frame.kind == "offensive" and to and not places:
            places = to
        held = roles.frame.kind == "release" or (roles.frame.kind == "displacement" and roles.frame.voice == "noun")
        if roles.frame.kind == "population" or (held and not places):
            places = self._just_named(reading, number, roles.i) or places
        if roles.frame.kind == "control" and not places and roles.actor and territory(sentence, roles.j):
            scene = self._names(reading, number, where(sentence, roles.i), roles)
            places, roles.land = self._land(sentence, roles.j) or scene, not mentions and is_dated(sentence, roles)
        if of_a_war(sentence, roles):
            roles.actor = None
            told = any(m.j > roles.j for m in roles.places)  # "100,000 were killed in X in a decade of war"
            if places and not told and not _national(places):
                places = [countries()[code]] if (code := reading.about.country) else []
        if roles.frame.from_before and not places:
            places = self._told_before(reading, number, arriving=bool(to))
        if not enough(roles, places, to) or idle(roles, places):
            return
        together = roles.frame.kind in ("displacement", "casualty") or (
            roles.way is not None and not after_colon(sentence, mentions)
        )
        one = ["; ".join(places)] if together else places
        said = self._said(reading, number)
        for place in one or [""]:
            claim = make(document, reading.story, sentence, roles, place or None, "; ".join(to) or None, said)
            if not boundless(claim):
                yield claim

    def _leaning(self, reading: _Reading, number: int, roles: Roles, claims: Sequence[Claim]) -> Iterator[Claim]:
        """A claim whose place is that of the flight that it is told with."""
        sentence = self._sentence(reading, number)
        flights = [c for c in claims if c.kind == "displacement"]
        if not enough(roles, ["somewhere"], []):
            return
        said = self._said(reading, number)
        if roles.frame.kind == "displacement":
            if flights and roles.people is not None:
                claim = make(reading.document, reading.story, sentence, roles, flights[0].place, None, said)
                if claim.status == "projected":
                    who = claim.attributed_to or flights[0].attributed_to
                    yield claim.model_copy(update={"unit": flights[0].unit, "attributed_to": who})
            return
        ways = [roles.way] if roles.way else sentence.of("way")
        mentions = roles.places or [p for way in ways for p in way_places(sentence, way)][:1]
        places = self._names(reading, number, mentions, roles) or [c.place for c in flights if c.place]
        if not places:
            scenes = [m for m in sentence.of("place") if m.kind in ("town", "the")]
            places = self._names(reading, number, scenes[:1], roles)
        if places:
            yield make(reading.document, reading.story, sentence, roles, places[0], None, said)

    def _names(self, reading: _Reading, number: int, mentions: Sequence[Mention], roles: Roles) -> list[str]:
        """Names of places as claims use them, each once; mentions that name none are left out."""
        named = (self._name(reading, number, m, roles) for m in mentions)
        return list(dict.fromkeys(n for n in named if n is not None))

    def _name(self, reading: _Reading, number: int, mention: Mention, roles: Roles) -> str | None:
        if mention.kind == "road":
            return None
        name = mention.name
        if mention.label == "way":
            name = self._named_before(reading, number, mention.i, "bridge") if mention.name == "bridge" else None
        elif mention.kind == "the":
            name = self._named_before(reading, number, mention.i, mention.name or "city")
            if name is not None and mention.name == "outskirts":
                return f"outskirts of {name}"
        if name is not None:
            name += _which(self._sentence(reading, number), mention, roles)
        if roles.frame.kind != "control" or name is None:
            return name
        if mention.kind == "country":  # "regained most of the country" is no event at a place
            return None
        if what := roles.facility or facility(self._sentence(reading, number), mention):
            return f"{name} {what}"
        if roles.part is None or mention.kind == "region":
            return name
        if roles.part in words("rims"):
            return f"outskirts of {name}"
        apart = roles.part.split()[0] in words("directions")
        return (
            f"{roles.part} {name}"
            if apart
            else f"{roles.part} of {name}"
            if roles.part in lexicon().part
            else f"part of {name}"
        )

    def _named_before(self, reading: _Reading, number: int, i: int, noun: str) -> str | None:
        """What "the city" or "the bridge" means: the one that the nearest sentence names, or calls a city.

        Where that names several, the one of the last sentences that the report names most often.
        """
        if noun == "capital":
            return capitals().get(reading.about.country or "")
        named: list[str] = []
        for back in range(number, max(-1, number - _BACK - 1), -1):
            earlier = self._sentence(reading, back)
            here = earlier.of("place")
            if noun == "bridge":
                ways = [w for w in earlier.of("way") if w.name == "bridge" and (back < number or w.j <= i)]
                here = [p for w in ways for p in way_places(earlier, w)]
            kinds = ("town", "region") if noun in _WIDE else ("town",)
            here = [m for m in here if m.kind in kinds and (back < number or m.j <= i)]
            if called := [m for m in here if _called(earlier, m, noun)]:
                return str(called[-1].name)
            found = [str(m.name) for m in here]
            if len(set(found)) == 1 and not named:
                return found[0]
            named += found
            if named and (noun in ("bridge", "there") or number - back >= _NEAR):
                break
        text = reading.text
        small = [name for name in named if not self._great(name, reading)] if noun in ("town", "village") else []
        return max(dict.fromkeys(small or named), key=text.count, default=None)

    def _great(self, name: str, reading: _Reading) -> bool:
        """Whether a name is that of a city too large to be called a town."""
        place = self._gazetteer.find(name, reading.about.near)
        return place is not None and place.population >= _CITY

    def _told_before(self, reading: _Reading, number: int, *, arriving: bool) -> list[str]:
        """Whence people are gone: the one place that others were told to leave, or the one town just named."""
        if len(reading.left) == 1 or arriving or not number:
            return sorted(reading.left) if len(reading.left) == 1 else []
        towns = {str(m.name) for m in self._sentence(reading, number - 1).of("place") if m.kind == "town"}
        return sorted(towns) if len(towns) == 1 else []

    def _just_named(self, reading: _Reading, number: int, i: int) -> list[str]:
        """The last place before a token, or the only town of the sentence before."""
        here = [m for m in self._sentence(reading, number).of("place") if m.j <= i and m.kind not in ("the", "road")]
        if here:
            return [str(here[-1].name)]
        before = self._sentence(reading, number - 1).of("place") if number else []
        towns = {str(m.name) for m in before if m.kind == "town"}
        return sorted(towns) if len(towns) == 1 else []

    def _land(self, sentence: Sentence, j: int) -> list[str]:
        """Where villages without a name lie: at the place that is told after them."""
        for k in range(j, len(sentence.low)):
            off = sentence.low[k] in words("directions") and sentence.low[k + 1 : k + 2] == ("of",)
            inside = off or sentence.low[k] in words("inside")
            places = place_phrase(sentence, k + 1 - off).places if inside else []
            if places and places[0].kind not in ("the", "road", "country") and places[0].name:
                return [places[0].name if places[0].kind == "region" else f"near {places[0].name}"]
        return []

    def _scene(self, reading: _Reading, number: int) -> list[str]:
        """Where something is that a sentence tells without a place: in itself, or in one that goes on about it."""
        here = _scenes(self._sentence(reading, number))
        if here:
            return here
        for near in (number + 1, number - 1):
            if 0 <= near < len(reading.spans) and not self._apart(reading, number, near):
                about = self._sentence(reading, near)
                goes_on = not words("going_on").isdisjoint(about.low) and not any(m.figure for m in about.of("people"))
                if goes_on and (there := _scenes(about)):
                    return there
        return []

    def _apart(self, reading: _Reading, a: int, b: int) -> bool:
        """Whether two neighbouring sentences are of different paragraphs."""
        first, second = sorted((reading.spans[a], reading.spans[b]))
        return "\n" in reading.text[first.end : second.start]


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


def _called(sentence: Sentence, place: Mention, noun: str) -> bool:
    """Whether a place is called by a noun where it is named: "the town of X", "X town"."""
    low = sentence.low
    return low[place.j : place.j + 1] == (noun,) or low[max(0, place.i - 2) : place.i] == (noun, "of")


def _beside(sentence: Sentence, roles: Roles) -> list[Roles]:
    """Roles of those who were killed or wounded beside the people of some roles."""
    people = roles.people if roles.frame.kind == "casualty" else None
    if people is None or people.figure is None:
        return []
    return [replace(roles, people=other) for other in counted_beside(sentence, people)]


def _which(sentence: Sentence, mention: Mention, roles: Roles) -> str:
    """What is meant of what bears one name: a city and no province; a district, where people are counted by it."""
    noun = next(iter(sentence.low[mention.j : mention.j + 1]), "")
    said = noun == "city" or (noun == "district" and roles.frame.kind == "displacement")
    return f" {noun}" if said and mention.kind in ("town", "county") else ""


def _scenes(sentence: Sentence) -> list[str]:
    """The first place of a sentence that is told as the scene of something, and not as where somebody spoke.

    A country is the scene where no smaller place is named.
    """
    told = [
        m for m in sentence.of("place")
        if m.kind not in ("the", "road") and not lexicon().reporting & {*sentence.low[max(0, m.i - 5) : m.i]}
    ]  # fmt: skip
    alone = len({m.name for m in told}) == 1
    scenes = [m for m in told if located(sentence, m, words("locatives") | words("hitting")) or (alone and not m.i)]
    scenes += [m for m in told if m not in scenes and _suffers(sentence, m)]
    within = [str(m.name) for m in scenes if m.name not in country_names()]
    # "In X, the storm …", "X is still recovering, with 3,000 displaced"
    return within[:1] or [str(m.name) for m in scenes if alone or m.i <= 2][:1]


def _suffers(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is told as under fire: "X has been under heavy bombardment"."""
    after = sentence.low[place.j : place.j + 4]
    return "under" in after and lexicon().auxiliaries.issuperset({*after[: after.index("under")]} - {"came", "come"})


def _homeland(sentence: Sentence, people: Mention) -> list[str]:
    """Whence people come by their name: "100,000 South Sudanese have fled to Uganda", "Somalia's displaced"."""
    owner = next((m for m in sentence.of("place") if m.j == people.i - 1), None)
    if owner is not None and sentence.low[owner.j] in ("'s", "’s", "'", "’"):
        return [str(owner.name)]
    told = [" ".join(sentence.text[people.j - n : people.j]) for n in (2, 1)]
    code = next((demonyms()[t] for t in told if t in demonyms()), None)
    return [countries()[code]] if code else []
