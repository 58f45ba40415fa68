"""What the commands have in common: options, messages on stderr, progress, honest failure."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from nuzuh.forecast.forecast import Progress

#: Members of an ensemble if nobody says how many.
MEMBERS = 240

Reports = Annotated[list[Path], typer.Argument(metavar="REPORT...", help="Reports as .txt, .md, .html or .jsonl.")]
ScenarioPath = Annotated[Path, typer.Argument(metavar="SCENARIO", help="Folder with scenario.toml and its tables.")]
Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Key of all random draws: same seed, same numbers.")]
Members = Annotated[int, typer.Option(min=3, max=100_000, help="Runs of the ensemble.")]
Cores = Annotated[int | None, typer.Option(min=1, help="Threads; the numbers do not depend on it. Default: all cores.")]


def tell(message: object) -> None:
    """Write a message to stderr."""
    typer.echo(str(message), err=True)


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


@contextmanager
def progress_bars() -> Iterator["Progress"]:
    """Show on stderr how far long work has come."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bars(*columns, console=Console(stderr=True)) as bars:

        def begin(label: str, steps: int) -> Callable[[], None]:
            task = bars.add_task(label, total=steps)
            return lambda: bars.advance(task)

        yield begin
