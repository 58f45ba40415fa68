"""Claims written out, in the format asked for."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from nuzuh.evidence.claims import Claim

ClaimFormat = Literal["table", "jsonl"]
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


def write_claims(claims: Iterable["Claim"], format: ClaimFormat, out: IO[str]) -> None:
    """Write claims in one of the formats.

    Parameters
    ----------
    claims : iterable of Claim
        Written as they come; those of one report stand together.
    format : str
        How.
    out : text file
        Where to.
    """
    if format == "jsonl":
        out.writelines(claim.model_dump_json() + "\n" for claim in claims)
    else:
        _write_table(claims, out)


def _write_table(claims: Iterable["Claim"], out: IO[str]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(file=out)
    for report, said in groupby(claims, key=lambda claim: claim.report):
        table = Table(title=Text(report, "bold"), title_justify="left", show_lines=True, expand=True)
        for name, share in {"Claim": 2, "Where": 2, "Who, how many": 2, "When": 2, "Says": 2, "Quote": 5}.items():
            table.add_column(name, ratio=share)
        for c in said:
            # Text, not markup: what a report says is shown, never interpreted
            table.add_row(*map(Text, _cells(c)))
        console.print(table)


def _cells(c: "Claim") -> tuple[str, ...]:
    bounds = list(dict.fromkeys(f"{bound:,.0f}" for bound in (c.low, c.high) if bound is not None))
    sign = {"at least": "at least ", "up to": "up to "}.get(c.qualifier or "", "")
    figure = f"{sign}{' to '.join(bounds)} {c.unit or ''}" if bounds else c.unit or ""
    days = dict.fromkeys(str(day) for day in (c.valid_from, c.valid_to) if day)
    return (
        c.kind + ("" if c.status == "reported" else f", {c.status}") + (", denied" if c.negated else ""),
        " → ".join(place for place in (c.place, c.place_to) if place),
        ", ".join(part for part in (c.actor, figure.strip()) if part),
        " to ".join(days),
        c.attributed_to or "",
        c.text,
    )
