"""The scene of what a clause tells: the place before its verb, and the one that "where" speaks of."""

from functools import cache

from nuzuh.evidence.countries import demonyms
from nuzuh.evidence.language import Language
from nuzuh.evidence.mentions import Mention, Sentence


def off(sentence: Sentence, k: int) -> bool:
    """Whether the direction of a distance stands at token ``k``: "(90 kilometres) south of X"."""
    low, known = sentence.low, sentence.language
    told = low[k] in known["directions"] and sentence.has(k + 1, "of")
    if k > 1 and low[k - 1] == ")":  # "30 km (20 miles) south of X"
        k = next((c for c in range(k - 2, -1, -1) if low[c] == "("), k)
    return told and k > 0 and low[k - 1] in known["distances"]


@cache
def _passed(language: Language) -> frozenset[str]:
    """Words between a place and what puts something there."""
    return language.modifiers - language["of"] | language.whole | language.part


def around(sentence: Sentence, i: int) -> list[Mention]:
    """A place before the trigger, in its clause: "in X, shells hit …", "the X bombing"."""
    low, known = sentence.low, sentence.language
    lo = next((k for k in range(i - 1, -1, -1) if low[k] in known["stops"]), -1)
    if scene := where(sentence, i):
        return scene
    front = sentence.of("place")[:1]
    quoted = low[0] in ("“", '"')
    if (
        known["locatives"].intersection(low[quoted : quoted + 1])
        and front
        and front[0].i <= 4 + quoted
        and front[0].j <= i
    ):
        lo = -1  # "In X, …" is the scene of the whole sentence
    for place in reversed(sentence.of("place")):
        if lo < place.i and place.j <= i and not _measured_from(sentence, place):
            k = place.i - 1
            while k > lo and (
                low[k] in _passed(known)
                or (low[k] in known["of"] and low[k - 1] in known.whole)
                or (low[k] in known["owner"] and sentence.at(k - 1, "place"))
            ):
                owner = sentence.at(k - 1, "place") if low[k] in known["owner"] else None  # "in X's province of Y"
                k = owner.i - 1 if owner is not None else k - 1  # "in the town of X"
            if any(low[c] in known.reporting for c in range(place.j, i)):
                return []  # where somebody spoke
            if k > 0 and (low[k - 1] in known["posted"] or low[k - 1] in known.reporting):
                continue  # "sources in X", "said in X"
            if place.j == i and _aside(sentence, place):
                continue  # "raids on X, a town east of Y, killed …"
            if place.j == i or (k > lo and low[k] in known["locatives"] - known["owned_by"]):
                return [inside(sentence, place)]
    return []


def _aside(sentence: Sentence, place: Mention) -> bool:
    """Whether a place only tells where another lies: "X, east of Y"."""
    told = place.i > 2 and sentence.has(place.i - 1, "of") and sentence.has(place.i - 2, "directions")
    return told and any(p.j <= place.i - 2 and located(sentence, p) for p in sentence.of("place"))


def _measured_from(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is only what a distance is told from: "(in X,) 30 km south of Y"."""
    return place.i > 2 and sentence.has(place.i - 1, "of") and off(sentence, place.i - 2)


def where(sentence: Sentence, i: int) -> list[Mention]:
    """The place of which the clause of token ``i`` tells: "X where rebels captured several villages"."""
    stop = next((k for k in range(i - 1, -1, -1) if sentence.low[k] in sentence.language["stops"]), None)
    scene = _before_where(sentence, stop) if stop is not None and sentence.has(stop, "where") else None
    return [scene] if scene is not None else []


def _before_where(sentence: Sentence, k: int) -> Mention | None:
    """The place that "where" at token ``k`` speaks of: "X, where …", "the district of X where …"."""
    known = sentence.language
    while k and (sentence.low[k - 1] == "," or sentence.low[k - 1] in known.whole | known.facilities):
        k -= 1
    scene = sentence.at(k - 1, "place") if k else None
    return inside(sentence, scene) if scene is not None else None


def inside(sentence: Sentence, scene: Mention) -> Mention:
    """The place that is told to lie in another, right before it: "X in the west of Y"; else that other."""
    known = sentence.language
    within = known["in"] | known.modifiers | known.whole
    for place in reversed(sentence.of("place")):
        between = {*sentence.low[place.j : scene.i]} if place.j <= scene.i else set()
        if between & known["in"] and between <= within:
            scene = place
    return scene


def located(sentence: Sentence, place: Mention, by: frozenset[str] | None = None) -> bool:
    """Whether a place is told as the scene of something, not as a capital that speaks or a people's land."""
    low, known = sentence.low, sentence.language
    k = place.i - 1
    while k >= 0 and (
        (low[k] in known.modifiers and low[k] not in known["of"])
        or low[k] in known.whole
        or sentence.text[k] in demonyms(known)
        or (low[k] == "," and low[k - 1] in known.whole)  # "in the capital, X"
    ):
        k -= 1
    posted = k > 0 and low[k - 1] in known["posted"]
    return k >= 0 and low[k] in (known["locatives"] if by is None else by) and not posted
