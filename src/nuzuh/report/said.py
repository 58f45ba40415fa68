"""What the reports say: topics settled, claims with their quotes, and what has changed."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.reconcile import Settled
from nuzuh.evidence.weigh import Verdict
from nuzuh.report.situation import Situation, Source
from nuzuh.report.words import Quote, days, quote, span

#: How verdicts are told.
VERDICTS: dict[Verdict, str] = {
    "differ": "Reports differ",
    "updated": "Updated since",
    "not comparable": "Not comparable",
    "part of": "Part of another",
    "agree": "Reports agree",
    "single": "One source",
}


@dataclass(frozen=True)
class Said:
    """A claim as it is shown."""

    claim: Claim
    title: str
    quote: Quote
    what: str
    figure: str
    became: str

    @property
    def when(self) -> str:
        """The days on which it was so."""
        return days(self.claim.valid_from, self.claim.valid_to)


def said(situation: Situation) -> list[Said]:
    """All claims in the order of publication and text, with their quotes and what became of them."""
    documents = {document.name: document for document in situation.documents}
    became = outcomes(situation)
    found = []
    for claim in sorted(situation.claims, key=lambda c: (str(c.known), c.report, c.start)):
        document = documents[claim.report]
        found.append(
            Said(
                claim,
                document.title or document.name,
                quote(document.text, claim.start, claim.end),
                what(claim),
                "" if claim.low is None and claim.high is None else span_of(claim),
                became.get(claim.claim, ""),
            )
        )
    return found


def what(claim: Claim) -> str:
    """Say in a few words what a claim is of: kind, place or places, actor."""
    where = f": {claim.place.replace(';', ', ')}" if claim.place else ""
    to = f" → {claim.place_to.replace(';', ', ')}" if claim.place_to else ""
    actor = f", {claim.actor.replace(';', ', ')}" if claim.actor else ""
    denied = "not: " if claim.negated else ""
    return f"{denied}{claim.kind}{f' ({claim.means})' if claim.means else ''}{where}{to}{actor}"


def span_of(claim: Claim) -> str:
    """Write a claim's figure with its unit."""
    low = float("nan") if claim.low is None else claim.low
    high = float("nan") if claim.high is None else claim.high
    return f"{span(low, high, claim.qualifier)} {claim.unit or ''}".strip()


@dataclass(frozen=True)
class Topic:
    """A settled topic with the claims that it rests on, and the name by which the page links to it."""

    anchor: str
    settled: Settled
    verdict: str
    best: str
    range: str
    sources: str
    claims: tuple[Said, ...]


def topics(situation: Situation, claims: Iterable[Said]) -> list[Topic]:
    """Settled topics of two claims or more: where reports differ first, then those of most sources."""
    by_id = {s.claim.claim: s for s in claims}
    return [
        Topic(
            f"topic-{n}",
            settled,
            VERDICTS[settled.verdict],
            span(settled.best, settled.best) if settled.best is not None and settled.low != settled.high else "",
            _range(settled),
            _sources(situation, settled),
            tuple(by_id[c] for c in settled.claims if c in by_id),
        )
        for n, settled in enumerate(sorted(situation.settled, key=Settled.attention), start=1)
    ]


def _sources(situation: Situation, settled: Settled) -> str:
    """Name the sources of a topic; reports that speak for themselves are counted, as their quotes name them."""
    own = {document.name for document in situation.documents}
    named = [source for source in settled.sources if source not in own]
    alone = len(settled.sources) - len(named)
    return ", ".join([*named, f"{alone} in {'its' if alone == 1 else 'their'} own words"] if alone else named)


def _range(settled: Settled) -> str:
    if settled.low is None and settled.high is None:
        return ""
    low, high = (float("nan") if v is None else v for v in (settled.low, settled.high))
    return f"{span(low, high)} {settled.unit or ''}".strip()


def outcomes(situation: Situation) -> dict[str, str]:
    """What each claim became in the scenario, in words, by the claim's short name."""
    found: dict[str, list[str]] = {}
    for row in situation.adopted.log:
        found.setdefault(row.claim, []).append(f"{row.outcome}: {row.why}")
    return {claim: "; ".join(dict.fromkeys(told)) for claim, told in found.items()}


@dataclass(frozen=True)
class Change:
    """Something that was so, or became known, since a day."""

    when: object
    known: object
    what: str
    source: Source


def events_since(situation: Situation) -> list[Change]:
    """Events that began or became known after a day, latest first."""
    since, events = pd.Timestamp(situation.changed_since), situation.scenario.events
    events = events[(events["valid_from"] > since) | (events["known"] > since)]
    latest = events.sort_values(["valid_from", "known"], ascending=False, kind="stable")
    return [event(situation, row) for row in latest.itertuples(index=False)]


def event(situation: Situation, row: Any) -> Change:
    """Put a row of the events table into words."""
    where = situation.name(row.place) if pd.notna(row.place) else situation.road(row.route)
    actor = situation.actor(row.actor) if pd.notna(row.actor) else ""
    return Change(row.valid_from, row.known, _event(row, where, actor), situation.source_of(row.source))


def _event(row: Any, where: str, actor: str) -> str:
    by = f" by {actor}" if actor else ""
    told = {
        "control": f"{where} held by {actor}",
        "fighting": f"Fighting at {where}",
        "strike": f"Strike at {where}{by}",
        "closure": f"{where[0].upper()}{where[1:]} closed{by}",
        "opening": f"{where[0].upper()}{where[1:]} opened{by}",
        "capacity": f"Room for {row.intensity:,.0f} people at {where}",
    }
    return told[row.kind]


def claims_since(claims: Iterable[Said], since: dt.date) -> list[Said]:
    """Claims that were published after a day, latest first."""
    return [s for s in reversed(list(claims)) if s.claim.known is not None and s.claim.known > since]
