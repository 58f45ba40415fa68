"""One wire story on several sites is one source."""

import datetime as dt
from itertools import permutations

import pytest

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.copies import copied
from nuzuh.evidence.documents import Document

WIRE = (
    "Some 4,000 people fled the market town of Rutshuru on Sunday after fighters took the bridge over the river, the "
    "mayor said. He did not say where they went. The road to the south has been closed since Saturday morning and no "
    "lorry with food has passed the last checkpoint for three days."
)
OWN = (
    "Our own reporter counted eleven buses on the way to the border, most of them full of women with small children "
    "and bundles. None of the drivers whom we asked wanted to turn back before the weekend."
)


def report(name: str, text: str, day: int | None = 5) -> Document:
    return Document(name, text, dt.date(2025, 2, day) if day else None)


def claim(document: Document, words: str) -> Claim:
    start = document.text.index(words)
    return Claim(report=document.name, kind="displacement", start=start, end=start + len(words), text=words)


def origin(documents: list[Document], name: str, words: str) -> str:
    return copied(documents).origin_of(claim(next(d for d in documents if d.name == name), words))


def test_one_wire_story_on_five_sites_has_one_origin() -> None:
    sites = [report(f"site{n}", f"{WIRE}\nMore in our app, edition {n}.", 5 + n) for n in range(5)]
    found = copied(sites)
    assert {found.origin_of(claim(d, "4,000 people fled")) for d in sites} == {"site0"}
    assert found.same == {f"site{n}": "site0" for n in range(1, 5)}


def test_a_copied_paragraph_comes_from_the_agency_and_the_rest_is_the_papers_own() -> None:
    both = [report("paper", f"{OWN}\n\n{WIRE}", 6), report("agency", WIRE, 5)]
    assert origin(both, "paper", "4,000 people fled") == "agency"
    assert origin(both, "paper", "no lorry with food") == "agency"
    assert origin(both, "paper", "eleven buses") == "paper"
    assert origin(both, "agency", "4,000 people fled") == "agency"
    assert copied(both).same == {}


def test_a_light_edit_is_a_copy_and_so_is_a_copy_of_it() -> None:
    edited = WIRE.replace("Some 4,000", "At least 4,500").replace("on Sunday", "at the weekend")
    again = edited.replace("market town", "town").replace("the mayor said", "according to its mayor")
    three = [report("first", WIRE, 5), report("second", edited, 6), report("third", again, 7)]
    assert origin(three, "second", "4,500 people fled") == "first"
    assert origin(three, "third", "4,500 people fled") == "first"


def test_the_same_facts_in_other_words_are_no_copy() -> None:
    other = (
        "About four thousand inhabitants have left Rutshuru since Sunday, when the bridge fell, its mayor told us. "
        "Lorries that carry food were stopped for a third day at the checkpoint south of there."
    )
    two = [report("agency", WIRE, 5), report("paper", other, 6)]
    assert origin(two, "paper", "four thousand inhabitants") == "paper"
    assert copied(two).same == {}


def test_a_set_phrase_is_no_copy() -> None:
    two = [report("a", "The mayor of the town said so. " + OWN, 5), report("b", "The mayor of the town said so.", 6)]
    assert origin(two, "b", "The mayor") == "b"


def test_a_short_sentence_goes_with_the_one_before_it() -> None:
    two = [report("agency", WIRE, 5), report("paper", WIRE + "\n" + OWN, 6)]
    assert origin(two, "paper", "He did not say") == "agency"


def test_wrapped_lines_do_not_hide_a_copy() -> None:
    wrapped = "\n".join(WIRE[n : n + 75] for n in range(0, len(WIRE), 75))
    two = [report("agency", WIRE, 5), report("paper", wrapped, 6)]
    assert copied(two).same == {"paper": "agency"}


def test_neither_the_order_of_reading_nor_repetition_matters() -> None:
    four = [report("a", WIRE, 7), report("b", f"{OWN} {WIRE}", 6), report("c", OWN, None), report("d", WIRE, 6)]
    first = copied(four)
    assert first.origin_of(claim(four[0], "4,000 people fled")) == "b"
    assert first.origin_of(claim(four[2], "eleven buses")) == "b", "an undated report is no origin of a dated one"
    assert all(copied(order) == first for order in permutations(four))
    assert copied([*four, *four]) == first


@pytest.mark.parametrize("text", ["", " ", "One.", "\u202e\x00", "نزح آلاف السكان"])
def test_any_text_will_do(text: str) -> None:
    assert copied([report("a", text), report("b", text)]).same == {}


def test_a_claim_of_an_unknown_report_is_its_own() -> None:
    stranger = report("stranger", WIRE)
    assert copied([]).origin_of(claim(stranger, "4,000 people")) == "stranger"
