"""A claim made of the roles around a trigger."""

import datetime as dt
import re
from collections.abc import Sequence
from functools import cache

from nuzuh.evidence.attribution import Source
from nuzuh.evidence.claims import Claim, Means, Status
from nuzuh.evidence.countries import by_capital, demonyms
from nuzuh.evidence.dates import periods
from nuzuh.evidence.documents import Document
from nuzuh.evidence.figures import Figure
from nuzuh.evidence.language import Language
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.roles import Roles
from nuzuh.evidence.status import LONG_AGO, foreseen, long_past, negated, supposed
from nuzuh.evidence.when import Story, When, when

_FIRED = 7  # words from a verb to what was fired


def make(
    document: Document,
    story: Story,
    sentence: Sentence,
    roles: Roles,
    place: str | None,
    place_to: str | None,
    said: Sequence[Source],
) -> Claim:
    """Make the claim that a trigger tells of one place.

    Parameters
    ----------
    document, story
        The report, and when its story began.
    sentence, roles
        Where the trigger stands, and what was found around it.
    place, place_to
        Where, and whither, by the names that claims use.
    said
        Who is named in the sentence as saying something.
    """
    frame = roles.frame
    figure = roles.people.figure if roles.people else times(sentence, roles)
    time = when(sentence, roles, story, placed=bool(place or place_to))
    source = next((s for s in reversed(said) if s.first <= roles.i and not s.whole), None)
    source = source or next((s for s in said if s.first <= roles.i), None)
    status = _status(sentence, roles, time, story, source)
    first, last = roles.tokens
    start, end = sentence.characters(first, last)
    if figure is not None and (figure.after or not roles.people):
        start, end = min(start, figure.start), max(end, figure.end)
    start, end = sentence.stretch(start, end)
    return Claim(
        report=document.name,
        kind=frame.kind,
        place=place,
        place_to=place_to,
        actor=side_of(sentence, roles.actor) if roles.actor and frame.kind != "displacement" else None,
        group=roles.people.name if roles.people else None,
        means=_means(sentence, roles) if frame.kind == "attack" else None,
        low=figure.low if figure else None,
        high=figure.high if figure else None,
        qualifier=figure.qualifier if figure else None,
        unit=_unit(sentence, roles, figure),
        scope="projection" if status == "projected" else time.scope,
        status=status,
        negated=negated(sentence, roles.i, roles.j),
        valid_from=time.first if time.told or status in ("reported", "claimed") else None,
        valid_to=time.last,
        known=document.published,
        attributed_to=source.name if source else None,
        start=start,
        end=end,
        text=document.text[start:end],
    )


def side_of(sentence: Sentence, actor: Mention) -> str | None:
    """Name of a side, with the one that stands before or after it: "Russian and regime warplanes"."""
    names, before, nations = [actor.name], actor.i - 1, demonyms(sentence.language)
    while before > 0 and (sentence.has(before, "the") or sentence.text[before] in nations):
        before -= 1  # "the army and the Chadian Janjaweed"
    if sentence.has(max(0, before), "and_or") and (other := sentence.at(before - 1, "actor")):
        names.insert(0, other.name)
    elif sentence.has(actor.j, "and_or") and (other := sentence.starting(actor.j + 1, "actor")):
        names.append(other.name)
    return "; ".join(dict.fromkeys(name for name in names if name)) or None


def _status(sentence: Sentence, roles: Roles, time: When, story: Story, source: Source | None) -> Status:
    counted = roles.people is not None and roles.people.figure is not None
    if roles.frame.inherit and counted:
        return "projected" if foreseen(sentence, roles.i) else "reported"
    if supposed(sentence, roles.i, roles.j, noun=roles.noun, tried=roles.frame.kind == "offensive"):
        ahead = roles.frame.kind == "displacement" and counted and foreseen(sentence, roles.i)
        return "projected" if ahead else "hypothetical"
    since = time.told and time.last == story.published and time.first is not None and time.first != time.last
    if time.last and story.published and story.published - time.last > LONG_AGO:
        return "historical"
    if not time.told and story.published and _told_of_old_days(sentence, roles, source, story.published):
        return "historical"
    if not since and time.scope in (None, "episode") and not time.told and long_past(sentence):
        return "historical"
    own = source is not None and roles.actor is not None and by_capital().get(source.name) == roles.actor.name
    return "claimed" if source is not None and (source.claiming or own) else "reported"


def _told_of_old_days(sentence: Sentence, roles: Roles, source: Source | None, published: dt.date) -> bool:
    """Whether all that a sentence dates, or else the one before it, lies long before publication.

    A sentence with a source of its own does not go on with the one before.

    What a relative clause dates is another matter: "holds X, which it seized in 2014".
    """
    dates, known = [m for m in sentence.of("date") if m.period], sentence.language
    apart = [m for m in dates if not known["relatives"].isdisjoint(sentence.low[roles.j : m.i])]
    before = [] if source is not None else periods(sentence.before, published, known)
    told = [m.period for m in dates if m not in apart] if dates else before
    days = [p.last for p in told if p is not None and not p.since and p.last is not None]
    return bool(days) and all(published - day > LONG_AGO for day in days)


def _unit(sentence: Sentence, roles: Roles, figure: Figure | None) -> str | None:
    people, state = roles.people, roles.frame.state
    if people is not None and state and state.startswith("people "):  # "people killed", "children killed"
        nouns = {sentence.language.plurals.get(w, w) for w in sentence.low[people.i : people.j]}
        told = nouns & sentence.language["counted_apart"]
        return state.replace("people", min(told), 1) if told else state
    if state or people is None:
        what = _fired(sentence, figure) if figure is not None else None
        return state or (sentence.low[what] if what is not None else "strikes" if figure is not None else None)
    return "people" if people.kind in ("bare", "") else people.kind


def times(sentence: Sentence, roles: Roles) -> Figure | None:
    """How many strikes, or of what is fired: "11 raids", "fired 20 rockets", "shelled with 40 barrel bombs"."""
    if roles.frame.kind != "attack" or not roles.i:
        return None
    at = sentence.characters(roles.i, roles.j)[0]
    for figure in (f for f in sentence.figures if not f.bare):
        what = _fired(sentence, figure)
        first, last = (roles.i, roles.j) if roles.noun else (roles.i - 1, roles.j + _FIRED)
        near = what is not None and first <= what < last
        if near or (roles.frame.voice == "event" and figure.end == at - 1):
            return figure
    return None


def _fired(sentence: Sentence, figure: Figure) -> int | None:
    """The token that tells what a figure counts, where that strikes: "20 (barrel) bombs"."""
    first = sentence.tokens(figure.start, figure.end)[1]
    for k in range(first, first + 3):
        if sentence.has(k, "fired"):
            return k
        if sentence.at(k, "people", "place") is not None or sentence.has(k, "blocking") or sentence.has(k, "and"):
            return None  # "20 men fired rockets"
    return None


def _means(sentence: Sentence, roles: Roles) -> Means | None:
    """The means of an attack: told by the words that tell one nearest to the trigger."""
    if roles.frame.means:
        return roles.frame.means
    told = [
        (max(m.start() - end, start - m.end()), m.start(), sentence.language.means[m[0]])
        for start, end in [_characters(sentence, roles)]
        for m in _tells_means(sentence.language).finditer(" ".join(sentence.low))
    ]
    return min(told)[2] if told else None


def _characters(sentence: Sentence, roles: Roles) -> tuple[int, int]:
    """Where a trigger stands in the tokens joined by spaces."""
    start = sum(len(w) + 1 for w in sentence.low[: roles.i])
    return start, start + len(" ".join(sentence.low[roles.i : roles.j]))


@cache
def _tells_means(language: Language) -> re.Pattern[str]:
    longest_first = sorted(language.means, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")
