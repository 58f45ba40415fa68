"""The documentation says what the program does: generated pages, pages of rules, links, and the tutorial."""

import csv
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from pathlib import Path
from typing import Any, get_args

import pandas as pd
import pytest

from nuzuh.evidence import sources
from nuzuh.evidence.patterns import Voice
from nuzuh.evidence.weigh import Verdict
from nuzuh.forecast.hindcast import run, score
from nuzuh.forecast.priors import read_priors
from nuzuh.model.parameters import PRIORS
from nuzuh.report.build import prepare
from verification.flee import FOLDERS
from verification.forecasts import measure, pages

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
MODEL = ROOT / "src" / "nuzuh" / "model"
RULES = sorted(p for p in MODEL.glob("*.py") if re.match(r'"""Rule \d', p.read_text(encoding="utf-8")))
PAGES = sorted(DOCS.rglob("*.md"))
SCRIPT: dict[str, Any] = runpy.run_path(str(DOCS / "make_tables.py"))


@pytest.mark.parametrize("page", SCRIPT["PAGES"], ids=lambda page: page.name)
def test_generated_pages_are_what_the_script_gives_now(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == SCRIPT["PAGES"][page](), "run: python docs/make_tables.py"


def test_the_rules_are_those_of_the_model() -> None:
    assert [rule.stem for rule in RULES] == ["departure", "destination", "returning", "threat", "travel"]


def test_the_page_of_reconciliation_has_every_verdict_and_the_rules_of_sources_in_the_codes_words() -> None:
    page = (DOCS / "reconciliation.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| `([a-z ]+)` \|", page, flags=re.MULTILINE) == list(get_args(Verdict))
    assert str(sources.__doc__).partition("\n\n1.")[2] in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.stem)
def test_a_rule_has_a_page_with_its_equations_and_parameters(rule: Path) -> None:
    source, page = rule.read_text(encoding="utf-8"), (DOCS / "model" / f"{rule.stem}.md").read_text(encoding="utf-8")
    for equation in re.findall(r"\.\. math:: (.+)", source):
        assert equation in page
    for name in re.findall(r"\bp\.([a-z_]+)", source):
        assert f"`{name}`" in page
    for heading in ("Equation", "Source", "Tests", "Limits"):
        assert f"## {heading}\n" in page


@pytest.mark.parametrize("prior", PRIORS, ids=lambda prior: prior.name)
def test_a_parameter_is_explained_on_the_page_of_a_rule(prior: Any) -> None:
    row = next(line for line in SCRIPT["parameters_page"]().splitlines() if line.startswith(f"| `{prior.name}` |"))
    assert ".md)" in row.split("|")[-2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(DOCS)))
def test_what_a_page_refers_to_is_there(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for link in re.findall(r"\]\((?!https?:)([^)#]+)", text):
        assert (page.parent / link).exists(), link
    for path in re.findall(r"`(tests/[\w/.]+)`", text):
        assert (ROOT / path).exists(), path


@pytest.mark.parametrize("page", pages.PAGES, ids=lambda page: page.name)
def test_pages_of_figures_are_what_the_measured_tables_give_now(page: Path) -> None:
    assert page.read_text(encoding="utf-8") == pages.PAGES[page](), "run: python -m verification.forecasts"


def test_the_limits_have_their_measured_parts() -> None:
    text = (DOCS / "limits.md").read_text(encoding="utf-8")
    assert pages.failures() in text
    assert pages.missed() in text


def test_the_counts_that_the_example_was_measured_against_are_those_that_it_has() -> None:
    basis = prepare(measure.EXAMPLE)
    as_of = pd.Timestamp(basis.scenario.settings.as_of)
    counts = basis.scenario.observations
    counts = counts[(counts["known"] <= as_of) & (counts["measure"] != "displaced_before")]
    has = Counter(zip(counts["place"].fillna(counts["area"]), counts["low"].fillna(0), strict=True))
    fit = pages.measured("example").query("seed == 1")
    assert Counter(zip(fit["where"], fit["low"].fillna(0), strict=True)) == has


@pytest.mark.skipif(not FOLDERS.is_dir(), reason=f"the past conflicts are not at {FOLDERS}")
def test_the_scores_in_the_pages_are_those_of_the_forecaster_as_it_is() -> None:
    """Of one conflict, the quickest: the others take longer."""
    told = pages.measured("scores").set_index(["conflict", "method", "days"])["score"]["nigeria2016"]
    priors = [read_priors(ROOT / "priors" / f"{name}.toml") for name in ("without-nigeria2016", "all")]
    methods = measure.forecasters(*priors)
    trial = measure.on_trial(FOLDERS / "nigeria2016")
    for name in ("last", "model"):
        now = score(run(methods[name], trial))["score"]
        assert told[name].to_list() == pytest.approx(now.to_list(), abs=1e-4), "run: python -m verification.forecasts"


def median(file: Path, horizon: int) -> int:
    """Median of all newly displaced people so many days after the origin."""
    with file.open(encoding="utf-8", newline="") as rows:
        (value,) = (
            row["value"]
            for row in csv.DictReader(rows)
            if (row["target"], row["horizon"], row["location"], row["output_type_id"])
            == ("newly displaced", str(horizon), "total", "0.5")
        )
    return int(value)


# one test, not several on a fixture: that would run the tutorial once in each of pytest's processes
def test_the_tutorial_shows_what_it_promises(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    text = (DOCS / "tutorial.md").read_text(encoding="utf-8")
    commands = "\n".join(re.findall(r"^```sh\n(.*?)^```", text, re.MULTILINE | re.DOTALL))
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"}
    call = ["bash", "-euo", "pipefail", "-c", commands]
    run = subprocess.run(call, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "no problem found" in run.stdout
    assert "000-homs-hundreds-flee.md" in run.stdout
    assert run.stdout.count("newly displaced,") == 6
    build = tmp_path / "build" / "tutorial"
    for horizon in (7, 14):
        assert median(build / "mine.csv", horizon) < median(build / "rule.csv", horizon)
    assert (build / "what-if-differences.html").is_file()
    assert (build / "report" / "provenance.json").is_file()
    assert "stated by the user" in (build / "report" / "report.html").read_text(encoding="utf-8")


def _patterns_page() -> str:
    return (DOCS / "patterns.md").read_text(encoding="utf-8")


def test_the_page_on_patterns_explains_every_key_and_voice_in_use() -> None:
    keys: set[str] = set()
    for file in (ROOT / "src" / "nuzuh" / "evidence" / "languages").glob("*/patterns/*.toml"):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        assert told["kind"] == file.stem
        keys |= {key for key in told if key not in ("frame", "example", "prepositions")}
        keys |= {key for frame in told["frame"] for key in frame}
        keys |= {need for frame in [told, *told["frame"]] for one_of in frame.get("require", ()) for need in one_of}
    for name in keys | set(get_args(Voice)):
        assert f"`{name}`" in _patterns_page(), name


def test_the_kind_that_the_page_on_patterns_adds_is_read(tmp_path: Path) -> None:
    """In a copy of the package, with the page's file beside the others and nothing else changed."""
    (text,) = re.findall(r"^```toml\n(.*?)^```", _patterns_page(), re.MULTILINE | re.DOTALL)
    shutil.copytree(ROOT / "src" / "nuzuh", tmp_path / "nuzuh", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "nuzuh" / "evidence" / "languages" / "en" / "patterns" / "looting.toml"
    file.write_text(text, encoding="utf-8")
    code = """
import datetime as dt, sys, tomllib
from pathlib import Path
from nuzuh.evidence import reader
from nuzuh.commands.writing import write_claims
from nuzuh.evidence.documents import Document
from nuzuh.evidence.reconcile import reconcile
told = tomllib.loads(Path("nuzuh/evidence/languages/en/patterns/looting.toml").read_text(encoding="utf-8"))
claims = []
for number, example in enumerate(told["example"]):
    document = Document(f"{number}", example["text"], dt.date(2024, 12, 6), "given")
    found = [c for c in reader.read([document]) if c.kind == "looting" and c.asserted]
    kept = [c.model_dump(mode="json") for c in found]
    wanted = [{key: one[key] for key in asked} for one, asked in zip(kept, example["claims"], strict=True)]
    assert wanted == example["claims"], kept
    claims += found
print([settled.topic for settled in reconcile(claims)])
write_claims(claims, "csv", sys.stdout)
"""
    run = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    topics, _, *rows = run.stdout.splitlines()
    assert "Looting at Bukavu by M23" in topics
    assert [row.split(",")[2] for row in rows] == ["looting", "looting"]
