"""Every file of patterns carries its examples; they are run here."""

import datetime as dt
import tomllib
from typing import Any

import pytest

from nuzuh.evidence.documents import Document
from nuzuh.evidence.language import english, installed, language
from nuzuh.evidence.patterns import forms, frames, load
from nuzuh.evidence.reader import Reader

FILES = [(code, file) for code in installed() for file in language(code).files("patterns")]
EXAMPLES = [
    pytest.param(code, told["kind"], example, id=f"{code}-{told['kind']}-{number}")
    for code, told in ((code, tomllib.loads(f.read_text(encoding="utf-8"))) for code, f in FILES)
    for number, example in enumerate(told["example"])
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.mark.parametrize(("code", "kind", "example"), EXAMPLES)
def test_example(reader: Reader, code: str, kind: str, example: dict[str, Any]) -> None:
    document = Document("example", example["text"], dt.date(2024, 12, 6), "given", language=code)
    found = [c.model_dump(mode="json") for c in reader.read(document) if c.kind == kind and c.asserted]
    assert len(found) == len(example["claims"]), found
    for claim, wanted in zip(found, example["claims"], strict=True):
        assert {key: claim[key] for key in wanted} == wanted


def test_every_kind_has_examples_and_counter_examples() -> None:
    for _, file in FILES:
        examples = tomllib.loads(file.read_text(encoding="utf-8"))["example"]
        assert any(e["claims"] for e in examples), file.name
        assert any(not e["claims"] for e in examples), file.name


def test_an_unknown_key_is_refused() -> None:
    frame = ["name = 'x'", "trigger = ['hit!']", "subject = 'actor'", "object = []", "voise = 'noun'"]
    told = ["kind = 'attack'", "require = []", "[prepositions]", "[[frame]]", *frame]
    with pytest.raises(ValueError, match="voise"):
        load("\n".join(told), english())


@pytest.mark.parametrize(
    ("verb", "all_forms"),
    [
        ("seize", {"seize", "seizes", "seized", "seizing"}),
        ("occupy", {"occupy", "occupies", "occupied", "occupying"}),
        ("flee", {"flee", "flees", "fled", "fleeing"}),
        ("free", {"free", "frees", "freed", "freeing"}),
        ("push", {"push", "pushes", "pushed", "pushing"}),
    ],
)
def test_forms(verb: str, all_forms: set[str]) -> None:
    assert forms(verb, english()) == all_forms


def test_each_frame_is_named_once() -> None:
    for code in installed():
        names = [(f.kind, f.name) for f in frames(language(code))]
        assert len(names) == len(set(names))
