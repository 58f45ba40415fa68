"""What the commands have in common: options, messages on stderr, progress, honest failure."""

import datetime as dt
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Protocol

import typer

#: Members of an ensemble if nobody says how many.
MEMBERS = 240


Reports = Annotated[
    list[Path], typer.Argument(metavar="REPORT...", help="Reports: .txt .md .html .pdf .rss .atom .xml .jsonl.")
]
ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Folder with scenario.toml and its tables.")]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Key of all random draws: same seed, same numbers.")]
Members = Annotated[int, typer.Option(min=3, max=100_000, help="Runs of the ensemble.")]
Cores = Annotated[int | None, typer.Option(min=1, help="Threads; the numbers do not depend on it. Default: all cores.")]
LedgerPath = Annotated[
    str,
    typer.Option(
        "--ledger", metavar="URL", envvar="NUZUH_LEDGER", help="Ledger: path of an SQLite file, or postgresql://…"
    ),
]


def tell(message: object) -> None:
    """Write a message to stderr."""
    from nuzuh.io.text import visible

    typer.echo(visible(str(message)), err=True)


@contextmanager
def honest_failure() -> Iterator[None]:
    """Turn what went wrong with an input into a message and exit code 1."""
    from nuzuh.scenario import InputError

    try:
        yield
    except InputError as error:
        for problem in error.problems:
            tell(problem)
        raise typer.Exit(1) from None
    except OSError as error:
        tell(f"{error.filename or 'output'}: {error.strerror or error}")
        raise typer.Exit(1) from None


def day(text: str) -> dt.date:
    """Read a day given on the command line."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date; write YYYY-MM-DD") from None


class Advance(Protocol):
    """Says that work has gone some steps further."""

    def __call__(self, steps: int = 1) -> None:
        """Some steps are done."""


@contextmanager
def progress_bars() -> Iterator[Callable[[str, int], Advance]]:
    """Show on stderr, if that is a terminal, how far long work has come."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    # what goes to a file must not be drawn into the bars, what goes to the same terminal must
    with Bars(*columns, console=console, disable=not console.is_terminal, redirect_stdout=sys.stdout.isatty()) as bars:

        def begin(label: str, steps: int) -> Advance:
            task = bars.add_task(label, total=steps)
            return lambda steps=1: bars.advance(task, steps)

        yield begin
