"""What holds whatever is read."""

import datetime as dt
import re
import string
from itertools import pairwise

import pytest
import spacy
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from nuzuh.evidence.dates import periods
from nuzuh.evidence.documents import Document, language_of
from nuzuh.evidence.figures import figures, number
from nuzuh.evidence.language import english, installed
from nuzuh.evidence.names import fold
from nuzuh.evidence.reader import Reader
from nuzuh.evidence.sentences import sentences
from nuzuh.evidence.vocabulary import cut

TOKENIZER = spacy.blank("en").tokenizer

PIECES = st.sampled_from(
    [
        *[
            "fled",
            ",",
            ".",
            ":",
            "“",
            "”",
            "\n",
            "of",
            "by",
            "and",
            "from",
            "to",
            "in",
            "were",
            "has",
            "there",
            "between",
            "who",
            "’s",
            "if",
            "could",
            "he",
            "added",
            "said",
            "the",
            "The",
            "since",
        ],
        *re.split(
            " ?/ ?",
            "Thousands of people/the city of/Goma/al-Qusayr/Kyiv/On Thursday,/rebels/seized/captured/the rebels",
        ),
        *re.split(
            " ?/ ?", "airstrikes on/overnight/the UN/more than 5,000/families/bridge/destroyed/displaced/its outskirts"
        ),
        *re.split(" ?/ ?", "Russian/warplanes/traffic jams/the offensive began/\u202e/e\u0301/𝔘/\x00/نزوح/🏚"),
    ]
)
TEXTS = st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=40).map(" ".join))
DAYS = st.one_of(st.none(), st.dates())


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@given(text=TEXTS, published=DAYS)
@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_span_holds_and_nothing_raises(reader: Reader, text: str, published: dt.date | None) -> None:
    document = Document("d", text, published)
    claims = reader.read(document)
    for claim in claims:
        assert text[claim.start : claim.end] == claim.text
        assert claim.start < claim.end
        assert claim.known == published
        if claim.valid_from and claim.valid_to:
            assert claim.valid_from <= claim.valid_to
    assert claims == reader.read(document)


WORDS = st.sampled_from(["Goma", "rebel-held", "cannot", "UN", "dont", "Gov", "it", "km", "co", "Ph"])


@given(
    st.tuples(
        st.sampled_from(["", "(", "“", '"']), WORDS | st.from_regex("[A-Za-z]{2,4}(-[A-Za-z]{2,4})?", fullmatch=True)
    )
)
@example(("", "Goma’s,"))
def test_a_word_is_cut_as_the_tokenizer_cuts_it(piece: tuple[str, str]) -> None:
    for after in ("", ".", ",", "'s", "’s", "'s.", ".”", ',"', ")", "):"):
        text = "".join(piece) + after
        assert cut(text, english()) == tuple(token.text for token in TOKENIZER(text))


@given(st.text(max_size=60))
def test_folding_twice_is_folding_once(name: str) -> None:
    assert fold(fold(name)) == fold(name)
    assert set(fold(name)) <= set(string.ascii_lowercase + string.digits)


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_a_figure_in_digits_comes_back(n: int) -> None:
    (found,) = figures(f"{n:,} people", english())
    assert (found.low, found.high) == (n, n)
    assert number(f"{n:,}", english()) == n


ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS = ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def spoken(n: int) -> str:
    for scale, word in ((1_000_000, "million"), (1_000, "thousand"), (100, "hundred")):
        if n >= scale:
            rest = (
                f" and {spoken(n % scale)}"
                if n % scale and scale == 100
                else f" {spoken(n % scale)}"
                if n % scale
                else ""
            )
            return f"{spoken(n // scale)} {word}{rest}"
    return ONES[n] if n < 20 else TENS[n // 10] + (f"-{ONES[n % 10]}" if n % 10 else "")


@given(st.integers(min_value=1, max_value=10**9 - 1))
def test_a_figure_in_words_comes_back(n: int) -> None:
    assert number(spoken(n), english()) == n
    (found,) = figures(f"{spoken(n)} people", english())
    assert (found.low, found.high) == (n, n)


@given(TEXTS)
def test_sentences_hold_everything_but_white_space(text: str) -> None:
    spans = list(sentences(text, english()))
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(text[s.start : s.end].split()) for s in spans) == "".join(text.split())


@given(st.text(max_size=80), DAYS)
def test_dates_never_raise_and_lie_in_order(text: str, published: dt.date | None) -> None:
    for period in periods(f"since {text} Thursday 3 May {text}", published, english()):
        assert period.first is None or period.last is None or period.first <= period.last
        assert period.start < period.end


@given(st.text(max_size=200))
def test_language_is_judged_of_any_text(text: str) -> None:
    assert language_of(text) in (*installed(), None)
