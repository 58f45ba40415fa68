"""All that a situation report tells."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from nuzuh.evidence.adopt import Adopted
from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import Document
from nuzuh.evidence.reconcile import Settled
from nuzuh.forecast.result import Forecast
from nuzuh.scenario import Scenario

#: How far back "what has changed" looks if nobody says since when.
SINCE_DAYS = 3


@dataclass(frozen=True)
class Source:
    """What a row of the scenario rests on: in words, and the claim to link to, if it is one."""

    words: str
    claim: str | None


@dataclass(frozen=True)
class Situation:
    """The world as known on a day, the reports behind it, and the forecast made from it.

    Attributes
    ----------
    scenario : Scenario
        The world as it was known on the as-of date, with what the reports added.
    documents : tuple of Document
        The reports that were read.
    claims : tuple of Claim
        What they say.
    settled : tuple of Settled
        Topics on which claims were lined up.
    adopted : Adopted
        What became of each claim.
    forecast : Forecast
        Made from the scenario; its origin is the as-of date.
    since : date or None
        The day since which changes are told; None for `SINCE_DAYS` before the as-of date.
    """

    scenario: Scenario
    documents: tuple[Document, ...]
    claims: tuple[Claim, ...]
    settled: tuple[Settled, ...]
    adopted: Adopted
    forecast: Forecast
    since: dt.date | None = None

    @property
    def as_of(self) -> dt.date:
        """The day whose knowledge the report rests on."""
        return self.forecast.origin

    @property
    def changed_since(self) -> dt.date:
        """The day since which changes are told."""
        return self.since or self.as_of - dt.timedelta(days=SINCE_DAYS)

    @property
    def last_day(self) -> dt.date:
        """The last day forecast."""
        return self.as_of + dt.timedelta(days=self.forecast.days)

    @cached_property
    def places(self) -> pd.DataFrame:
        """Places by their short name."""
        return self.scenario.places.set_index("place")

    def name(self, place: object) -> str:
        """Name of a place or area for people; an area's is made of its short name ('NW Syria' of nw-syria)."""
        if str(place) in self._names:
            return self._names[str(place)]
        return " ".join(w.upper() if len(w) == 2 else w.capitalize() for w in str(place).split("-"))

    def road(self, route: object) -> str:
        """Name of a road for people, by its ends."""
        ends = self._roads.loc[str(route), ["from", "to"]]
        return "the road {} – {}".format(*map(self.name, ends))

    def actor(self, key: object) -> str:
        """Name of an actor for people."""
        known = self.scenario.settings.actors.get(str(key))
        return known.name if known else str(key)

    def claim_behind(self, source: object) -> Claim | None:
        """Find the claim that a row's source names, as in 'c0123456789ab in report.txt'; None for a citation."""
        return self._by_id.get(str(source).partition(" ")[0])

    def source_of(self, source: object) -> Source:
        """Tell a row's source: its citation, or who says so in which report."""
        claim = self.claim_behind(source)
        if claim is None:
            return Source(str(source), None)
        title = next(d.title or d.name for d in self.documents if d.name == claim.report)
        return Source(f"{claim.attributed_to or 'not said'}, in “{title}”", claim.claim)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {str(place): str(name) for place, name in self.places["name"].items()}

    @cached_property
    def _roads(self) -> pd.DataFrame:
        return self.scenario.routes.set_index("route")

    @cached_property
    def _by_id(self) -> dict[str, Claim]:
        return {claim.claim: claim for claim in self.claims}
