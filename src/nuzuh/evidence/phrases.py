"""Phrases that name places: "parts of the northern city of X", "X in the north and Y", "two towns: X and Y"."""

from typing import NamedTuple

from nuzuh.evidence.countries import demonyms
from nuzuh.evidence.mentions import Mention, Sentence

_LONGEST = 14  # words from the start of a phrase to its first name


class PlacePhrase(NamedTuple):
    """Places of a phrase, what of them is meant ("outskirts", "south of"; None for the whole), and the token after."""

    places: list[Mention]
    part: str | None
    after: int


def place_phrase(sentence: Sentence, k: int) -> PlacePhrase:
    """Read a phrase that begins at token ``k``; no places where there is none."""
    known, low, start = sentence.language, sentence.low, k
    part: str | None = None
    owner: Mention | None = None
    territory = False
    while k < len(low) and k - start < _LONGEST:
        place = sentence.starting(k, "place")
        if place is not None and _possessive(sentence, place):
            owner, k = place, place.j + 1
            continue
        if place is not None:
            listed = _after_colon(sentence, place.j) if territory else []
            return PlacePhrase(listed, None, listed[-1].j) if listed else _list(sentence, place, part)
        if low[k] in known.part or low[k] in known.whole:
            territory = True
            part = low[k] if low[k] in known.part else part
        elif low[k] in known["directions"] and (low[k + 1 : k + 2] == ("of",) or low[k] in known.open_):
            part = low[k] + (" of" if low[k + 1 : k + 2] == ("of",) else "")
        elif low[k] in known.open_ and territory:
            part = part or low[k]
        elif low[k] in (",", "and", "as", "well", "including") and territory:
            pass  # "the third-largest city, X"; "bases and crossings near X"; "several towns, including X"
        elif not (
            low[k] in known.modifiers
            or sentence.text[k] in demonyms()
            or low[k].isdigit()
            or _describes_territory(sentence, k)
            or (low[k] in known.facilities and low[k + 1 : k + 2] == ("of",))
        ):
            break
        k += 1
    if owner is not None and (low[k - 1] in known.part or {*low[k : k + 1]} & known.facilities):
        return PlacePhrase([owner], part, k)  # "X's central jail"
    return PlacePhrase([], None, start)


def _describes_territory(sentence: Sentence, k: int) -> bool:
    """Whether a word that is not known describes a place: "the emblematic town of X"."""
    low, known = sentence.low, sentence.language
    if not low[k].isalpha() or sentence.text[k][0].isupper() or low[k] in known["stops"] or low[k] in known["blocking"]:
        return False
    return any(w in known.whole or w in known.part for w in low[k + 1 : k + 3])


def territory(sentence: Sentence, k: int) -> bool:
    """Whether a phrase that begins at token ``k`` speaks of land without a name: "three villages", "more ground"."""
    low, known = sentence.low, sentence.language
    for word in low[k : k + 7]:
        if word in known.whole or word in known.part or word in known.facilities or word == "ground":
            return True
        if word in known["stops"] or word in known["blocking"]:
            return False
    return False


def listed_before(sentence: Sentence, last: Mention) -> list[Mention]:
    """A place and those of a list that it ends: "X, Y and Z"."""
    places = [last]
    while True:
        k = places[0].i - 1
        while k >= 0 and sentence.low[k] in (",", "and", "&"):
            k -= 1
        before = next((m for m in sentence.of("place") if m.j == k + 1), None)
        if before is None or k == places[0].i - 1 or before.kind == "the":
            return places
        places.insert(0, before)


def _possessive(sentence: Sentence, place: Mention) -> bool:
    return sentence.low[place.j : place.j + 1] in (("'s",), ("’s",), ("’",), ("'",))


def _owner(sentence: Sentence, place: Mention) -> bool:
    """Whether a place says what something else is: "X residents", "X's army"."""
    noun = sentence.low[place.j : place.j + 1]
    return (
        _possessive(sentence, place)
        or bool({*noun} & (sentence.language.roles | {"said"}))
        or sentence.at(place.j, "people") is not None
    )


def _list(sentence: Sentence, first: Mention, part: str | None) -> PlacePhrase:
    low = sentence.low
    places, k = [first], first.j
    while True:
        k = _skip(sentence, k)
        at = k
        while at < len(low) and low[at] in (",", "and", "&"):
            at += 1
        noun = at
        while noun < len(low) and low[noun] in sentence.language["near_nouns"]:
            noun += 1
        following = sentence.starting(noun, "place") if at > k else None
        if following is None or following.kind == "the" or _owner(sentence, following):
            return PlacePhrase(places, part, k)
        places.append(following)
        k = following.j


def _skip(sentence: Sentence, k: int) -> int:
    """Skip what may stand between two places of a list: a noun, a bracket, "in the north", ", Y's largest city,"."""
    low, known = sentence.low, sentence.language
    while k < len(low):
        close = next((c for c in range(k, min(k + 9, len(low))) if low[c] == ")"), None)
        if low[k] in known.whole or low[k] in known.facilities:
            k += 1
        elif low[k] == "(" and close is not None:
            k = close + 1
        elif (
            low[k] in ("in", "to", "on")
            and low[k + 1 : k + 2] == ("the",)
            and low[k + 2 : k + 3]
            and low[k + 2] in known.modifiers
        ):
            k += 3
        elif low[k] == "in" and (region := sentence.starting(k + 1, "place") or sentence.starting(k + 2, "place")):
            k = region.j
        elif low[k] == "," and (owner := sentence.starting(k + 1, "place")) and _possessive(sentence, owner):
            return next((c for c in range(owner.j, min(owner.j + 9, len(low))) if low[c] == ","), k)
        else:
            break
    return k


def _after_colon(sentence: Sentence, k: int) -> list[Mention]:
    """Places told one by one after those that hold them: "two towns in X province: Y and Z"."""
    low = sentence.low
    while k < len(low) and low[k] in sentence.language.whole:
        k += 1
    if low[k : k + 1] == ("and",) and (other := sentence.starting(k + 1, "place")):
        k = other.j
    if low[k : k + 1] not in ((":",), ("—",), ("–",)):
        return []
    first = sentence.starting(k + 1, "place") or sentence.starting(k + 2, "place")
    return _list(sentence, first, None).places if first is not None else []


def way_places(sentence: Sentence, way: Mention) -> list[Mention]:
    """Places that tell which road, bridge or crossing is meant."""
    low = sentence.low
    before = [
        m for m in sentence.of("place")
        if m.j == way.i or (m.j == way.i - 1 and low[way.i - 1] in ("’s", "'s", "-", "–"))
    ]  # fmt: skip
    if before and before[-1].kind not in ("road", "the"):
        return before
    for k in range(way.j, min(way.j + 6, len(low))):
        if low[k] not in sentence.language["linking"]:
            break
        places = place_phrase(sentence, k + 1).places if low[k] not in ("along", "on", ",", "the") else []
        if places and low[k] in sentence.language["joining"]:
            return _after_colon(sentence, places[0].j) or _both_ends(sentence, places)
        if places:
            return places[:1]
    return [m for m in sentence.of("place") if m.i <= way.i < m.j and m.kind != "the"]


def _both_ends(sentence: Sentence, places: list[Mention]) -> list[Mention]:
    """Both ends of "from X to Y", "connecting X with Y"."""
    end = places[-1].j
    if len(places) == 1 and sentence.low[end : end + 1] in (("to",), ("with",), ("and",)):
        return places + place_phrase(sentence, end + 1).places[:1]
    return places


def bare_facility(sentence: Sentence, k: int) -> str | None:
    """A facility that is told without the name of its place: "(seized) the central prison"."""
    low, known, start = sentence.low, sentence.language, k
    while k < len(low) and (low[k] in ("the", "its") or low[k] in known.facility_prefixes):
        k += 1
    if k == start or k >= len(low) or low[k] not in known.facilities:
        return None
    return " ".join(w for w in low[start : k + 1] if w not in ("the", "its"))


def facility(sentence: Sentence, place: Mention) -> str | None:
    """What of a place is meant, where that is less than the place: "central prison"."""
    low, known = sentence.low, sentence.language
    start = k = place.j + _possessive(sentence, place)
    while k < len(low) and k - start < 3 and low[k] in known.facility_prefixes:
        k += 1
    return sentence.words(start, k + 1).lower() if k < len(low) and low[k] in known.facilities else None
