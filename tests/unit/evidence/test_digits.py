"""Dates and figures in the digits of other scripts are read as those in 0 to 9."""

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.digits import latin_digits
from nuzuh.evidence.documents import Document
from nuzuh.evidence.documents.dates import inferred
from nuzuh.evidence.reader import Reader

SCRIPTS = {"arabic": "٠١٢٣٤٥٦٧٨٩", "persian": "۰۱۲۳۴۵۶۷۸۹", "devanagari": "०१२३४५६७८९", "bengali": "০১২৩৪৫৬৭৮৯"}
TOLD = [
    "On 27 May 2023, some 4,500 people fled Kadugli, officials said.",
    "Some 900 families fled Kadugli on 3 June, officials said.",
    "Shells hit the market of Nyala on 2023-06-11, killing at least 14 people.",
    "At least 1.5 million people have been displaced in Sudan since 15 April 2023, the UN said.",
    "The town of Zalingei was captured 12 days ago, and lies 40 km from Nyala.",
]


@pytest.mark.parametrize("digits", SCRIPTS.values(), ids=SCRIPTS)
@pytest.mark.parametrize("text", TOLD)
def test_a_report_in_other_digits_says_the_same(text: str, digits: str) -> None:
    reader, published = Reader(), dt.date(2023, 6, 16)
    other = text.translate(str.maketrans("0123456789", digits))
    plain = reader.read(Document("r", text, published, "given"))
    read = reader.read(Document("r", other, published, "given"))
    assert plain
    varying = {"claim", "text"}
    assert [c.model_dump(exclude=varying) for c in read] == [c.model_dump(exclude=varying) for c in plain]
    assert all(other[c.start : c.end] == c.text for c in read)


def test_marks_of_thousands_and_decimals() -> None:
    assert latin_digits("٣٬٥٠٠ and ١٫٥ million") == "3,500 and 1.5 million"


def test_a_day_of_publication_in_other_digits() -> None:
    assert inferred("GOMA, ٣ February ٢٠٢٥ — The road is open.") == dt.date(2025, 2, 3)


@given(st.text())
def test_every_character_keeps_its_place(text: str) -> None:
    plain = latin_digits(text)
    assert len(plain) == len(text)
    for before, after in zip(text, plain, strict=True):
        if unicodedata.category(before) == "Nd":
            assert after == str(unicodedata.decimal(before))
        else:
            assert after == {"٫": ".", "٬": ","}.get(before, before)
