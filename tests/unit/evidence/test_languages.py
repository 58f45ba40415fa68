"""Languages are folders of data, read by the same rules."""

import datetime as dt
import json
import tomllib
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import CliRunner

from nuzuh.cli import app
from nuzuh.evidence.dates import periods
from nuzuh.evidence.documents import Document, language_of, load_documents
from nuzuh.evidence.figures import figures
from nuzuh.evidence.language import ENGLISH, installed, language, pattern
from nuzuh.evidence.reader import Reader

FOLDER = resources.files("nuzuh.evidence") / "languages"
FRENCH = language("fr")
D = dt.date
FRIDAY = D(2024, 12, 6)
REPORT = (
    "Plus de 2 000 personnes ont fui Bouca jeudi, a déclaré le préfet. Les rebelles de la CPC ont attaqué la ville. "
    "Au moins neuf civils ont été tués dans les combats, selon la Croix-Rouge. L'armée n'a pas repris la localité."
)


def _table(code: str, name: str) -> dict[str, dict[str, object]]:
    return tomllib.loads((FOLDER / code / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("code", installed())
def test_a_language_has_no_list_and_no_form_that_no_rule_knows(code: str) -> None:
    for file, sections in (
        ("grammar", ("lists", "endings")),
        ("names", ("forms",)),
        ("persons", ("forms",)),
        ("dates", ("parts",)),
    ):
        for section in sections:
            assert _table(code, file)[section].keys() <= _table(ENGLISH, file)[section].keys(), (file, section)
    assert _table(code, "forms").keys() <= _table(ENGLISH, "forms").keys()
    assert language(code).keys() == language(ENGLISH).keys()


@pytest.mark.parametrize("code", installed())
def test_every_form_is_a_regular_expression_with_its_slots_filled(code: str) -> None:
    for name in _table(ENGLISH, "forms"):
        pattern(language(code), name)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The army said on Monday that it had taken the town, and that the rebels were gone.", "en"),
        ("L'armée a déclaré lundi que les rebelles sont partis de la ville et que la route est ouverte.", "fr"),
        ("Goma.", "en"),
        ("Хомс", None),
        ("Die Armee hat am Montag erklaert, dass sich die Rebellen zurueckgezogen haetten und niemand dort sei.", None),
        ("Le autorità hanno detto che la città è stata presa e che la gente è fuggita verso la frontiera.", None),
        ("As autoridades disseram que a cidade foi tomada e que as pessoas fugiram para a fronteira.", None),
    ],
)
def test_the_language_of_a_text_is_found(text: str, code: str | None) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Plus de 3 000 personnes", 3_000, None),
        ("près de 1,2 million de personnes", 1_200_000, 1_200_000),
        ("vingt-cinq civils", 25, 25),
        ("deux mille cinq cents familles", 2_500, 2_500),
        ("une centaine de personnes", 100, 100),
        ("des dizaines de milliers de personnes", 10_000, 99_999),
        ("entre 200 et 300 familles", 200, 300),
        ("jusqu'à 40.000 déplacés", None, 40_000),
    ],
)
def test_figures_of_french(text: str, low: float | None, high: float | None) -> None:
    (found,) = figures(text, FRENCH)
    assert (found.low, found.high) == (low, high)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("mercredi", D(2024, 12, 4), D(2024, 12, 4)),
        ("hier", D(2024, 12, 5), D(2024, 12, 5)),
        ("le 1er décembre", D(2024, 12, 1), D(2024, 12, 1)),
        ("depuis le 27 novembre", D(2024, 11, 27), FRIDAY),
        ("en août 2023", D(2023, 8, 1), D(2023, 8, 31)),
        ("il y a trois jours", D(2024, 12, 3), D(2024, 12, 3)),
        ("dans la nuit de mardi à mercredi", D(2024, 12, 3), D(2024, 12, 4)),
        ("la semaine dernière", D(2024, 11, 25), D(2024, 12, 1)),
    ],
)
def test_dates_of_french(text: str, first: dt.date, last: dt.date) -> None:
    (found,) = periods(text, FRIDAY, FRENCH)
    assert (found.first, found.last) == (first, last)


def test_a_report_in_french_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rapport.txt"
    path.write_text(f"Centrafrique\n\n{REPORT}", encoding="utf-8")
    (document,), problems = load_documents([path], published=FRIDAY)
    assert (document.language, problems) == ("fr", [])
    found = {claim.kind: claim for claim in Reader().read(document)}
    assert (found["displacement"].place, found["displacement"].low) == ("Bouca", 2_000)
    assert found["displacement"].attributed_to == "préfet"
    assert (found["attack"].place, found["attack"].actor) == ("Bouca", "CPC")
    assert (found["casualty"].unit, found["casualty"].attributed_to) == ("civilians killed", "Red Cross")
    assert found["control"].negated
    told = CliRunner().invoke(app, ["read", str(path), "--published", "2024-12-06", "--format", "jsonl"])
    assert [json.loads(line)["kind"] for line in told.stdout.splitlines()] == list(found)


def test_countries_and_directions_are_named_as_in_english() -> None:
    text = "Des combats ont éclaté dans le nord du Tchad. Des combats ont éclaté à Alep, en Syrie."
    found = Reader().read(Document("x", text, FRIDAY, "given", language="fr"))
    assert [claim.place for claim in found] == ["northern Chad", "Aleppo"]
