"""Who did what to whom, where: the roles around a trigger, found by the words between them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from nuzuh.evidence.gazetteer import demonyms
from nuzuh.evidence.lexicon import lexicon
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.patterns import Frame

_STOPS = frozenset(
    [
        "while",
        "when",
        "because",
        "although",
        "though",
        "whereas",
        "but",
        "if",
        "unless",
        "whether",
        "that",
        "where",
        ";",
        "—",
        "–",
        "after",
        "before",
    ]
)
_STOPS_RIGHT = _STOPS | frozenset(["who", "which", "whose", "as", "”"])
_BLOCKING = frozenset(
    [
        "from",
        "by",
        "against",
        "with",
        "to",
        "towards",
        "toward",
        "near",
        "at",
        "in",
        "on",
        "into",
        "between",
        "under",
        "for",
        "of",
        "than",
    ]
)
_KILL = frozenset(
    [
        "kill",
        "kills",
        "killed",
        "killing",
        "wounded",
        "wounding",
        "injured",
        "injuring",
        "arrested",
        "executed",
        "detained",
        "dead",
        "died",
        "hurt",
    ]
)
_IRREGULAR_PARTICIPLES = frozenset(
    [
        "hit",
        "struck",
        "overrun",
        "retaken",
        "taken",
        "lost",
        "cut",
        "shut",
        "driven",
        "blown",
        "left",
        "forced",
        "sent",
        "won",
        "split",
    ]
)
_LOCATIVE = frozenset(
    [
        "in",
        "at",
        "near",
        "on",
        "around",
        "outside",
        "inside",
        "across",
        "against",
        "over",
        "within",
        "throughout",
        "along",
    ]
)


@dataclass
class Roles:
    """What was found around one trigger; ``places`` and ``to`` hold the names' mentions."""

    frame: Frame
    i: int
    j: int
    passive: bool = False
    people: Mention | None = None
    actor: Mention | None = None
    way: Mention | None = None
    places: list[Mention] = field(default_factory=list)
    to: list[Mention] = field(default_factory=list)
    part: str | None = None
    home: bool = False

    @property
    def tokens(self) -> tuple[int, int]:
        """First token, and the one after the last, of all that was found."""
        named = [m for m in (self.people, self.way, self.actor, *self.places, *self.to) if m is not None]
        return min([self.i, *(m.i for m in named)]), max([self.j, *(m.j for m in named)])


def fill(sentence: Sentence, frame: Frame, i: int, j: int) -> Roles | None:
    """Find the roles around a trigger from token ``i`` up to ``j``; None where the frame does not fit."""
    roles = Roles(frame, i, j)
    doc = sentence.doc
    end = _right_edge(sentence, j)
    if frame.voice == "inside":
        roles.people = sentence.at(i, "people")
        if roles.people is None or roles.people.figure is None or _killed(sentence, roles.people, i):
            return None
        _prepositions(sentence, roles, roles.people.j, end)
        return roles
    roles.passive = frame.voice == "verb" and _passive(sentence, frame, i, j)
    subject_label = frame.subject
    after = j
    if frame.voice in ("noun", "event"):
        roles.actor = _owner(sentence, i)
    if frame.voice == "noun":
        after = _object(sentence, roles, frame.object, j)
    elif roles.passive:
        _take(roles, _left(sentence, i, frame.object, j), frame)
    else:
        if subject_label in ("people", "actor", "way", "place"):
            found = _left(sentence, i, (subject_label,), j)
            if frame.voice != "event" or roles.actor is None:
                _take(roles, found, frame)
        if frame.voice != "left" or "place" in frame.object:
            after = _object(sentence, roles, frame.object, j)
    if roles.people is not None and _killed(sentence, roles.people, i):
        return None
    if frame.after and not (
        roles.people is not None and roles.people.i >= j and _follows(sentence, roles.people.j, frame.after)
    ):
        return None
    roles.home = any(t.lower_ in ("home", "homes", "houses") for t in doc[j : min(j + 4, end)])
    _prepositions(sentence, roles, after, end)
    if roles.actor is None and (by := _by(sentence, j, end)):
        roles.actor = by
    if not roles.places and frame.voice in ("event", "verb") and frame.kind == "attack":
        roles.places = _around(sentence, i)
    return roles


def _take(roles: Roles, mention: Mention | None, frame: Frame) -> None:
    if mention is None:
        return
    if mention.label == "people":
        roles.people = mention
    elif mention.label == "actor":
        roles.actor = mention
    elif mention.label == "way":
        roles.way = mention
    elif mention.label == "place":
        roles.places = [mention]


def _passive(sentence: Sentence, frame: Frame, i: int, j: int) -> bool:
    doc, words = sentence.doc, lexicon()
    verb = doc[i].lower_
    if not (verb.endswith("ed") or verb in _IRREGULAR_PARTICIPLES):
        return False
    k = i - 1
    while k >= 0 and (doc[k].lower_ in words.auxiliaries or doc[k].lower_.endswith("ly")):
        if doc[k].lower_ in words.be:
            return True
        k -= 1
    if j < len(doc) and doc[j].lower_ == "by" and k == i - 1:
        return True
    left = next((m for m in sentence.of(*frame.object) if m.j == k + 1), None)
    if left is None or doc[i - 1].lower_ in ("have", "has", "had"):
        return False
    # "280,000 people displaced since …", "Bridge on the highway destroyed": no object of its own follows
    return j >= len(doc) or not any(m.i in range(j, j + 3) for m in sentence.of(*frame.object))


def _left(sentence: Sentence, i: int, labels: tuple[str, ...], j: int) -> Mention | None:
    """The nearest fitting mention on the left that may be the subject of the verb at token ``i``."""
    doc, words = sentence.doc, lexicon()
    participle = doc[i].lower_.endswith("ing") or any(doc[k].lower_ == "having" for k in range(max(0, i - 3), i))
    k = i - 1
    while k >= 0 and (doc[k].lower_ in words.auxiliaries or doc[k].lower_.endswith("ly")):
        k -= 1
    relative = k >= 0 and doc[k].lower_ in ("who", "which", "that")
    if relative:
        k -= 1
    if k >= 0 and doc[k].text == "," and not participle and not relative:
        opening = next((c for c in range(k - 1, max(-1, k - 30), -1) if doc[c].text == ","), None)
        k = opening - 1 if opening is not None else k
    for steps in range(40):
        k -= bool(steps)
        if k < 0:
            return None
        mention = next((m for m in sentence.of(*labels) if m.i <= k < m.j), None)
        if mention is not None and not _blocked(sentence, mention):
            return mention
        low = doc[k].lower_
        if low in _STOPS or (low == "as" and not participle) or (low in words.reporting and "people" in labels):
            return None
    return None


def _blocked(sentence: Sentence, mention: Mention) -> bool:
    """Whether a preposition before it keeps a mention from being a subject."""
    doc, words = sentence.doc, lexicon()
    k = mention.i - 1
    for _ in range(4):
        if k < 0 or doc[k].is_punct:
            return False
        low = doc[k].lower_
        if low in _BLOCKING:
            return not (low == "of" and mention.label == "people")
        if low not in words.modifiers and not doc[k].text[:1].isupper():
            return False
        k -= 1
    return False


def _killed(sentence: Sentence, people: Mention, i: int) -> bool:
    doc = sentence.doc
    before = doc[max(0, people.i - 2) : people.i]
    between = doc[people.j : i] if people.j <= i else doc[people.j : people.j + 3]
    return any(t.lower_ in _KILL for t in before) or any(t.lower_ in _KILL for t in between)


def _owner(sentence: Sentence, i: int) -> Mention | None:
    """The actor that a noun belongs to: "Russian air strikes", "the rebels' capture of …"."""
    doc = sentence.doc
    inside = sentence.at(i, "actor")
    if inside is not None:
        return inside
    k = i - 1
    while k >= 0 and (
        doc[k].lower_ in ("'s", "’s", "'", "’", "air", "heavy", "intense", "artillery", "swift", "-")
        or doc[k].lower_.endswith("ed")
    ):
        k -= 1
    return sentence.at(k, "actor") if k >= 0 else None


def _object(sentence: Sentence, roles: Roles, labels: tuple[str, ...], j: int) -> int:
    """Find the object right after a trigger; gives the token after it."""
    for label in labels:
        if label in ("place", "place_to"):
            places, part, after = place_phrase(sentence, j)
            if places:
                (roles.to if label == "place_to" else roles.places).extend(places)
                roles.part = part
                return after
        elif label in ("people", "way", "actor"):
            mention = next((m for m in sentence.of(label) if j <= m.i <= j + 6), None)
            if mention is not None and _reaches(sentence, j, mention.i):
                _take(roles, mention, roles.frame)
                return mention.j
    return j


def _reaches(sentence: Sentence, j: int, i: int) -> bool:
    doc, words = sentence.doc, lexicon()
    return all(
        t.lower_ in words.modifiers or t.text[:1].isupper() or t.is_digit or t.lower_.endswith(("al", "ic", "ed", "ing", "ous"))
        or sentence.at(t.i, "place", "people") is not None
        for t in doc[j:i]
    )  # fmt: skip


def place_phrase(sentence: Sentence, k: int) -> tuple[list[Mention], str | None, int]:
    """Read "the northern city of X, and Y" from token ``k`` on: places, the part that is meant, the token after."""
    doc, words = sentence.doc, lexicon()
    part, territory, start = None, False, k
    while k < len(doc) and k - start < 12:
        place = next((m for m in sentence.of("place") if m.i == k), None)
        if place is not None:
            if place.j < len(doc) and doc[place.j].lower_ in ("'s", "’s", "’", "'"):
                k = place.j + 1
                continue
            listed = _colon_list(sentence, place.j) if territory else []
            return (listed, None, listed[-1].j) if listed else _list(sentence, place, part)
        low = doc[k].lower_
        if low in words.part or low in words.whole:
            territory = True
            part = low if low in words.part else part
        elif low in words.open_ and territory:
            part = part or low
        elif not (low in words.modifiers or doc[k].text in demonyms() or doc[k].is_digit):
            break
        k += 1
    return [], None, start


def _colon_list(sentence: Sentence, k: int) -> list[Mention]:
    doc, words = sentence.doc, lexicon()
    while k < len(doc) and doc[k].lower_ in words.whole:
        k += 1
    # "between X and Y: …"
    for _ in range(2):
        if (
            k < len(doc)
            and doc[k].lower_ == "and"
            and (m := next((m for m in sentence.of("place") if m.i == k + 1), None))
        ):
            k = m.j
    if k >= len(doc) or doc[k].text not in (":", "—", "–"):
        return []
    first = next((m for m in sentence.of("place") if k < m.i <= k + 2), None)
    return _list(sentence, first, None)[0] if first is not None else []


def _list(sentence: Sentence, first: Mention, part: str | None) -> tuple[list[Mention], str | None, int]:
    doc = sentence.doc
    places, k = [first], first.j
    while True:
        k = _skip(sentence, k)
        at = k
        while at < len(doc) and doc[at].lower_ in (",", "and", "&"):
            at += 1
        if at == k:
            return places, part, k
        noun = at
        while noun < len(doc) and doc[noun].lower_ in (
            "the",
            "nearby",
            "town",
            "city",
            "village",
            "of",
            "towns",
            "neighbouring",
            "neighboring",
        ):
            noun += 1
        following = next((m for m in sentence.of("place") if m.i == noun and m.kind != "the"), None)
        if following is None or _is_owner(sentence, following):
            return places, part, k
        places.append(following)
        k = following.j


def _is_owner(sentence: Sentence, place: Mention) -> bool:
    """Whether a place says what something else is: "Homs residents", "Syria's army"."""
    doc, words = sentence.doc, lexicon()
    if place.j >= len(doc):
        return False
    return (
        doc[place.j].lower_ in ("'s", "’s", "said")
        or doc[place.j].lower_ in words.roles
        or sentence.at(place.j, "people") is not None
    )


def _skip(sentence: Sentence, k: int) -> int:
    """Skip what may stand between two places of a list."""
    doc, words = sentence.doc, lexicon()
    while k < len(doc):
        if doc[k].lower_ in words.whole or doc[k].lower_ in words.facilities:
            k += 1
        elif doc[k].text == "(" and (
            close := next((c for c in range(k, min(k + 8, len(doc))) if doc[c].text == ")"), None)
        ):
            k = close + 1
        elif (
            doc[k].lower_ in ("in", "to", "on")
            and k + 2 < len(doc)
            and doc[k + 1].lower_ == "the"
            and doc[k + 2].lower_ in words.modifiers
        ):
            k += 3
        elif doc[k].lower_ == "in" and (m := next((m for m in sentence.of("place") if m.i in (k + 1, k + 2)), None)):
            k = m.j
        elif (
            doc[k].text == ","
            and (m := next((m for m in sentence.of("place") if m.i == k + 1), None))
            and _is_owner(sentence, m)
        ):
            close = next((c for c in range(m.j, min(m.j + 9, len(doc))) if doc[c].text == ","), None)
            if close is None:
                return k
            k = close
            if not (k + 1 < len(doc) and (doc[k + 1].lower_ == "and" or sentence.at(k + 1, "place"))):
                return k
            return k
        else:
            return k
    return k


def _right_edge(sentence: Sentence, j: int) -> int:
    doc, words = sentence.doc, lexicon()
    for token in doc[j:]:
        low = token.lower_
        if low in _STOPS_RIGHT or low in words.reporting:
            return int(token.i)
    return len(doc)


def _prepositions(sentence: Sentence, roles: Roles, k: int, end: int) -> None:
    """Fill the roles that prepositions give, the first of each first."""
    doc = sentence.doc
    given = sorted(roles.frame.prepositions.items(), key=lambda item: -item[0].count(" "))
    had_places, had_to = bool(roles.places), bool(roles.to)
    while k < end:
        for told, role in given:
            length = told.count(" ") + 1
            if doc[k : k + length].text.lower() != told:
                continue
            if role == "actor":
                if roles.actor is None and (found := next((m for m in sentence.of("actor") if k < m.i <= k + 5), None)):
                    roles.actor = found
                break
            places, part, after = place_phrase(sentence, k + length)
            if places and role == "place" and not had_places:
                roles.places, roles.part, had_places = places, part, True
            elif places and role == "place_to" and not had_to:
                roles.to, had_to = places, True
            k = max(k, after - 1) if places else k
            break
        k += 1


def _by(sentence: Sentence, j: int, end: int) -> Mention | None:
    doc = sentence.doc
    for k in range(j, end):
        if doc[k].lower_ == "by":
            return next((m for m in sentence.of("actor") if k < m.i <= k + 5), None)
    return None


def _around(sentence: Sentence, i: int) -> list[Mention]:
    """A place before the trigger, in its clause: "in Hama, shells hit …", "the Aleppo bombing"."""
    doc = sentence.doc
    lo = next((k for k in range(i - 1, -1, -1) if doc[k].lower_ in _STOPS), -1)
    for place in reversed(sentence.of("place")):
        if lo < place.i and place.j <= i:
            if place.j == i:
                return [place]
            k = place.i - 1
            while k > lo and (
                doc[k].lower_ in lexicon().modifiers or doc[k].lower_ in lexicon().whole | lexicon().part
            ):
                k -= 1
            if k > lo and doc[k].lower_ in _LOCATIVE:
                return [place]
    return []


def _follows(sentence: Sentence, k: int, phrases: tuple[str, ...]) -> bool:
    rest = sentence.doc[k : k + 8].text.lower()
    return any(phrase in rest[: len(phrase) + 12] for phrase in phrases)


def way_places(sentence: Sentence, way: Mention) -> list[Mention]:
    """Places that tell which road, bridge or crossing is meant."""
    doc = sentence.doc
    before = [
        m
        for m in sentence.of("place")
        if m.j == way.i or (m.j == way.i - 1 and doc[way.i - 1].lower_ in ("’s", "'s", "-"))
    ]
    if before and before[-1].kind not in ("road", "the"):
        return before
    k = way.j
    steps = 0
    while k < len(doc) and steps < 6 and doc[k].lower_ in (
        "connecting", "linking", "between", "from", "to", "near", "in", "at", "over", "of", "leading", "with", "along", "the", "on", "into", "that", "connects", "links",
    ):  # fmt: skip
        places, _, after = place_phrase(sentence, k + 1)
        if places and doc[k].lower_ not in ("along", "on"):
            if doc[k].lower_ in ("between", "connecting", "linking", "links", "connects"):
                listed = _colon_list(sentence, places[0].j)
                both = listed or _both(sentence, places)
                return both
            return places[:1] if doc[k].lower_ not in ("from",) else _both(sentence, places)
        k, steps = k + 1, steps + 1
    return [m for m in before if m.kind == "road"] or [m for m in sentence.of("place") if m.i <= way.i < m.j]


def _both(sentence: Sentence, places: list[Mention]) -> list[Mention]:
    """Both ends of "from X to Y", "connecting X with Y"."""
    doc, k = sentence.doc, places[-1].j
    if len(places) == 1 and k < len(doc) and doc[k].lower_ in ("to", "with", "and"):
        return places + place_phrase(sentence, k + 1)[0][:1]
    return places


def all_roles(sentence: Sentence, triggers: Iterator[tuple[Frame, int, int]]) -> Iterator[Roles]:
    """Roles of all triggers of a sentence, where they fit."""
    for frame, i, j in triggers:
        if (found := fill(sentence, frame, i, j)) is not None:
            yield found
