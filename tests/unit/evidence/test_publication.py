"""The day of publication, as it is stated and as a text tells it of itself."""

import datetime as dt

import pytest

from nuzuh.evidence.documents.dates import HEAD, inferred, stated
from nuzuh.evidence.documents.document import UnreadableError

DAY = dt.date(2025, 3, 5)  # a Wednesday
STORY = "Thousands of people left the market town after the bridge was hit, its mayor said."


@pytest.mark.parametrize(
    "head",
    [
        "GOMA, 5 March 2025 — {}",
        "Goma, March 5, 2025 - {}",
        "GOMA (5 March 2025): {}",
        "BUKAVU, South Kivu, 5 Mar. 2025 (Made Up Press) {}",
        "Roads are closed\nBy Jane Roe\n\nBUKAVU, 05 March 2025 – {}",
        "Published: 5 March 2025\n{}",
        "Roads are closed\nPublished on Wednesday, March 5th, 2025 at 10:30\n{}",
        "Roads are closed\nPosted: 2025-03-05T08:00:00Z | Updated: 2025-03-07\n{}",
        "Last updated: 05 Mar 2025, 14:05\n{}",
        "Date: 2025-03-05\n{}",
        "Published March 5 2025 {}",
        "Date of publication 5 March 2025 {}",
        "Jane Roe | Published 5 March 2025 | The Made Up Press\n{}",
        "March 5 2025 by Jane Roe {}",
        "Wed 05 Mar 2025 Clashes close a road. {}",
        "Clashes close a road Reuters Wed 05 Mar 2025 {}",
        "Clashes close a road | AFP Wednesday March 5 2025 {}",
        "Last updated at Mar 052025 {}",
        "Wednesday, 5 March 2025\n{}",
        "Roads are closed\n5 March 2025\n{}",
        "Roads are closed\nJane Roe, 5 March 2025\n{}",
        "Goma, 5 Mar 2025\n{}",
        "5 Mar 2025, Goma\n{}",
        "2025-03-05\n{}",
        "2025/03/05\n{}",
        "DR Congo: Flash Update No. 3\nAs of 5 March 2025\n{}",
        "DR Congo: Flash Update #3 (as of 5 March 2025)\n{}",
        "DR Congo: Flash Update No. 3, as of 12:00, 5 March 2025\n{}",
        "Situation Report No. 12 | 5 March 2025\n{}",
        "\ufeff5 March 2025 – {}",
    ],
)
def test_a_text_tells_its_day(head: str) -> None:
    assert inferred(head.format(STORY)) == DAY


@pytest.mark.parametrize(
    "text",
    [
        "",
        STORY,
        f"On Wednesday {STORY}",
        f"On 5 March 2025 {STORY}",
        f"On Wednesday, 5 March 2025, {STORY}",
        f"5 March 2025 was the day on which it began. {STORY}",
        f"5 March 2025, the day on which it began, is remembered. {STORY}",
        f"{STORY} It happened on 5 March 2025.",
        f"{STORY} As of 5 March 2025, 40,000 people were displaced.",
        f"As of 5 March 2025, 40,000 people were displaced. {STORY}",
        f"The update was published after the offensive of 5 March 2025. {STORY}",
        f"A report that was released by the council on 5 March 2025 counts them. {STORY}",
        f"A study published on 5 March 2025 counts them. {STORY}",
        f"The figures released 5 March 2025 are higher. {STORY}",
        f"Published on 5 March 2025, the study counts them. {STORY}",
        f"GOMA, 5 March — {STORY}",
        f"Wednesday\n{STORY}",
        f"Wed 04 Mar 2025 Clashes close a road. {STORY}",
        f"Clashes close a road Reuters Tue 04 Mar 2026 {STORY}",
        f"Clashes close a road Reuters 05 Mar 2025 {STORY}",
        f"Clashes close a road the AFP wrote on Wed 05 Mar 2025 {STORY}",
        f"Clashes that Reuters Wed 05 Mar 2025 called small go on. {STORY}",
        f"04/05/2025\n{STORY}",
        f"Published: 04/05/2025\n{STORY}",
        f"31 February 2025\n{STORY}",
        f"GOMA, 15 March 20255 — {STORY}",
        f"{STORY}\n" * 10 + "Published: 5 March 2025\n",
        f"{STORY}\nThey signed it in Goma, 5 March 2025: nobody kept it.",
    ],
)
def test_nothing_else_is_taken_for_it(text: str) -> None:
    assert inferred(text) is None


@pytest.mark.parametrize(
    ("written", "month", "day"),
    [("25/03/2025", 3, 25), ("03/25/2025", 3, 25), ("5.5.2025", 5, 5), ("2025-03-04", 3, 4), ("2025/3/4", 3, 4)],
)
def test_numeric_dates_count_if_their_order_is_plain(written: str, month: int, day: int) -> None:
    assert inferred(f"Published: {written}\n{STORY}") == dt.date(2025, month, day)


def test_publication_goes_before_update_wherever_it_stands() -> None:
    assert inferred(f"Updated: 7 March 2025\nPublished: 5 March 2025\n{STORY}") == DAY


def test_only_the_head_is_looked_at() -> None:
    before = "x" * (HEAD - len("\n5 March 2025\n"))
    assert inferred(f"{before}\n5 March 2025\n{STORY}") == DAY
    assert inferred(f"{before}xxxxxx\n5 March 2025\n{STORY}") is None


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2025-03-05", DAY),
        (" 2025-03-05T23:59:00-05:00", DAY),
        ("Wed, 05 Mar 2025 00:30:00 +0300", DAY),
        ("05 Mar 2025 10:00:00 GMT", DAY),
    ],
)
def test_metadata_write_it_in_two_ways(written: str, day: dt.date) -> None:
    assert stated(written) == day


@pytest.mark.parametrize("written", ["", "soon", "Friday", "5", "2025-13-01", "Wed, 99 Mar 2025 00:00:00", "\ud800"])
def test_what_is_no_date_is_told(written: str) -> None:
    with pytest.raises(UnreadableError, match="is no date"):
        stated(written)
