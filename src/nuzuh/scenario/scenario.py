"""A scenario: what the world is, and what was known of it when."""

import datetime as dt
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Self

import pandas as pd
import tomli_w
from pydantic import ValidationError

from nuzuh.scenario.checks import check
from nuzuh.scenario.problems import InputError, Problem
from nuzuh.scenario.schema import REQUIRED, TABLES, Row, Settings, extra, fields, key_of
from nuzuh.scenario.tables import frame, read_table, row_problem, write_table


@dataclass(frozen=True)
class Scenario:
    """Places, routes, events, areas, observations, groups and affinities, and the settings.

    Frozen: what changes it returns another. The tables hand out copies, which pandas makes on write only.
    `load` and `Scenario.add` check what they make.
    """

    settings: Settings
    tables: Mapping[str, pd.DataFrame]

    def __post_init__(self) -> None:
        object.__setattr__(self, "tables", MappingProxyType(dict(self.tables)))

    def table(self, name: str) -> pd.DataFrame:
        """Return a table; its columns are those of the schema, its index the row in the file."""
        return self.tables[name].copy()

    @property
    def places(self) -> pd.DataFrame:
        """Towns, camps, crossings and countries."""
        return self.table("places")

    @property
    def routes(self) -> pd.DataFrame:
        """Roads between places."""
        return self.table("routes")

    @property
    def events(self) -> pd.DataFrame:
        """Dated changes of the world."""
        return self.table("events")

    @property
    def areas(self) -> pd.DataFrame:
        """Sets of places that counts are published for."""
        return self.table("areas")

    @property
    def observations(self) -> pd.DataFrame:
        """Counts that someone published."""
        return self.table("observations")

    @property
    def groups(self) -> pd.DataFrame:
        """Groups' shares of the places' residents."""
        return self.table("groups")

    @property
    def affinity(self) -> pd.DataFrame:
        """How groups stand to actors."""
        return self.table("affinity")

    def as_of(self, day: dt.date) -> Self:
        """Cut to what was known on a day.

        Rows known later are gone, and so are rows that speak of a place, route, area or group that is gone.
        Of a row that was revised, the last revision known by then is left.

        Parameters
        ----------
        day : date
            The as-of date, itself included.

        Returns
        -------
        Scenario
            The same world as far as it was known.

        Raises
        ------
        InputError
            If what was known then does not make a scenario: no place yet, say.
        """
        when = pd.Timestamp(day)
        cut: dict[str, pd.DataFrame] = {}
        for name, data in self.tables.items():
            known = data[data["known"] <= when]
            unique = _identity(name)
            if unique:
                known = known.sort_values("known", kind="stable").drop_duplicates(unique, keep="last").sort_index()
            cut[name] = known
        # in the order of reference: routes speak of places, events of routes
        for name in TABLES:
            for column, field in fields(name).items():
                target = str(extra(field, "refers_to"))
                if target and target != "actors":
                    names = cut[target][key_of(target) or target.removesuffix("s")]
                    cut[name] = cut[name][cut[name][column].isna() | cut[name][column].isin(names)]
        if cut["places"].empty:
            raise InputError([Problem("places.csv", f"no place was known on {day}", mend="take a later as-of date")])
        kept = {"places": set(cut["places"]["place"]), "areas": set(cut["areas"]["area"])}
        gone = {
            key: None
            for key, target in (("capital", "places"), ("focus", "places"), ("coast", "areas"))
            if getattr(self.settings, key) not in kept[target]
        }
        settings = self.settings.model_copy(update=gone)
        return type(self)(settings, cut)

    def add(self, table: str, rows: Iterable[Row]) -> Self:
        """Return a scenario with further rows at the end of a table.

        Raises
        ------
        InputError
            If the rows do not fit with what is there.
        """
        more = frame(table, list(rows))
        old = self.tables[table]
        more.index = more.index + (int(old.index.max()) + 1 if len(old) else 2)
        tables = {**self.tables, table: pd.concat([old, more])}
        if problems := check(self.settings, tables):
            raise InputError(problems)
        return type(self)(self.settings, tables)

    def save(self, folder: Path) -> None:
        """Write ``scenario.toml`` and a CSV file a table into an existing, empty folder."""
        settings = self.settings.model_dump(mode="python", exclude_none=True)
        (folder / "scenario.toml").write_text(tomli_w.dumps(settings), encoding="utf-8")
        for name, data in self.tables.items():
            write_table(folder / f"{name}.csv", name, data)


def _identity(table: str) -> list[str]:
    if key := key_of(table):
        return [key]
    return {"areas": ["area", "place"], "groups": ["place", "group"], "affinity": ["group", "actor"]}.get(table, [])


def load(path: Path | str) -> Scenario:
    """Load a scenario from its folder.

    Parameters
    ----------
    path : path
        Folder with ``scenario.toml`` and the tables as CSV files; only places and routes must be there.

    Returns
    -------
    Scenario
        The scenario, whole: cut it with `Scenario.as_of`.

    Raises
    ------
    InputError
        With every problem of every file: file, row, column and how to mend it.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise InputError(
            [Problem(str(folder), "there is no such folder", mend="name the folder that holds scenario.toml")]
        )
    settings, problems = _read_settings(folder / "scenario.toml")
    tables: dict[str, pd.DataFrame] = {}
    for name in TABLES:
        file = folder / f"{name}.csv"
        if file.is_file():
            tables[name], found = read_table(file, name)
            problems += found
        else:
            tables[name] = frame(name, [])
            if name in REQUIRED:
                problems.append(
                    Problem(
                        file.name,
                        f"the file is missing in {folder}",
                        mend=f"add it with the columns {', '.join(fields(name))}",
                    )
                )
    spoilt = {problem.file for problem in problems}
    problems += check(settings, tables, [name for name in TABLES if f"{name}.csv" not in spoilt])
    if problems or settings is None:
        files = ["scenario.toml", *(f"{name}.csv" for name in TABLES)]
        raise InputError(sorted(problems, key=lambda problem: (files.index(problem.file), problem.row or 0)))
    return Scenario(settings, tables)


def _read_settings(file: Path) -> tuple[Settings | None, list[Problem]]:
    if not file.is_file():
        return None, [
            Problem(file.name, f"the file is missing in {file.parent}", mend="add it with title, start and as_of")
        ]
    try:
        return Settings.model_validate(tomllib.loads(file.read_bytes().decode("utf-8-sig"))), []
    except UnicodeDecodeError as error:
        return None, [Problem(file.name, f"byte {error.start} is not UTF-8", mend="save the file as UTF-8")]
    except tomllib.TOMLDecodeError as error:
        return None, [Problem(file.name, f"not TOML: {error}", mend="mend the line that it names")]
    except ValidationError as error:
        return None, [row_problem(file.name, None, detail) for detail in error.errors()]
