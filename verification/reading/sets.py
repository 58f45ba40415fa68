"""The reader on the evaluation sets of a folder, scored by the tool that comes with them."""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from verification.flee import SHARED

#: What the reader is held to, by the names of the tool.
TARGETS = {
    "figures": 0.96, "unit": 0.85, "place": 0.80, "calm": 0.98,
    "territory": 0.75, "air": 0.75, "toponyms": 0.75, "resolved": 0.85,
}  # fmt: skip


@dataclass(frozen=True)
class Measured:
    """What the tool told.

    Attributes
    ----------
    figures : dict of str to float
        By the names of the targets; those of an absent set are missing.
    missed : set of str
        The targets that are missed, by the tool's own judgement.
    """

    figures: dict[str, float]
    missed: set[str]


def measure(folder: Path) -> Measured:
    """Score the reader on the sets of a folder."""
    tool, nuzuh = SHARED / "tools" / "score_eval.py", Path(sys.executable).with_name("nuzuh")
    least = ",".join(f"{name}={target}" for name, target in TARGETS.items())
    call: list[str | Path] = [sys.executable, tool, folder, "--nuzuh", nuzuh, "--min", least]
    run = subprocess.run(call, capture_output=True, text=True, check=False)
    told, _, short = run.stdout.partition("falls short: ")
    if run.returncode and not short:
        raise SystemExit(f"{tool} failed on {folder}:\n{run.stdout}{run.stderr}")
    return Measured(figures_of(told), set(re.findall(r"(\w+) [\d.]+ <", short)))


def figures_of(told: str) -> dict[str, float]:
    """Take the figures out of the tool's lines: "unit 3 of 4", "air F1 0.800"."""
    figures = {name: int(part) / int(whole) for name, part, whole in re.findall(r"(\w+) +(\d+) of ([1-9]\d*)", told)}
    figures |= {name: float(f1) for name, f1 in re.findall(r"(\w+) +F1 ([\d.]+)", told)}
    if "in" in figures:  # "displacement claims in 3 of 40 snippets that speak of none"
        figures["calm"] = 1 - figures.pop("in")
    return figures
