"""Commands on scenarios: check one, make one of what others write."""

from pathlib import Path
from typing import Annotated

import typer

from nuzuh.commands.common import ScenarioPath, honest_failure, tell


def check(scenario: ScenarioPath) -> None:
    """Check a scenario and tell every problem, with file, row, column and how to mend it."""
    from nuzuh.scenario import load

    with honest_failure():
        world = load(scenario)
        counts = ", ".join(f"{len(data)} {name}" for name, data in world.tables.items())
        typer.echo(f"{scenario}: no problem found in {counts}")


imports = typer.Typer(help="Make a scenario of what others write.", no_args_is_help=True)


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

    with honest_failure(), whole_folder(out) as draft:
        from nuzuh.report import flee

        for note in flee.import_folder(folder, settings, draft):
            tell(f"note: {note}")
    typer.echo(f"The scenario is in {out}")
