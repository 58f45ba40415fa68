"""Commands that read reports."""

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from nuzuh.commands.common import Reports, day, honest_failure, tell
from nuzuh.commands.writing import ClaimFormat, Out, PlaceFormat, output, write_claims, write_places


def read(
    reports: Reports,
    manifest: Annotated[Path | None, typer.Option(help="CSV with the columns file and published.")] = None,
    published: Annotated[dt.date | None, typer.Option(parser=day, help="Publication date of all of them.")] = None,
    format: Annotated[
        ClaimFormat, typer.Option(help="How to write the claims: see docs/reference/formats.md.")
    ] = "table",
    out: Out = None,
) -> None:
    """Read reports into claims, each with the sentence that it rests on.

    Examples: `nuzuh read *.txt --manifest dates.csv --format jsonl --out claims.jsonl`;
    `nuzuh read report.html --format acled --out events.csv`
    """
    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.reader import read as read_documents

    with honest_failure():
        documents, problems = load_documents(reports, manifest=manifest, published=published)
        claims = list(read_documents(documents))
        with output(out) as file:
            write_claims(claims, format, file, {d.name: d.text for d in documents}.get)
        if format == "table":
            tell(f"{len(claims)} claims in {len(documents)} reports")
        for problem in problems:
            tell(problem)
        if problems:
            raise typer.Exit(1)


def places(
    reports: Reports,
    format: Annotated[PlaceFormat, typer.Option(help="How to write them.")] = "table",
    out: Out = None,
) -> None:
    """Find the places that reports name, and where they are.

    Examples: `nuzuh places report.txt`; `nuzuh places *.txt --format geojson --out places.geojson`
    """
    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.places import places as find

    with honest_failure():
        documents, problems = load_documents(reports)
        with output(out) as file:
            write_places(find(documents), format, file)
        for problem in problems:
            tell(problem)
        if problems and not documents:
            raise typer.Exit(1)
