import datetime as dt

import pytest

from nuzuh.evidence.claims import Claim
from nuzuh.evidence.documents import Document
from nuzuh.evidence.gazetteer import Gazetteer, Place
from nuzuh.evidence.reader import Reader, read

PUBLISHED = dt.date(2023, 6, 16)  # a Friday


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(Gazetteer())


def claims(reader: Reader, text: str, kind: str, published: dt.date | None = PUBLISHED) -> list[Claim]:
    return [c for c in reader.read(Document("r", text, published, "given")) if c.kind == kind]


def one(reader: Reader, text: str, kind: str) -> Claim:
    (claim,) = claims(reader, text, kind)
    return claim


def test_a_claim_rests_on_its_words(reader: Reader) -> None:
    text = "“Sad news.” On Monday, some 4,000 people fled the town of Rutshuru, the mayor said."
    claim = one(reader, text, "displacement")
    assert text[claim.start : claim.end] == claim.text
    assert claim.text == "some 4,000 people fled the town of Rutshuru"
    assert (claim.report, claim.known) == ("r", PUBLISHED)


def test_whence_whither_how_many_and_when(reader: Reader) -> None:
    claim = one(
        reader,
        "Between 900 and 1,100 families fled from Kadugli to El Obeid overnight, residents said.",
        "displacement",
    )
    assert (claim.place, claim.place_to) == ("Kadugli", "El Obeid")
    assert (claim.low, claim.high, claim.qualifier, claim.unit) == (900, 1100, "between", "families")
    assert (claim.valid_from, claim.valid_to) == (dt.date(2023, 6, 15), PUBLISHED)
    assert (claim.attributed_to, claim.scope) == ("residents", "episode")


def test_a_group_is_told(reader: Reader) -> None:
    claim = one(reader, "Thousands of Masalit families have fled El Geneina for Adre.", "displacement")
    assert (claim.group, claim.place, claim.place_to, claim.unit) == ("Masalit", "El Geneina", "Adre", "families")


def test_the_city_is_the_one_named_before(reader: Reader) -> None:
    claim = one(reader, "Kherson came under fire. Residents said some 300 people had left the city.", "displacement")
    assert claim.place == "Kherson"


def test_one_claim_a_place_for_control(reader: Reader) -> None:
    found = claims(reader, "The rebels have seized Goma in the east, Bukavu and Uvira.", "control")
    assert [(c.place, c.actor) for c in found] == [("Goma", "rebels"), ("Bukavu", "rebels"), ("Uvira", "rebels")]


def test_places_told_after_a_colon(reader: Reader) -> None:
    found = claims(reader, "M23 captured two towns in North Kivu province: Rutshuru and Sake.", "control")
    assert [c.place for c in found] == ["Rutshuru", "Sake"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("The army seized villages south of Goma.", "south of Goma"),
        ("The army captured parts of Goma.", "parts of Goma"),
        ("The army seized Goma airport.", "Goma airport"),
        ("In Goma, the army took over the central prison.", "Goma central prison"),
        ("The army advanced into rebel-held areas in eastern Ukraine.", "eastern Ukraine"),
        ("The army seized several posts along the border with Chad.", "border with Chad"),
    ],
)
def test_what_is_less_than_a_place_is_not_the_place(reader: Reader, text: str, place: str) -> None:
    assert one(reader, text, "control").place == place


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The rebels want to capture Goma.", "control"),
        ("Capturing Goma would open the road to Bukavu.", "control"),
        ("If Goma is captured, the road is open.", "control"),
        ("The rebels did not capture Goma.", "control"),
        ("The army denied that the rebels had captured Goma.", "control"),
        ("Goma was captured by the rebels in 2012.", "control"),
        ("Goma was taken by the rebels at the outset of the revolt.", "control"),
        ("Residents could flee Goma.", "displacement"),
        ("A strike on Goma would be a mistake.", "attack"),
    ],
)
def test_what_is_not_so_now_is_not_asserted(reader: Reader, text: str, kind: str) -> None:
    assert not [c for c in claims(reader, text, kind) if c.asserted]


@pytest.mark.parametrize(
    "text",
    [
        "Some 300 soldiers fled Goma.",
        "At least 40 people were killed fleeing Goma.",
        "The attack killed 14 people, including three children fleeing Goma.",
        "The president left Goma for a summit.",
        "Inflation has fled the headlines.",
    ],
)
def test_what_is_no_displacement(reader: Reader, text: str) -> None:
    assert claims(reader, text, "displacement") == []


def test_a_country_is_not_taken_as_a_place(reader: Reader) -> None:
    assert (
        claims(reader, "The president regained control of most of Sudan after his allies came to help.", "control")
        == []
    )


def test_what_may_come_is_projected(reader: Reader) -> None:
    text = "Fighting has displaced 20,000 people in Bunia, and the number could rise to 50,000, OCHA said."
    now, ahead = claims(reader, text, "displacement")
    assert (now.status, now.low, now.place) == ("reported", 20000, "Bunia")
    assert (ahead.status, ahead.low, ahead.scope, ahead.unit) == ("projected", 50000, "projection", "people")


def test_a_total_counts_from_where_it_says(reader: Reader) -> None:
    claim = one(reader, "More than 90,000 people have been displaced since 3 June, the UN said.", "displacement")
    assert (claim.valid_from, claim.valid_to, claim.scope) == (dt.date(2023, 6, 3), PUBLISHED, "since offensive")
    claim = one(reader, "Clashes displaced 6,000 people in the past week.", "displacement")
    assert (claim.valid_from, claim.scope) == (dt.date(2023, 6, 9), "past week")


def test_the_day_on_which_the_offensive_began_may_be_another_reports() -> None:
    began = Document("a", "The rebel offensive began on 5 June. It goes on.", dt.date(2023, 6, 15), "given")
    counts = Document(
        "b", "Over 70,000 people have been displaced since the rebel offensive began.", PUBLISHED, "given"
    )
    (claim,) = [c for c in read([began, counts]) if c.report == "b"]
    assert (claim.valid_from, claim.scope) == (dt.date(2023, 6, 5), "since offensive")
    later = Document("a", began.text, dt.date(2023, 6, 17), "given")  # not yet known
    (claim,) = [c for c in read([later, counts]) if c.report == "b"]
    assert claim.valid_from is None


def test_the_day_of_saying_is_not_the_day_of_the_deed(reader: Reader) -> None:
    claim = one(reader, "The UN said on Wednesday that 800 people had fled Bunia.", "displacement")
    assert (claim.valid_from, claim.valid_to) == (None, PUBLISHED)


@pytest.mark.parametrize(
    ("dateline", "day"),
    [(dt.date(2023, 6, 14), dt.date(2023, 6, 12)), (dt.date(2023, 6, 21), dt.date(2023, 6, 19))],
)
def test_days_are_counted_from_the_day_that_a_report_tells(reader: Reader, dateline: dt.date, day: dt.date) -> None:
    text = f"RUTSHURU, {dateline:%d %B %Y} — On Monday, some 4,000 people fled the town of Rutshuru, the mayor said."
    claim = one(reader, text, "displacement")
    assert (claim.valid_from, claim.valid_to, claim.known) == (day, day, max(dateline, PUBLISHED))
    assert text[claim.start : claim.end] == claim.text


def test_an_undated_report_has_no_days(reader: Reader) -> None:
    (claim,) = claims(reader, "On Thursday the rebels captured Bunia.", "control", published=None)
    assert (claim.valid_from, claim.valid_to, claim.known) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "source"),
    [
        ("According to UNHCR, 800 people fled Bunia.", "UNHCR"),
        ("800 people fled Bunia, a Congolese army officer told reporters.", "Congolese army officer"),
        (
            "Jean Example, head of emergencies at the UN's World Food Programme, said 800 people had fled Bunia.",
            "World Food Programme",
        ),
        ("Anna Example, a resident of Bunia who stayed, said 800 people had fled Bunia.", "resident"),
        ("800 people have fled Bunia, says the International Organization for Migration.", "IOM"),
        ("Some 800 people fled Bunia a monitoring group said in the third report on the town.", "monitoring group"),
        ("The mayor spoke and 800 people fled Bunia, a Red Cross official said.", "Red Cross"),
        ("800 people have fled Bunia, according to a source at Ituri Health Directorate.", "Ituri Health Directorate"),
        ("Local sources told Anadolu that 800 people had fled Bunia.", "local sources; Anadolu"),
        ("On Monday XYZA said 800 people had fled Bunia.", "XYZA"),
        ("About 800 people fled Bunia on Sunday, Tass reported a day after the mayor confirmed it.", "TASS"),
        ("About 800 people fled Bunia early on Thursday said the Red Cross in a letter.", "Red Cross"),
        ("“About 800 people fled Bunia” said media activist Jean Example.", "media activist"),
        ("The Ituri Institute of Peace said it had learnt that 800 people fled Bunia.", "Ituri Institute of Peace"),
        ("The mayor said Red Cross workers had left and 800 people had fled Bunia.", "mayor"),
        ("Some 800 people fled Bunia and the army said rain had fallen on its tanks.", None),
        ("800 people fled Bunia.", None),
    ],
)
def test_who_says_so(reader: Reader, text: str, source: str | None) -> None:
    assert one(reader, text, "displacement").attributed_to == source


def test_he_is_the_last_who_spoke(reader: Reader) -> None:
    text = "A nurse at the camp, a witness, said it was cold. About 90 families had fled Bunia, she added."
    assert one(reader, text, "displacement").attributed_to == "witness"


@pytest.mark.parametrize(
    "words",
    [
        "Kalume added.",
        "the Geneva-based group said.",
        "the source added.",
        "according to the source.",
        "the statement said.",
    ],
)
def test_the_same_source_goes_on(reader: Reader, words: str) -> None:
    text = f"A source at Ituri Health Directorate said it was cold. About 90 families had fled Bunia, {words}"
    assert one(reader, text, "displacement").attributed_to == "Ituri Health Directorate"


@pytest.mark.parametrize(
    ("text", "source"),
    [
        (
            "Nadia Haddad of the Red Crescent said roads were cut. The mayor said shops were shut. "
            "Haddad said five people were killed in Mellit.",
            "Red Crescent",
        ),
        ("The mayor said shells hit Kutum. “Five people were killed in Mellit.”", "mayor"),
        ("The mayor said shells hit Kutum. The dead include five people killed in Mellit.", "mayor"),
        ("The mayor said shells hit Kutum. Five people were killed in Mellit.", None),
    ],
)
def test_who_goes_on_speaking(reader: Reader, text: str, source: str | None) -> None:
    assert {c.attributed_to for c in claims(reader, text, "casualty")} == {source}


@pytest.mark.parametrize(
    ("named", "source"),
    [
        (
            "The Syrian Observatory for Human Rights said 12 people died in Kutum.",
            "Syrian Observatory for Human Rights",
        ),
        (
            "The Syrian Observatory for Human Rights said 12 people died in Kutum, and ACLED said 5 died in Mellit.",
            None,
        ),
        ("Residents said 12 people died in Kutum.", None),
    ],
)
def test_an_unnamed_monitor_is_the_one_that_the_report_names(reader: Reader, named: str, source: str | None) -> None:
    first, *_ = claims(reader, f"A monitoring group said that 40 people died in Nyala. {named}", "casualty")
    assert first.attributed_to == (source or "monitoring group")


def test_another_body_is_not_the_one_that_spoke_last(reader: Reader) -> None:
    text = "The Red Cross said it was cold. About 90 families had fled Bunia, the Kivu news agency said."
    assert one(reader, text, "displacement").attributed_to == "Kivu news agency"


def test_a_title_has_the_source_and_the_side_of_the_text(reader: Reader) -> None:
    text = (
        "Air raids kill 14 in Nyala\n\n"
        "Air raids by Russian warplanes killed 14 people in Nyala on Monday, a monitoring group said."
    )
    title = claims(reader, text, "attack")[0]
    assert (title.start < 20, title.actor, title.attributed_to) == (True, "Russia", "monitoring group")
    other = text.replace("killed 14", "killed 30").replace("Air raids kill", "Floods kill", 1)
    assert {c.attributed_to for c in claims(reader, other, "casualty") if c.low == 14} <= {None}


@pytest.mark.parametrize(
    ("text", "kind", "actor"),
    [
        ("The army surrounded the gunmen in Nyala and attacked them with rockets.", "attack", "government"),
        ("Raids by Chadian or Russian warplanes hit a school in Nyala.", "attack", "Chad; Russia"),
        ("The army and the Lebanese Hezbollah advanced on Nyala.", "offensive", "government; Hezbollah"),
        ("The rebels who are positioned in Goma targeted two districts of Bunia.", "attack", "rebels"),
        ("In the city of Goma the army shelled a school, killing 4.", "casualty", "government"),
        ("Shells hit the rebel-held town of Nyala, killing 12.", "casualty", None),
        ("A push to take a rebel stronghold near Goma killed 23 people.", "casualty", None),
        ("Jets believed to be Chadian struck the town of Nyala.", "attack", "Chad"),
        ("In Goma, 9 people were killed in rebel rocket attacks.", "casualty", "rebels"),
        (
            "Doctors worked all night in Nyala after strikes by Russian jets that left 38 people dead.",
            "casualty",
            "Russia",
        ),
        ("In Goma, 9 people were killed; elsewhere the army shelled Bunia.", "casualty", None),
    ],
)
def test_who_did_it(reader: Reader, text: str, kind: str, actor: str | None) -> None:
    assert {c.actor for c in claims(reader, text, kind)} == {actor}


def test_the_attack_has_the_actor_it_was_told_with(reader: Reader) -> None:
    text = "Russian warplanes bombed Nyala on Monday. Nine people were wounded in {} raid on the market of Nyala."
    assert one(reader, text.format("the"), "casualty").actor == "Russia"


@pytest.mark.parametrize(
    ("first", "second", "who"),
    [
        ("Army warplanes bombed Kosti on Sunday.", "Air strikes also hit Rabak.", "government"),
        ("The army shelled Kosti on Sunday.", "Mortar shells fell on Rabak.", "government"),
        ("The army shelled Kosti on Sunday.", "Mortar shells fell on government-held Rabak.", None),
        ("Rebels fired rockets at Kosti on Sunday.", "An air strike hit Rabak.", None),
        ("The army clashed with rebels near Kosti on Sunday.", "A bomb went off in Rabak.", None),
    ],
)
def test_blows_told_one_after_another_have_one_author(reader: Reader, first: str, second: str, who: str | None) -> None:
    told = claims(reader, f"{first} {second}", "attack")
    assert {c.actor for c in told if c.place == "Rabak"} == {who}


def test_one_bombardment_has_one_author(reader: Reader) -> None:
    text = "Russian warplanes bombed Nyala on Monday. It rained. Schools shut. Nobody came. The mayor fell ill. {}"
    told = claims(reader, text.format("Air strikes on Nyala on Tuesday killed 8 people."), "attack")
    assert {c.actor for c in told} == {"Russia"}
    later = "It snowed. Shops shut. The lake froze. Nobody spoke. Air strikes on Nyala on Tuesday killed 8 people."
    two = text.format(f"Rebel warplanes bombed Nyala. {later}")
    assert None in {c.actor for c in claims(reader, two, "attack")}


def test_a_confirmation_reaches_back_a_sentence(reader: Reader) -> None:
    text = "About 90 families have fled Bunia. This report was confirmed by the Red Cross."
    assert one(reader, text, "displacement").attributed_to == "Red Cross"


def test_a_party_that_speaks_for_itself_claims(reader: Reader) -> None:
    assert one(reader, "The defence ministry said the army had recaptured Bunia.", "control").status == "claimed"


def test_a_destroyed_bridge_is_an_attack_and_a_state_of_the_road(reader: Reader) -> None:
    text = "Russian warplanes destroyed the Chonhar bridge in southern Ukraine on Wednesday."
    found = {c.kind: c for c in reader.read(Document("r", text, PUBLISHED, "given"))}
    assert (found["attack"].actor, found["attack"].means) == ("Russia", "air")
    assert (found["route"].place, found["route"].unit) == ("Chonhar", "destroyed")
    assert found["route"].valid_from == dt.date(2023, 6, 14)


def test_they_are_who_acted_before(reader: Reader) -> None:
    assert (
        one(reader, "Rebel forces reached the river on Monday. They captured Bunia within hours.", "control").actor
        == "rebels"
    )


def test_further_places_can_be_named() -> None:
    camp = Place("Camp Seven", "camp", "SD", 13.0, 25.0)
    document = Document("r", "Some 600 people fled Camp Seven on Monday.", PUBLISHED, "given")
    (claim,) = read([document], places=[(camp, ["Seventh Camp"])])
    assert claim.place == "Camp Seven"


BEGAN = "The rebel offensive began on 5 June."


def test_an_event_of_the_story_is_no_earlier_than_the_story(reader: Reader) -> None:
    claim = one(reader, f"{BEGAN}\nThe army has lost Bunia to the rebels.", "control")
    assert (claim.actor, claim.valid_from, claim.valid_to) == ("rebels", dt.date(2023, 6, 5), PUBLISHED)


@pytest.mark.parametrize(
    "text",
    [
        "The war reached the east in 2017. The rebels seized Bunia.",
        "Parts of Bunia are in rebel hands.",
        "Rebels could have captured Bunia.",
    ],
)
def test_what_may_be_older_is_not_bound_by_the_story(reader: Reader, text: str) -> None:
    assert one(reader, f"{BEGAN}\n{text}", "control").valid_from is None


def test_a_day_told_once_holds_where_it_is_told_again(reader: Reader) -> None:
    first, again = claims(reader, f"{BEGAN} Goma fell to M23 on Wednesday. M23 has captured Goma.", "control")
    assert first.valid_from == again.valid_from == again.valid_to == dt.date(2023, 6, 14)


@pytest.mark.parametrize(
    "text",
    ["Millions have been displaced.", "War has killed thousands and displaced millions across Sudan."],
)
def test_millions_since_nobody_knows_when_are_left_out(reader: Reader, text: str) -> None:
    assert claims(reader, text, "displacement") == []


def test_a_count_beside_the_name_of_a_body_that_counts_is_its_own(reader: Reader) -> None:
    text = "Aid is late, the UN warns. Some 80,000 people have been displaced."
    assert one(reader, text, "displacement").attributed_to == "United Nations"
    assert one(reader, text.replace(" Some", "\n\nSome"), "displacement").attributed_to is None


def test_a_figure_after_its_noun_is_part_of_the_span(reader: Reader) -> None:
    assert one(reader, "Residents left Bunia by the thousand.", "displacement").text.endswith("by the thousand")


def test_a_flight_from_a_place_does_not_count_from_the_first_day_of_the_story(reader: Reader) -> None:
    text = f"{BEGAN} Fighting goes on. Some 9,000 people have been displaced"
    assert one(reader, f"{text} from Bunia.", "displacement").valid_from is None
    assert one(reader, f"{text}.", "displacement").valid_from == dt.date(2023, 6, 5)


def test_a_headlines_figure_has_the_place_that_the_report_tells(reader: Reader) -> None:
    text = "Air raid kills 16 in Sudan\n\nA raid on the market of Nyala killed 16 people on Monday, medics said."
    assert [c.place for c in claims(reader, text, "casualty")] == ["Nyala", "Nyala"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        # the sentence right below tells where
        ("On Monday 14 people were killed at a market. An air raid hit Kutum at noon, the UN said.", ["Kutum"]),
        # two places: nobody knows which; the story is set in neither
        ("On Monday 14 people were killed at markets. Raids hit Kutum and shells hit Mellit, the UN said.", [None]),
        # where the story is set
        ("Fresh fighting in Kutum. It broke out at dawn. On Monday 14 people were killed, the UN said.", ["Kutum"]),
        # those of a whole war
        ("Fresh fighting in Kutum. It broke out at dawn. Since April 1,400 people have been killed.", [None]),
        # no place, no day, no source
        ("It was a long night. Six people were killed.", []),
    ],
)
def test_where_people_died_of_whom_no_place_is_told(reader: Reader, text: str, places: list[str | None]) -> None:
    assert [c.place for c in claims(reader, text, "casualty")] == places


def test_people_die_where_and_when_the_attack_told_before_was(reader: Reader) -> None:
    text = 'Shells hit a school in Nyala on Monday. "Dozens were wounded," a medic said. The toll is 12 dead.'
    told = claims(reader, text, "casualty")
    assert [(c.place, c.low) for c in told] == [("Nyala", 20), ("Nyala", 12)]
    assert {c.valid_from for c in told} == {dt.date(2023, 6, 12)}


def test_a_figure_told_of_several_places_is_one_claim(reader: Reader) -> None:
    assert one(reader, "Some 40 people were killed in Goma and Sake on Monday.", "casualty").place == "Goma; Sake"


def test_several_dead_are_told_only_where_they_died(reader: Reader) -> None:
    claim = one(reader, "Many civilians were killed in Goma on Monday.", "casualty")
    assert (claim.place, claim.low, claim.high, claim.unit) == ("Goma", None, None, "civilians killed")
    assert not claims(reader, "Many civilians were killed.", "casualty")


def test_a_side_is_known_by_the_initials_that_the_report_gives_it(reader: Reader) -> None:
    text = "The Lake Liberation Front (LLF) said so. On Monday the LLF captured Goma, and Jan Bo (JB) left."
    claim = one(reader, text, "control")
    assert claim.actor == "Lake Liberation Front"
    known = one(reader, "Fighters of the Rapid Support Forces (RSF) left. The RSF seized Nyala.", "control")
    assert known.actor == "Rapid Support Forces"
    assert one(reader, "The Trade Union Council (TUC) met. TUC seized Goma.", "control").actor is None


def test_a_leader_is_one_however_spelt(reader: Reader) -> None:
    said = [
        one(reader, f"Thousands fled Goma, {name} said.", "displacement").attributed_to
        for name in ("Abu Mohammed al-Golani", "Abu Mohammad al-Jawlani", "Jolani")
    ]
    assert said == ["Abu Mohammad al-Jolani"] * 3


def test_what_followed_a_capture_is_not_who_captured(reader: Reader) -> None:
    assert one(reader, "The capture of Bunia by M23 was told.", "control").actor == "M23"
    assert one(reader, "The capture of Bunia was followed by M23 raids on Goma.", "control").actor is None


@pytest.mark.parametrize(
    ("told", "source"),
    [
        ("Shells killed ten people in the suburbs of Goma said the Red Cross.", "Red Cross"),
        ("Ten people died in Goma according to Lake TV.", "Lake TV"),
        ("Ten people died in Goma on Sunday a hospital staff told the agency.", "hospital staff"),
        ("M23's statement said ten people died in Goma.", "M23"),
        ("M23 (mostly students) said ten people died in Goma.", "M23"),
        ("Ten people died in Goma, the state-run news agency said.", "state-run news agency"),
        ("Kinshasa and Kigali say ten people are estimated to have died in Goma.", "Kinshasa; Kigali"),
        ("Ten people died in Goma according to a body with a network of activists and doctors.", None),
    ],
)
def test_who_says_so_stands_in_many_places(reader: Reader, told: str, source: str | None) -> None:
    assert one(reader, told, "casualty").attributed_to == source


def test_who_killed_from_the_air_struck_where_no_other_did(reader: Reader) -> None:
    text = "Russian air strikes on a town have killed 50 people in Chad. On Monday ten died in air strikes on Abeche."
    assert {claim.actor for claim in claims(reader, text, "attack")} == {"Russia"}


def test_of_two_who_struck_none_is_guessed(reader: Reader) -> None:
    text = "Army jets bombed Goma and M23 shelled Goma. Some 15 people were killed in the attacks."
    assert one(reader, text, "casualty").actor is None
