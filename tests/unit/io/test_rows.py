"""CSV, HXL, lines of JSON and GeoJSON: what is written is read back, and harms nobody on the way."""

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.io.csv import Csv, Hxl, cell
from nuzuh.io.json import GeoJson, JsonLines
from nuzuh.io.text import visible

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
ROWS = st.lists(st.fixed_dictionaries({"a": TEXT, "b": st.one_of(st.none(), st.integers(), TEXT)}), max_size=5)


def parsed(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text, newline="")))


def plain(told: str) -> str:
    """A cell as the docs say that it is read: without the one apostrophe that it begins with."""
    return told.removeprefix("'")


@given(ROWS)
def test_rows_of_csv_are_read_back(rows: list[dict[str, Any]]) -> None:
    head, *back = parsed("".join(Csv(["a", "b"]).text(rows)))
    assert head == ["a", "b"]
    for row, line in zip(rows, back, strict=True):
        for column, told in zip(head, line, strict=True):
            value = row[column]
            if isinstance(value, str):
                assert plain(told) == visible(value)
            else:
                assert told == ("" if value is None else str(value))


@given(st.text(max_size=20))
def test_no_text_is_a_formula_or_steers_a_terminal(text: str) -> None:
    told = cell(text)
    assert not told.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not any(ord(c) < 32 and c not in "\t\n" for c in told)
    told.encode("utf-8")  # halves of characters would not go


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("=1+1", "'=1+1"),
        ("-5 degrees", "'-5 degrees"),
        ("'Ayn al-Arab", "''Ayn al-Arab"),
        ("a=b", "a=b"),
        (-33.5, "-33.5"),
        (True, "true"),
        (None, ""),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("two\nlines", "two\nlines"),
        ("left \u202eright \u202a \u2069", "left \\u202eright \\u202a \\u2069"),
        ("half \ud800 \udfff", "half \\ud800 \\udfff"),
    ],
)
def test_cell(value: object, told: str) -> None:
    assert cell(value) == told


def test_what_must_be_quoted_is_quoted() -> None:
    """The rules of RFC 4180: commas, quotes and ends of lines."""
    text = "".join(Csv(["a", "b"]).text([{"a": 'say "no", twice', "b": "one\ntwo"}]))
    assert text == 'a,b\n"say ""no"", twice","one\ntwo"\n'


def test_hashtags_stand_below_the_headers_even_of_nothing() -> None:
    assert "".join(Hxl({"place": "#loc+name", "note": ""}).text([])) == "place,note\n#loc+name,\n"
    assert "".join(Csv(["place"]).text([])) == "place\n"
    assert json.loads("".join(GeoJson().text([]))) == {"type": "FeatureCollection", "features": []}
    assert "".join(JsonLines().text([])) == ""


@given(
    st.lists(st.dictionaries(st.text(max_size=5), st.one_of(st.none(), st.text(max_size=20)), max_size=3), max_size=4)
)
def test_json_is_read_back_line_by_line(rows: list[dict[str, str | None]]) -> None:
    told = "".join(JsonLines().text(rows))
    told.encode("utf-8")
    assert [json.loads(line) for line in told.splitlines()] == rows
    collection = json.loads("".join(GeoJson().text(rows)))
    assert collection["features"] == rows


def test_a_line_of_json_is_one_line_to_everybody() -> None:
    row = {"text": "a\u2028b\u2029c\x85d \ud800"}
    (told,) = JsonLines().text([row])
    told.encode("utf-8")
    assert len(told.splitlines()) == 1
    assert json.loads(told) == row


def test_rows_are_written_as_they_come() -> None:
    came: list[int] = []

    def rows() -> Any:
        for n in range(3):
            came.append(n)
            yield {"a": n}

    for writer in (Csv(["a"]), Hxl({"a": "#x"}), JsonLines(), GeoJson()):
        came.clear()
        pieces = writer.text(rows())
        next(p for p in pieces if "0" in p)
        assert came == [0]
