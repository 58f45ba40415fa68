"""Tables as CSV files: read against the schema, with every problem told; written back the same."""

import csv
import datetime as dt
import io
from pathlib import Path
from typing import Any

import pandas as pd
from pydantic import ValidationError
from pydantic_core import ErrorDetails
from rapidfuzz import process

from nuzuh.scenario.problems import Problem
from nuzuh.scenario.schema import TABLES, Row, base_type, extra, fields

_DTYPES = {
    str: "str",
    dt.date: "datetime64[s]",
    float: "float64",
    int: "Int64",
    bool: "bool",
    tuple: "object",
}

_MENDS = {
    "missing": "fill the cell in",
    "date": "write a date as YYYY-MM-DD",
    "float": "write a number with a point for decimals and no thousands separator",
    "int": "write a whole number without a thousands separator",
    "bool": "write true or false",
    "finite": "write a number with a point for decimals and no thousands separator",
}


def frame(table: str, rows: list[Row]) -> pd.DataFrame:
    """Rows as a data frame with the schema's columns, in its order and with its types."""
    records = [row.model_dump(by_alias=True) | _names(row) for row in rows]
    data = {
        name: pd.Series([r[name] for r in records], dtype=_DTYPES[base_type(field)])
        for name, field in fields(table).items()
    }
    return pd.DataFrame(data)


def _names(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row if isinstance(value, tuple)}


def read_table(path: Path, table: str) -> tuple[pd.DataFrame, list[Problem]]:
    """Read one CSV file against the schema.

    Parameters
    ----------
    path : Path
        The file, in UTF-8.
    table : str
        Which table of the schema it holds.

    Returns
    -------
    DataFrame
        The rows that are right, with ``file_row`` as index: the row as a spreadsheet counts it.
    list of Problem
        Everything that is wrong with the others.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        return frame(table, []), [
            Problem(path.name, f"byte {error.start} is not UTF-8", line, mend="save the file as UTF-8")
        ]
    # strict, so that a quote that is never closed is told and does not swallow the rest of the file
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Row] = []
    numbers: list[int] = []
    problems: list[Problem] = []
    number = 0
    try:
        header = [name.strip() for name in next(reader, [])]
        problems += _header_problems(path.name, header, table)
        if problems:
            return frame(table, []), problems
        number = 1
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) > len(header):
                problems.append(
                    Problem(
                        path.name,
                        f"{len(cells)} cells under {len(header)} columns",
                        number,
                        mend="quote a cell that holds a comma",
                    )
                )
                continue
            try:
                filled = {name: cell for name, cell in zip(header, cells, strict=False) if cell.strip()}
                rows.append(TABLES[table].model_validate(filled))
                numbers.append(number)
            except ValidationError as error:
                problems += [row_problem(path.name, number, detail) for detail in error.errors()]
    except csv.Error as error:
        problems.append(
            Problem(
                path.name,
                f"the file is no CSV table: {error}",
                number + 1,
                mend="look for a quote that is not closed",
            )
        )
    result = frame(table, rows)
    result.index = pd.Index(numbers, name="file_row", dtype="int64")
    return result, problems


def _header_problems(file: str, header: list[str], table: str) -> list[Problem]:
    known = fields(table)
    if not header:
        return [Problem(file, "the file is empty", 1, mend=f"give it the columns {', '.join(known)}")]
    problems = [
        Problem(file, "the column is missing", 1, name, f"add it: {field.description}")
        for name, field in known.items()
        if field.is_required() and name not in header
    ]
    for name in header:
        if name not in known:
            near = process.extractOne(name, list(known), score_cutoff=70)
            mend = f"did you mean '{near[0]}'?" if near else f"the columns are {', '.join(known)}"
            problems.append(Problem(file, "there is no such column", 1, name, mend))
    problems += [
        Problem(file, "the column stands twice", 1, name) for name in sorted({n for n in header if header.count(n) > 1})
    ]
    return problems


def row_problem(file: str, number: int | None, detail: ErrorDetails) -> Problem:
    """Say what pydantic found in one row or setting, and how to mend it."""
    kind, column = detail["type"], ".".join(str(part) for part in detail["loc"]) or None
    context = detail.get("ctx", {})
    limits = {"greater_than_equal": ("ge", "at least"), "less_than_equal": ("le", "at most"),
              "greater_than": ("gt", "more than"), "less_than": ("lt", "less than")}  # fmt: skip
    if kind in ("missing", "string_too_short"):
        return Problem(file, "a value is missing", number, column, _MENDS["missing"])
    value = f"{detail['input']!r:.60}"
    if kind == "extra_forbidden":
        return Problem(file, "there is no such key", number, column, "check its spelling, or remove it")
    if kind in limits:
        key, words = limits[kind]
        return Problem(file, f"{value} is out of range", number, column, f"it must be {words} {context[key]}")
    if kind == "literal_error":
        return Problem(file, f"{value} is not one of the choices", number, column, f"use {context['expected']}")
    what = next((name for name in _MENDS if kind.startswith(name)), None)
    if what:
        noun = {"date": "date", "float": "number", "int": "whole number", "bool": "yes or no", "finite": "number"}[what]
        return Problem(file, f"{value} is no {noun}", number, column, _MENDS[what])
    if kind == "string_pattern_mismatch":
        colour = context["pattern"].startswith("^#")
        mend = "write a colour as #RRGGBB" if colour else "write one line of text; a name holds no ';'"
        return Problem(file, f"{value} holds what it may not", number, column, mend)
    return Problem(file, f"{value}: {detail['msg']}", number, column)


def write_table(path: Path, table: str, data: pd.DataFrame) -> None:
    """Write a table as CSV in UTF-8, columns in the schema's order."""
    out = data.loc[:, list(fields(table))].copy()
    for name, field in fields(table).items():
        if base_type(field) is tuple:
            out[name] = ["; ".join(names) for names in out[name]]
        elif base_type(field) is bool:
            out[name] = ["true" if value else "false" for value in out[name]]
    out.to_csv(path, index=False, date_format="%Y-%m-%d", lineterminator="\n")


def unit_of(table: str, column: str) -> str:
    """Unit of a column, as the schema states it."""
    return str(extra(fields(table)[column], "unit"))
