"""A claim: one statement of fact in one report, with the exact span of text that it rests on."""

import datetime as dt
import hashlib
from importlib import resources
from typing import TYPE_CHECKING, Literal, Self

from pydantic import BaseModel, ConfigDict, computed_field, model_validator

#: Kinds of claims: each has a file of patterns of its name in some language, but for distances, which need none.
KINDS = (
    *sorted(
        {
            file.name.removesuffix(".toml")
            for language in (resources.files("nuzuh.evidence") / "languages").iterdir()
            if language.is_dir()
            for file in (language / "patterns").iterdir()
            if file.name.endswith(".toml")
        }
    ),
    "distance",
)
if TYPE_CHECKING:
    Kind = str
else:
    Kind = Literal[*KINDS]
Status = Literal["reported", "claimed", "projected", "historical", "hypothetical"]
Qualifier = Literal["exact", "about", "at least", "up to", "between"]
Means = Literal["air", "shelling", "clash", "bomb"]
Scope = Literal["episode", "since offensive", "past week", "since 2011", "projection"]


class Claim(BaseModel):
    """One statement of fact in one report.

    Several places, actors or sources of one statement are separated by ``;``. A figure is a range: both bounds equal
    for an exact or "about" figure, ``low`` alone for "more than", ``high`` alone for "up to", the word's range for
    "hundreds" or "tens of thousands".

    Attributes
    ----------
    report : str
        Name of the file, or id of the record, that the claim was read from.
    place, place_to : str or None
        Where it was so, and whither for a movement; names as the gazetteer settles them.
    low, high : float or None
        Least and most, in ``unit``.
    scope : str or None
        What a figure counts.
    valid_from, valid_to : date or None
        First and last day on which it was so; None where the report does not say.
    known : date or None
        The day on which the report was published.
    attributed_to : str or None
        Who says so, where the report names somebody; private people by role.
    start, end : int
        Span of ``text`` in the report's kept text, in code points: ``kept[start:end] == text``.
    corrects : str or None
        Of a claim that a person corrected, the id of the claim as it was read.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    report: str
    kind: Kind
    place: str | None = None
    place_to: str | None = None
    actor: str | None = None
    group: str | None = None
    means: Means | None = None
    low: float | None = None
    high: float | None = None
    qualifier: Qualifier | None = None
    unit: str | None = None
    scope: Scope | None = None
    status: Status = "reported"
    negated: bool = False
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    known: dt.date | None = None
    attributed_to: str | None = None
    start: int
    end: int
    text: str
    corrects: str | None = None

    @computed_field  # type: ignore[prop-decorator]
    @property
    def claim(self) -> str:
        """A short name that is the same whenever the same text is read to the same effect."""
        told = self.model_dump_json(exclude={"claim"}, exclude_none=True)
        return "c" + hashlib.sha256(told.encode()).hexdigest()[:12]

    @property
    def asserted(self) -> bool:
        """Whether it says that something is so now: not history, not a supposition, not denied."""
        return self.status not in ("historical", "hypothetical") and not self.negated

    @model_validator(mode="after")
    def _bounds(self) -> Self:
        if len(self.text) != self.end - self.start:
            raise ValueError("the span is not as long as its text")
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low is above high")
        if self.valid_from is not None and self.valid_to is not None and self.valid_from > self.valid_to:
            raise ValueError("valid_from is after valid_to")
        return self
