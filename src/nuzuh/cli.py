"""The command line: parse, call, print."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

if TYPE_CHECKING:
    from nuzuh.evidence.claims import Claim
    from nuzuh.forecast.forecast import Progress

#: Members of an ensemble if nobody says how many.
MEMBERS = 240

app = typer.Typer(
    help="From the reports of a conflict to a forecast of displacement.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)

Reports = Annotated[list[Path], typer.Argument(metavar="REPORT...", help="Reports as .txt, .md, .html or .jsonl.")]
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


@app.command()
def read(
    reports: Reports,
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
        else:
            _print_claims(claims)
            typer.echo(f"{len(claims)} claims in {len(documents)} reports", err=True)
        for problem in problems:
            _tell(problem)
        if problems:
            raise typer.Exit(1)


Seed = Annotated[int, typer.Option(min=0, max=2**32 - 1, help="Key of all random draws: same seed, same numbers.")]
Members = Annotated[int, typer.Option(min=3, max=100_000, help="Runs of the ensemble.")]
Cores = Annotated[int | None, typer.Option(min=1, help="Threads; the numbers do not depend on it. Default: all cores.")]


@contextmanager
def _progress() -> Iterator["Progress"]:
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


def _days(text: str) -> tuple[int, ...]:
    try:
        days = tuple(sorted({int(part) for part in text.split(",")}))
    except ValueError:
        days = ()
    if not days or days[0] < 1 or days[-1] > 366:
        raise typer.BadParameter(f"'{text}' names no days; write them as 7,30 (1 to 366)", param_hint="--horizons")
    return days


@app.command()
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

    with _honest_failure():
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
            _tell(problem)
        if problems and not documents:
            raise typer.Exit(1)


@app.command()
def forecast(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option(help="File to write.")],
    as_of: Annotated[
        dt.date | None,
        typer.Option(
            parser=_date, help="Day to forecast from, with only what was known then. Default: the scenario's."
        ),
    ] = None,
    horizons: Annotated[
        str | None,
        typer.Option(metavar="DAYS", help="Days after it to write, such as 7,30. Default: every day."),
    ] = None,
    format: Annotated[Literal["hubverse", "netcdf"], typer.Option(help="How to write the quantiles.")] = "hubverse",
    members: Members = MEMBERS,
    seed: Seed = 1,
    cores: Cores = None,
) -> None:
    """Forecast displacement from a day, with only what was known then.

    Example: `nuzuh forecast examples/homs-2024 --as-of 2024-12-07 --horizons 1,5,20 --out forecast.csv`
    """
    written = _days(horizons) if horizons else None

    with _honest_failure(), _progress() as progress:
        from nuzuh.io.whole import whole_file
        from nuzuh.report import build

        begin = progress("Reading the scenario and its reports", 1)
        basis = build.prepare(scenario, as_of)
        begin()
        days = written[-1] if written else None
        predicted = build.predict(basis, as_of, days, members=members, seed=seed, cores=cores, progress=progress)
        with whole_file(out) as draft:
            if format == "netcdf":
                build.write_netcdf_of(predicted, draft)
            else:
                build.write_forecast(predicted, draft, written or range(1, predicted.days + 1))


@app.command()
def report(
    scenario: ScenarioPath,
    out: Annotated[Path, typer.Option(help="Folder to write: report.html and the files behind it.")],
    as_of: Annotated[
        dt.date | None, typer.Option(parser=_date, help="Day to report as of. Default: the scenario's.")
    ] = None,
    since: Annotated[
        dt.date | None,
        typer.Option(parser=_date, help="Day since which to tell what changed. Default: three days before."),
    ] = None,
    members: Members = MEMBERS,
    seed: Seed = 1,
    cores: Cores = None,
) -> None:
    """Write the situation report: what is so, what is said, and what may come.

    Example: `nuzuh report examples/homs-2024 --out build/homs-2024`
    """
    from nuzuh.io.whole import whole_folder

    with _honest_failure(), whole_folder(out) as draft, _progress() as progress:
        from nuzuh.report import build

        step = progress("Reading the scenario and its reports", 1)
        basis = build.prepare(scenario, as_of)
        step()
        predicted = build.predict(basis, as_of, members=members, seed=seed, cores=cores, progress=progress)
        step = progress("Writing the report", 1)
        build.write(basis, predicted, draft, since)
        step()
    typer.echo(f"The report is in {out / 'report.html'}")


@app.command()
def run(
    folder: Annotated[Path, typer.Argument(metavar="FLEE_FOLDER", help="Folder with input_csv and source_data.")],
    out: Annotated[Path, typer.Option(help="Folder to write: out.csv as Flee writes it, and present.nc.")],
    settings: Annotated[
        Path | None,
        typer.Option(help="Settings. Default: the folder's own simsetting.yml, its parent's, or Flee's defaults."),
    ] = None,
    members: Annotated[int, typer.Option(min=1, max=100_000, help="Runs of the ensemble.")] = 1,
    seed: Seed = 1,
    cores: Cores = None,
    mean_field: Annotated[bool, typer.Option("--mean-field", help="Expected counts, without sampling.")] = False,
    fix_flee_bugs: Annotated[bool, typer.Option("--fix-flee-bugs", help="Mend Flee's oddities.")] = False,
    until: Annotated[int | None, typer.Option(min=1, help="Day before which to stop. Default: the last.")] = None,
    keep: Annotated[Path | None, typer.Option(help="File to keep where the runs have come to.")] = None,
    resume: Annotated[Path | None, typer.Option(help="File that --keep wrote: go on from there.")] = None,
) -> None:
    """Run a Flee folder, unchanged, under Flee's rules.

    Example: `nuzuh run mali2012 --members 100 --out build/mali2012`
    """
    from nuzuh.io.whole import whole_file, whole_folder

    with _honest_failure(), whole_folder(out) as draft, _progress() as progress:
        from nuzuh.io.flee import read as read_folder
        from nuzuh.model.flee3.world import build
        from nuzuh.report import flee

        step = progress("Reading the folder", 1)
        case, warnings = read_folder(folder, settings)
        world = build(case, fix=fix_flee_bugs)
        step()
        for warning in warnings:
            _tell(f"note: {warning}")
        outcome = flee.run_folder(
            world,
            members=1 if mean_field else members,
            seed=seed,
            cores=cores,
            sampled=not mean_field,
            until=until,
            resume=resume,
            progress=progress,
        )
        call: dict[str, object] = {
            "members": len(outcome.records),
            "seed": seed,
            "mean_field": mean_field,
            "fix_flee_bugs": fix_flee_bugs,
        }
        flee.write_folder(outcome, draft, flee.provenance(folder, settings, call))
        if keep:
            with whole_file(keep) as file:
                flee.keep(outcome, file)
    typer.echo(f"The runs are in {out}")


imports = typer.Typer(help="Make a scenario of what others write.", no_args_is_help=True)
app.add_typer(imports, name="import")


@imports.command("flee")
def import_flee(
    folder: Annotated[Path, typer.Argument(metavar="FLEE_FOLDER", help="Folder with input_csv and source_data.")],
    out: Annotated[Path, typer.Option(metavar="SCENARIO", help="Folder to write: scenario.toml and its tables.")],
    settings: Annotated[
        Path | None,
        typer.Option(help="Settings. Default: the folder's own simsetting.yml, its parent's, or Flee's defaults."),
    ] = None,
) -> None:
    """Make a scenario of a Flee folder, with what was known when.

    Example: `nuzuh import flee mali2012 --out build/mali2012`
    """
    from nuzuh.io.whole import whole_folder

    with _honest_failure(), whole_folder(out) as draft:
        from nuzuh.report import flee

        for note in flee.import_folder(folder, settings, draft):
            _tell(f"note: {note}")
    typer.echo(f"The scenario is in {out}")


def main() -> None:
    """Run the command line."""
    app()
