"""The command that settles what reports say against each other."""

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from nuzuh.commands.common import Reports, day, honest_failure, tell

if TYPE_CHECKING:
    from nuzuh.evidence.reconcile import Settled

TopicFormat = Annotated[Literal["table", "jsonl"], typer.Option(help="How to write the topics.")]


def settle(
    reports: Reports,
    manifest: Annotated[Path | None, typer.Option(help="CSV with the columns file and published.")] = None,
    published: Annotated[dt.date | None, typer.Option(parser=day, help="Publication date of all of them.")] = None,
    format: TopicFormat = "table",
) -> None:
    """Show where reports agree and where they differ, topic by topic, with who says what.

    The table leaves out what one source in one report says; the JSON lines hold every topic.

    Example: `nuzuh settle *.txt --manifest dates.csv`
    """
    from nuzuh.evidence.copies import copied
    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.reader import read
    from nuzuh.evidence.reconcile import reconcile

    with honest_failure():
        documents, problems = load_documents(reports, manifest=manifest, published=published)
        write_topics(reconcile(read(documents), origin=copied(documents).origin_of), format)
        for problem in problems:
            tell(problem)
        if problems:
            raise typer.Exit(1)


def write_topics(settled: "list[Settled]", format: str) -> None:
    """Write topics, those to look at first coming first."""
    from pydantic import RootModel

    from nuzuh.evidence.reconcile import Settled

    settled = sorted(settled, key=Settled.attention)
    if format == "jsonl":
        for topic in settled:
            typer.echo(RootModel[Settled](topic).model_dump_json())
    else:
        shown = [topic for topic in settled if topic.verdict != "single"]
        _print_topics(shown)
        tell(f"{len(shown)} topics of several sources or reports; {len(settled) - len(shown)} of one")


def _print_topics(settled: list["Settled"]) -> None:
    from itertools import groupby

    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    for verdict, topics in groupby(settled, key=lambda topic: topic.verdict):
        table = Table(title=Text(verdict, "bold"), title_justify="left", show_lines=True, expand=True)
        for name, share in {"Topic": 3, "Best, range": 2, "Independent sources": 3, "Who says what": 6}.items():
            table.add_column(name, ratio=share, overflow="fold")
        for topic in topics:
            # Text, not markup: what a report says is shown, never interpreted
            table.add_row(*map(Text, _cells(topic)))
        console.print(table)


def _cells(topic: "Settled") -> tuple[str, ...]:
    ends = list(dict.fromkeys(f"{end:,.10g}" for end in (topic.low, topic.high) if end is not None))
    best = [f"{topic.best:,.10g}"] if topic.best is not None and len(ends) > 1 else []
    return (
        topic.topic,
        "\n".join([*best, f"{' to '.join(ends)} {topic.unit}" if ends else ""]),
        "\n".join([f"{topic.independent_sources}:", *topic.sources]),
        "\n".join([f"{topic.why}:", *(f"· {line}" for line in topic.trail + topic.spelt)]),
    )
