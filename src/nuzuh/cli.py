"""The command line: the commands by name."""

import typer

from nuzuh.commands import forecasting, ledger, reading, running, scenarios, scoring, sensitivity, settling

app = typer.Typer(
    help="From the reports of a conflict to a forecast of displacement.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
)
for command in (
    scenarios.check,
    reading.read,
    reading.places,
    settling.settle,
    running.forecast,
    running.report,
    running.run,
    sensitivity.sensitivity,
    forecasting.calibrate,
    scoring.score,
):
    app.command()(command)
app.add_typer(scenarios.imports, name="import")
app.add_typer(ledger.app, name="ledger")


def main() -> None:
    """Run the command line."""
    app()
