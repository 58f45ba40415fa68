"""Commands that read reports."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import Reports, day, honest_failure, progress_bars, tell, visible

if TYPE_CHECKING:
    from rich.text import Text

    from nuzuh.evidence.claims import Claim
    from nuzuh.evidence.documents import Document
    from nuzuh.scenario.problems import Problem

#: Undated reports that are named one by one; of more only the number is told.
_NAMED = 5

#: What str.splitlines takes for the end of a line and JSON does not escape.
_LINE_ENDS = {ord(c): ascii(c)[1:-1] for c in "\u2028\u2029"} | {0x85: "\\u0085"}


@dataclass
class _Intake:
    """What is found in files while they are read: reports, and what is to be told of them at the end."""

    reports: int = 0
    undated: list[str] = field(default_factory=list)
    problems: "list[Problem]" = field(default_factory=list)

    def documents(self, found: "Iterable[Document | Problem]") -> "Iterator[Document]":
        from nuzuh.evidence.documents import Document

        for one in found:
            if isinstance(one, Document):
                self.reports += 1
                self.undated += [] if one.published else [one.name]
                yield one
            else:
                self.problems.append(one)

    def tell(self) -> None:
        what = "no date of publication was given or found; dates such as 'on Thursday' are not resolved"
        for name in self.undated if len(self.undated) <= _NAMED else [f"{len(self.undated):,} reports"]:
            tell(f"{name}: {what} (give it with --published or --manifest)")
        for problem in self.problems:
            tell(problem)


def _shown(text: str, style: str = "") -> "Text":
    """What a report says, as a cell of a table: not as markup, and nothing that the terminal would obey."""
    from rich.text import Text

    return Text(visible(text), style)


def _print_claims(claims: "Iterable[Claim]") -> int:
    """Print claims as tables, one a report, and give their number."""
    from itertools import groupby

    from rich.console import Console
    from rich.table import Table

    console, count = Console(), 0
    for report, said in groupby(claims, key=lambda claim: claim.report):
        table = Table(title=_shown(report, "bold"), title_justify="left", show_lines=True, expand=True)
        for name, share in {"Claim": 2, "Where": 2, "Who, how many": 2, "When": 2, "Says": 2, "Quote": 5}.items():
            table.add_column(name, ratio=share)
        for c in said:
            table.add_row(*map(_shown, _cells(c)))
        console.print(table)
        count += table.row_count
    return count


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

    A report that neither --manifest nor --published dates is dated by its metadata, or else by what its text says of
    itself. Example: `nuzuh read *.txt --manifest dates.csv --format jsonl > claims.jsonl`
    """
    from nuzuh.evidence.documents import documents
    from nuzuh.evidence.reader import read as read_documents

    intake = _Intake()
    with honest_failure():
        with progress_bars() as progress:
            opened = progress("Opening reports, bytes", sum(path.stat().st_size for path in reports if path.is_file()))
            found = documents(reports, manifest=manifest, published=published, advance=opened)
            claims = read_documents(intake.documents(found), progress=progress)
            if format == "jsonl":
                for claim in claims:
                    typer.echo(claim.model_dump_json().translate(_LINE_ENDS))
            else:
                count = _print_claims(claims)
        if format == "table":
            tell(f"{count} claims in {intake.reports} reports")
        intake.tell()
        if intake.problems:
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

    from nuzuh.evidence.documents import documents
    from nuzuh.evidence.places import Named
    from nuzuh.evidence.places import places as find

    intake = _Intake()
    with honest_failure():
        named = (asdict(one) for one in find(intake.documents(documents(reports))))
        if format == "jsonl":
            for one in named:
                typer.echo(json.dumps(one))
        else:
            from rich.console import Console
            from rich.table import Table

            table = Table(*(field.name for field in fields(Named)))
            for one in named:
                table.add_row(*(_shown("" if cell is None else str(cell)) for cell in one.values()))
            Console().print(table)
        for problem in intake.problems:
            tell(problem)
        if intake.problems and not intake.reports:
            raise typer.Exit(1)
