"""Distances as reports tell them."""

import datetime as dt

import pytest

from nuzuh.evidence.documents import Document
from nuzuh.evidence.reader import Reader


@pytest.mark.parametrize(
    ("text", "ends", "km"),
    [
        ("Rutshuru, 70 km north of Goma, was quiet.", ("Rutshuru", "Goma"), 70),
        ("Fighters stood just five kilometres from the edge of Kherson.", (None, "Kherson"), 5),
        ("Bukavu lies 100 miles (160 km) south of Goma.", ("Bukavu", "Goma"), 160.9),
    ],
)
def test_a_distance(text: str, ends: tuple[str | None, str], km: float) -> None:
    document = Document("report", text, dt.date(2024, 12, 6), "given")
    (claim,) = [c for c in Reader().read(document) if c.kind == "distance"]
    assert (claim.place, claim.place_to) == ends
    assert claim.low == claim.high == km
    assert text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize("text", ["The road of 70 km was closed.", "They walked many miles from home."])
def test_no_distance_between_places(text: str) -> None:
    document = Document("report", text, dt.date(2024, 12, 6), "given")
    assert not [c for c in Reader().read(document) if c.kind == "distance"]
