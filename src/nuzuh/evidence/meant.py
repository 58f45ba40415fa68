"""What a report means by "the city", "there", "it", "they", or by no place at all."""

from collections.abc import Sequence

from nuzuh.evidence.attribution import speaking
from nuzuh.evidence.countries import by_capital, capitals, country_names
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.phrases import facility, place_phrase, way_places
from nuzuh.evidence.placenames import place_names
from nuzuh.evidence.reading import Reading
from nuzuh.evidence.roles import Roles
from nuzuh.evidence.scenes import located
from nuzuh.evidence.sides import of_the_state
from nuzuh.evidence.subjects import subject_of

_CITY = 300_000  # people
_BACK = 6  # sentences before one in which "the city" may have been named
_NEAR = 2  # sentences before one that are looked at where the nearest names several
_LEAD = 3  # sentences at the head of a report that tell where its story is set
_RECALL = 4  # sentences for which a blow without a place falls where the last fighting was
_WIDE = frozenset(["province", "governorate", "enclave", "district", "there"])


def they(reading: Reading, number: int, roles: Roles) -> Mention | None:
    """The subject of the sentence, or of the one before, as a mention that stands at the trigger.

    "The group" is the last side named that is called so, or else is no state's.
    """
    if roles.pronoun in reading.about.language["bands"]:
        one = _band(reading, number, roles)
        return one and one._replace(i=roles.i, j=roles.j)
    here = subject_of(reading.sentence(number), roles.i) or _government(reading.sentence(number), roles)
    before = subject_of(reading.sentence(number - 1)) if here is None and number else None
    return here or (before and before._replace(i=roles.i, j=roles.j))


def _government(sentence: Sentence, roles: Roles) -> Mention | None:
    """The country that speaks of its own forces: "Chad said its jets …", "N'Djamena says it …"."""
    said = (k for k in range(roles.i) if sentence.low[k] in sentence.language.reporting)
    land = next((m for k in said if (m := speaking(sentence, k)) is not None), None)
    return land and land._replace(label="actor", name=by_capital()[str(land.name)], kind="")


def _band(reading: Reading, number: int, roles: Roles) -> Mention | None:
    for back in range(number, max(-1, number - _NEAR - 1), -1):
        earlier = reading.sentence(back)
        named = [m for m in earlier.of("actor") if back < number or m.j <= roles.i]
        called = [m for m in named if roles.pronoun in earlier.low[m.i : m.j]]
        bands = called or [m for m in named if not of_the_state(m.name or "") and m.name not in country_names()]
        if bands:
            return bands[-1]
    return None


def it(reading: Reading, number: int, roles: Roles) -> Mention | None:
    """The only bridge of the sentence before, as a mention that stands after the trigger."""
    ways = reading.sentence(number - 1).of("way") if number else []
    one = len(ways) == 1 and ways[0].name == "bridge"
    return ways[0]._replace(i=roles.j, j=roles.j + 1) if one else None


def names(reading: Reading, number: int, mentions: Sequence[Mention], roles: Roles) -> list[str]:
    """Names of places as claims use them, each once; mentions that name none are left out."""
    named = (_name(reading, number, m, roles) for m in mentions)
    return list(dict.fromkeys(n for n in named if n is not None))


def _name(reading: Reading, number: int, mention: Mention, roles: Roles) -> str | None:
    if mention.kind == "road":
        return None
    name = mention.name
    if mention.label == "way":
        name = _named_before(reading, number, mention.i, "bridge") if mention.name == "bridge" else None
    elif mention.kind == "the":
        name = _named_before(reading, number, mention.i, mention.name or "city")
        if name is not None and mention.name == "outskirts":
            return f"outskirts of {name}"
    if name is not None:
        name += _which(reading.sentence(number), mention, roles)
    if roles.frame.kind != "control" or name is None:
        return name
    if mention.kind == "country":  # "regained most of the country" is no event at a place
        return None
    if what := roles.facility or facility(reading.sentence(number), mention):
        return f"{name} {what}"
    language = reading.about.language
    if roles.part in place_names(language).directions.values():
        return f"{roles.part} {name}"
    name = _half(reading.sentence(number), mention) + name
    if roles.part is None or roles.part in language["nearly_all"] or mention.kind == "region":
        return name
    if roles.part in language["rims"]:
        return f"outskirts of {name}"
    apart = roles.part.split()[0] in language["directions"]
    return (
        f"{roles.part} {name}"
        if apart
        else f"{roles.part} of {name}"
        if roles.part in language.part
        else f"part of {name}"
    )


def _half(sentence: Sentence, mention: Mention) -> str:
    """Which side of a town is meant: "eastern X"."""
    directions = place_names(sentence.language).directions
    told = sentence.low[mention.i - 1] if mention.kind == "town" and mention.i else ""
    side = directions.get(told, told)
    return f"{side} " if side in directions.values() else ""


def _named_before(reading: Reading, number: int, i: int, noun: str) -> str | None:
    """What "the city" or "the bridge" means: the one that the nearest sentence names, or calls a city.

    Where that names several, the one of the last sentences that the report names most often.
    """
    if noun == "capital":
        return capitals().get(reading.about.country or "")
    named: list[str] = []
    for back in range(number, max(-1, number - _BACK - 1), -1):
        earlier = reading.sentence(back)
        here = earlier.of("place")
        if noun == "bridge":
            ways = [w for w in earlier.of("way") if w.name == "bridge" and (back < number or w.j <= i)]
            here = [p for w in ways for p in way_places(earlier, w)]
        if noun == "city" and any(m.kind == "the" and m.name == "capital" and m.j <= i for m in here if back == number):
            return capitals().get(reading.about.country or "")
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
    small = [name for name in named if not _great(name, reading)] if noun in ("town", "village") else []
    return max(dict.fromkeys(small or named), key=text.count, default=None)


def _great(name: str, reading: Reading) -> bool:
    """Whether a name is that of a city too large to be called a town."""
    place = reading.gazetteer.find(name, reading.about.near)
    return place is not None and place.population >= _CITY


def told_before(reading: Reading, number: int, *, arriving: bool) -> list[str]:
    """Whence people are gone: the one place that others were told to leave, or the one town just named."""
    if len(reading.left) == 1 or arriving or not number:
        return sorted(reading.left) if len(reading.left) == 1 else []
    towns = {str(m.name) for m in reading.sentence(number - 1).of("place") if m.kind == "town"}
    return sorted(towns) if len(towns) == 1 else []


def struck_before(reading: Reading, number: int, i: int) -> list[str]:
    """Where the blow of token ``i`` falls, in a sentence without a place: where the last fighting was."""
    sentence = reading.sentence(number)
    named = [m for m in sentence.of("place") if m.kind != "the"]
    if any(m.kind != "country" or (m.i > i and located(sentence, m)) for m in named):
        return []
    near = (reading.fought.get(back) for back in range(number - 1, number - _RECALL - 1, -1))
    return [place for place in near if place is not None][:1]


def just_named(reading: Reading, number: int, i: int) -> list[str]:
    """The last place before a token, or the only town of the sentence before."""
    here = [m for m in reading.sentence(number).of("place") if m.j <= i and m.kind not in ("the", "road")]
    if here:
        return [str(here[-1].name)]
    before = reading.sentence(number - 1).of("place") if number else []
    towns = {str(m.name) for m in before if m.kind == "town"}
    return sorted(towns) if len(towns) == 1 else []


def land(sentence: Sentence, j: int) -> list[str]:
    """Where villages without a name lie: at the place that is told after them."""
    known = sentence.language
    for k in range(j, len(sentence.low)):
        off = sentence.low[k] in known["directions"] and sentence.has(k + 1, "of")
        inside = off or sentence.low[k] in known["inside"]
        places = place_phrase(sentence, k + 1 - off).places if inside else []
        if places and places[0].kind not in ("the", "road", "country") and places[0].name:
            return [places[0].name if places[0].kind == "region" else f"near {places[0].name}"]
    return []


def scene(reading: Reading, number: int) -> list[str]:
    """Where something is that a sentence tells without a place: in itself, or in one that goes on about it."""
    here = scenes(reading.sentence(number))
    if here:
        return here
    for near in (number + 1, number - 1):
        if 0 <= near < len(reading.spans) and not reading.apart(number, near):
            about = reading.sentence(near)
            goes_on = not about.language["going_on"].isdisjoint(about.low) and not any(
                m.figure for m in about.of("people")
            )
            if goes_on and (there := scenes(about)):
                return there
    return []


def lead(reading: Reading) -> list[str]:
    """Where the story of a report is set: the scene of its title or first sentences."""
    first = range(min(_LEAD, len(reading.spans)))
    return next((there for number in first if (there := scenes(reading.sentence(number)))), [])[:1]


def _called(sentence: Sentence, place: Mention, noun: str) -> bool:
    """Whether a place is called by a noun where it is named: "the town of X", "X town"."""
    beside = {place.j, place.i - 2 if sentence.has(place.i - 1, "of") else place.j}
    return noun in (_noun(sentence, k) for k in beside)


def _noun(sentence: Sentence, k: int) -> str:
    """What a word at token ``k`` points at where a place was named before: "city"."""
    pointed = place_names(sentence.language).pointed
    return pointed.get(sentence.low[k], "") if 0 <= k < len(sentence.low) else ""


def _which(sentence: Sentence, mention: Mention, roles: Roles) -> str:
    """What is meant of what bears one name: a city and no province; a district, where people are counted by it."""
    noun = _noun(sentence, mention.j)
    said = noun == "city" or (noun == "district" and roles.frame.kind == "displacement")
    return f" {noun}" if said and mention.kind in ("town", "county") else ""


def scenes(sentence: Sentence) -> list[str]:
    """The first place of a sentence that is told as the scene of something, and not as where somebody spoke.

    A country is the scene where no smaller place is named.
    """
    known = sentence.language
    told = [
        m for m in sentence.of("place")
        if m.kind not in ("the", "road") and not known.reporting & {*sentence.low[max(0, m.i - 5) : m.i]}
        and not (sentence.has(m.j, "owners") and sentence.starting(m.j + 1, "place"))  # "in X's Y district"
    ]  # fmt: skip
    alone = len({m.name for m in told}) == 1
    scenes = [m for m in told if _suffers(sentence, m)]
    scenes += [
        m
        for m in told
        if located(sentence, m, known["locatives"] | known["hitting"])
        or (alone and not m.i and not _dateline(sentence, m))
    ]
    within = [str(m.name) for m in scenes if m.name not in country_names()]
    # "In X, the storm …", "X is still recovering, with 3,000 displaced"
    return within[:1] or [str(m.name) for m in scenes if alone or m.i <= 2][:1]


def _dateline(sentence: Sentence, place: Mention) -> bool:
    """Whether a place at the head of a sentence is where a report was written: "BEIRUT (Agency) Army jets …"."""
    return any(word[:1].isupper() or word == "(" for word in sentence.text[place.j : place.j + 1])


def _suffers(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is told as under fire: "X has been under heavy bombardment"."""
    known = sentence.language
    after = sentence.low[place.j : place.j + 4]
    under = next((k for k, word in enumerate(after) if word in known["under"]), None)
    return under is not None and (known.auxiliaries | known["come"]).issuperset(after[:under])
