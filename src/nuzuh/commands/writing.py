"""Claims and places written out, in the format asked for."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import tell

if TYPE_CHECKING:
    from nuzuh.evidence.claims import Claim
    from nuzuh.evidence.located import Located, TextOf
    from nuzuh.evidence.places import Named
    from nuzuh.evidence.tables.column import Table

ClaimFormat = Literal["table", "jsonl", "csv", "acled", "idu", "hxl", "geojson"]
PlaceFormat = Literal["table", "jsonl", "csv", "geojson"]
#: Columns of a table of claims for people, with their shares of its width.
CLAIM_COLUMNS = {"What": 3, "Where and when": 3, "In the report's words": 5}
Out = Annotated[Path | None, typer.Option(help="File to write instead of stdout, whole or not at all.")]


@contextmanager
def output(file: Path | None) -> Iterator[IO[str]]:
    """Give what to write to: a file that is there whole or not at all, or stdout."""
    from nuzuh.io.whole import whole_file

    if file is None:
        yield sys.stdout
        return
    with whole_file(file) as draft, draft.open("w", encoding="utf-8", newline="") as out:
        yield out


def write_claims(
    claims: Iterable["Claim"], format: ClaimFormat, out: IO[str], text_of: "TextOf" = lambda _: None
) -> None:
    """Write claims in one of the formats.

    Lines of JSON hold claims as they are. All other formats are for sharing: they withhold the names of private people,
    and say where places are. What has no place in a format is left out, and counted on stderr.

    Parameters
    ----------
    claims : iterable of Claim
        Written as they come; those of one report stand together.
    format : str
        How.
    out : text file
        Where to.
    text_of : callable, optional
        Gives the kept text of a report by its name, if there is one: its places and persons are known better from it
        than from its claims alone. Asked once a report, as its claims come.
    """
    from nuzuh.io.json import JsonLines

    if format == "jsonl":
        out.writelines(JsonLines().text(claim.model_dump(mode="json") for claim in claims))
        return
    from nuzuh.evidence.located import locate

    located = locate(claims, text_of)
    if format == "table":
        _write_table(located, out)
    elif format == "geojson":
        _write_features(located, out)
    else:
        _write_rows(located, format, out)


def _write_features(claims: Iterable["Located"], out: IO[str]) -> None:
    from nuzuh.evidence.tables.facts import feature
    from nuzuh.io.json import GeoJson

    out.writelines(GeoJson().text(map(feature, claims)))


def _write_rows(claims: Iterable["Located"], format: Literal["csv", "acled", "idu", "hxl"], out: IO[str]) -> None:
    from nuzuh.io.csv import Csv, Hxl

    table = claim_table(format)
    left: Counter[str] = Counter()
    writer = Hxl({c.name: c.tag for c in table.columns}) if format == "hxl" else Csv(table.names)
    out.writelines(writer.text(table.rows(claims, lambda why: left.update([why]))))
    for why, times in sorted(left.items()):
        tell(f"{times} claim{'s' if times > 1 else ''} left out of {format}: {why}")


def claim_table(format: Literal["csv", "acled", "idu", "hxl"]) -> "Table":
    """The columns of a format."""
    from nuzuh.evidence.tables.acled import ACLED
    from nuzuh.evidence.tables.facts import FACTS
    from nuzuh.evidence.tables.hxl import HXL
    from nuzuh.evidence.tables.idu import IDU

    return {"csv": FACTS, "acled": ACLED, "idu": IDU, "hxl": HXL}[format]


def write_places(places: Iterable["Named"], format: PlaceFormat, out: IO[str]) -> None:
    """Write the places that reports name in one of the formats, as they come."""
    from dataclasses import asdict, fields

    from nuzuh.evidence.places import Named
    from nuzuh.io.csv import Csv
    from nuzuh.io.json import GeoJson, JsonLines

    columns = [field.name for field in fields(Named)]
    rows = map(asdict, places)
    if format == "jsonl":
        out.writelines(JsonLines().text(rows))
    elif format == "csv":
        out.writelines(Csv(columns).text(rows))
    elif format == "geojson":
        out.writelines(GeoJson().text(map(_point, rows)))
    else:
        told = [name for name in columns if name != "report"]
        cells = ((row["report"], ["" if row[name] is None else str(row[name]) for name in told]) for row in rows)
        write_tables(cells, dict.fromkeys(told, 1), out)


def _point(row: dict[str, object]) -> dict[str, object]:
    at = [row.pop("longitude"), row.pop("latitude")]
    return {
        "type": "Feature",
        "geometry": None if None in at else {"type": "Point", "coordinates": at},
        "properties": row,
    }


def _write_table(claims: Iterable["Located"], out: IO[str]) -> None:
    rows = ((one.claim.report, claim_cells(one.claim, one.quote, one.said_by)) for one in claims)
    write_tables(rows, CLAIM_COLUMNS, out)


def write_tables(rows: Iterable[tuple[str, Sequence[str]]], columns: Mapping[str, int], out: IO[str]) -> int:
    """Write rows as tables for people, a table a report, each as soon as its last row is there.

    Parameters
    ----------
    rows : iterable of (str, sequence of str)
        Cells of each row, and the report that it is of; those of one report stand together.
    columns : mapping of str to int
        Share of the width by column; 0 for one as wide as what it holds.
    out : text file
        Where to.

    Returns
    -------
    int
        Number of rows.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from nuzuh.io.text import visible

    console, written = Console(file=out), 0
    for report, told in groupby(rows, key=lambda row: row[0]):
        table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, title_justify="left")
        table.title = Text(visible(report), "bold")
        for name, share in columns.items():
            table.add_column(name, ratio=share or None, no_wrap=not share)
        for _, row in told:
            # Text, not markup: what a report says is shown, never interpreted
            table.add_row(*(Text(visible(cell)) for cell in row))
        console.print(table)
        written += table.row_count
    return written


def claim_cells(c: "Claim", quote: str, said_by: str | None) -> tuple[str, str, str]:
    """Cells of a claim under `CLAIM_COLUMNS`: what, who and how many; where and when; in what words, who says so."""
    bounds = list(dict.fromkeys(f"{bound:,.10g}" for bound in (c.low, c.high) if bound is not None))
    sign = f"{c.qualifier} " if c.qualifier in ("about", "at least", "up to") else ""
    figure = f"{sign}{' to '.join(bounds)} {c.unit or ''}" if bounds else c.unit or ""
    days = list(dict.fromkeys(str(day) for day in (c.valid_from, c.valid_to) if day))
    side = "" if c.valid_from and c.valid_to else "from " if c.valid_from else "by "
    what = c.kind + ("" if c.status == "reported" else f", {c.status}") + (", denied" if c.negated else "")
    who = ", ".join(part for part in (c.actor, c.means, figure.strip(), c.group) if part)
    where = " → ".join(place for place in (c.place, c.place_to) if place) or "no place"
    when = f"{side}{' to '.join(days)}" if days else ""
    says = f"says: {said_by}" if said_by else ""
    lines = (what, who), (where, when), (f"“{' '.join(quote.split())}”", says)
    first, second, third = ("\n".join(filter(None, told)) for told in lines)
    return first, second, third
