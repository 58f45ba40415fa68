"""Keys to articles: what may stand in them, and the words that their offsets stand for."""

import datetime as dt
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.claims import Kind, Status
from verification.flee import SHARED
from verification.reading.articles import COLUMNS, articles, key_rows, phrase
from verification.reading.sets import figures_of

KEYS = sorted((Path(__file__).parents[2] / "verification" / "reading").glob("*.csv"))
ARTICLES = SHARED / "eval" / "syria_reports.csv"


def test_a_phrase_that_stands_once_stays_as_it_is() -> None:
    assert phrase("Two died in Xar. Two fled.", 12, 15) == "Xar"


def test_a_phrase_that_stands_twice_grows_until_it_is_found_where_it_is() -> None:
    text = "Two died. Later two died."
    assert text[20:24] == "died"
    assert phrase(text, 20, 24) == "two died"


@given(st.text(alphabet="ab .", min_size=1, max_size=30), st.data())
def test_every_phrase_is_found_around_its_span(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    found = phrase(text, start, end)
    assert text.find(found) <= start and end <= text.find(found) + len(found)


@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.stem)
def test_the_cells_of_a_key_are_valid(path: Path) -> None:
    rows = key_rows(path)
    assert tuple(rows[0]) == COLUMNS
    assert len({row["id"] for row in rows}) == len(rows)
    for row in rows:
        assert row["id"].startswith(f"{row['report']}-"), row["id"]
        assert row["kind"] in {*get_args(Kind), "trap"}, row["id"]
        assert (row["kind"] == "trap") == ("-T" in row["id"]), row["id"]
        assert row["status"] in get_args(Status), row["id"]
        assert int(row["start"]) < int(row["end"]), row["id"]
        low, high = (float(row[bound] or "nan") for bound in ("value_low", "value_high"))
        assert not low > high, row["id"]
        first, last = (row[bound] and str(dt.date.fromisoformat(row[bound])) for bound in ("date_low", "date_high"))
        assert not first or not last or first <= last, row["id"]


def test_development_and_held_out_articles_are_not_the_same() -> None:
    reports = [{row["report"] for row in key_rows(path)} for path in KEYS]
    assert len(set.union(*reports)) == sum(map(len, reports))


@pytest.mark.skipif(not ARTICLES.is_file(), reason=f"the articles are not at {ARTICLES}")
@pytest.mark.parametrize("path", KEYS, ids=lambda path: path.stem)
def test_offsets_cut_whole_words_within_a_sentence(path: Path) -> None:
    texts = articles(ARTICLES)
    for row in key_rows(path):
        text, start, end = texts[row["report"]].text, int(row["start"]), int(row["end"])
        words = text[start:end]
        assert words and words == words.strip() and end <= len(text), row["id"]
        assert not (text[start - 1 : start] + text[start]).isalnum() or start == 0, row["id"]
        assert not text[end - 1 : end + 1].isalnum() or end == len(text), row["id"]
        assert not set(words) & set("!?\n"), row["id"]


def test_figures_are_taken_from_the_lines_of_the_tool() -> None:
    told = "figures   3 of 4 right (1 left out), unit 2 of 3, place 0 of 0\nair       F1 0.750 (right 3)\n"
    told += "spurious  displacement claims in 1 of 10 snippets\n"
    assert figures_of(told) == {"figures": 0.75, "unit": pytest.approx(2 / 3), "air": 0.75, "calm": 0.9}
