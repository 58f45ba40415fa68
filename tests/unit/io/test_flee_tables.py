"""The tables of a Flee folder's input_csv: what is taken, warned of and refused."""

import datetime as dt
from pathlib import Path

import numpy as np
import pytest

from nuzuh.io.flee import read
from nuzuh.scenario import InputError, Problem
from nuzuh.scenario.flee import FleeCase
from tests import flee_folder
from tests.flee_folder import TEXTS

HEADER = TEXTS[flee_folder.LOCATIONS].splitlines()[0]


def taken(folder: Path, **changes: str) -> tuple[FleeCase, list[Problem]]:
    return read(flee_folder.write(folder, flee_folder.files(**changes)))


def refused(folder: Path, **changes: str) -> list[Problem]:
    with pytest.raises(InputError) as error:
        taken(folder, **changes)
    return list(error.value.problems)


def swapped(name: str, old: str, new: str) -> dict[str, str]:
    text = TEXTS[getattr(flee_folder, name)]
    assert old in text
    return {name: text.replace(old, new, 1)}


def test_a_folder_is_read_as_it_is(tmp_path: Path) -> None:
    case, warnings = taken(tmp_path / "valley")
    assert warnings == []
    assert (case.name, case.start, case.days) == ("valley", dt.date(2031, 3, 1), 12)
    assert case.places["place"].tolist() == ["Alba", "Brod", "Cray", "Dell", "Eyre", "Fenn"]
    assert case.places.loc[1, ["region", "country", "kind", "conflict_day", "size"]].tolist() == [
        "North",
        "Home",
        "conflict_zone",
        3,
        8000,
    ]
    assert case.places["size"].isna().tolist() == [False, False, False, True, False, True]
    assert case.links[["start", "end", "km", "redirection"]].iloc[1].tolist() == ["Alba", "Cray", 120, 0]
    assert case.links["max_move_speed"].isna().all()
    assert case.closures.iloc[1].tolist() == ["location", "Fenn", "Beyond", 7, 40]
    assert case.conflicts.columns.tolist() == ["Alba", "Brod", "Eyre"]
    assert case.conflicts["Brod"].tolist() == [0, 0, 0, 0.5, 0.5, 0.5, 0, 0, 0, 0, 0, 0]
    assert case.demographics["age"]["Alba"].tolist() == [1, 3]
    assert case.corrections.to_numpy().tolist() == [["Eyre", 8]]
    assert case.sources["Eyre"] == "eyre.csv, eyre-more.csv"


@pytest.mark.parametrize("missing", ["input_csv", "source_data"])
def test_what_is_no_flee_folder_is_refused(tmp_path: Path, missing: str) -> None:
    files = {path: data for path, data in flee_folder.files().items() if not path.startswith(missing)}
    with pytest.raises(InputError, match=missing):
        read(flee_folder.write(tmp_path, files))


def test_the_problems_of_all_files_are_told_together(tmp_path: Path) -> None:
    problems = refused(
        tmp_path,
        **swapped("LOCATIONS", "11.25,21", "x,21"),
        **swapped("ROUTES", "Dell,Eyre,40", "Dell,Eyer,-40"),
        **swapped("PERIOD", "12", "-12"),
        **swapped("SETTINGS", "max_move_speed", "max_moov_speed"),
    )
    told = {(problem.file, problem.row, problem.column) for problem in problems}
    assert told == {
        ("simsetting.yml", None, "move_rules.max_moov_speed"),
        ("sim_period.csv", 2, "value"),
        ("locations.csv", 5, "latitude"),
    }  # routes are not held against places that could not be read


# --- locations.csv


@pytest.mark.parametrize(
    ("header", "order"),
    [
        ("#name,region,country,gps_x,gps_y,location_type,conflict_date,pop/cap", range(8)),
        ("name,region,country,lat,long,location_type,conflict_date,capacity", range(8)),
        ("#population,name,lon,lat,location_type,conflict_date,region,country", [7, 0, 4, 3, 5, 6, 1, 2]),
        ("# Place,Where,Land,North,East,Kind,Day,People", range(8)),
    ],
)
def test_columns_come_in_any_order_if_the_header_names_them(tmp_path: Path, header: str, order: range) -> None:
    plain, _ = taken(tmp_path / "plain")
    rows = [line.split(",") for line in TEXTS[flee_folder.LOCATIONS].splitlines()[1:]]
    text = "\n".join([header, *(",".join(row[k] for k in order) for row in rows)])
    case, _ = taken(tmp_path / "other", LOCATIONS=text)
    assert case.places.equals(plain.places)


def test_a_comment_above_the_header_does_not_hide_it(tmp_path: Path) -> None:
    plain, _ = taken(tmp_path / "plain")
    case, _ = taken(tmp_path / "other", LOCATIONS="# drawn up by hand\n" + TEXTS[flee_folder.LOCATIONS])
    assert case.places.equals(plain.places)


def test_attributes_are_named_by_the_header(tmp_path: Path) -> None:
    lines = TEXTS[flee_folder.LOCATIONS].splitlines()
    text = "\n".join([f"{lines[0]},note,initial_idps", *(f"{line},x,7" for line in lines[1:])])
    case, _ = taken(tmp_path, LOCATIONS=text)
    assert case.places["initial_idps"].tolist() == [7] * 6
    assert case.places["conflict_intensity"].isna().all()


@pytest.mark.parametrize(
    "kind",
    [
        "camp",
        "Camp",
        "IDPcamp",
        "idp_camp",
        "conflict",
        "Conflict_Zone",
        "forwarding_hub",
        "marker",
        "default",
        "town",
        "ghost town",
    ],
)
def test_kinds_of_places(tmp_path: Path, kind: str) -> None:
    case, _ = taken(tmp_path, **swapped("LOCATIONS", "town", kind))
    assert case.places.loc[2, "kind"] == kind.lower()


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("town", "village", 4, "location_type"),
        ("town", "", 4, "location_type"),
        ("town", "flood_zone", 4, "location_type"),
        ("30000", "many", 4, "population"),
        ("30000", "-1", 4, "population"),
        ("30000", "1e400", 4, "population"),
        ("30000", "nan", 4, "population"),
        ("10.6", "10,6", 3, None),
        ("10.6", "north", 3, "latitude"),
        ("10.6", "inf", 3, "latitude"),
        ("conflict_zone,3,", "conflict_zone,soon,", 3, "conflict_date"),
        ("Cray,South,Home,11,20.75,town,,30000", "Cray,South,Home,11,20.75,town,", 4, "population"),
        ("Brod,North", ",North", 3, "name"),
    ],
)
def test_a_place_that_makes_no_sense_is_refused(
    tmp_path: Path, old: str, new: str, row: int, column: str | None
) -> None:
    problems = refused(tmp_path, **swapped("LOCATIONS", old, new))
    assert ("locations.csv", row, column) in {(p.file, p.row, p.column) for p in problems}


def test_a_place_named_twice_is_refused(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, **swapped("LOCATIONS", "Brod,North", "Alba,North"))
    assert "'Alba' 2 times" in problem.message


@pytest.mark.parametrize("value", ["", "123"])
def test_a_place_without_coordinates_on_the_globe_is_warned_of(tmp_path: Path, value: str) -> None:
    case, warnings = taken(tmp_path, **swapped("LOCATIONS", "10.6", value))
    assert [(p.file, p.row) for p in warnings] == [("locations.csv", 3)]
    assert np.isnan(case.places.loc[1, "latitude"]) == (value == "")


# --- routes.csv


def test_attributes_of_links(tmp_path: Path) -> None:
    lines = TEXTS[flee_folder.ROUTES].splitlines()
    full = [line + "," * (3 - line.count(",")) for line in lines[1:]]
    text = "\n".join(
        [f"{lines[0]},link_type,max_move_speed,walk_probability", *(f"{line},road,90,0.25" for line in full)]
    )
    case, _ = taken(tmp_path, ROUTES=text)
    assert case.links["max_move_speed"].tolist() == [90] * 6
    assert case.links["walk_probability"].tolist() == [0.25] * 6


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("Alba,Brod,50", "Alba,Brodd,50", 2, "name2"),
        ("Alba,Brod,50", "Alba,Alba,50", 2, "name2"),
        ("Alba,Brod,50", "Alba,Brod,0", 2, "distance"),
        ("Alba,Brod,50", "Alba,Brod,-5", 2, "distance"),
        ("Alba,Brod,50", "Alba,Brod,far", 2, "distance"),
        ("Alba,Brod,50,0", "Alba,Brod", 2, "distance"),
        ("Alba,Brod,50", "Alba,Brod,inf", 2, "distance"),
        ("Alba,Brod,50,0", "Alba,Brod,50,3", 2, "forced_redirection"),
        ("Alba,Brod,50,0", "Alba,Brod,1,050,", 2, "forced_redirection"),
        ("Alba,Cray,120,", "Alba,Cray,1,,20", 3, None),
    ],
)
def test_a_link_that_makes_no_sense_is_refused(
    tmp_path: Path, old: str, new: str, row: int, column: str | None
) -> None:
    problems = refused(tmp_path, **swapped("ROUTES", old, new))
    assert {(p.file, p.row, p.column) for p in problems} == {("routes.csv", row, column)}


def test_an_unknown_place_is_refused_with_the_nearest(tmp_path: Path) -> None:
    (problem,) = refused(tmp_path, **swapped("ROUTES", "Alba,Brod,50", "Alba,Brodd,50"))
    assert problem.mend == "did you mean 'Brod'?"


def test_a_second_link_between_two_places_is_warned_of(tmp_path: Path) -> None:
    case, warnings = taken(tmp_path, ROUTES=TEXTS[flee_folder.ROUTES] + "Brod,Alba,70,0\n")
    assert len(case.links) == 7
    assert [(p.file, p.row) for p in warnings] == [("routes.csv", 8)]


def test_a_forced_redirection_is_kept_and_warned_of(tmp_path: Path) -> None:
    case, warnings = taken(tmp_path, **swapped("ROUTES", "Alba,Brod,50,0", "Alba,Brod,50,2"))
    assert case.links.loc[0, "redirection"] == 2
    assert [(p.file, p.row, p.column) for p in warnings] == [("routes.csv", 2, "forced_redirection")]


# --- closures.csv


def test_closures_may_be_missing(tmp_path: Path) -> None:
    folder = flee_folder.write(tmp_path, flee_folder.files())
    (folder / flee_folder.CLOSURES).unlink()
    case, warnings = read(folder)
    assert case.closures.empty
    assert not warnings


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("bridge,Alba,Brod,1,2", "ignores closures of the kind 'bridge'"),
        ("link,Alba,Brod,1,2", "never closes a single link"),
        ("camp,Nowhere,,1,2", "acts on the first place"),
        ("country,Home,Nowhere,1,2", "nothing is closed"),
        ("location,Nowhere,Home,1,2", "nothing is closed"),
        ("country,Home,Beyond,9,5", "ends no later than it begins"),
        ("country,Home,Beyond,-4,5", "never enacts it"),
        ("country,Home,Beyond,1,5,because", "6 cells"),
    ],
)
def test_what_flee_does_oddly_with_closures_is_warned_of(tmp_path: Path, row: str, words: str) -> None:
    case, warnings = taken(tmp_path, CLOSURES=TEXTS[flee_folder.CLOSURES] + row + "\n")
    (warning,) = warnings
    assert (warning.file, warning.row) == ("closures.csv", 5)
    assert words in warning.message
    assert len(case.closures) == 3 + (not row.startswith("bridge"))


@pytest.mark.parametrize(
    "row", ["country, Home, Beyond, 12.0, 14", '"country","Home","Beyond","12","14"', " country ,Home,Beyond,12,14,,"]
)
def test_closures_with_spaces_quotes_and_decimals(tmp_path: Path, row: str) -> None:
    case, warnings = taken(tmp_path, CLOSURES=row)
    assert case.closures.to_numpy().tolist() == [["country", "Home", "Beyond", 12, 14]]
    assert not warnings


@pytest.mark.parametrize(
    "row", ["country,Home,Beyond,5", "country,Home,Beyond,,5", "country,Home,Beyond,soon,5", "country"]
)
def test_a_closure_without_days_is_refused(tmp_path: Path, row: str) -> None:
    assert {(p.file, p.row) for p in refused(tmp_path, CLOSURES=row)} == {("closures.csv", 1)}


# --- conflicts.csv


@pytest.mark.parametrize(
    ("old", "new", "row", "column"),
    [
        ("Alba, Brod", "Alba, Alba", 1, None),
        ("Alba, Brod", "Alba, ", 1, None),
        ("4, 1, 0.5, 0", "5, 1, 0.5, 0", 6, "#Day"),
        ("4, 1, 0.5, 0", "4, 1, -0.5, 0", 6, "Brod"),
        ("4, 1, 0.5, 0", "4, 1, nan, 0", 6, "Brod"),
        ("4, 1, 0.5, 0", "4, 1, heavy, 0", 6, "Brod"),
        ("4, 1, 0.5, 0", "4, 1, , 0", 6, "Brod"),
        ("4, 1, 0.5, 0", "4, 1, 0.5", 6, None),
        ("4, 1, 0.5, 0", "4, 1, 0.5, 0, 1", 6, None),
        ("4, 1, 0.5, 0\n", "", 6, "#Day"),
        ("11, 1, 0.0, 0\n", "", None, None),
    ],
)
def test_fighting_that_makes_no_sense_is_refused(
    tmp_path: Path, old: str, new: str, row: int | None, column: str | None
) -> None:
    problems = refused(tmp_path, **swapped("CONFLICTS", old, new))
    assert ("conflicts.csv", row, column) in {(p.file, p.row, p.column) for p in problems}


def test_fighting_at_an_unknown_place_is_dropped_with_a_warning(tmp_path: Path) -> None:
    case, warnings = taken(tmp_path, **swapped("CONFLICTS", "Brod", "Broth"))
    assert case.conflicts.columns.tolist() == ["Alba", "Eyre"]
    assert [(p.file, p.column) for p in warnings] == [("conflicts.csv", "Broth")]


def test_an_empty_last_column_and_days_beyond_the_period_are_dropped(tmp_path: Path) -> None:
    plain, _ = taken(tmp_path / "plain")
    text = "".join(f"{line},\n" for line in TEXTS[flee_folder.CONFLICTS].splitlines()) + "12,1,1,1,\nsome day,x,,\n"
    case, warnings = taken(tmp_path / "other", CONFLICTS=text)
    assert case.conflicts.equals(plain.conflicts)
    assert not warnings


# --- the others


@pytest.mark.parametrize(
    "text",
    [
        "Length,12\n",
        "StartDate,2031-03-01\n",
        "StartDate,01/03/2031\nLength,12\n",
        "StartDate,0031-03-01\nLength,12\n",
        "StartDate,9999-12-30\nLength,12\n",
        "StartDate,2031-03-01\nLength,0\n",
        "StartDate,2031-03-01\nLength,1000000000\n",
        "StartDate,2031-03-01\nLength,12.5\n",
        "StartDate,2031-03-01\nLength,12\nLength,13\n",
        "",
    ],
)
def test_a_period_that_makes_no_sense_is_refused(tmp_path: Path, text: str) -> None:
    assert {p.file for p in refused(tmp_path, PERIOD=text)} == {"sim_period.csv"}


def test_the_period_is_named_in_any_case(tmp_path: Path) -> None:
    case, warnings = taken(tmp_path, PERIOD="#\nlength, 12\nSTARTDATE,2031-3-1\nNote,x\n")
    assert (case.start, case.days) == (dt.date(2031, 3, 1), 12)
    assert [(p.file, p.row) for p in warnings] == [("sim_period.csv", 4)]


def test_changes_of_kind_are_read_though_flee_ignores_them(tmp_path: Path) -> None:
    folder = flee_folder.write(tmp_path, flee_folder.files())
    (folder / "input_csv" / "location_changes.csv").write_text("#name,type,day\nCray,camp,4\n", encoding="utf-8")
    case, warnings = read(folder)
    assert case.changes.to_numpy().tolist() == [["Cray", "camp", 4]]
    assert [p.file for p in warnings] == ["location_changes.csv"]


@pytest.mark.parametrize("row", ["Nowhere,camp,4", "Cray,village,4", "Cray,flood_zone,4", "Cray,camp,", "Cray,camp,-1"])
def test_a_change_that_makes_no_sense_is_refused(tmp_path: Path, row: str) -> None:
    folder = flee_folder.write(tmp_path, flee_folder.files())
    (folder / "input_csv" / "location_changes.csv").write_text(f"#name,type,day\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"location_changes\.csv, row 2"):
        read(folder)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "age,Default\n",
        "age,Alba\n10,1\n",
        "age,Default,Default\n10,1,1\n",
        "age,Default\n10,0\n",
        "age,Default\n10,-1\n",
        "age,Default\nold,1\n",
        "age,Default\n,1\n",
        "age,Default\n10,1,1\n",
    ],
)
def test_demographics_that_make_no_sense_are_refused(tmp_path: Path, text: str) -> None:
    assert {p.file for p in refused(tmp_path, AGES=text)} == {"demographics_age.csv"}


def test_demographics_of_unknown_places_and_without_weights_are_warned_of(tmp_path: Path) -> None:
    case, warnings = taken(tmp_path, AGES="age,Default,Nowhere\n10,1,1\n30,2,\n")
    assert case.demographics["age"]["Default"].tolist() == [1, 2]
    assert [(p.row, p.column) for p in warnings] == [(1, "Nowhere"), (3, "Nowhere")]


def test_what_the_settings_ask_for_must_be_there(tmp_path: Path) -> None:
    text = "move_rules: {ChildrenAvoidHazards: true, BoysTakeRisk: true}\nspawn_rules: {sum_from_camps: false}\n"
    folder = flee_folder.write(
        tmp_path, flee_folder.files(SETTINGS=text, LAYOUT="Eyre,eyre.csv\nFenn,fenn.csv\n", CORRECTIONS="")
    )
    (folder / flee_folder.AGES).unlink()
    with pytest.raises(InputError) as error:
        read(folder)
    files = [problem.file for problem in error.value.problems]
    assert files == ["demographics_age.csv", "demographics_gender.csv", "data_layout.csv"]


def test_files_that_no_rule_heeds_are_warned_of(tmp_path: Path) -> None:
    folder = flee_folder.write(tmp_path, flee_folder.files())
    names = ["agents.csv", "location_attributes_x.csv", "major_routes.csv", "region_attributes_y.csv"]
    for name in names:
        (folder / "input_csv" / name).write_text("x", encoding="utf-8")
    assert sorted(p.file for p in read(folder)[1]) == names


@pytest.mark.parametrize("name", ["LOCATIONS", "ROUTES", "CONFLICTS", "PERIOD", "LAYOUT"])
def test_a_file_that_is_needed_is_named_if_it_is_missing(tmp_path: Path, name: str) -> None:
    folder = flee_folder.write(tmp_path, flee_folder.files())
    file = folder / getattr(flee_folder, name)
    file.unlink()
    with pytest.raises(InputError) as error:
        read(folder)
    assert file.name in {problem.file for problem in error.value.problems}


@pytest.mark.parametrize(
    ("data", "words"),
    [(b"Alba\n\xff", "UTF-8"), (b"a\nb\0", "NUL"), (b'a\n"b,c\nd\n', "quote"), (b"a\n" + b"x" * 200_000, "CSV")],
)
def test_a_file_that_is_no_table_is_refused_with_its_row(tmp_path: Path, data: bytes, words: str) -> None:
    with pytest.raises(InputError) as error:
        read(flee_folder.write(tmp_path, flee_folder.files() | {flee_folder.ROUTES: data}))
    (problem,) = error.value.problems
    assert (problem.file, problem.row) == ("routes.csv", 2)
    assert words in problem.message


def _quoted(text: str) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in line.split(",")) for line in text.splitlines())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: text.replace("\n", "\r"),
        lambda text: "\ufeff" + text,
        lambda text: text.replace("\n", "\n\n"),
        lambda text: text.replace(",", " , "),
        lambda text: text.replace("\n", ",\n"),
        _quoted,
    ],
    ids=["CRLF", "CR", "BOM", "empty rows", "spaces", "trailing commas", "quotes"],
)
def test_how_a_table_is_written_does_not_matter(tmp_path: Path, change: object) -> None:
    assert callable(change)
    plain, _ = taken(tmp_path / "one" / "folder")
    tables = {path: data for path, data in flee_folder.files().items() if path.endswith(".csv")}
    files = flee_folder.files() | {path: change(data.decode()).encode() for path, data in tables.items()}
    case, warnings = read(flee_folder.write(tmp_path / "two" / "folder", files))
    assert not warnings
    for table in ("places", "links", "closures", "conflicts", "corrections"):
        assert getattr(case, table).equals(getattr(plain, table)), table
    assert case.demographics["age"].equals(plain.demographics["age"])
    for camp, (days, people) in plain.counts.items():
        assert case.counts[camp].days.tolist() == days.tolist()
        assert case.counts[camp].people.tolist() == people.tolist()
