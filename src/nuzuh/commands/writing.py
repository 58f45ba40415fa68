"""Claims and places written out, in the format asked for."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
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
    from nuzuh.io.text import visible

    columns = [field.name for field in fields(Named)]
    rows = map(asdict, places)
    if format == "jsonl":
        out.writelines(JsonLines().text(rows))
    elif format == "csv":
        out.writelines(Csv(columns).text(rows))
    elif format == "geojson":
        out.writelines(GeoJson().text(map(_point, rows)))
    else:
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(*columns)
        for row in rows:
            table.add_row(*(Text("" if cell is None else visible(str(cell))) for cell in row.values()))
        Console(file=out).print(table)


def _point(row: dict[str, object]) -> dict[str, object]:
    at = [row.pop("longitude"), row.pop("latitude")]
    return {
        "type": "Feature",
        "geometry": None if None in at else {"type": "Point", "coordinates": at},
        "properties": row,
    }


def _write_table(claims: Iterable["Located"], out: IO[str]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from nuzuh.io.text import visible

    console = Console(file=out)
    for report, said in groupby(claims, key=lambda one: one.claim.report):
        table = Table(box=box.HORIZONTALS, show_lines=True, expand=True, title_justify="left")
        table.title = Text(visible(report), "bold")
        for name, share in {"What": 3, "Where and when": 3, "In the report's words": 5}.items():
            table.add_column(name, ratio=share)
        for one in said:
            kind, where, what, when, _, _ = cells(one.claim)
            says = f"says: {one.said_by}" if one.said_by else ""
            lines = ((kind, what), (where or "no place", when), (f"“{one.quote}”", says))
            # Text, not markup: what a report says is shown, never interpreted
            table.add_row(*(Text(visible("\n".join(filter(None, told)))) for told in lines))
        console.print(table)


def cells(c: "Claim") -> tuple[str, ...]:
    """Cells of a claim in a table for people: claim, where, who and how many, when, who says so, in what words."""
    bounds = list(dict.fromkeys(f"{bound:,.10g}" for bound in (c.low, c.high) if bound is not None))
    sign = f"{c.qualifier} " if c.qualifier in ("about", "at least", "up to") else ""
    figure = f"{sign}{' to '.join(bounds)} {c.unit or ''}" if bounds else c.unit or ""
    days = list(dict.fromkeys(str(day) for day in (c.valid_from, c.valid_to) if day))
    side = "" if c.valid_from and c.valid_to else "from " if c.valid_from else "by "
    return (
        c.kind + ("" if c.status == "reported" else f", {c.status}") + (", denied" if c.negated else ""),
        " → ".join(place for place in (c.place, c.place_to) if place),
        ", ".join(part for part in (c.actor, c.means, figure.strip(), c.group) if part),
        f"{side}{' to '.join(days)}" if days else "",
        c.attributed_to or "",
        " ".join(c.text.split()),
    )
