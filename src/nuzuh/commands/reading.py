"""Commands that read reports."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nuzuh.commands.common import LedgerPath, Reports, day, honest_failure, progress_bars, tell
from nuzuh.commands.writing import ClaimFormat, Out, PlaceFormat, output, write_claims, write_places

if TYPE_CHECKING:
    from nuzuh.evidence.claims import Claim
    from nuzuh.evidence.documents import Document
    from nuzuh.scenario.problems import Problem

    Read = Iterable[tuple[Document, list[Claim]]]

#: Undated reports that are named one by one; of more only the number is told.
_NAMED = 5


@dataclass
class _Intake:
    """What is found in files while they are read, and what is to be told of it at the end.

    Attributes
    ----------
    texts : dict of str to str
        Text by report, of those whose claims are being written.
    """

    reports: int = 0
    claims: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    undated: list[str] = field(default_factory=list)
    problems: "list[Problem]" = field(default_factory=list)

    def documents(self, found: "Iterable[Document | Problem]") -> "Iterator[Document]":
        from nuzuh.evidence.documents import Document

        for one in found:
            if not isinstance(one, Document):
                self.problems.append(one)
                continue
            self.reports += 1
            self.undated += [] if one.published else [one.name]
            yield one

    def said(self, read: "Read", *, keep: bool) -> "Iterator[Claim]":
        """Give the claims of reports; with ``keep`` the text of each can be asked for, once, as its claims come."""
        for document, claims in read:
            if keep and claims:
                self.texts[document.name] = document.text
            self.claims += len(claims)
            yield from claims

    def text(self, report: str) -> str | None:
        return self.texts.pop(report, None)

    def tell(self) -> None:
        what = "no date of publication was given or found; dates such as 'on Thursday' are not resolved"
        for name in self.undated if len(self.undated) <= _NAMED else [f"{len(self.undated):,} reports"]:
            tell(f"{name}: {what} (give it with --published or --manifest)")
        for problem in self.problems:
            tell(problem)


def read(
    reports: Reports,
    manifest: Annotated[Path | None, typer.Option(help="CSV with the columns file and published.")] = None,
    published: Annotated[dt.date | None, typer.Option(parser=day, help="Publication date of all of them.")] = None,
    format: Annotated[
        ClaimFormat, typer.Option(help="How to write the claims: see docs/reference/formats.md.")
    ] = "table",
    out: Out = None,
    ledger: LedgerPath | None = None,
) -> None:
    """Read reports into claims, each with the sentence that it rests on.

    A report that neither --manifest nor --published dates is dated by its metadata, or else by what its text says of
    itself.

    Examples: `nuzuh read *.txt --manifest dates.csv --format jsonl --out claims.jsonl`;
    `nuzuh read report.html --format acled --out events.csv`
    """
    from nuzuh.evidence.documents import documents
    from nuzuh.evidence.reader import read_each

    intake = _Intake()
    with honest_failure():
        with output(out) as file, progress_bars() as progress:
            opened = progress("Opening reports, bytes", sum(path.stat().st_size for path in reports if path.is_file()))
            found = documents(reports, manifest=manifest, published=published, advance=opened)
            told: Read = read_each(intake.documents(found), progress=progress)
            told = _into(ledger, told) if ledger else told
            # lines of JSON hold claims as they are, and ask for no text
            write_claims(intake.said(told, keep=format != "jsonl"), format, file, intake.text)
        if format == "table":
            tell(f"{intake.claims} claims in {intake.reports} reports")
        intake.tell()
        if intake.problems:
            raise typer.Exit(1)


def _into(address: str, read: "Read") -> "Read":
    """Write each report with its claims into a ledger as it is read, and tell what was new."""
    from nuzuh.evidence.ledger import open_ledger
    from nuzuh.evidence.version import reader_version

    new = old = 0
    with open_ledger(address, create=True) as ledger:
        for document, claims in read:
            added = ledger.add(document, claims, reader_version())
            new, old = new + added.new, old + (not added.new)
            if added.name != document.name:
                tell(f"note: {document.name} is in the ledger as {added.name}")
            yield document, claims
    tell(f"reports added to the ledger: {new}; in it already, as read by this version: {old}")


def places(
    reports: Reports,
    format: Annotated[PlaceFormat, typer.Option(help="How to write them.")] = "table",
    out: Out = None,
) -> None:
    """Find the places that reports name, and where they are.

    Examples: `nuzuh places report.txt`; `nuzuh places *.txt --format geojson --out places.geojson`
    """
    from nuzuh.evidence.documents import documents
    from nuzuh.evidence.places import places as find

    intake = _Intake()
    with honest_failure():
        with output(out) as file:
            write_places(find(intake.documents(documents(reports))), format, file)
        for problem in intake.problems:
            tell(problem)
        if intake.problems and not intake.reports:
            raise typer.Exit(1)
