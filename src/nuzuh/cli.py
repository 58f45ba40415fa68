"""The command line: parse, call, print."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

app = typer.Typer(
    help="From the reports of a conflict to a forecast of displacement.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Folder with scenario.toml and its tables.")]


def _tell(message: object) -> None:
    typer.echo(str(message), err=True)


@contextmanager
def _honest_failure() -> Iterator[None]:
    """Turn what went wrong with an input into a message and exit code 1."""
    from nuzuh.scenario import InputError

    try:
        yield
    except InputError as error:
        for problem in error.problems:
            _tell(problem)
        raise typer.Exit(1) from None
    except OSError as error:
        _tell(f"{error.filename or 'output'}: {error.strerror or error}")
        raise typer.Exit(1) from None


@app.command()
def check(scenario: ScenarioPath) -> None:
    """Check a scenario and tell every problem, with file, row, column and how to mend it."""
    from nuzuh.scenario import load

    with _honest_failure():
        world = load(scenario)
        counts = ", ".join(f"{len(data)} {name}" for name, data in world.tables.items())
        typer.echo(f"{scenario}: no problem found in {counts}")


def _date(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date; write YYYY-MM-DD") from None


@app.command()
def read(
    reports: Annotated[list[Path], typer.Argument(metavar="REPORT...", help="Reports as .txt, .md, .html or .jsonl.")],
    manifest: Annotated[Path | None, typer.Option(help="CSV with the columns file and published.")] = None,
    published: Annotated[dt.date | None, typer.Option(parser=_date, help="Publication date of all of them.")] = None,
    format: Annotated[Literal["table", "jsonl"], typer.Option(help="How to write the claims.")] = "table",
) -> None:
    """Read reports into claims, each with the sentence that it rests on.

    Example: `nuzuh read *.txt --manifest dates.csv --format jsonl > claims.jsonl`
    """
    from nuzuh.evidence.documents import load_documents
    from nuzuh.evidence.reader import read as read_documents

    with _honest_failure():
        documents, problems = load_documents(reports, manifest=manifest, published=published)
        claims = list(read_documents(documents))
        if format == "jsonl":
            for claim in claims:
                typer.echo(claim.model_dump_json())
        for problem in problems:
            _tell(problem)
        if problems:
            raise typer.Exit(1)


def main() -> None:
    """Run the command line."""
    app()
