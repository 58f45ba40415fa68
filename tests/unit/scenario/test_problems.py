"""Loading tells everything that is wrong with a scenario: file, row, column, and how to mend it."""

from pathlib import Path

import pytest

from nuzuh.scenario import InputError, Problem, load

GOOD = {
    "scenario.toml": """\
title = "Made up"
start = 2031-03-01
as_of = 2031-03-05
capital = "south"
focus = "south"
coast = "all"
[actors.rebels]
name = "Rebels"
""",
    "places.csv": """\
place,name,kind,country,latitude,longitude,population,source,known
north,Northtown,town,XX,35.5,36.1,2000,a book,2031-02-01
south,Southtown,town,XX,34.5,36.2,3000,a book,2031-02-01
camp,"Camp, the old one",camp,XX,34.4,36.3,,a book,2031-02-01
""",
    "routes.csv": """\
route,from,to,distance_km,speed_km_day,source,known
main,north,south,100,400,a map,2031-02-01
lane,south,camp,10,400,a map,2031-02-01
""",
    "events.csv": """\
event,kind,place,route,actor,intensity,valid_from,valid_to,source,known
fall,control,north,,rebels,,2031-03-02,,a paper,2031-03-03
guns,fighting,north,,,0.5,2031-03-01,2031-03-02,a paper,2031-03-03
shut,closure,,main,,,2031-03-02,,a paper,2031-03-03
room,capacity,camp,,,4000,2031-03-02,,a paper,2031-03-03
""",
    "areas.csv": """\
area,place,source,known
all,north,a map,2031-02-01
all,south,a map,2031-02-01
""",
    "observations.csv": """\
place,area,measure,low,high,valid_from,valid_to,source,known
north,,present,10,20,2031-03-01,2031-03-02,an office,2031-03-03
,all,arrivals,10,20,,2031-03-02,an office,2031-03-03
""",
    "groups.csv": """\
place,group,share,source,known
north,hill folk,0.5,a book,2031-02-01
north,sea folk,0.4,a book,2031-02-01
""",
    "affinity.csv": """\
group,actor,value,basis,source,known
hill folk,rebels,-0.5,a book,a book,2031-02-01
""",
}


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder


def spoil(folder: Path, *edits: tuple[str, str, str]) -> Path:
    """The good scenario, with an old text of a file replaced by a new one."""
    files = dict(GOOD)
    for file, old, new in edits:
        assert files[file].count(old) == 1, f"'{old}' in {file}"
        files[file] = files[file].replace(old, new)
    return write(folder, files)


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(InputError) as told:
        load(folder)
    assert str(told.value) == "\n".join(str(problem) for problem in told.value.problems)
    return told.value.problems


def test_the_good_one_is_good(tmp_path: Path) -> None:
    world = load(write(tmp_path, GOOD))
    assert {name: len(data) for name, data in world.tables.items()} == {
        "places": 3, "routes": 2, "events": 4, "areas": 2, "observations": 2, "groups": 2, "affinity": 1,
    }  # fmt: skip
    assert list(world.places["name"])[-1] == "Camp, the old one"
    assert list(world.places.index) == [2, 3, 4]
    assert not world.routes["one_way"].any()


# file, old text, new text, row, column, part of the message, part of the mend
CELLS = [
    ("places.csv", "35.5", "95.5", 2, "latitude", "'95.5' is out of range", "at most 90"),
    ("places.csv", "34.5", "-95.5", 3, "latitude", "'-95.5' is out of range", "at least -90"),
    ("places.csv", "36.1", "181", 2, "longitude", "'181' is out of range", "at most 180"),
    ("places.csv", "36.1", "36,1", 2, None, "10 cells under 9 columns", "quote a cell"),
    ("places.csv", "36.1", "east", 2, "longitude", "'east' is no number", "point for decimals"),
    ("places.csv", "36.1", "nan", 2, "longitude", "'nan' is no number", "point for decimals"),
    ("places.csv", "36.1", "inf", 2, "longitude", "'inf' is no number", "point for decimals"),
    ("places.csv", ",2000,", ",-1,", 2, "population", "'-1' is out of range", "at least 0"),
    ("places.csv", ",2000,", ",1.5,", 2, "population", "'1.5' is no whole number", "without a thousands separator"),
    ("places.csv", ",2000,", ',"2,000",', 2, "population", "'2,000' is no whole number", "without a thousands"),
    ("places.csv", ",2000,", ",,", 2, "population", "'north' has no population", "0 if none"),
    ("places.csv", "Northtown", "", 2, "name", "a value is missing", "fill the cell in"),
    ("places.csv", "Northtown", "   ", 2, "name", "a value is missing", "fill the cell in"),
    ("places.csv", "Northtown", "North\x07town", 2, "name", "holds what it may not", "one line of text"),
    ("places.csv", "north,N", "no;rth,N", 2, "place", "'no;rth' holds what it may not", "a name holds no ';'"),
    ("places.csv", "camp,XX", "village,XX", 4, "kind", "'village' is not one of the choices", "'crossing'"),
    ("places.csv", "south,S", "north,S", 3, "place", "'north' stands twice", "rename one"),
    ("routes.csv", ",100,", ",0,", 2, "distance_km", "'0' is out of range", "more than 0"),
    ("routes.csv", ",10,400", ",10,-4", 3, "speed_km_day", "'-4' is out of range", "more than 0"),
    ("routes.csv", "main,", "lane,", 3, "route", "'lane' stands twice", "rename one"),
    ("routes.csv", "north,south", "north,north", 2, "to", "'north' to itself", "mend one end"),
    ("routes.csv", "north,south", "north,sauth", 2, "to", "'sauth' is not among the places", "did you mean 'south'?"),
    ("routes.csv", "north,south", "north,xyz", 2, "to", "'xyz' is not among the places", "add it to places.csv"),
    ("events.csv", "2031-03-02,,a paper,2031-03-03\nguns", "2 March,,a paper,2031-03-03\nguns", 2, "valid_from",
     "'2 March' is no date", "YYYY-MM-DD"),
    ("events.csv", "0.5,2031-03-01", "0.5,2031-02-29", 3, "valid_from", "'2031-02-29' is no date", "YYYY-MM-DD"),
    ("events.csv", "0.5,2031-03-01", "0.5,2031-03-04", 3, "valid_to", "is after valid_to", "swap or mend"),
    ("events.csv", "0.5", "1.5", 3, "intensity", "1.5 is out of range", "0 none to 1 heaviest"),
    ("events.csv", "0.5", "", 3, "intensity", "fighting needs an intensity", "0 to 1"),
    ("events.csv", "4000", "", 5, "intensity", "capacity needs an intensity", "people"),
    ("events.csv", "fall,control,north,,rebels", "fall,control,north,,", 2, "actor", "needs a place and an actor",
     "who holds what"),
    ("events.csv", "fall,control,north,,rebels", "fall,control,,main,rebels", 2, "actor", "needs a place", "who holds"),
    ("events.csv", "fall,control,north,,rebels", "fall,control,north,,rebel", 2, "actor", "'rebel' is not among",
     "did you mean 'rebels'?"),
    ("events.csv", "fall,control,north,,rebels", "fall,control,north,,army", 2, "actor", "'army' is not among the",
     "add it to scenario.toml"),
    ("events.csv", "fighting,north,,", "fighting,,,", 3, "place", "either a place or an route", "one of the two"),
    ("events.csv", "closure,,main", "closure,south,main", 4, "place", "either a place or", "one of the two"),
    ("events.csv", "closure,,main", "closure,,mai", 4, "route", "'mai' is not among the routes", "'main'?"),
    ("events.csv", "guns,", "fall,", 3, "event", "'fall' stands twice", "a revision needs a later 'known'"),
    ("areas.csv", "all,south", "all,north", 3, "place", "'all' and 'north' stand together twice", "remove one"),
    ("areas.csv", "all,south", "all,sowth", 3, "place", "'sowth' is not among the places", "'south'?"),
    ("observations.csv", ",all,arrivals", ",,arrivals", 3, "place", "either a place or an area", "one of the two"),
    ("observations.csv", ",all,arrivals", ",al,arrivals", 3, "area", "'al' is not among the areas", "'all'?"),
    ("observations.csv", "arrivals,10", "arrivals,30", 3, "high", "low 30.0 is after high 20.0", "swap or mend"),
    ("observations.csv", "arrivals,10,20", "arrivals,,", 3, "low", "neither low nor high", "one of them, or both"),
    ("observations.csv", "arrivals,10", "arrivals,-10", 3, "low", "'-10' is out of range", "at least 0"),
    ("observations.csv", "20,,2031-03-02", "20,,", 3, "valid_to", "a value is missing", "fill the cell in"),
    ("observations.csv", "2031-03-01,2031-03-02", "2031-03-03,2031-03-02", 2, "valid_to", "is after", "swap or mend"),
    ("groups.csv", "sea folk,0.4", "sea folk,0.6", 3, "share", "the shares at 'north' sum to 1.100", "sum to 1"),
    ("groups.csv", "sea folk,0.4", "sea folk,1.4", 3, "share", "'1.4' is out of range", "at most 1"),
    ("groups.csv", "sea folk", "hill folk", 3, "group", "stand together twice", "remove one"),
    ("groups.csv", "north,sea", "nort,sea", 3, "place", "'nort' is not among the places", "'north'?"),
    ("affinity.csv", "hill", "hil", 2, "group", "'hil folk' is not among the groups", "'hill folk'?"),
    ("affinity.csv", "-0.5", "-1.5", 2, "value", "'-1.5' is out of range", "at least -1"),
    ("affinity.csv", "rebels", "rebelz", 2, "actor", "'rebelz' is not among the actors", "'rebels'?"),
    # headers
    ("places.csv", ",population,", ",populaton,", 1, "populaton", "no such column", "did you mean 'population'?"),
    ("places.csv", ",population,", ",zzz,", 1, "zzz", "no such column", "the columns are place, name"),
    ("places.csv", "latitude", "lat", 1, "latitude", "the column is missing", "add it: WGS 84"),
    ("routes.csv", "speed_km_day", "distance_km", 1, "distance_km", "stands twice", ""),
    ("routes.csv", "main,north", '"main,north', 2, None, "no CSV table", "a quote that is not closed"),
    # settings
    ("scenario.toml", 'title = "Made up"', "", None, "title", "a value is missing", ""),
    ("scenario.toml", "as_of = ", "asof = ", None, "asof", "there is no such key", "check its spelling"),
    ("scenario.toml", "as_of = ", "asof = ", None, "as_of", "a value is missing", ""),
    ("scenario.toml", "as_of = 2031-03-05", "as_of = 2031-02-05", None, "as_of", "as_of is before start", "a day of"),
    ("scenario.toml", "as_of = 2031-03-05", 'as_of = "soon"', None, "as_of", "'soon' is no date", "YYYY-MM-DD"),
    ("scenario.toml", "as_of", "days = 0\nas_of", None, "days", "0 is out of range", "at least 1"),
    ("scenario.toml", "as_of", "days = 367\nas_of", None, "days", "367 is out of range", "at most 366"),
    ("scenario.toml", 'name = "Rebels"', 'name = "R"\ncolor = "#000000"', None, "actors.rebels.color", "no such key",
     "check its spelling"),
    ("scenario.toml", 'name = "Rebels"', 'name = "R"\ncolour = "red"', None, "actors.rebels.colour", "'red' holds what",
     "#RRGGBB"),
    ("scenario.toml", 'name = "Rebels"', 'name = " "', None, "actors.rebels.name", "a value is missing", ""),
    ("scenario.toml", "as_of", 'title = "twice"\nas_of', None, None, "not TOML: Cannot overwrite", "the line"),
    ("scenario.toml", 'capital = "south"', 'capital = "east"', None, "capital", "'east' is not in the", "a place"),
    ("scenario.toml", 'focus = "south"', 'focus = "east"', None, "focus", "'east' is not in the", "a place"),
    ("scenario.toml", 'coast = "all"', 'coast = "sea"', None, "coast", "'sea' is not in the tables", "an area"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "row", "column", "message", "mend"), CELLS)
def test_a_problem_says_where_it_is_and_how_to_mend_it(
    tmp_path: Path, file: str, old: str, new: str, row: int | None, column: str | None, message: str, mend: str
) -> None:
    told = problems(spoil(tmp_path, (file, old, new)))
    (problem,) = [p for p in told if (p.file, p.row, p.column) == (file, row, column)]
    assert message in problem.message
    assert mend in problem.mend


def test_only_what_is_wrong_is_told(tmp_path: Path) -> None:
    assert len(problems(spoil(tmp_path, ("routes.csv", "north,south", "north,sauth")))) == 1


def test_all_files_problems_are_told_at_once(tmp_path: Path) -> None:
    told = problems(
        spoil(
            tmp_path,
            ("scenario.toml", "as_of = ", "asof = "),
            ("places.csv", ",2000,", ",-1,"),
            ("places.csv", "Southtown", ""),
            ("routes.csv", "speed_km_day", "speed"),
            ("events.csv", "0.5,2031-03-01", "1.5,yesterday"),
            ("areas.csv", "all,south,a map,", "all,south,,"),
            ("groups.csv", "sea folk,0.4", "sea folk,4"),
        )
    )
    assert [(p.file, p.row, p.column) for p in told] == [
        ("scenario.toml", None, "as_of"),
        ("scenario.toml", None, "asof"),
        ("places.csv", 2, "population"),
        ("places.csv", 3, "name"),
        ("routes.csv", 1, "speed_km_day"),
        ("routes.csv", 1, "speed"),
        ("events.csv", 3, "valid_from"),
        ("areas.csv", 3, "source"),
        ("groups.csv", 3, "share"),
    ]


def test_problems_between_rows_are_told_at_once(tmp_path: Path) -> None:
    told = problems(
        spoil(
            tmp_path,
            ("scenario.toml", 'focus = "south"', 'focus = "east"'),
            ("places.csv", ",3000,", ",,"),
            ("routes.csv", "north,south", "north,sauth"),
            ("events.csv", "0.5", ""),
            ("events.csv", "closure,,main", "closure,,"),
            ("observations.csv", "arrivals,10", "arrivals,30"),
            ("groups.csv", "sea folk,0.4", "sea folk,0.6"),
            ("affinity.csv", "hill", "hil"),
        )
    )
    assert {(p.file, p.row, p.column) for p in told} == {
        ("scenario.toml", None, "focus"),
        ("places.csv", 3, "population"),
        ("routes.csv", 2, "to"),
        ("events.csv", 3, "intensity"),
        ("events.csv", 4, "place"),
        ("observations.csv", 3, "high"),
        ("groups.csv", 3, "share"),
        ("affinity.csv", 2, "group"),
    }


def test_problems_of_cells_and_between_rows_are_told_together(tmp_path: Path) -> None:
    told = problems(
        spoil(
            tmp_path,
            ("places.csv", ",2000,", ",-1,"),
            ("events.csv", "fall,control,north,,rebels", "fall,control,north,,rebel"),
            ("events.csv", "0.5", ""),
            ("observations.csv", "arrivals,10", "arrivals,30"),
        )
    )
    assert {(p.file, p.row, p.column) for p in told} == {
        ("places.csv", 2, "population"),
        ("events.csv", 2, "actor"),
        ("events.csv", 3, "intensity"),
        ("observations.csv", 3, "high"),
    }


def test_a_place_without_a_road_is_told_beside_other_problems(tmp_path: Path) -> None:
    lane = "lane,south,camp,10,400,a map,2031-02-01\n"
    told = problems(spoil(tmp_path, ("routes.csv", lane, ""), ("events.csv", "0.5", "")))
    assert {(p.file, p.row, p.column) for p in told} == {("places.csv", 4, "place"), ("events.csv", 3, "intensity")}
    assert told[0].message == "no route reaches 'camp'"
    assert told[0].mend == "join it in routes.csv, or remove it"


def test_names_that_are_used_in_a_spoilt_table_are_not_told_as_missing(tmp_path: Path) -> None:
    told = problems(spoil(tmp_path, ("places.csv", "35.5", "95.5"), ("groups.csv", "hill folk,0.5", "hill folk,5")))
    assert {(p.file, p.column) for p in told} == {("places.csv", "latitude"), ("groups.csv", "share")}


@pytest.mark.parametrize("file", ["scenario.toml", "places.csv", "routes.csv"])
def test_a_file_that_must_be_there_is_not(tmp_path: Path, file: str) -> None:
    write(tmp_path, GOOD)
    (tmp_path / file).unlink()
    (problem,) = problems(tmp_path)
    assert (problem.file, problem.row) == (file, None)
    assert "missing" in problem.message
    assert problem.mend.startswith("add it with")


@pytest.mark.parametrize("file", ["events.csv", "observations.csv", "affinity.csv"])
def test_the_other_tables_may_be_left_out(tmp_path: Path, file: str) -> None:
    write(tmp_path, GOOD)
    (tmp_path / file).unlink()
    assert load(tmp_path).table(file.removesuffix(".csv")).empty


@pytest.mark.parametrize("file", ["scenario.toml", "places.csv", "events.csv"])
def test_bytes_that_are_no_utf_8(tmp_path: Path, file: str) -> None:
    write(tmp_path, GOOD)
    (tmp_path / file).write_bytes(GOOD[file].replace("a", "\xe4").encode("latin-1"))
    (problem,) = problems(tmp_path)
    assert problem.file == file
    assert problem.message == f"byte {GOOD[file].index('a')} is not UTF-8"
    assert problem.mend == "save the file as UTF-8"


def test_the_row_of_bytes_that_are_no_utf_8(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "places.csv").write_bytes(GOOD["places.csv"].replace("South", "S\xfcd").encode("latin-1"))
    assert [p.row for p in problems(tmp_path)] == [3]


@pytest.mark.parametrize("file", ["scenario.toml", "places.csv"])
def test_a_byte_order_mark_is_no_problem(tmp_path: Path, file: str) -> None:
    write(tmp_path, GOOD)
    (tmp_path / file).write_text(GOOD[file], encoding="utf-8-sig")
    assert len(load(tmp_path).places) == 3


def test_line_ends_and_empty_rows_of_a_spreadsheet(tmp_path: Path) -> None:
    files = GOOD | {"places.csv": GOOD["places.csv"].replace("\n", "\r\n").replace("south,", ",,,,,,,,\r\nsouth,")}
    world = load(write(tmp_path, files))
    assert list(world.places["place"]) == ["north", "south", "camp"]
    assert list(world.places.index) == [2, 4, 5]


def test_an_empty_file(tmp_path: Path) -> None:
    (problem,) = problems(write(tmp_path, GOOD | {"places.csv": ""}))
    assert (problem.file, problem.message) == ("places.csv", "the file is empty")
    assert "longitude" in problem.mend


def test_there_is_no_such_folder(tmp_path: Path) -> None:
    (problem,) = problems(tmp_path / "nowhere")
    assert "nowhere" in problem.file
    assert "no such folder" in problem.message


def test_a_revision_may_bear_the_same_name(tmp_path: Path) -> None:
    later = "guns,fighting,north,,,0.9,2031-03-01,2031-03-04,a paper,2031-03-05\n"
    assert len(load(write(tmp_path, GOOD | {"events.csv": GOOD["events.csv"] + later})).events) == 5


@pytest.mark.parametrize(
    ("problem", "told"),
    [
        (Problem("a.csv", "it is wrong", 3, "b", "mend it"), "a.csv, row 3, column 'b': it is wrong (mend it)"),
        (Problem("a.csv", "it is wrong"), "a.csv: it is wrong"),
    ],
)
def test_a_problem_reads_as_a_sentence(problem: Problem, told: str) -> None:
    assert str(problem) == told
