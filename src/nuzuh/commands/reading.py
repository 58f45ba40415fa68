"""Commands that read reports."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import Reports, day, honest_failure, tell

if TYPE_CHECKING:
    from nuzuh.evidence.claims import Claim


def _print_claims(claims: list["Claim"]) -> None:
    from itertools import groupby

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
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


def read(
    reports: Reports,
    manifest: Annotated[Path | None, typer.Option(help="CSV with the columns file and published.")] = None,
    published: Annotated[dt.date | None, typer.Option(parser=day, help="Publication date of all of them.")] = None,
    format: Annotated[Literal["table", "jsonl"], typer.Option(help="How to write the claims.")] = "table",
) -> None:
    """Read reports into claims, each with the sentence that it rests on.

    Example: `nuzuh read *.txt --manifest dates.csv --format jsonl > claims.jsonl`
    """
    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.reader import read as read_documents

    with honest_failure():
        documents, problems = load_documents(reports, manifest=manifest, published=published)
        claims = list(read_documents(documents))
        if format == "jsonl":
            for claim in claims:
                typer.echo(claim.model_dump_json())
        else:
            _print_claims(claims)
            typer.echo(f"{len(claims)} claims in {len(documents)} reports", err=True)
        for problem in problems:
            tell(problem)
        if problems:
            raise typer.Exit(1)


def places(
    reports: Reports,
    format: Annotated[Literal["table", "jsonl"], typer.Option(help="How to write them.")] = "table",
) -> None:
    """Find the places that reports name, and where they are.

    Example: `nuzuh places report.txt`
    """
    import json
    from dataclasses import asdict, fields

    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.places import Named
    from nuzuh.evidence.places import places as find

    with honest_failure():
        documents, problems = load_documents(reports)
        if format == "jsonl":
            for named in find(documents):
                typer.echo(json.dumps(asdict(named)))
        else:
            from rich.console import Console
            from rich.table import Table
            from rich.text import Text

            table = Table(*(field.name for field in fields(Named)))
            for named in find(documents):
                table.add_row(*(Text("" if cell is None else str(cell)) for cell in asdict(named).values()))
            Console().print(table)
        for problem in problems:
            tell(problem)
        if problems and not documents:
            raise typer.Exit(1)
