"""The reader's claims, scored against a key by the tool that comes with the reports."""

import csv
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from nuzuh.evidence.documents import Document, load_documents
from nuzuh.evidence.reader import read
from verification.flee import SHARED
from verification.reading.articles import COLUMNS, key_rows, phrase

_TOLD = re.compile(r"traps fired: (\d+)\nprecision ([\d.]+) recall ([\d.]+) F1 ([\d.]+)")


@dataclass(frozen=True)
class Score:
    """How well the facts of a key were found.

    Attributes
    ----------
    reports, facts : int
        Reports that were read, and facts that must be found in them.
    precision, recall, f1 : float
        The share of claims that are right, the share of facts that are found, and their harmonic mean.
    traps : int
        Claims of what is history or hypothesis as if it were so now.
    """

    reports: int
    facts: int
    precision: float
    recall: float
    f1: float
    traps: int


def score_reports(folder: Path, key: Path) -> Score:
    """Read the reports of a folder, with its manifest, and score their claims."""
    documents, problems = load_documents(sorted(folder.glob("*.txt")), manifest=folder / "manifest.csv")
    if problems:
        raise SystemExit("\n".join(map(str, problems)))
    with TemporaryDirectory() as temporary:
        claims = Path(temporary) / "claims.jsonl"
        claims.write_text("".join(f"{claim.model_dump_json()}\n" for claim in read(documents)), encoding="utf-8")
        tool = SHARED / "tools" / "score_claims.py"
        run = subprocess.run([sys.executable, tool, claims, key, folder], capture_output=True, text=True, check=False)
    told = _TOLD.search(run.stdout)
    if told is None or run.returncode:
        raise SystemExit(f"{tool} failed on {key}:\n{run.stdout}{run.stderr}")
    facts = sum(row["kind"] != "trap" and "-O" not in row["id"] for row in key_rows(key))
    traps, (precision, recall, f1) = int(told[1]), map(float, told.groups()[1:])
    return Score(len(documents), facts, precision, recall, f1, traps)


def score_articles(key: Path, articles: Mapping[str, Document]) -> Score:
    """Read the articles of a key, and score their claims."""
    rows = key_rows(key)
    with TemporaryDirectory() as temporary:
        folder = Path(temporary)
        mine = [articles[number] for number in sorted({row["report"] for row in rows})]
        for article in mine:
            (folder / article.name).write_text(article.text, encoding="utf-8", newline="")
        _write(folder / "manifest.csv", ("file", "published"), [(a.name, str(a.published)) for a in mine])
        phrases = [phrase(articles[r["report"]].text, int(r["start"]), int(r["end"])) for r in rows]
        cells = [(*(r[c] for c in COLUMNS), said) for r, said in zip(rows, phrases, strict=True)]
        _write(folder / "key.csv", (*COLUMNS, "phrase"), cells)
        return score_reports(folder, folder / "key.csv")


def _write(path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([header, *rows])
