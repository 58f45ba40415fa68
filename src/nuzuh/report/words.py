"""Figures, days and quotes as a person reads them."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

#: Fewer people than this (95 % quantile) are not told of a place or a movement: aggregates only.
LEAST_TOLD = 50.0
#: Characters of its surroundings that a quote is shown in, at most, on either side.
CONTEXT = 220
_URL = re.compile(r"https?://[^\s<>\"',;]+[^\s<>\"',;.)]")


def rounded(value: float, digits: int = 2) -> int:
    """Round to significant digits; 50,345 with two of them is 50,000."""
    if not math.isfinite(value) or value == 0:
        return 0
    return int(round(value, min(0, digits - 1 - math.floor(math.log10(abs(value))))))


def people(value: float) -> str:
    """Write an estimated number of people with two significant digits."""
    return "under 10" if 0.5 <= value < 10 else f"{rounded(value):,}"


@dataclass(frozen=True)
class Range:
    """An estimate: median, and 5 % and 95 % quantiles, in people."""

    low: float
    median: float
    high: float

    @property
    def mid(self) -> str:
        """The median in words."""
        return people(self.median)

    @property
    def interval(self) -> str:
        """The 90 % interval in words."""
        low, high = people(self.low), people(self.high)
        return low if low == high else f"{low}–{high}".replace("under 10–", "0–")

    def __str__(self) -> str:
        return f"{self.mid} ({self.interval})"


def span(low: Any, high: Any, qualifier: object = None) -> str:
    """Write a published figure as it was put: 'at least 280,000', '60,000–80,000'."""
    has_low, has_high = not pd.isna(low), not pd.isna(high)
    if has_low and has_high:
        told = f"{low:,.10g}" if low == high else f"{low:,.10g}–{high:,.10g}"
        if low != high and re.fullmatch("9{2,}", f"{high:.0f}"):  # "thousands": from 1,000 to 9,999
            told = f"{low:,.10g} to under {high + 1:,.10g}"
        return f"about {told}" if qualifier == "about" else told
    if has_low:
        return f"at least {low:,.10g}"
    return f"up to {high:,.10g}" if has_high else "no figure"


def day(value: Any, form: str = "%B %Y") -> str:
    """Write a day as '7 December 2024'; an unknown one as a dash."""
    return "–" if value is None or pd.isna(value) else f"{value.day} {value.strftime(form)}"


def short(value: Any) -> str:
    """Write a day as '7 Dec 2024'."""
    return day(value, "%b %Y")


def days(first: Any, last: Any) -> str:
    """Write the days on which something was so."""
    if (first is None or pd.isna(first)) and (last is None or pd.isna(last)):
        return "no day told"
    if last is None or pd.isna(last):
        return f"from {day(first)}"
    if first is None or pd.isna(first) or first == last:
        return day(last)
    return f"{day(first, '%B %Y' if first.year != last.year else '%B')} – {day(last)}"


@dataclass(frozen=True)
class Quote:
    """A span of a report within its surroundings."""

    before: str
    text: str
    after: str


def quote(text: str, start: int, end: int) -> Quote:
    """Cut a span out of a report together with the rest of its sentence.

    Parameters
    ----------
    text : str
        The report's kept text.
    start, end : int
        The span, in code points.

    Returns
    -------
    Quote
        The span unchanged, and at most `CONTEXT` characters before and after it.
    """
    before, after = text[max(start - CONTEXT, 0) : start], text[end : end + CONTEXT]
    begins = max((m.end() for m in re.finditer(r"[.!?][\"'”’)]*\s+|\n", before)), default=-1)
    ends = re.search(r"[.!?][\"'”’)]*(?=\s)|\n", after)
    head = before[begins:] if begins >= 0 else ("… " if start > CONTEXT else "") + before
    closed = bool(re.search(r"[.!?][\"'”’)]*$", text[start:end]))
    tail = "" if closed else after[: ends.end()] if ends else after + (" …" if end + CONTEXT < len(text) else "")
    return Quote(head.lstrip(), text[start:end], tail.rstrip())


def linked(text: str) -> list[tuple[str, str | None]]:
    """Split a citation into pieces, each with the address that it links to; only http and https are addresses."""
    pieces: list[tuple[str, str | None]] = []
    done = 0
    for match in _URL.finditer(text):
        pieces += [(text[done : match.start()], None), (match.group(), match.group())]
        done = match.end()
    return [piece for piece in [*pieces, (text[done:], None)] if piece[0]]


def csv_text(header: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write rows as CSV that no spreadsheet takes for formulas.

    A text that begins with ``=``, ``+``, ``-``, ``@``, a tabulator or a line end gets an apostrophe before it.
    """
    return "".join(",".join(_cell(value) for value in row) + "\r\n" for row in [header, *rows])


def _cell(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    if not isinstance(value, str):
        return f"{value}"
    safe = f"'{value}" if value[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") else value
    return '"' + safe.replace('"', '""') + '"'
