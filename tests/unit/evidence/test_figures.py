import pytest

from nuzuh.evidence.figures import figures, number
from nuzuh.evidence.language import english


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("12,400 people", 12400, 12400, "exact"),
        ("about 3,000 families", 3000, 3000, "about"),
        ("more than a quarter of a million people", 250000, None, "at least"),
        ("no fewer than 1,200", 1200, None, "at least"),
        ("up to 2.5 million", None, 2500000, "up to"),
        ("fewer than 90", None, 90, "up to"),
        ("between 7,000 and 9,500", 7000, 9500, "between"),
        ("30 to 40 thousand", 30000, 40000, "between"),
        ("60–80,000", 60000, 80000, "between"),
        ("dozens", 20, 99, "between"),
        ("hundreds", 100, 999, "between"),
        ("thousands", 1000, 9999, "between"),
        ("tens of thousands", 10000, 99999, "between"),
        ("hundreds of thousands", 100000, 999999, "between"),
        ("millions", 1000000, 9999999, "between"),
        ("several hundred", 200, 999, "between"),
        ("twenty-five thousand", 25000, 25000, "exact"),
        ("two hundred and fifty-three", 253, 253, "exact"),
        ("half a million", 500000, 500000, "exact"),
        ("a dozen", 12, 12, "exact"),
        ("more than a thousand", 1000, None, "at least"),
        ("40k people", 40000, 40000, "exact"),
    ],
)
def test_figure(text: str, low: float | None, high: float | None, qualifier: str) -> None:
    (found,) = figures(text, english())
    assert (found.low, found.high, found.qualifier) == (low, high, qualifier)


@pytest.mark.parametrize(
    "text",
    [
        "15 percent",
        "$3 million",
        "40 km",
        "12%",
        "a 45-year-old",
        "nine years old",
        "the M5",
        "no figure here",
        "at 10:30",
    ],
)
def test_no_figure(text: str) -> None:
    assert figures(text, english()) == []


def test_a_year_may_be_one() -> None:
    assert figures("in 2014", english())[0].bare
    assert not figures("2,014 people", english())[0].bare


def test_what_is_no_number_is_refused() -> None:
    with pytest.raises(ValueError, match="is no number"):
        number("plenty", english())


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("Residents left in their hundreds.", (100, 999)),
        ("They came by the thousand.", (1_000, 9_999)),
        ("The displaced number in the tens of thousands.", (10_000, 99_999)),
    ],
)
def test_figures_after_what_they_count(text: str, bounds: tuple[float, float]) -> None:
    (found,) = figures(text, english())
    assert found.after
    assert (found.low, found.high) == bounds


def test_a_share_of_a_kind_is_no_figure_after_its_noun() -> None:
    assert not any(f.after for f in figures("Families live in the hundreds of camps.", english()))
