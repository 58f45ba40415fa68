"""Private people are named nowhere that is shared; public figures, bodies and places are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nuzuh.evidence.language import english, language
from nuzuh.evidence.privacy import WITHHELD, masked, persons


def shared(text: str) -> str:
    return masked(text, persons(text, english()))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Amina Sow, 42, fled Goma with her sister.", "Amina Sow"),
        ("“We ran,” said Jean Bahati, a baker.", "Jean Bahati"),
        ("Goma resident Jean Bahati left on foot.", "Jean Bahati"),
        ("Samir al-Haddad told reporters that 300 families fled.", "Samir al-Haddad"),
        ("Abu Yusuf told us that the road was cut.", "Abu Yusuf"),
        ("Mr Bahati left on Monday.", "Bahati"),
        ("Dr Amina Sow treated 30 wounded in Bukavu.", "Amina Sow"),
        ("UNHCR spokeswoman Jane Roe said 3,000 people fled.", "Jane Roe"),
        ("Élise Müller-Braun, who left Bunia, has no home.", "Élise Müller-Braun"),
        ("The mother of three, Marie Kito, a teacher, walked to Sake.", "Marie Kito"),
        ("The Bunia Youth Council Marie Kito said so.", "Marie Kito"),
        ("Colonel Jean Bahati told reporters that the road was open.", "Jean Bahati"),
        ("A UN official in Chad Ali al-Tahir said 300 families came.", "Ali al-Tahir"),
        ("AMINA SOW, 42, left Goma.", "AMINA SOW"),
        ("Jean BAHATI said he had walked.", "Jean BAHATI"),
        ("Trust in Umm Salim is great; “we ran”, Umm Salim said.", "Umm Salim"),
        ("With Samir Haddad saying that the road was cut, they stayed.", "Samir Haddad"),
        ("The militia leader Samir Haddad said they would fight.", "Samir Haddad"),
        ("In Bunia Marie Kito said she had fled.", "Marie Kito"),
    ],
)
def test_private_people_are_withheld(text: str, name: str) -> None:
    told = shared(text)
    assert WITHHELD in told
    for word in name.split():
        assert word not in told


def test_a_name_is_withheld_where_it_comes_again() -> None:
    told = shared("Samir al-Haddad, a driver, left Goma. Haddad now lives in Bunia, where al-Haddad's sons are.")
    assert "Haddad" not in told
    assert "al-" not in told
    assert "lives in Bunia" in told


@pytest.mark.parametrize(
    "text",
    [
        "The mayor said thousands fled.",
        "The United Nations said 30,000 people fled.",
        "Save the Children said two schools were hit.",
        "Human Rights Watch said so.",
        "Rami Abdel Rahman said 12 people died.",
        "President Jane Roe said so, and Roe told reporters.",
        "Moscow said its planes bombed the bridge.",
        "M23 said it took Sake.",
        "Congolese officials said Goma fell.",
        "Three said they had walked, and three had not.",
        "Shells fell on the village of Umm Rakuba and near Umm Rakuba Mosque.",
        "Planes struck around Umm Amud; 12 died in Umm Amud.",
        "Troops took the hill near Tall al-Wadi, with the front at Tall al-Wadi saying little.",
        "The Chadian Institute of Health said 30 had died.",
        "Al-Tahir said so; the Al-Tahir channel showed the bridge.",
        "The UN Secretary General said so, and so did the Middle East.",
        "The envoy told Sputnik. The Russian Federation said nothing. They left in Feb, 12 of them.",
    ],
)
def test_public_figures_and_bodies_are_kept(text: str) -> None:
    assert shared(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The Bunia Youth Council Marie Kito said so.", f"The Bunia Youth Council {WITHHELD} said so."),
        ("Colonel Jean Bahati said so.", f"Colonel {WITHHELD} said so."),
        ("An official in Chad Ali al-Tahir said so.", f"An official in Chad {WITHHELD} said so."),
        ("Chadian Jean Bahati said so.", f"Chadian {WITHHELD} said so."),
    ],
)
def test_what_stands_before_a_name_is_kept(text: str, told: str) -> None:
    assert shared(text) == told


def test_places_are_kept_where_they_are_known() -> None:
    text = "Bunia said nothing, and people fled Bunia."
    assert persons(text, english(), lambda name: name == "Bunia") == frozenset()
    assert "Bunia" in persons(text, english())


def test_a_name_within_a_word_is_left() -> None:
    assert masked("Sow sowed in Sowa and McSow", {"Sow"}) == f"{WITHHELD} sowed in Sowa and McSow"


@given(st.text(max_size=200))
def test_any_text_is_masked_to_the_end(text: str) -> None:
    names = persons(text, english())
    told = masked(text, names)
    assert masked(told, names) == told
    assert names or told == text


def test_a_word_of_number_at_the_head_of_a_sentence_is_no_name() -> None:
    text = "Some 4,000 people fled, the mayor said."
    assert shared(text) == text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Jean Bahati, 42 ans, a fui Bouca.", "[name withheld], 42 ans, a fui Bouca."),
        ("« Nous avons tout perdu », a déclaré Amina Sow.", "« Nous avons tout perdu », a déclaré [name withheld]."),
        ("Marie Kito, une habitante, est restée.", "[name withheld], une habitante, est restée."),
        ("Selon Mme Kito, tout est calme.", "Selon Mme [name withheld], tout est calme."),
        ("Le président Paul Biko est venu, a déclaré le HCR.", "Le président Paul Biko est venu, a déclaré le HCR."),
    ],
)
def test_private_people_are_withheld_in_french(text: str, told: str) -> None:
    assert masked(text, persons(text, language("fr"))) == told
