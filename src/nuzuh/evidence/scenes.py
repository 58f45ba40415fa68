"""Where something is that a sentence tells, and whence people are, by what stands around the names of places."""

from functools import cache

from nuzuh.evidence.countries import countries, country_names, demonyms
from nuzuh.evidence.lexicon import lexicon, words
from nuzuh.evidence.mentions import Mention, Sentence


def scenes(sentence: Sentence) -> list[str]:
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


def homeland(sentence: Sentence, people: Mention) -> list[str]:
    """Whence people come by their name: "100,000 South Sudanese have fled to Uganda", "Somalia's displaced"."""
    owner = next((m for m in sentence.of("place") if m.j == people.i - 1), None)
    if owner is not None and sentence.low[owner.j] in ("'s", "’s", "'", "’"):
        return [str(owner.name)]
    told = [" ".join(sentence.text[people.j - n : people.j]) for n in (2, 1)]
    code = next((demonyms()[t] for t in told if t in demonyms()), None)
    return [countries()[code]] if code else []


def _suffers(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is told as under fire: "X has been under heavy bombardment"."""
    after = sentence.low[place.j : place.j + 4]
    return "under" in after and lexicon().auxiliaries.issuperset({*after[: after.index("under")]} - {"came", "come"})


def around(sentence: Sentence, i: int) -> list[Mention]:
    """A place before the trigger, in its clause: "in X, shells hit …", "the X bombing"."""
    low, known = sentence.low, lexicon()
    lo = next((k for k in range(i - 1, -1, -1) if low[k] in words("stops")), -1)
    if lo >= 0 and low[lo] == "where" and (scene := _before_where(sentence, lo)):
        return [scene]
    front = sentence.of("place")[:1]
    if low[0] in words("locatives") and front and front[0].i <= 4 and front[0].j <= i:
        lo = -1  # "In X, …" is the scene of the whole sentence
    for place in reversed(sentence.of("place")):
        if lo < place.i and place.j <= i and not _measured_from(sentence, place):
            k = place.i - 1
            while k > lo and low[k] in _passed():
                k -= 1
            if any(low[c] in known.reporting for c in range(place.j, i)):
                return []  # where somebody spoke
            if k > 0 and low[k - 1] in words("posted"):
                continue
            if place.j == i or (k > lo and low[k] in words("locatives") - {"of", "from", "to"}):
                return [place]
    return []


def located(sentence: Sentence, place: Mention, by: frozenset[str] = words("locatives")) -> bool:
    """Whether a place is told as the scene of something, not as a capital that speaks or a people's land."""
    low, known = sentence.low, lexicon()
    k = place.i - 1
    while k >= 0 and (
        (low[k] in known.modifiers and low[k] != "of")
        or low[k] in known.whole
        or sentence.text[k] in demonyms()
        or (low[k] == "," and low[k - 1] in known.whole)  # "in the capital, X"
    ):
        k -= 1
    posted = k > 0 and low[k - 1] in words("posted")
    return k >= 0 and low[k] in by and not posted


def off(sentence: Sentence, k: int) -> bool:
    """Whether the direction of a distance stands at token ``k``: "(90 kilometres) south of X"."""
    low = sentence.low
    told = low[k] in words("directions") and low[k + 1 : k + 2] == ("of",)
    if k > 1 and low[k - 1] == ")":  # "30 km (20 miles) south of X"
        k = next((c for c in range(k - 2, -1, -1) if low[c] == "("), k)
    return told and k > 0 and low[k - 1] in ("km", "kilometres", "kilometers", "miles")


@cache
def _passed() -> frozenset[str]:
    """Words between a place and what puts something there."""
    known = lexicon()
    return known.modifiers - {"of"} | known.whole | known.part


def _measured_from(sentence: Sentence, place: Mention) -> bool:
    """Whether a place is only what a distance is told from: "(in X,) 30 km south of Y"."""
    return place.i > 2 and sentence.low[place.i - 1] == "of" and off(sentence, place.i - 2)


def _before_where(sentence: Sentence, k: int) -> Mention | None:
    """The place that "where" at token ``k`` speaks of: "X, where …", "the district of X where …"."""
    known = lexicon()
    while k and (sentence.low[k - 1] == "," or sentence.low[k - 1] in known.whole | known.facilities):
        k -= 1
    scene = sentence.at(k - 1, "place") if k else None
    within = {"in", *known.modifiers, *known.whole}
    for place in reversed(sentence.of("place")):
        between = {*sentence.low[place.j : scene.i]} if scene is not None and place.j <= scene.i else set()
        if "in" in between and between <= within:
            scene = place  # "X in the west of Y, where …"
    return scene
