"""Which roles make a claim: what a frame asks for, and roles of one group of people put together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from nuzuh.evidence.countries import country_names
from nuzuh.evidence.make import side_of, times
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.phrases import place_phrase
from nuzuh.evidence.placenames import place_names
from nuzuh.evidence.roles import Roles

_APART = 16  # words in which both sides of a divided place are told
_CLOSE = 10  # words between an event and its day, where the day must be the event's own


def idle(roles: Roles, places: Sequence[str]) -> bool:
    """Whether nothing but the name of a country, or of the foe, would tell of a blow: "Syria was hit by unrest"."""
    frame = roles.frame
    whole = bool(places) and all(place in country_names() for place in places)
    foe = any("foe" in any_of for any_of in frame.require)
    nowhere = not places and not roles.noun and (foe or frame.means == "clash")
    barely = roles.actor is None or frame.means == "clash"
    return frame.kind == "attack" and ((whole and barely and frame.voice == "verb") or nowhere)


def is_dated(sentence: Sentence, roles: Roles) -> bool:
    """Whether a day, resolved or not, is told close to a trigger."""
    near = range(max(0, roles.i - _CLOSE), min(roles.j + _CLOSE, len(sentence.low)))
    return any(sentence.low[k] in sentence.language["times"] for k in near) or any(
        d.i in near for d in sentence.of("date")
    )


def by_whom(sentence: Sentence, found: Sequence[Roles]) -> None:
    """Give people who were killed or wounded the one side that is told to attack in the same clause."""
    attacks = [r for r in found if r.frame.kind == "attack" and r.frame.means != "clash"]
    for roles in found:
        if roles.frame.kind == "casualty" and roles.actor is not None and _foe_between(sentence, attacks, roles):
            roles.actor = None
        if roles.frame.kind == "casualty" and roles.actor is None:
            near = [a.actor for a in attacks if a.actor is not None and _together(sentence, a, roles)]
            if len({actor.name for actor in near}) == 1:  # it is told elsewhere: the claim's words do not reach there
                roles.actor = near[0]._replace(name=side_of(sentence, near[0]), i=roles.i, j=roles.j)


def _foe_between(sentence: Sentence, attacks: Sequence[Roles], roles: Roles) -> bool:
    """Whether a side is what was struck, not who struck: "jets hit an X convoy, killing 20"."""
    if not sentence.low[roles.i].endswith(sentence.language.endings["gerund"]) or roles.actor is None:
        return False
    return any(a.j <= roles.actor.i < roles.i and not a.noun and a.actor != roles.actor for a in attacks)


def _together(sentence: Sentence, a: Roles, b: Roles) -> bool:
    """Whether two triggers stand in one clause."""
    first, second = sorted((a.i, b.i))
    return sentence.language["apart"].isdisjoint(sentence.low[first:second])


def elsewhere(sentence: Sentence, roles: Roles) -> Iterator[Roles]:
    """The same told of further places by numbers alone: "13 raids on X and 11 on Y", "killed 5 in X and 2 in Y"."""
    low, known = sentence.low, sentence.language
    if roles.frame.kind not in ("attack", "casualty") or not sentence.figures:
        return
    figures = {sentence.tokens(f.start, f.end)[0]: f for f in sentence.figures}
    while roles.places:
        k = roles.places[-1].j
        while k < len(low) and (low[k] in known.whole or low[k] in known["listing"]):
            k += 1
        if (figure := figures.get(k)) is None:
            return
        j = sentence.tokens(figure.start, figure.end)[1]
        j += sentence.has(j, "others")
        at = roles.frame.prepositions.get(low[j]) if j < len(low) else None
        places, part, _ = place_phrase(sentence, j + 1)
        if at != "place" or not places:
            return
        if roles.frame.kind == "attack":
            i, end = (j, j + 1) if times(sentence, roles) else (roles.i, roles.j)
            roles = replace(roles, i=i, j=end, places=places, part=part)
        elif roles.people is None or roles.people.figure is None:
            return
        else:
            roles = replace(roles, people=roles.people._replace(i=k, j=j, figure=figure), places=places, part=part)
        yield roles


def halves(sentence: Sentence, roles: Roles) -> Iterator[Roles]:
    """Tell who holds which side of a divided place: "a rebel-held east and a west controlled by the army"."""
    sides, low = place_names(sentence.language).directions, sentence.low
    told = [m for m in sentence.of("actor") if roles.j <= m.i < roles.j + _APART]
    edges = [roles.j, *(m.i for m in told[1:]), roles.j + _APART + _CLOSE]
    ends = [roles.j, *(m.j for m in told)]
    for actor, before, after in zip(told, ends, edges[1:], strict=False):
        near = [*low[actor.j : after], *reversed(low[before : actor.i])]
        half = next((sides.get(w, w) for w in near if w in sides or w in sides.values()), None)
        if half is not None:
            yield replace(roles, actor=actor, part=half)


def joined(found: Iterable[Roles]) -> list[Roles]:
    """Roles of one group of people put together: "thousands fled X, seeking refuge in Y" is one flight."""
    kept: list[Roles] = []
    for roles in found:
        same = next(
            (r for r in kept if roles.people is not None and r.people == roles.people and _one_fate(r, roles)),
            None,
        )
        if same is None:
            kept.append(roles)
        else:
            same.to = same.to or roles.to
            same.places = [m for m in same.places or roles.places if m not in same.to]
            same.home = same.home or roles.home
            if len(roles.frame.require) < len(same.frame.require):  # what asks for less may be enough
                same.frame = roles.frame
    return kept


def _one_fate(a: Roles, b: Roles) -> bool:
    """Whether triggers tell one thing of people: their flight, their death; "killed and wounded dozens" tells two.

    Of "killed and wounded five" nobody knows how many were killed: that is told once.
    """
    figure = b.people.figure if b.people is not None else None
    together = a.i < b.j and b.i < a.j and (figure is None or figure.qualifier == "between")
    return a.frame.kind == b.frame.kind and not (together and a.frame.state != b.frame.state)


def enough(roles: Roles, places: list[str], to: list[str]) -> bool:
    """Whether a frame has what it needs."""
    people = roles.people
    have = {
        "people": people is not None,
        "figure": people is not None and people.figure is not None,
        "group": people is not None and people.name is not None,
        "place": bool(places),
        "place_to": bool(to),
        "actor": roles.actor is not None,
        "foe": roles.foe is not None and roles.actor is not None,
        "way": roles.way is not None,
        "land": roles.land,
        "toll": roles.toll,
        "dated": roles.dated,
        "home": roles.home,
        "counted": people is not None and people.figure is not None and (people.kind != "bare" or roles.adjoined),
        "several": people is not None and people.several,
        "captives": people is not None and people.kind == "prisoners",
        "soldiers": people is not None and people.kind == "fighters",
        "bodies": people is not None and people.kind == "bodies",
        "houses": people is not None and people.kind == "houses",
    }
    return all(any(have[one] for one in any_of) for any_of in roles.frame.require)


def after_colon(sentence: Sentence, places: Sequence[Mention]) -> bool:
    """Whether places are told one by one, after a colon."""
    return len(places) > 1 and ":" in sentence.low[max(0, places[0].i - 2) : places[0].i]
