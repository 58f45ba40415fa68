import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.report.words import Range, csv_text, linked, people, quote, rounded, span


@pytest.mark.parametrize(
    ("value", "told"),
    [
        (0, "0"),
        (0.3, "0"),
        (3, "under 10"),
        (14, "14"),
        (372_411, "370,000"),
        (9_960, "10,000"),
        (1_849_000, "1,800,000"),
    ],
)
def test_people_are_told_with_two_digits(value: float, told: str) -> None:
    assert people(value) == told


@given(st.floats(1, 1e9))
def test_rounding_moves_a_figure_by_five_per_cent_at_most(value: float) -> None:
    assert abs(rounded(value) - value) <= max(0.05 * value, 0.5)


def test_a_range_is_told_with_its_interval() -> None:
    assert str(Range(283_000, 371_000, 534_000)) == "370,000 (280,000–530,000)"
    assert Range(2, 5, 80).interval == "0–80"


def test_published_figures_are_told_as_they_were_put() -> None:
    nan = float("nan")
    assert span(115_000.0, nan) == "at least 115,000"
    assert span(nan, 2_500.0) == "up to 2,500"
    assert span(60_000.0, 80_000.0) == "60,000–80,000"
    assert span(1_000.0, 9_999.0) == "1,000 to under 10,000"
    assert span(280_000.0, 280_000.0, "about") == "about 280,000"


@given(st.text(min_size=1, max_size=2000), st.data())
def test_a_quote_is_the_span_within_the_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    told = quote(text, start, end)
    assert told.text == text[start:end]
    before, after = told.before.removeprefix("… "), told.after.removesuffix(" …")
    assert text[:start].endswith(before)
    assert text[end:].startswith(after)


def test_a_quote_is_shown_in_its_sentence() -> None:
    text = "It rained. Some 9,000 people left on Sunday, a monitor said. More may follow."
    start = text.index("9,000")
    told = quote(text, start, start + 5)
    assert (told.before, told.after) == ("Some ", " people left on Sunday, a monitor said.")


def test_only_web_addresses_become_links() -> None:
    pieces = linked("see javascript:alert(1), (https://example.org/a?b=1), data:text/html,x")
    assert [address for _, address in pieces if address] == ["https://example.org/a?b=1"]
    assert (
        "".join(text for text, _ in pieces) == "see javascript:alert(1), (https://example.org/a?b=1), data:text/html,x"
    )


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_no_text_of_a_download_is_a_formula(cells: list[str]) -> None:
    text = csv_text(["a"] * len(cells), [cells])
    read = list(csv.reader(io.StringIO(text, newline="")))[1]
    assert [cell.removeprefix("'") for cell in read] == [cell.removeprefix("'") for cell in cells]
    assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r", "\n") for cell in read if cell)
