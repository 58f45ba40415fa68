"""Who struck, and where, when another sentence of the report tells it."""

from collections.abc import Sequence

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.countries import country_names
from nuzuh.evidence.language import english
from nuzuh.evidence.mentions import Sentence
from nuzuh.evidence.sides import of_the_state, unnamed
from nuzuh.evidence.together import meet
from nuzuh.evidence.topics import parts


def of_the_same(claim: Claim, last: Sequence[Claim]) -> Claim:
    """An attack told on in the next sentence has the actor and means that it was told with."""
    same = next((c for c in last if c.kind == claim.kind == "attack" and c.place == claim.place and c.actor), None)
    if same is None or claim.actor or claim.place is None or (claim.means == "air" and not _flies(same)):
        return claim
    return claim.model_copy(update={"actor": same.actor, "means": claim.means or same.means})


def of_the_attack(claim: Claim, told: Sequence[Claim], sentence: Sentence) -> Claim:
    """Give an attack of which nobody is told to be the author that of the last one told of, where they are one.

    It is told as known ("the raid", "these strikes"), or goes on with the same means, and on no land of the author's.
    """
    if claim.kind not in ("attack", "casualty") or claim.actor:
        return claim
    authors = {c.actor for c in told if c.kind in ("attack", "casualty") and c.actor}
    actor = authors.pop() if len(authors) == 1 else None
    low = sentence.low
    known = any(
        word in sentence.language["attacks"] and not sentence.language["told_before"].isdisjoint(low[max(0, k - 2) : k])
        for k, word in enumerate(low)
    )
    if not known:
        sides = {c.actor for c in told if c.actor and _goes_on(claim, c)}
        actor = sides.pop() if len(sides) == 1 else None
        actor = None if _holds(actor, sentence) else actor
    return claim.model_copy(update={"actor": actor}) if actor else claim


def by_one_side(claims: list[Claim]) -> list[Claim]:
    """Give attacks of which nobody is told to be the author the one side that a report has attack that place so.

    What is told of one bombardment in many sentences names its author in one of them. So with civilians who died where
    one side alone attacked.
    """
    sides: dict[tuple[str | None, str | None], set[str]] = {}
    flying: dict[str, int] = {}  # who attacked from the air, and where that is told first
    for c in claims:
        if c.kind == "attack" and c.asserted and c.actor and c.place and c.means in ("air", "shelling"):
            sides.setdefault((c.place, c.means), set()).add(c.actor)
        if (
            c.asserted
            and c.actor
            and ((c.kind == "attack" and c.place and c.means == "air") or _killed_from_the_air(c))
        ):
            flying.setdefault(c.actor, c.start)

    def of(claim: Claim) -> Claim:
        told = sides.get((claim.place, claim.means), set())
        if claim.means == "air" and not told:
            told = {actor for actor, start in flying.items() if start < claim.start}
        lacking = claim.kind == "attack" and claim.asserted and claim.actor is None and len(told) == 1
        return claim.model_copy(update={"actor": next(iter(told))}) if lacking else claim

    found = [of(claim) for claim in claims]
    struck = [c for c in found if c.kind == "attack" and c.actor and c.asserted]

    def with_them(claim: Claim) -> Claim:
        if claim.kind != "casualty" or claim.actor:
            return claim
        near = {c.actor for c in struck if meet(c, claim)}
        if not near and not _armed(claim):
            near = {c.actor for c in struck if c.place == claim.place}
        return claim.model_copy(update={"actor": near.pop()}) if len(near) == 1 else claim

    return [with_them(claim) for claim in found]


def _killed_from_the_air(claim: Claim) -> bool:
    """Whether a claim's words tell that people were killed or wounded from the air."""
    told = claim.text.lower() if claim.kind == "casualty" else ""
    return any(means == "air" and word in told for word, means in english().means.items())


def _armed(claim: Claim) -> bool:
    """Whether those killed fought, maybe for the side that attacked."""
    return english().people.get((claim.unit or "").split(" ")[0]) == "fighters"


def _goes_on(claim: Claim, last: Claim) -> bool:
    """Whether a blow from afar follows one that may be of the same hand: no rebels' where it is struck from the air."""
    if claim.kind != "attack" or last.kind != "attack" or last.means not in ("air", "shelling", None):
        return False
    return claim.means == "shelling" or (claim.means == "air" and _flies(last))


def _flies(claim: Claim) -> bool:
    """Whether who attacks has aircraft, as states and their coalitions do."""
    states = (of_the_state(side) or side in country_names() or "coalition" in side for side in parts(claim.actor))
    return claim.means == "air" or any(states)


def _holds(actor: str | None, sentence: Sentence) -> bool:
    """Whether a sentence tells that what is struck is held by a side: "the rebel-held town of X"."""
    low, language = sentence.low, sentence.language
    holders = {low[k - 1 - (low[k - 1] == "-")] for k in range(2, len(low)) if low[k] in language["holding"]}
    return any(
        (of_the_state(side) and not holders.isdisjoint(language["held_by_state"]))
        or (unnamed(side) and not holders.isdisjoint(language["held_by_rebels"]))
        for side in parts(actor)
    )
