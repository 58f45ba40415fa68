from nuzuh.evidence.language import english
from nuzuh.evidence.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text, english())]


def test_abbreviations_and_initials_end_no_sentence() -> None:
    assert cut("The U.N. said so. Mr. Brown left. Col. J. Smith stayed.") == [
        "The U.N. said so.",
        "Mr. Brown left.",
        "Col. J. Smith stayed.",
    ]


def test_quotation_marks_stay_with_their_sentence() -> None:
    assert cut("“They left.” Then it rained.") == ["“They left.”", "Then it rained."]


def test_a_line_without_a_full_stop_is_a_heading() -> None:
    text = "Thousands leave the city\nThey left on Monday."
    assert [s.heading for s in sentences(text, english())] == [True, False]


def test_an_endless_line_is_cut_quickly() -> None:
    spans = list(sentences("word " * 400_000, english()))
    assert max(s.end - s.start for s in spans) <= 1_500
