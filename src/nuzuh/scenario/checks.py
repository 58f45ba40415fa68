"""What must hold between the rows and between the tables of a scenario."""

from collections.abc import Collection, Iterator, Mapping

import networkx as nx
import pandas as pd
from rapidfuzz import process

from nuzuh.scenario.problems import Problem
from nuzuh.scenario.schema import TABLES, Settings, extra, fields, key_of

Tables = Mapping[str, pd.DataFrame]


def check(settings: Settings | None, tables: Tables, whole: Collection[str] = tuple(TABLES)) -> list[Problem]:
    """Find what is wrong between rows and tables, each row of which is right by itself.

    Parameters
    ----------
    settings : Settings or None
        None where they could not be read: then nothing is held against them.
    tables : mapping of str to DataFrame
        Every table.
    whole : collection of str
        Tables that no row is missing from for a problem of its own; a name is not sought in the others.
    """
    problems = [*_names_twice(tables), *_either_or(tables), *_ranges(tables), *_shares(tables), *_populations(tables)]
    strays = list(_references(settings, tables, whole))
    # a road network with dangling ends would only repeat what was just told
    if {"places", "routes"} <= set(whole) and not any(problem.file == "routes.csv" for problem in strays):
        problems += _reach(tables)
    return [*problems, *strays, *(_settings(settings, tables, whole) if settings else [])]


def _rows(table: str, data: pd.DataFrame, mask: pd.Series) -> Iterator[tuple[str, int, pd.Series]]:
    for number, row in data[mask].iterrows():
        yield f"{table}.csv", int(str(number)), row


def _names_twice(tables: Tables) -> Iterator[Problem]:
    for table, data in tables.items():
        if key := key_of(table):
            for file, number, row in _rows(table, data, data.duplicated([key, "known"])):
                yield Problem(
                    file,
                    f"'{row[key]}' stands twice",
                    number,
                    key,
                    "rename one; a revision needs a later 'known'",
                )
    for table, columns in {
        "areas": ["area", "place"],
        "groups": ["place", "group"],
        "affinity": ["group", "actor"],
    }.items():
        data = tables[table]
        for file, number, row in _rows(table, data, data.duplicated([*columns, "known"])):
            told = " and ".join(f"'{row[c]}'" for c in columns)
            yield Problem(file, f"{told} stand together twice", number, columns[-1], "remove one")


def _references(settings: Settings | None, tables: Tables, whole: Collection[str]) -> Iterator[Problem]:
    columns = {"places": "place", "routes": "route", "areas": "area", "groups": "group"}
    names = {target: set(tables[target][column]) for target, column in columns.items() if target in whole}
    if settings:
        names["actors"] = set(settings.actors)
    for table, data in tables.items():
        for column, field in fields(table).items():
            if (target := str(extra(field, "refers_to"))) in names:
                stray = data[column].notna() & ~data[column].isin(names[target])
                for file, number, row in _rows(table, data, stray):
                    near = process.extractOne(row[column], sorted(names[target]), score_cutoff=70)
                    mend = (
                        f"did you mean '{near[0]}'?"
                        if near
                        else f"add it to {'scenario.toml' if target == 'actors' else target + '.csv'}"
                    )
                    yield Problem(file, f"'{row[column]}' is not among the {target}", number, column, mend)


def _either_or(tables: Tables) -> Iterator[Problem]:
    for table, one, other in (("events", "place", "route"), ("observations", "place", "area")):
        data = tables[table]
        for file, number, _ in _rows(table, data, data[one].isna() == data[other].isna()):
            yield Problem(file, f"needs either a {one} or an {other}", number, one, "fill in one of the two")
    events = tables["events"]
    for file, number, _ in _rows(
        "events", events, (events["kind"] == "control") & (events["actor"].isna() | events["place"].isna())
    ):
        yield Problem(file, "control needs a place and an actor", number, "actor", "say who holds what")
    needs = events["kind"].isin(["fighting", "strike", "capacity"]) & events["intensity"].isna()
    for file, number, row in _rows("events", events, needs):
        yield Problem(file, f"{row['kind']} needs an intensity", number, "intensity", "0 to 1; for capacity, people")
    heavy = events["kind"].isin(["fighting", "strike"]) & (events["intensity"] > 1)
    for file, number, row in _rows("events", events, heavy):
        yield Problem(file, f"{row['intensity']:g} is out of range", number, "intensity", "0 none to 1 heaviest")


def _ranges(tables: Tables) -> Iterator[Problem]:
    for table, low, high in (
        ("events", "valid_from", "valid_to"),
        ("observations", "valid_from", "valid_to"),
        ("observations", "low", "high"),
    ):
        data = tables[table]
        for file, number, row in _rows(table, data, data[low] > data[high]):
            yield Problem(file, f"{low} {row[low]} is after {high} {row[high]}", number, high, "swap or mend them")
    observations = tables["observations"]
    for file, number, _ in _rows("observations", observations, observations[["low", "high"]].isna().all(axis=1)):
        yield Problem(file, "the count has neither low nor high", number, "low", "fill in one of them, or both")
    routes = tables["routes"]
    for file, number, row in _rows("routes", routes, routes["from"] == routes["to"]):
        yield Problem(file, f"leads from '{row['from']}' to itself", number, "to", "mend one end")


def _shares(tables: Tables) -> Iterator[Problem]:
    groups = tables["groups"]
    for (place, _), rows in groups.groupby(["place", "known"], sort=False):
        if rows["share"].sum() > 1 + 1e-6:
            number = int(rows.index[-1])
            yield Problem(
                "groups.csv",
                f"the shares at '{place}' sum to {rows['share'].sum():.3f}",
                number,
                "share",
                "they may sum to 1",
            )


def _populations(tables: Tables) -> Iterator[Problem]:
    places = tables["places"]
    for file, number, row in _rows("places", places, (places["kind"] == "town") & places["population"].isna()):
        yield Problem(
            file,
            f"the town '{row['place']}' has no population",
            number,
            "population",
            "give its residents, 0 if none",
        )


def _settings(settings: Settings, tables: Tables, whole: Collection[str]) -> Iterator[Problem]:
    for key, table, column in (
        ("capital", "places", "place"),
        ("focus", "places", "place"),
        ("coast", "areas", "area"),
    ):
        value = getattr(settings, key)
        if table in whole and value is not None and value not in set(tables[table][column]):
            yield Problem(
                "scenario.toml",
                f"'{value}' is not in the tables",
                column=key,
                mend="name a place, or an area for the coast",
            )
    if settings.as_of < settings.start:
        yield Problem(
            "scenario.toml",
            "as_of is before start",
            column="as_of",
            mend="forecast from a day of the scenario",
        )


def _reach(tables: Tables) -> Iterator[Problem]:
    places = tables["places"].drop_duplicates("place")
    graph = nx.from_pandas_edgelist(tables["routes"], "from", "to")
    graph.add_nodes_from(places["place"])
    joined: set[str] = max(nx.connected_components(graph), key=len, default=set())
    for file, number, row in _rows("places", places, ~places["place"].isin(joined)):
        if len(places) > 1:
            yield Problem(
                file,
                f"no route reaches '{row['place']}'",
                number,
                "place",
                "join it in routes.csv, or remove it",
            )
