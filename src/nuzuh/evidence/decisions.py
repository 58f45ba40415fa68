"""What people decide on claims: accept, reject or correct, with the reason; and the claims that stand after it."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationError, model_validator

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.reconcile import Settled, reconcile
from nuzuh.evidence.sources import Origin
from nuzuh.evidence.topics import Where
from nuzuh.evidence.wording import day, says
from nuzuh.scenario.problems import InputError, Problem

Verb = Literal["accept", "reject", "correct"]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]

#: What a correction may change: what was read, not the report, its day of publication or the span.
CORRECTABLE = tuple(
    name for name in Claim.model_fields if name not in ("report", "known", "start", "end", "text", "corrects")
)


class Decision(BaseModel):
    """What a person decided on one claim.

    Attributes
    ----------
    claim : str
        Id of the claim as it was read.
    verb : {"accept", "reject", "correct"}
        What was decided.
    reason : str
        Why.
    when : datetime
        When it was decided, with its time zone.
    by : str or None
        Role of who decided ("information manager"); no name is asked for.
    changes : dict
        Of a correction, each field that it changes with its value, as in the claim's JSON.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    claim: str
    verb: Verb
    reason: Text
    when: AwareDatetime
    by: Text | None = None
    changes: dict[str, Any] = {}

    @model_validator(mode="after")
    def _corrects(self) -> Self:
        if (self.verb == "correct") != bool(self.changes):
            raise ValueError("a correction, and nothing else, has changes")
        if other := sorted(self.changes.keys() - set(CORRECTABLE)):
            raise ValueError(f"a correction cannot change {', '.join(other)}")
        return self

    @property
    def words(self) -> str:
        """Who decided when, and why: 'by a person on 6 December 2024: the text says 40,000'."""
        return f"by {self.by or 'a person'} on {day(self.when.date())}: {self.reason}"


def corrected(claim: Claim, changes: Mapping[str, Any]) -> Claim:
    """Change a claim; what comes of it names the claim as it was read in ``corrects``.

    Raises
    ------
    InputError
        If the values do not make a claim, or none of them is another than the claim has; all problems together.
    """
    before = claim.model_dump(exclude={"claim"})
    try:
        after = Claim.model_validate(before | dict(changes) | {"corrects": claim.claim})
    except ValidationError as error:
        mend = "give another value, or correct the fields that it depends on as well"
        raise InputError(
            Problem(claim.claim, _plain(e["msg"]), None, str(e["loc"][0]) if e["loc"] else None, mend)
            for e in error.errors()
        ) from None
    if after.model_dump(exclude={"claim", "corrects"}) == claim.model_dump(exclude={"claim", "corrects"}):
        raise InputError([Problem(claim.claim, "the correction changes nothing", mend="accept the claim instead")])
    return after


def _plain(message: str) -> str:
    return message.removeprefix("Value error, ")


def correction(claim: Claim, decisions: Iterable[Decision], changes: Mapping[str, Any]) -> dict[str, Any]:
    """All changes of a correction that goes on from an earlier one, with their values as in the claim's JSON."""
    last = latest(decisions).get(claim.claim)
    changes = (last.changes if last else {}) | dict(changes)
    return corrected(claim, changes).model_dump(mode="json", include=set(changes))


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that counts on each claim: the last one, in the order given."""
    return {decision.claim: decision for decision in decisions}


def standing(claims: Iterable[Claim], decisions: Iterable[Decision]) -> list[Claim]:
    """Claims as they stand after decisions: without those rejected, and with corrections in place of what was read.

    Parameters
    ----------
    claims : iterable of Claim
        As they were read.
    decisions : iterable of Decision
        In the order in which they were taken; of several on one claim the last counts. Those on other claims are
        passed over.

    Returns
    -------
    list of Claim
        In the order given.
    """
    last = latest(decisions)
    return [stands for claim in claims if (stands := outcome(claim, last.get(claim.claim))) is not None]


def outcome(claim: Claim, decision: Decision | None) -> Claim | None:
    """What becomes of a claim by a decision; None if it is rejected."""
    if decision is None or decision.verb == "accept":
        return claim
    return corrected(claim, decision.changes) if decision.verb == "correct" else None


def reconcile_decided(
    claims: Iterable[Claim],
    decisions: Iterable[Decision],
    where: Where | None = None,
    origin: Origin = attrgetter("report"),
) -> list[Settled]:
    """Reconcile the claims that stand, and tell in the trail what was rejected and corrected, by whom and why.

    A rejection is told wherever the claim would have been lined up with claims that stand.

    Parameters
    ----------
    claims, decisions
        As for `standing`.
    where, origin : callable, optional
        As for `nuzuh.evidence.reconcile.reconcile`.
    """
    told, last = list(claims), latest(decisions)
    stand = standing(told, last.values())
    settled = reconcile(stand, where, origin)
    notes: dict[str, set[str]] = {}  # by id of a claim that stands
    for claim in told:
        decision = last.get(claim.claim)
        if decision and decision.verb == "correct":
            now = corrected(claim, decision.changes)
            what = f"{claim.claim} in {claim.report} ({says(claim)}) was corrected to {now.claim} ({says(now)})"
            notes.setdefault(now.claim, set()).add(f"{what} {decision.words}")
    out = {c.claim: c for c in told if c.claim in last and last[c.claim].verb == "reject"}
    for topic in reconcile([*stand, *out.values()], where, origin) if out else []:
        for name in topic.claims:
            if name in out:
                what = f"{name} in {out[name].report} ({says(out[name])}) was rejected {last[name].words}"
                for beside in topic.claims:
                    notes.setdefault(beside, set()).add(what)
    return [_with_notes(topic, sorted(set().union(*(notes.get(c, ()) for c in topic.claims)))) for topic in settled]


def _with_notes(topic: Settled, notes: list[str]) -> Settled:
    return replace(topic, trail=(*topic.trail, *notes))


def utc_now() -> dt.datetime:
    """The moment, by this machine's clock."""
    return dt.datetime.now(dt.UTC)
