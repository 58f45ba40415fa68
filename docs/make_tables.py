"""Write the pages that the source dictates: `python docs/make_tables.py`.

They are ``docs/model/parameters.md``, from the priors and the constants of the model and the forecast,
``docs/forecast/priors.md``, from what was fitted to past conflicts, ``docs/reference/scenario.md``, from the scenario's
schema, and ``docs/reference/formats.md``, from the columns that claims are written in. A test tells when a page is no
longer what this gives.
"""

import inspect
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

import nuzuh
from nuzuh.evidence.tables.acled import ACLED
from nuzuh.evidence.tables.column import Table
from nuzuh.evidence.tables.facts import FACTS
from nuzuh.evidence.tables.hxl import HXL
from nuzuh.evidence.tables.idu import IDU
from nuzuh.forecast.priors import DEFAULT, Growth, read_priors
from nuzuh.model.parameters import PRIORS, Prior
from nuzuh.scenario.schema import REQUIRED, TABLES, Actor, Settings, extra, fields

DOCS = Path(__file__).parent
SOURCE = Path(nuzuh.__file__).parent
GENERATED = "<!-- Written by docs/make_tables.py: do not edit by hand. -->\n"
#: A module's constant with the comment above it.
_CONSTANT = re.compile(r"^((?:#: .*\n)+)([A-Z_]+)(?:: \w+)? = (.+?)$", re.MULTILINE)
_TYPES = {
    "string": "text",
    "date": "date, YYYY-MM-DD",
    "integer": "whole number",
    "number": "number",
    "boolean": "true or false",
    "array": "names",
}
_LIMITS = {"minimum": "≥ ", "exclusiveMinimum": "> ", "maximum": "≤ ", "exclusiveMaximum": "< "}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out a Markdown table."""
    head = list(head)
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def parameters_page() -> str:
    """``docs/model/parameters.md``: every prior, and every constant that is an assumption."""
    priors = table(
        ["parameter", "meaning", "unit", "prior", "5 %", "median", "95 %", "basis", "rule"],
        ([f"`{p.name}`", p.meaning, p.unit, _shape(p), *_quantiles(p), p.basis, ", ".join(_rules(p))] for p in PRIORS),
    )
    constants = table(["constant", "value", "meaning", "where"], _constants())
    return f"""{GENERATED}
# Parameters

What nobody knows is drawn. Each parameter of the [rules](README.md) has a prior: what is thought of it before any
count is seen. A forecast draws sets of parameters, and weighs them by the counts published up to the as-of date; the
report shows each before and after.

A *lognormal* prior is for a scale, and has no upper end. A *uniform* prior is for a share or a power, and has its ends
beside it. Unit 1 is a plain number; d is a day.

## Priors

{priors}
Where the basis says *assumption*, it is a judgement. No measurement stands behind it.

## Constants that are assumptions

These are not drawn. They stand in the source, and to change one is to change every forecast.

{constants}"""


def _shape(prior: Prior) -> str:
    return f"uniform, {prior.low:g} to {prior.high:g}" if prior.shape == "uniform" else prior.shape


def _quantiles(prior: Prior) -> list[str]:
    return [f"{value:.3g}" for value in prior.quantile(np.array([0.05, 0.5, 0.95]))]


def _rules(prior: Prior) -> Iterator[str]:
    """Links to the pages of the rules that name a parameter."""
    for page in sorted((DOCS / "model").glob("*.md")):
        if page.name not in ("parameters.md", "README.md") and f"`{prior.name}`" in page.read_text(encoding="utf-8"):
            yield f"[{page.stem}]({page.name})"


def _constants() -> Iterator[list[str]]:
    for file in sorted([*SOURCE.glob("model/*.py"), *SOURCE.glob("forecast/*.py")]):
        for comment, name, value in _CONSTANT.findall(file.read_text(encoding="utf-8")):
            meaning = " ".join(line.removeprefix("#: ") for line in comment.splitlines())
            if "assumption" in meaning:
                yield [f"`{name}`", f"`{value}`", meaning, f"`{file.relative_to(SOURCE)}`"]


def fitted_page() -> str:
    """``docs/forecast/priors.md``: what past conflicts say of how counts go on."""
    fitted = read_priors(DEFAULT)
    without = [read_priors(file) for file in sorted(DEFAULT.resolve().parent.glob("without-*.toml"))]
    rows = []
    for name, info in Growth.model_fields.items():
        others = [getattr(one, name) for one in without]
        ends = f"{min(others):.3g} to {max(others):.3g}"
        unit = extra(info, "unit")
        values = [f"{info.default:g}", f"{getattr(fitted, name):.3g}", ends]
        rows.append([f"`{name}`", info.description or "", str(unit), *values])
    fits = table(["parameter", "meaning", "unit", "fit begins at", "all conflicts", "without one country"], rows)
    return f"""{GENERATED}
# What past conflicts say

The parameters of the [forecast of counts](counts.md), fitted by `nuzuh calibrate` to the counts of past conflicts that
UNHCR published, as Flee's folders hold them: `priors/all.toml` to all of seven, `priors/without-NAME.toml` to those of
other countries than NAME's. What is minimised, and over which days, stands in `nuzuh.forecast.calibrate`.

{fits}
How far the last column's ends lie apart is how little a parameter is known."""


def scenario_page() -> str:
    """``docs/reference/scenario.md``: every table and column of a scenario, and its settings."""
    tables = "\n".join(_table_section(name) for name in TABLES)
    return f"""{GENERATED}
# The files of a scenario

A scenario is a folder with `scenario.toml` and tables as CSV files in UTF-8, with a header. Columns may stand in any
order; an unknown column is an error. A blank cell takes the default. These tables must be there:
{", ".join(f"`{name}.csv`" for name in REQUIRED)}. `nuzuh check FOLDER` tells everything that is wrong, with file, row,
column and how to mend it.

Every row has two clocks: the days on which it was so, and `known`, the day on which that was published. A forecast from
a day sees only rows known by then. To revise a row, add one of the same name with a later `known`.

{tables}
## `scenario.toml`

{_settings(Settings)}
Each actor is a table `[actors.NAME]`; the tables use that name.

{_settings(Actor)}
## `futures.toml`

This file need not be there. It tells what the fighting may do next:
[futures of the fighting](../forecast/fighting.md).
"""


def _table_section(name: str) -> str:
    schema = TABLES[name].model_json_schema(by_alias=True)
    rows = (
        [f"`{column}`", *_cells(schema, column), str(extra(field, "unit")), _meaning(field)]
        for column, field in fields(name).items()
    )
    what = inspect.getdoc(TABLES[name]) or ""
    return f"## `{name}.csv`\n\nA row is {what[0].lower() + what[1:]}\n\n{table([*_HEAD[:4], 'unit', 'meaning'], rows)}"


_HEAD = ("column", "type", "default", "range")


def _settings(model: type[Settings] | type[Actor]) -> str:
    schema = model.model_json_schema()
    rows = ([f"`{key}`", *_cells(schema, key), field.description or ""] for key, field in model.model_fields.items())
    return table(["key", *_HEAD[1:], "meaning"], rows)


def _meaning(field: Any) -> str:
    notes = [field.description]
    if extra(field, "key"):
        notes.append("names the row")
    if target := extra(field, "refers_to"):
        notes.append(f"refers to {target}")
    return "; ".join(notes)


def _cells(schema: dict[str, Any], column: str) -> list[str]:
    """Type, default and range of a column, from its JSON schema."""
    entry = schema["properties"][column]
    kind = next((one for one in entry.get("anyOf", ()) if one["type"] != "null"), entry)
    if "enum" in kind:
        told = "one of " + ", ".join(f"`{choice}`" for choice in kind["enum"])
    else:
        told = _TYPES.get(kind.get("format") or kind.get("type"), "tables")
    limits = ", ".join(sign + f"{kind[key]:,}" for key, sign in _LIMITS.items() if key in kind)
    return [told, _default(entry, column in schema.get("required", ())), limits]


def _default(entry: dict[str, Any], required: bool) -> str:
    if required:
        return "must be given"
    value = entry.get("default")
    return "blank" if value in (None, [], {}) else f"`{str(value).lower() if isinstance(value, bool) else value}`"


def formats_page() -> str:
    """``docs/reference/formats.md``: every format that claims are written in, and how its columns are filled."""
    return f"""{GENERATED}
# Formats of claims

`nuzuh read REPORT… --format FORMAT [--out FILE]` writes claims in one of these; `nuzuh places` writes places as
`table`, `jsonl`, `csv` or `geojson`. With `--out`, the file is there whole or not at all.

| format | is for | a row is |
| --- | --- | --- |
| `table` | reading in a terminal | a claim |
| `jsonl` | programs; the claims as read, with the exact text | a claim |
| `csv` | spreadsheets: everything that claims say | a claim |
| `hxl` | humanitarian data tools: CSV with HXL's hashtags | a claim |
| `geojson` | maps | a claim |
| `acled` | what reads ACLED's event exports | an attack, or a change of control |
| `idu` | what reads IDMC's Internal Displacement Updates | a count of displaced people |

**One report, one row.** A claim is what one report says. Ten reports of one strike are ten rows: do not add up a column
before claims are reconciled.

**Private people.** All formats but `jsonl` are for sharing: what looks like a private person's name is replaced by
`[name withheld]` in quotes and sources. People whom the text gives a public office, and those that nuzuh's lists of
sides and sources name, are kept. This works by the words around a name and can miss one: look before you publish.
It also withholds too much: of 100 names drawn from those that it takes for private in 357 news articles, 13 are none of
a person (outlets, small places, headings).

**What is left out** has no place in a format; stderr tells how many claims, and why.

**Spreadsheets.** CSV is in UTF-8 with a header, quoted by RFC 4180. A text that begins with `=`, `+`, `-`, `@`, a tab
or an apostrophe has an apostrophe before it, so that no spreadsheet takes it for a formula; take one apostrophe away
from every text that begins with one, and you have what was written. Control characters are written out (`\\x1b`).

**Where places are.** Names are looked up in the gazetteer again, by the countries that the report speaks of. "Near
Goma" and "northern Goma" have Goma's coordinates. A country and a border have none.

## `csv`

{_columns(FACTS)}
## `geojson`

A feature collection (RFC 7946); the properties of a feature are the columns of `csv`, and its id is the claim's. A
movement or a distance between two known places is a line from the one to the other, which is no road. Several
places are a MultiPoint; one is a Point. Where no place is known, `geometry` is null.

## `hxl`

Hashtags follow HXL 1.1; `+min`, `+max`, `+means`, `+scope`, `+quote` and `+attributed` are our own attributes.

{_columns(HXL)}
## `acled`

Attacks whose means are told, and changes of control, with a place that is not a whole country and a day that is told
within a month. Denied, projected, supposed and long past ones are left out.

| claim | event type | sub-event type |
| --- | --- | --- |
| attack, air | Explosions/Remote violence | Air/drone strike |
| attack, shelling | Explosions/Remote violence | Shelling/artillery/missile attack |
| attack, bomb | Explosions/Remote violence | Remote explosive/landmine/IED; Suicide bomb, where the quote says so |
| attack, clash | Battles | Armed clash |
| control, by the place's own government | Battles | Government regains territory |
| control, by anybody else who is named | Battles | Non-state actor overtakes territory |
| control, where the quote says that nobody fought | Strategic developments | Non-violent transfer of territory |

A report seldom says whether a place was fought for: the codebook counts only such captures as battles.

{_columns(ACLED)}
## `idu`

Displacements with a figure in people. Families and households are left out: IDU has no unit, and nobody's household is
multiplied by a guess. So are totals since 2011, flights across a border, and what is denied, projected or long past.

{_columns(IDU)}"""


def _columns(made: Table) -> str:
    tagged = any(column.tag for column in made.columns)
    return table(
        ["column", *(["hashtag"] if tagged else []), "meaning"],
        ([f"`{c.name}`", *([f"`{c.tag}`"] if tagged else []), c.meaning] for c in made.columns),
    )


PAGES = {
    DOCS / "forecast" / "priors.md": fitted_page,
    DOCS / "model" / "parameters.md": parameters_page,
    DOCS / "reference" / "scenario.md": scenario_page,
    DOCS / "reference" / "formats.md": formats_page,
}

if __name__ == "__main__":
    for page, make in PAGES.items():
        page.write_text(make(), encoding="utf-8", newline="\n")
