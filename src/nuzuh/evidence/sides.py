"""Who acts: which claims about an event can be of one actor, and which contradict each other."""

import re
from collections.abc import Iterable

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.names import fold
from nuzuh.evidence.topics import parts, state

_REBELS = frozenset(
    ["rebel", "rebels", "insurgent", "insurgents", "militants", "gunmen", "fighters", "fighter", "opposition"]
) | frozenset(["antigovernment", "armed", "local", "groups", "group", "forces", "allied", "and", "the"])
_STATE = frozenset(["government", "army", "military", "regime", "ministry", "state", "police", "troops"])


def unnamed(actor: str) -> bool:
    """Whether an actor is nobody in particular: "rebels", "opposition fighters"."""
    return set(actor.lower().replace("-", "").split()) <= _REBELS


def actors(claim: Claim) -> frozenset[str]:
    """Folded names of who acts; a bare "rebels" or "opposition fighters" names nobody."""
    return frozenset(fold(p) for p in parts(claim.actor) if not unnamed(p))


def of_the_state(actor: str) -> bool:
    """Whether an actor's name is that of a state's forces."""
    return bool(_STATE & set(re.findall(r"\w+", actor.lower())))


def alike(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Group claims about one event by who acts.

    Claims that name an actor in common are of one group. Those that name nobody join the group that does, if there is
    only one that they can be of: "rebels" may be any party but the state.

    Returns
    -------
    list of lists of Claim
        Groups with named actors before those without.
    """
    kept = list(claims)
    groups: list[list[Claim]] = []
    for claim in (c for c in kept if actors(c)):
        joined = [g for g in groups if any(actors(claim) & actors(other) for other in g)]
        groups = [g for g in groups if g not in joined] + [[*(c for g in joined for c in g), claim]]
    rebels = [c for c in kept if c.actor and not actors(c)]
    silent = [c for c in kept if not parts(c.actor)]
    for some, options in (
        (rebels, [g for g in groups if not any(of_the_state(c.actor or "") for c in g)]),
        (silent, groups),
    ):
        if len(options) == 1:
            options[0].extend(some)
        elif some:
            groups = [*groups, some]
    return groups


def sides(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Sort affirmed claims of one event by what they say.

    Who holds a place, or whether a road is open: two sides contradict each other. Claims that do not say are on none.
    """
    told = [c for c in claims if not c.negated]
    if told and told[0].kind == "control":
        groups = alike(told)
        return [g for g in groups if any(c.actor for c in g)] or groups
    if told and told[0].kind == "route":
        return [[c for c in told if state(c) == s] for s in sorted({state(c) for c in told} - {""})] or [told]
    return [told]
