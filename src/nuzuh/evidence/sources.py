"""Who is behind a statement, and which sources are independent of each other.

The rules, all of which rather count too few than too many:

1. Agencies of the United Nations are one source.
2. A news agency that passes somebody's words on is a channel, not a source; alone, it is one.
3. A person named beside an organisation speaks for it, wherever that person is quoted.
4. Unnamed sources of one description ("resident", "a coastal resident") may be one person: they count once. So do a
   body and its unnamed member ("Syrian army", "Syrian army officer").
5. An unnamed monitor is the one that the same report names, else the only one that any report names; where that tells
   nothing, unnamed monitors are one.
6. A sentence that several reports carry is of the earliest of them: what the others say in it is that report's word.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter

from nuzuh.evidence.claims import Claim

Origin = Callable[[Claim], str]
"""The earliest report that carries the passage that a claim rests on."""

UNITED_NATIONS = "United Nations"
_UNITED_NATIONS = re.compile(
    r"\b(united nations|un|u\.n\.|ocha|unhcr|wfp|unicef|iom|who|unrwa|unfpa|undp|world food program(me)?|"
    r"refugee agency|international organi[sz]ation for migration|world health organi[sz]ation)\b(?!-)"
)
_CHANNEL = re.compile(
    r"\b(reuters|afp|agence france-presse|ap|associated press|cnn|bbc|dpa|sana|tass|interfax|anadolu|al[ -]jazeera|"
    r"telegram|twitter|facebook|state television)\b"
)
_ORGANISATION = re.compile(
    r"\b(observatory|nations?|organi[sz]ations?|agency|ministry|military|army|forces|government|commission|"
    r"council|committee|network|cent(re|er)|union|police|authorit(y|ies)|red (cross|crescent)|programme?|"
    r"office|group|institute|foundation|association|party|movement|administration|observers)\b"
)
_DESCRIPTION = re.compile(
    r"\b(residents?|officers?|officials?|spokes\w+|commanders?|fighters?|witness(es)?|sources?|analysts?|"
    r"doctors?|medics?|workers?|locals?|activists?|soldiers?|monitors?|monitoring|diplomats?|journalists?|"
    r"refugees?|families|civilians|leaders?|ministers?|mayors?)\b"
)
_MONITOR = re.compile(r"\b(monitors?|monitoring|observatory)\b")
_ARTICLES = {"a", "an", "the", "of", "in", "for", "and"}


@lru_cache(maxsize=4096)
def names(attributed_to: str | None) -> tuple[str, ...]:
    """Split an attribution into the sources that it names, in its order."""
    parts = re.split(r"\s*;\s*", attributed_to or "")
    # "a monitor and residents" are two; "Ministry of Defence and Aviation" is one
    split = (re.split(r"\s+and\s+", p) if _DESCRIPTION.search(p.lower()) else [p] for p in parts)
    return tuple(name.strip() for pieces in split for name in pieces if name.strip())


@lru_cache(maxsize=4096)
def _family(name: str) -> str:
    return UNITED_NATIONS if _UNITED_NATIONS.search(name.lower()) else name


@lru_cache(maxsize=4096)
def _unnamed(name: str) -> bool:
    """Whether it describes somebody rather than names one: an officer, residents, a monitoring group."""
    return bool(_DESCRIPTION.search(name.lower())) and not re.search(r"\bfor\b|^[A-Z]{2,}$", name)


def _organisation(name: str) -> bool:
    return not _unnamed(name) and bool(
        name == UNITED_NATIONS or re.fullmatch(r"[A-Z]{2,}", name) or _ORGANISATION.search(name.lower())
    )


def _words(description: str) -> frozenset[str]:
    return frozenset(re.sub(r"s$", "", w) for w in re.findall(r"\w+", description.lower())) - _ARTICLES


@dataclass(frozen=True)
class Sources:
    """Which source each name stands for, learnt from all claims at once.

    Attributes
    ----------
    speaks_for : mapping
        Person to the organisation beside which the person is named.
    monitor_of : mapping
        Report to the monitoring organisation that its unnamed monitors are.
    report : callable
        The earliest report that carries what a claim rests on: its own, unless it was copied from another.
    """

    speaks_for: Mapping[str, str]
    monitor_of: Mapping[str, str]
    report: Origin

    @classmethod
    def learn(cls, claims: Iterable[Claim], origin: Origin = attrgetter("report")) -> "Sources":
        """Learn who speaks for whom from how claims are attributed."""
        beside: dict[str, set[str]] = {}
        monitors: dict[str, set[str]] = {}
        for claim in claims:
            told = {_family(name) for name in names(claim.attributed_to)}
            organisations = {n for n in told if _organisation(n)}
            for person in told - organisations:
                if not _unnamed(person):
                    beside.setdefault(person, set()).update(organisations)
            monitors.setdefault(claim.report, set()).update(n for n in organisations if _MONITOR.search(n.lower()))
        named = set().union(*monitors.values())
        return cls(
            {person: min(bodies) for person, bodies in beside.items() if len(bodies) == 1},
            {report: min(bodies or named) for report, bodies in monitors.items() if len(bodies or named) == 1},
            origin,
        )

    def of(self, claim: Claim) -> frozenset[str]:
        """Sources that a claim names; empty where the report speaks for itself."""
        told = {self.speaks_for.get(f, f) for f in map(_family, names(claim.attributed_to))}
        told -= {n for n in told if _CHANNEL.search(n.lower())} if len(told) > 1 else set()
        monitor = self.monitor_of.get(claim.report, "monitor")
        return frozenset(monitor if _unnamed(n) and _MONITOR.search(n.lower()) else n for n in told)


def merged(told: Iterable[str]) -> dict[str, str]:
    """Map each source to the one that it counts as.

    Parameters
    ----------
    told : iterable of str
        Sources as `Sources.of` gives them.

    Returns
    -------
    dict of str to str
        Named sources stand for themselves; of "resident" and "coastal resident" the shorter stands for both. Its
        values are independent of each other.
    """
    found: dict[str, str] = {}
    for name in sorted(set(told), key=lambda n: (len(_words(n)), n)):
        alike = (k for k in found.values() if _unnamed(name) and _words(k) <= _words(name))
        found[name] = next(alike, name)
    return found


def tellers(claims: Iterable[Claim], sources: Sources, same: Callable[[Claim, Claim], bool]) -> dict[str, list[Claim]]:
    """Sort claims about one thing by the independent source that they rest on.

    A claim of several sources rests on each. What a report says without naming a source is a retelling, and adds no
    source, if a claim that names one says the same; otherwise it counts as that report's own.

    Parameters
    ----------
    same : callable
        Whether two claims say the same.

    Returns
    -------
    dict of str to list of Claim
        Named sources by name, reports by the name of the report; retellings are left out.
    """
    kept = list(claims)
    named = {c.claim: sources.of(c) for c in kept}
    stands_for = merged(name for told in named.values() for name in told)
    found: dict[str, list[Claim]] = {}
    for claim in kept:
        if named[claim.claim]:
            for name in sorted({stands_for[n] for n in named[claim.claim]}):
                found.setdefault(name, []).append(claim)
        elif not any(named[other.claim] and same(claim, other) for other in kept):
            found.setdefault(sources.report(claim), []).append(claim)
    return found
