"""Write what was measured into the documentation: the pages and parts of pages that hold its figures.

A test tells when a page is no longer what this gives from the tables in `docs/measured/`.
"""

import re
import textwrap
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd

from nuzuh.forecast.assimilate import FLOOR
from nuzuh.forecast.history import COURSES
from nuzuh.report.figures import met
from nuzuh.report.words import Range, day, people, span
from verification.forecasts.measure import BLOCKS, DAYS, EVERY, MEASURED, MEMBERS, MONTH, MOST, ROOT

DOCS = ROOT / "docs"
TEMPLATES = Path(__file__).with_name("templates")
GENERATED = "<!-- Written by python -m verification.forecasts: do not edit by hand. -->"
#: A share of counts within the 90 % interval that is called a failure: below, or above.
HOLDS = (0.8, 0.97)
#: Resamples of the conflicts, for the ends of a mean's 90 % interval.
RESAMPLES = 2000
#: Fewest origins of a conflict that count in a mean.
FEWEST = 3
#: Factors told of an outcome.
FACTORS = 5
#: Futures of the fighting that are compared.
FIGHTING = {"history": "as so far", "stays": "as it is", "fades": "none"}
#: Why, as far as the counts show it.
CAUSES = {
    "mali2012": "Registers were cleaned up at the end of the year, by a fifth to a half; nothing told of it before.",
    "nigeria2016": "Counts of three countries, which hardly move.",
    "ssudan2016": "Camps opened, and doubled within weeks.",
}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay out a Markdown table."""
    head = list(head)
    return "".join(f"| {' | '.join(line)} |\n" for line in (head, ["---"] * len(head), *rows))


def measured(name: str) -> pd.DataFrame:
    """Read a table of figures."""
    return pd.read_csv(MEASURED / f"{name}.csv")


def skills() -> pd.DataFrame:
    """Scores of all forecasters with ``skill``: 1 less the score by that of the better of *last* and *trend*."""
    scores = measured("scores").set_index(["conflict", "days", "method"])
    best = np.minimum(*(scores.xs(base, level="method")["score"] for base in ("last", "trend")))
    best = best.reindex(scores.index.droplevel("method")).to_numpy()
    return scores.assign(skill=1 - scores["score"] / best)


def pooled(method: str, days: int) -> tuple[float, float, float, float]:
    """Mean skill over the conflicts, the ends of its bootstrap, and the share of all counts in the 90 % interval."""
    rows = skills().xs((days, method), level=("days", "method")).query("origins >= @FEWEST")
    drawn = np.random.default_rng(0).choice(rows["skill"].to_numpy(), (RESAMPLES, len(rows))).mean(axis=1)
    low, high = np.quantile(drawn, (0.05, 0.95))
    return (
        float(rows["skill"].mean()),
        float(low),
        float(high),
        float(np.average(rows["held90"], weights=rows["cases"])),
    )


def _signed(value: float, digits: int = 2) -> str:
    return f"{value:.{digits}f}".replace("-", "−")


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def by_conflict() -> str:
    """A row a conflict and horizon."""
    all_of = skills()
    head = ["conflict", "days", "origins", "last", "trend", "model", "skill", "in its 90 %", "in its 50 %",
            "formula's skill", "in its 90 %"]  # fmt: skip
    rows = []
    for (conflict, days), of in all_of.groupby(level=["conflict", "days"]):
        of = of.droplevel(["conflict", "days"])
        model, formula = of.loc["model"], of.loc["formula"]
        scores = [f"{of.loc[name, 'score']:.4f}" for name in ("last", "trend", "model")]
        rows.append(
            [conflict, str(days), str(model["origins"].astype(int)), *scores, _signed(model["skill"]),
             _percent(model["held90"]), _percent(model["held50"]), _signed(formula["skill"]),
             _percent(formula["held90"])]
        )  # fmt: skip
    return table(head, rows)


def means() -> str:
    """A row a horizon: means over the conflicts, of the model, its parts, and what it is beside."""
    rows = []
    for days in sorted(measured("scores")["days"].unique()):
        skill, low, high, held = pooled("model", days)
        others = [pooled(name, days) for name in ("alone", "unalarmed", "formula")]
        formula = others[-1]
        rows.append(
            [str(days), f"{_signed(skill)} ({_signed(low)} to {_signed(high)})", _percent(held),
             *(_signed(one[0]) for one in others), _percent(formula[3]), _signed(skill - formula[0]),
             _signed(pooled("seen", days)[0])]
        )  # fmt: skip
    head = ["days", "model", "in its 90 %", "without the [blend](blend.md)", "and without the [alarm](alarm.md)",
            "formula", "in its 90 %", "model less formula", "with `priors/all.toml`"]  # fmt: skip
    return table(head, rows)


def failures() -> str:
    """A line a conflict: where the model was worse than the last report, or its intervals wrong, and at which camp."""
    model = skills().xs("model", level="method")
    lines = []
    for conflict, of in model.groupby("conflict"):
        worst = measured("misses").query("conflict == @conflict").iloc[0]
        told = [
            f"- **{conflict}**: {'; '.join(_wrong(of.droplevel('conflict'))) or 'no failure by these measures'}.",
            f"{MONTH} days on, {_percent(worst['share'])} of its error is at {worst['place']},",
            f"of whose {worst['cases']} counts {worst['above']} lay above the 90 % interval, {worst['below']} below.",
            CAUSES.get(str(conflict), ""),
        ]
        lines.append(_wrapped(" ".join(told), "  "))
    return "\n".join(lines) + "\n"


def _wrong(of: pd.DataFrame) -> Iterator[str]:
    """Tell the failures of one conflict, by days ahead."""
    kinds = {
        "worse than the better baseline": (of["skill"] < 0, "skill"),
        "90 % interval too narrow": (of["held90"] < HOLDS[0], "held90"),
        "90 % interval too wide": (of["held90"] > HOLDS[1], "held90"),
    }
    for kind, (failed, column) in kinds.items():
        cases = of.loc[failed, column].items()
        if told := [f"{days} days ({_percent(abs(value))})" for days, value in cases]:
            yield f"{kind} at {', '.join(told)}"


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, 120, subsequent_indent=indent, break_on_hyphens=False, break_long_words=False)


def missed() -> str:
    """A row a count of the example that the model's interval misses, and how many there are."""
    fits = measured("example")
    fits = fits.assign(day=pd.to_datetime(fits["day"]), met=[
        met(row.low, row.high, row.model_low, row.model_high) for row in fits.itertuples()
    ])  # fmt: skip
    by_seed = [int((~one["met"]).sum()) for _, one in fits.groupby("seed")]
    first = fits[fits["seed"] == fits["seed"].min()]
    measures = {"newly_displaced": "newly displaced by", "present": "present on", "arrivals": "arrivals by"}
    rows = [
        [f"{row.name}, {measures[row.measure]} {day(row.day, '%B')}", span(row.low, row.high, row.qualifier),
         Range(row.model_low, row.model_median, row.model_high).interval]
        for row in first[~first["met"]].itertuples(index=False)
    ]  # fmt: skip
    told = _wrapped(
        f"Of the {len(first)} counts that the example's runs are held against ({MEMBERS} members, seed 1), the 90 % "
        f"interval misses {by_seed[0]}, where some {round(0.1 * len(first))} would be expected; with other "
        f"seeds it misses {' or '.join(map(str, sorted(set(by_seed[1:]))))}:"
    )
    return f"{told}\n\n{table(['count', 'published', 'interval of the model, 90 %'], rows)}"


def hangs_on() -> str:
    """A row an outcome of the example: its spread, and what weighs most in it."""
    outcomes, indices = measured("outcomes"), measured("sensitivity")
    rows = []
    for outcome in outcomes.itertuples():
        of = indices[indices["outcome"] == outcome.outcome].nlargest(FACTORS, "total")
        told = [f"`{f.factor}` {f.total:.2f} ({max(f.total_low, 0):.2f}–{f.total_high:.2f})" for f in of.itertuples()]
        rows.append([outcome.outcome, str(Range(outcome.low, outcome.median, outcome.high)), ", ".join(told)])
    return table(["outcome", "median (90 %)", "total index (90 % interval)"], rows)


def of_fighting() -> str:
    """A row a conflict: how the futures of the fighting did."""
    rows = [
        [row.conflict, str(row.days), str(row.origins), *(f"{getattr(row, name):.3f}" for name in FIGHTING),
         _percent(row.held90)]
        for row in measured("fighting").itertuples()
    ]  # fmt: skip
    head = ["conflict", "days", "origins", *FIGHTING.values(), "number of places fought over in its 90 %"]
    return table(head, rows)


def _figures() -> dict[str, str]:
    """Everything that the pages quote."""
    held = {days: pooled("model", days) for days in sorted(measured("scores")["days"].unique())}
    below = [f"{conflict} at {days}" for (conflict, days), row in skills().xs("model", level="method").iterrows()
             if row["skill"] < 0]  # fmt: skip
    return {
        "by_conflict": by_conflict(), "means": means(), "failures": failures(),
        "hangs_on": hangs_on(), "fighting": of_fighting(), "courses": str(COURSES), "every": str(EVERY),
        "most": str(MOST), "days": str(DAYS), "blocks": str(BLOCKS),
        "conflicts": str(measured("scores")["conflict"].nunique()),
        "skills": ", ".join(f"{_signed(told[0])} at {days} days" for days, told in held.items()),
        "held": ", ".join(f"{_percent(told[3])} at {days} days" for days, told in held.items()),
        "below": ", ".join(below) or "none", "floor": people(FLOOR),
        "means_card": means().replace("](", "](forecast/"),
    }  # fmt: skip


def filled(template: str) -> str:
    """Give a template its figures."""
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    return f"{GENERATED}\n\n{text.format_map(_figures())}"


def limits() -> str:
    """``docs/limits.md``, whose generated parts stand between two comments each."""
    text = (DOCS / "limits.md").read_text(encoding="utf-8")
    for name, part in (("failures", failures()), ("missed", missed())):
        begin, end = f"<!-- {name}: written by python -m verification.forecasts -->", f"<!-- end of {name} -->"
        pattern = re.compile(f"{re.escape(begin)}\n.*?{re.escape(end)}", re.DOTALL)
        text = pattern.sub(lambda _, part=f"{begin}\n\n{part}\n{end}": part, text)  # type: ignore[misc]
    return text


PAGES: dict[Path, Callable[[], str]] = {
    DOCS / "forecast" / "evaluation.md": partial(filled, "evaluation.md"),
    DOCS / "forecast" / "fighting.md": partial(filled, "fighting.md"),
    DOCS / "forecast" / "sensitivity.md": partial(filled, "sensitivity.md"),
    DOCS / "model-card.md": partial(filled, "card.md"),
    DOCS / "limits.md": limits,
}


def write() -> None:
    """Write all pages."""
    for page, make in PAGES.items():
        page.write_text(make(), encoding="utf-8", newline="\n")
