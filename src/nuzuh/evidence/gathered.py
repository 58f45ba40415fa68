"""Roles of one sentence beside each other: put together, told apart, and whether each has what its frame needs."""

from collections.abc import Iterable
from dataclasses import replace

from nuzuh.evidence.mentions import Sentence
from nuzuh.evidence.roles import Roles
from nuzuh.evidence.victims import counted_beside


def joined(found: Iterable[Roles]) -> list[Roles]:
    """Roles of one group of people put together: "thousands fled X, seeking refuge in Y" is one flight."""
    kept: list[Roles] = []
    for roles in found:
        same = next(
            (
                r
                for r in kept
                if roles.people is not None and r.people == roles.people and r.frame.kind == roles.frame.kind
            ),
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


def beside(sentence: Sentence, roles: Roles) -> list[Roles]:
    """Roles of those who were killed or wounded beside the people of some roles."""
    people = roles.people if roles.frame.kind == "casualty" else None
    if people is None or people.figure is None:
        return []
    return [replace(roles, people=other) for other in counted_beside(sentence, people)]


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
        "houses": people is not None and people.kind == "houses",
    }
    return all(any(have[one] for one in any_of) for any_of in roles.frame.require)
