"""Measure how well and how fast reports are read; EVAL=folder names other evaluation sets. See README.md."""

import os
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

from nuzuh.evidence.documents import load_documents
from verification.flee import SHARED
from verification.reading.articles import articles
from verification.reading.score import Score, score_articles, score_reports
from verification.reading.sets import TARGETS, measure
from verification.reading.speed import FIRST, TARGET, speeds

HERE = Path(__file__).parent
#: So much further from the reports that the reader was made on, other articles show that it fits those alone.
GAP = 0.15


def main() -> int:
    """Print the tables; exit code 1 if a target is missed, 2 if the folder given is none."""
    console, aside = Console(width=120), Console(stderr=True)
    folder = Path(os.environ.get("EVAL") or SHARED / "eval")
    if not SHARED.is_dir():
        console.print(f"The reports and their keys are not at {SHARED}: nothing is measured.")
        return 0
    if not folder.is_dir():
        aside.print(f"EVAL={folder} is not a folder; name one that holds evaluation sets")
        return 2
    texts = articles(SHARED / "eval" / "syria_reports.csv")
    aside.print("Reading the reports that have keys …")
    scores = {"five reports": score_reports(SHARED / "reports", SHARED / "gold" / "seeds.csv")}
    for name in ("development", "second", "third", "fourth", "fifth", "held_out"):
        if (HERE / f"{name}.csv").is_file():
            scores[name.replace("_", "-")] = score_articles(HERE / f"{name}.csv", texts)
        else:
            console.print(f"{HERE / name}.csv is absent: not scored.")
    console.print(_side_by_side(scores))
    if "held-out" in scores:
        gap = scores["five reports"].f1 - scores["held-out"].f1
        verdict = f"a finding: above {GAP}" if gap > GAP else f"within {GAP}"
        console.print(f"F1 on the five reports less F1 held out: {gap:+.3f}, {verdict}.")
    aside.print(f"Reading the sets of {folder} …")
    measured = measure(folder)
    table = Table("measure", "reader", "target", "verdict", title=f"Evaluation sets of {folder}")
    for name, target in TARGETS.items():
        figure = f"{measured.figures[name]:.3f}" if name in measured.figures else "its set is absent"
        table.add_row(name, figure, f"{target:.2f}", "MISSED" if name in measured.missed else "met")
    console.print(table)
    reports, _ = load_documents(
        sorted((SHARED / "reports").glob("*.txt")), manifest=SHARED / "reports" / "manifest.csv"
    )
    first, rest = list(texts.values())[:FIRST], list(texts.values())[FIRST:]
    slow = False
    for name, timed in (("five reports", reports), (f"{len(rest)} articles", rest)):
        aside.print(f"Timing {name} …")
        told = speeds(timed, first)
        slow |= told.ratio < TARGET
        console.print(
            f"Speed, one core, {name} that are new: {told.reader:.2f} s, a blank tokenizer {told.tokenizer:.2f} s: "
            f"{told.ratio:.2f} of its speed, target {TARGET:.2f}: {'met' if told.ratio >= TARGET else 'MISSED'}."
        )
    return int(bool(measured.missed) or slow)


def _side_by_side(scores: dict[str, Score]) -> Table:
    table = Table("", *scores, title="The reader against keys")
    every = scores.values()
    table.add_row("F1", *(f"{score.f1:.3f}" for score in every))
    table.add_row("precision", *(f"{score.precision:.3f}" for score in every))
    table.add_row("recall", *(f"{score.recall:.3f}" for score in every))
    table.add_row("reports", *(str(score.reports) for score in every))
    table.add_row("facts", *(str(score.facts) for score in every))
    table.add_row("traps fired", *(str(score.traps) for score in every))
    return table


if __name__ == "__main__":
    sys.exit(main())
