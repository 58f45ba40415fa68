import datetime as dt

import pytest

from nuzuh.evidence.dates import periods
from nuzuh.evidence.language import english

D = dt.date
FRIDAY = D(2023, 6, 16)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on Wednesday", D(2023, 6, 14), D(2023, 6, 14)),
        ("on Friday", FRIDAY, FRIDAY),
        ("on Saturday", D(2023, 6, 10), D(2023, 6, 10)),
        ("late Thursday", D(2023, 6, 15), D(2023, 6, 15)),
        ("next Friday", D(2023, 6, 23), D(2023, 6, 23)),
        ("overnight", D(2023, 6, 15), FRIDAY),
        ("overnight into Thursday", D(2023, 6, 14), D(2023, 6, 15)),
        ("Tuesday night into Wednesday", D(2023, 6, 13), D(2023, 6, 14)),
        ("yesterday", D(2023, 6, 15), D(2023, 6, 15)),
        ("six days ago", D(2023, 6, 10), D(2023, 6, 10)),
        ("two weeks ago", D(2023, 6, 1), D(2023, 6, 3)),
        ("a week after the town fell", D(2023, 6, 8), D(2023, 6, 10)),
        ("last week", D(2023, 6, 5), D(2023, 6, 11)),
        ("the previous week", D(2023, 6, 5), D(2023, 6, 11)),
        ("in the past week", D(2023, 6, 9), FRIDAY),
        ("over the past three days", D(2023, 6, 13), FRIDAY),
        ("within a week", D(2023, 6, 9), FRIDAY),
        ("this month", D(2023, 6, 1), FRIDAY),
        ("last month", D(2023, 5, 1), D(2023, 5, 31)),
        ("since 15 April", D(2023, 4, 15), FRIDAY),
        ("since mid-April", D(2023, 4, 1), FRIDAY),
        ("in November", D(2022, 11, 1), D(2022, 11, 30)),
        ("on 28 December", D(2022, 12, 28), D(2022, 12, 28)),
        ("between 1 May and 10 June", D(2023, 5, 1), D(2023, 6, 10)),
        ("four years ago", D(2019, 1, 1), D(2019, 12, 31)),
        ("until 2020", None, D(2020, 12, 31)),
    ],
)
def test_dates_are_resolved_against_publication(text: str, first: dt.date | None, last: dt.date) -> None:
    (found,) = periods(text, FRIDAY, english())
    assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("on 3 March 2022", D(2022, 3, 3), D(2022, 3, 3)),
        ("on Feb. 24, 2022", D(2022, 2, 24), D(2022, 2, 24)),
        ("in 1994", D(1994, 1, 1), D(1994, 12, 31)),
        ("in July 2011", D(2011, 7, 1), D(2011, 7, 31)),
        ("27-30 June 2021", D(2021, 6, 27), D(2021, 6, 30)),
        ("2022-02-24", D(2022, 2, 24), D(2022, 2, 24)),
    ],
)
def test_dates_with_a_year_need_no_publication(text: str, first: dt.date, last: dt.date) -> None:
    for published in (FRIDAY, None):
        (found,) = periods(text, published, english())
        assert (found.first, found.last) == (first, last)


@pytest.mark.parametrize("text", ["on Wednesday", "overnight", "last week", "27 November", "two days ago", "in May"])
def test_an_undated_report_resolves_no_relative_date(text: str) -> None:
    assert periods(text, None, english()) == []


def test_a_weekday_beside_a_date_is_that_date() -> None:
    (found,) = periods("on Saturday March 28 2015", D(2015, 6, 1), english())
    assert (found.first, found.last) == (D(2015, 3, 28), D(2015, 3, 28))


def test_the_twenty_ninth_of_february_is_found_in_a_leap_year() -> None:
    (found,) = periods("on 29 February", D(2025, 3, 3), english())
    assert found.first == D(2024, 2, 29)
