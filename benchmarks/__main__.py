"""Measure, and print tables; FLEE=folder of Flee's code runs it beside ours."""

import os
import platform
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import country, folders, scaling
from benchmarks.process import alone
from verification.flee import FOLDERS, world_of


def main() -> None:
    """Print what runs cost on this machine."""
    console = Console(width=120)
    console.print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    if FOLDERS.is_dir():
        given = os.environ.get("FLEE")
        rows = folders.table(Path(given) if given else None)
        columns = ("folder", "people", "days", "ours, ms", "slowest", "peak MB", "Flee, s", "how known", "ratio")
        table = Table(*columns, title="One member, one core")
        for cost, theirs, how in rows:
            table.add_row(
                cost.name, f"{cost.people:,.0f}", str(cost.days),
                f"{cost.seconds * 1e3:.0f}", f"{cost.spread:.2f} times", f"{cost.memory:.0f}",
                f"{theirs:,.0f}", how, f"{theirs / cost.seconds:,.0f}",
            )  # fmt: skip
        console.print(table)
        mean = folders.geometric_mean([theirs / cost.seconds for cost, theirs, _ in rows])
        console.print(f"Geometric mean of the ratios: {mean:,.0f}")
        _growth(console, "mali2012", world_of("mali2012", 1))
    _growth(console, "a made-up country of 100 towns", scaling.country(100))
    table = Table("towns", "ms a member", title="By places, 1,000 people")
    for towns in scaling.TOWNS:
        table.add_row(str(towns), f"{scaling.seconds(scaling.country(towns)) * 1e3:.1f}")
    console.print(table)
    table = Table("members", "ms a member", title="By members, all cores")
    world = scaling.country(100)
    for members in scaling.MEMBERS:
        table.add_row(str(members), f"{scaling.ensemble_seconds(world, members) / members * 1e3:.1f}")
    console.print(table)
    table = Table(
        "members", "seconds", "core-ms a member and day", "peak GB",
        title=f"nuzuh rules, all cores: {country.PLACES} places, {country.ROADS} roads, {country.GROUPS} groups, "
        f"{country.DAYS} days",
    )  # fmt: skip
    for members in country.MEMBERS:
        cost = alone(country.measure, members)
        table.add_row(str(cost.members), f"{cost.seconds:.1f}", f"{cost.core_ms:.2f}", f"{cost.memory:.2f}")
    console.print(table)


def _growth(console: Console, name: str, world: scaling.World) -> None:
    table = Table("people", "ms a member", "to the row before", title=f"By population: {name}")
    before = None
    for factor in scaling.FACTORS:
        spent = scaling.seconds(scaling.scaled(world, factor))
        table.add_row(f"×{factor:,}", f"{spent * 1e3:.1f}", f"{spent / before:.2f} times" if before else "")
        before = spent
    console.print(table)


if __name__ == "__main__":
    main()
