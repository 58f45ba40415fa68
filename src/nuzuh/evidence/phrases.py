"""Phrases that name places: "parts of the northern city of X", "X in the north and Y", "two towns: X and Y"."""

from typing import NamedTuple

from nuzuh.evidence.countries import demonyms
from nuzuh.evidence.mentions import Mention, Sentence

_HELD = 6  # words from a side to what it holds
_SHARE = 7  # words of a share: "a little more than 90 percent"
_HALF = 50  # per cent
_LONGEST = 14  # words from the start of a phrase to its first name


class PlacePhrase(NamedTuple):
    """Places of a phrase, what of them is meant ("outskirts", "south of"; None for the whole), and the token after."""

    places: list[Mention]
    part: str | None
    after: int


def place_phrase(sentence: Sentence, k: int) -> PlacePhrase:
    """Read a phrase that begins at token ``k``; no places where there is none."""
    known, low, start = sentence.language, sentence.low, k
    k, part = _share(sentence, k)
    owner: Mention | None = None
    territory = False
    while k < len(low) and k - start < _LONGEST:
        place = sentence.starting(k, "place")
        if place is not None and _possessive(sentence, place):
            owner, k = place, place.j + 1
            continue
        if place is not None and (inner := _narrower(sentence, place)) is not None:
            k = inner
            continue
        if place is not None:
            listed = _after_colon(sentence, place.j) if territory else []
            return PlacePhrase(listed, None, listed[-1].j) if listed else _list(sentence, place, part)
        k = _held(sentence, k)
        if low[k] in known.part or low[k] in known.whole:
            territory = True
            part = low[k] if low[k] in known.part else part
        elif low[k] in known["directions"] and (sentence.has(k + 1, "of") or low[k] in known.open_):
            part = low[k] + (f" {low[k + 1]}" if sentence.has(k + 1, "of") else "")
        elif low[k] in known.open_ and territory:
            part = part or low[k]
        elif low[k] in known["within_phrase"] and territory:
            pass  # "the third-largest city, X"; "bases and crossings near X"
        elif not (
            low[k] in known.modifiers
            or sentence.text[k] in demonyms(known)
            or low[k].isdigit()
            or _describes_territory(sentence, k)
            or (low[k] in known.facilities and sentence.has(k + 1, "of"))
        ):
            break
        k += 1
    if owner is not None and (low[k - 1] in known.part or {*low[k : k + 1]} & known.facilities):
        return PlacePhrase([owner], part, k)  # "X's central jail"
    return PlacePhrase([], None, start)


def _narrower(sentence: Sentence, place: Mention) -> int | None:
    """Where a place is named that lies in another right before it: "the X suburb of Y"."""
    k = place.j
    while sentence.low[k : k + 1] and sentence.low[k] in sentence.language.whole | sentence.language.facilities:
        k += 1
    told = k > place.j and sentence.has(k, "of") and sentence.starting(k + 1, "place") is not None
    return k + 1 if told else None


def _share(sentence: Sentence, k: int) -> tuple[int, str | None]:
    """The token after a share that is told at token ``k``, and "part" if it is less than half: "nine percent of"."""
    low, known = sentence.low, sentence.language
    for at in range(k, min(k + _SHARE, len(low) - 1)):
        if low[at] in known["shares"] and sentence.has(at + 1, "of"):
            told = {*low[k : at + 1]}
            most = not known["most"].isdisjoint(told) or any(w.isdecimal() and int(w) >= _HALF for w in told)
            return at + 2, None if most else "part"
        if not low[at].replace(".", "").isalnum() or low[at] in known["stops"] | known["of"]:
            break
    return k, None


def _held(sentence: Sentence, k: int) -> int:
    """Skip the side whose stronghold is told: "the rebels' bastion, X", "the M23 group's de facto capital X"."""
    side = sentence.starting(k, "actor")
    for at in range(side.j, min(side.j + _HELD, len(sentence.low))) if side is not None else ():
        if sentence.low[at] in sentence.language.whole:
            return at
        if sentence.low[at] in sentence.language["stops"] or sentence.low[at] in sentence.language["blocking"]:
            break
    return k


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
        if word in known.whole or word in known.part or word in known.facilities or word in known["land"]:
            return True
        if word in known["stops"] or word in known["blocking"]:
            return False
    return False


def listed_before(sentence: Sentence, last: Mention) -> list[Mention]:
    """A place and those of a list that it ends: "X, Y and Z"."""
    places = [last]
    while True:
        k = places[0].i - 1
        while k >= 0 and sentence.low[k] in sentence.language["listing"]:
            k -= 1
        before = next((m for m in sentence.of("place") if m.j == k + 1), None)
        if before is None or k == places[0].i - 1 or before.kind == "the":
            return places
        places.insert(0, before)


def _possessive(sentence: Sentence, place: Mention) -> bool:
    return sentence.has(place.j, "owners")


def _owner(sentence: Sentence, place: Mention) -> bool:
    """Whether a place says what something else is: "X residents", "X's army"."""
    known = sentence.language
    noun = sentence.low[place.j : place.j + 1]
    return (
        _possessive(sentence, place)
        or bool({*noun} & (known.roles | known["said"]))
        or sentence.at(place.j, "people") is not None
    )


def _list(sentence: Sentence, first: Mention, part: str | None) -> PlacePhrase:
    low, known = sentence.low, sentence.language
    places, k = [first], first.j
    while True:
        k = _skip(sentence, k)
        at = k
        while at < len(low) and low[at] in known["listing"]:
            at += 1
        noun = at
        while noun < len(low) and low[noun] in known["near_nouns"]:
            noun += 1
        following = sentence.starting(noun, "place") if at > k else _in_a_row(sentence, k)
        if following is None or following.kind == "the" or _owner(sentence, following):
            return PlacePhrase(places, part, k)
        places.append(following)
        k = following.j


def _in_a_row(sentence: Sentence, k: int) -> Mention | None:
    """The town at token ``k`` that goes on a list which lost its commas: the second of "W X Y and Z"."""
    town = last = sentence.starting(k, "place")
    while last is not None and last.kind == "town" and not sentence.has(last.j, "and"):
        last = sentence.starting(last.j, "place")
    last = sentence.starting(last.j + 1, "place") if last is not None else None
    return town if town is not None and last is not None and town.kind == last.kind == "town" else None


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
            low[k] in known["in_to_on"]
            and sentence.has(k + 1, "the")
            and low[k + 2 : k + 3]
            and low[k + 2] in known.modifiers
        ):
            k += 3
        elif low[k] in known["in"] and (
            region := sentence.starting(k + 1, "place") or sentence.starting(k + 2, "place")
        ):
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
    if sentence.has(k, "and") and (other := sentence.starting(k + 1, "place")):
        k = other.j
    if low[k : k + 1] not in ((":",), ("—",), ("–",)):
        return []
    first = sentence.starting(k + 1, "place") or sentence.starting(k + 2, "place")
    return _list(sentence, first, None).places if first is not None else []


def way_places(sentence: Sentence, way: Mention) -> list[Mention]:
    """Places that tell which road, bridge or crossing is meant."""
    low, known = sentence.low, sentence.language
    before = [
        m for m in sentence.of("place")
        if m.j == way.i or (m.j == way.i - 1 and low[way.i - 1] in known["joined_to"])
    ]  # fmt: skip
    if before and before[-1].kind not in ("road", "the"):
        return before
    for k in range(way.j, min(way.j + 6, len(low))):
        if low[k] not in known["linking"]:
            break
        places = place_phrase(sentence, k + 1).places if low[k] not in known["not_joining"] else []
        if places and low[k] in known["joining"]:
            return _after_colon(sentence, places[0].j) or _both_ends(sentence, places)
        if places:
            return places[:1]
    return [m for m in sentence.of("place") if m.i <= way.i < m.j and m.kind != "the"]


def _both_ends(sentence: Sentence, places: list[Mention]) -> list[Mention]:
    """Both ends of "from X to Y", "connecting X with Y"."""
    end = places[-1].j
    if len(places) == 1 and sentence.has(end, "other_end"):
        return places + place_phrase(sentence, end + 1).places[:1]
    return places


def bare_facility(sentence: Sentence, k: int) -> str | None:
    """A facility that is told without the name of its place: "(seized) the central prison"."""
    low, known, start = sentence.low, sentence.language, k
    while k < len(low) and (low[k] in known["the_its"] or low[k] in known.facility_prefixes):
        k += 1
    if k == start or k >= len(low) or low[k] not in known.facilities:
        return None
    return " ".join(w for w in low[start : k + 1] if w not in known["the_its"])


def facility(sentence: Sentence, place: Mention) -> str | None:
    """What of a place is meant, where that is less than the place: "central prison"."""
    low, known = sentence.low, sentence.language
    start = k = place.j + _possessive(sentence, place)
    while k < len(low) and k - start < 3 and low[k] in known.facility_prefixes:
        k += 1
    return sentence.words(start, k + 1).lower() if k < len(low) and low[k] in known.facilities else None
