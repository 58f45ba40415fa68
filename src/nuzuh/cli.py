"""The command line: parse, call, print."""

import typer

main = typer.Typer(help="From the reports of a conflict to a forecast of displacement.", no_args_is_help=True)
