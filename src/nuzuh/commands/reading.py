"""Commands that read reports."""

import datetime as dt
from pathlib import Path
from typing import Annotated, Literal

import typer

from nuzuh.commands.common import Reports, day, honest_failure, tell
from nuzuh.commands.writing import ClaimFormat, Out, output, write_claims


def read(
    reports: Reports,
    manifest: Annotated[Path | None, typer.Option(help="CSV with the columns file and published.")] = None,
    published: Annotated[dt.date | None, typer.Option(parser=day, help="Publication date of all of them.")] = None,
    format: Annotated[ClaimFormat, typer.Option(help="How to write the claims.")] = "table",
    out: Out = None,
) -> None:
    """Read reports into claims, each with the sentence that it rests on.

    Example: `nuzuh read *.txt --manifest dates.csv --format jsonl --out claims.jsonl`
    """
    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.reader import read as read_documents

    with honest_failure():
        documents, problems = load_documents(reports, manifest=manifest, published=published)
        claims = list(read_documents(documents))
        with output(out) as file:
            write_claims(claims, format, file)
        if format == "table":
            tell(f"{len(claims)} claims in {len(documents)} reports")
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
