"""When what is told was so, and what a figure counts."""

import datetime as dt
from dataclasses import dataclass

from nuzuh.evidence.anchored import words as words_of
from nuzuh.evidence.claims import Scope
from nuzuh.evidence.dates import Period, periods
from nuzuh.evidence.language import Language, pattern
from nuzuh.evidence.mentions import Mention, Sentence
from nuzuh.evidence.roles import Roles

_SPEECH = 4  # words between a verb of saying and the day of the saying
_WEEK = dt.timedelta(days=7)
_NEW = dt.timedelta(days=60)
_MANY = {"casualty": 2_000, "displacement": 1_000_000}  # people; more are those of a whole war
_STORY = dt.timedelta(days=14)  # a story that began earlier bounds nothing


_EVENTS = ("attack", "control", "route", "casualty", "release", "deployment", "offensive")


@dataclass(frozen=True)
class Story:
    """When a report was published, and when the fighting and the war that it speaks of began, as far as known."""

    published: dt.date | None
    began: dt.date | None
    war: dt.date | None


@dataclass(frozen=True)
class When:
    """First and last day, and the scope of a figure; ``told`` is whether the sentence gives a date."""

    first: dt.date | None
    last: dt.date | None
    scope: Scope | None = None
    told: bool = False


def when(sentence: Sentence, roles: Roles, story: Story, *, placed: bool) -> When:
    """Find when what a trigger tells was so; ``placed`` is whether a place of it is known.

    A figure "since the offensive began" counts from the story's first day, one of "a decade of war" from the war's
    first year. Without a date, something was so by the day of publication, and an event of the story no earlier than
    the story began.
    """
    known = sentence.language
    published = story.published
    counted = roles.people is not None and roles.people.figure is not None
    since = counted and not known["since"].isdisjoint(sentence.low)
    date = _date(sentence, roles)
    period: Period | None = date.period if date is not None else None
    if period is not None and period.since and period.first is not None:
        return When(period.first, published, _since(period.first, published) if counted else None, True)
    if since and pattern(known, "since_fighting").search(sentence.told):
        return When(story.began, published, "since offensive", True)
    if since and pattern(known, "since_then").search(sentence.told) and (then := _then(sentence, roles, published)):
        return When(then, published, _since(then, published or then), True)
    if counted and period is None and story.war is not None:
        of_all = roles.frame.kind != "casualty" and _speaks_of_war(sentence.told, known)
        if of_all or of_a_war(sentence, roles):
            return When(story.war, published, "since 2011" if story.war.year == 2011 else None, True)
    scope: Scope | None = "episode" if counted and placed else None
    if period is None:
        return When(story.began if _of_the_story(sentence, roles, story, placed) else None, published, scope)
    if counted and published and (period.first, period.last) == (published - _WEEK, published):
        scope = "past week"
    return When(period.first, period.last, scope, True)


def _speaks_of_war(text: str, language: Language) -> bool:
    return not language["wars"].isdisjoint(words_of(text)) and pattern(language, "of_war").search(text) is not None


def of_a_war(sentence: Sentence, roles: Roles) -> bool:
    """Whether so many are displaced, or dead in a sentence that speaks of a war, that they are those of all of it."""
    figure = roles.people.figure if roles.people is not None else None
    least = _MANY.get(roles.frame.kind)
    return (
        least is not None
        and figure is not None
        and figure.low is not None
        and figure.low >= least
        and (
            roles.frame.kind == "displacement"
            or pattern(sentence.language, "conflict").search(sentence.told) is not None
        )
    )


def _since(first: dt.date, published: dt.date | None) -> Scope | None:
    if first.year == 2011:
        return "since 2011"
    return "since offensive" if published and published - first <= _NEW else None


def _then(sentence: Sentence, roles: Roles, published: dt.date | None) -> dt.date | None:
    """What "since then" counts from: the last day told before."""
    told = f"{sentence.before} {sentence.told[: sentence.characters(roles.i, roles.j)[0]]}"
    return next((p.first for p in reversed(periods(told, published, sentence.language)) if p.first is not None), None)


def _of_the_story(sentence: Sentence, roles: Roles, story: Story, placed: bool) -> bool:
    """Whether an undated event is one of the fighting that the report speaks of, no earlier than that began."""
    known = sentence.language
    if story.began is None or story.published is None or story.published - story.began > _STORY:
        return False
    told = f"{sentence.before} {sentence.told}"
    old = any(p.last and p.last < story.began for p in periods(told, story.published, known))
    if old or _speaks_of_war(told, known):
        return False
    if roles.frame.kind == "displacement":
        return (
            not placed and pattern(known, "fighting").search(told) is not None
        )  # a flight from a place has its own first day
    lasting = roles.frame.kind == "control" and roles.frame.voice == "left"
    return roles.frame.kind in _EVENTS and not lasting


def _date(sentence: Sentence, roles: Roles) -> Mention | None:
    """The date that a trigger is told with: the nearest with no turn of the sentence between."""
    options = []
    for date in sentence.of("date"):
        lo, hi = min(date.j, roles.j), max(date.i, roles.i)
        if not _of_speech(sentence, date, roles) and not _turns(sentence, date, roles, lo, hi):
            options.append((hi - lo, date.i, date))
    return min(options, key=lambda o: o[:2])[2] if options else None


def _of_speech(sentence: Sentence, date: Mention, roles: Roles) -> bool:
    """Whether a date is the day on which somebody spoke."""
    known = sentence.language
    near = range(max(0, date.i - _SPEECH), date.i)
    said = next((k for k in near if sentence.low[k] in known.reporting), None)
    if said is None or any(roles.i <= k < roles.j for k in near):
        return False
    return known["attacks"].isdisjoint(sentence.low[said : date.i])  # "said raids on Monday killed …"


def _turns(sentence: Sentence, date: Mention, roles: Roles, lo: int, hi: int) -> bool:
    low, known = sentence.low, sentence.language
    if sentence.has(date.j, "after") and date.j < roles.i:  # "a week after X was taken": the date is of the taking
        return not known["edges"].isdisjoint(low[date.j + 1 : roles.i])
    edges = (known["edges"] | known["that"]) - (known["at_head"] if date.i == 0 else set())
    return not edges.isdisjoint(low[lo:hi])
