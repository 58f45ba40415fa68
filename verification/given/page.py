"""The page of results, from the runs."""

from itertools import product

from nuzuh.report.given import SETTING
from verification.given.measure import GRID, NAMES, Measured, grid

WAYS = ("as given", "blanked")
TEXT = """<!-- Written by `make given-totals`: do not edit by hand. -->

# Given totals

## Track: given totals

Flee's own terms, and no forecast: the number of people in all camps together is given for every day, and so are the
whole period's fighting and closures. What is judged is who of them is where. Of single camps, no count after day 0 is
used. How it is done: [the rules where totals are given](../model/given-totals.md). What was known on a day and no more
is the terms of the other track, [forecast](evaluation.md); figures of the two tracks do not compare.

The measure is Flee's rescaled averaged relative difference: the mean over days of the sum over camps of
|simulated × (all counted / all simulated) − counted| / all counted. 0 is perfect, 2 the worst there is.

Each conflict was run with `nuzuh run FOLDER --rules nuzuh` and with `--rules flee3 --mean-field`, with capacities as
given and with `--blank-capacities`; one setting for all. *No simulation* splits those who come by capacity, or evenly
where it is blanked. *Held out* is with a setting chosen without the conflict and without others of its country.
*Furthest off at* is the camp that errs most in its mean share of all people: as simulated, for as counted.

### Capacities as given

{given}

`nuzuh` is closer than `flee3` on {won[0]} of {all}; held out, on {held_out[0]}.

**Capacities in these folders were set from the counts.** Those of {like[0]} of {like[1]} camps are within a tenth of
the camp's largest count, known only when all was over. Whoever is given them is told where people will end up. Read
this table as a test of the rules, never as what they could know.

### Capacities blanked

{blanked}

`nuzuh` is closer than `flee3` on {won[1]} of {all}; held out, on {held_out[1]}. All camps are then alike but for where
they are and who is there already.

## Where it fails

{fails}

Half of the difference is the share of people in the wrong camp: {wrong[0]:.0f} to {wrong[1]:.0f} % of all without
capacities. Which border was open to whom, which government moved people on, and where a site was laid out are not in
the folders.

## How the setting was chosen

Of {tried} settings, that with the least mean logarithm of the difference over the conflicts, both ways. All other
parameters are medians of [their priors](../model/parameters.md).

{ranges}

The setting has thus seen the conflicts that it is scored on: the column *nuzuh* is flattered, and *held out* is the one
to believe. Even that one is not untouched: the form of the rule and the values tried were settled with all seven in
view. Flee's settings were not chosen anew; they are those of the folders.

## What this does not show

- Not that people could be foretold: the total and the fighting ahead are given.
- Seven conflicts of one kind of source, of which two pairs share a country.
- Corrections of registers reach back in the total that is given, and so into the counts it is judged by.
"""


def _table(m: Measured, way: int) -> str:
    head = ["conflict", "flee3", "no simulation", "nuzuh", "nuzuh, held out", "closer than flee3", "furthest off at"]
    rows = [head, ["---"] * len(head)]
    for k, name in enumerate(NAMES):
        figures = [m.flee3, m.split, m.nuzuh, m.held_out]
        verdict = "yes" if m.nuzuh[way, k] < m.flee3[way, k] else "**no**"
        rows.append([name, *(f"{figure[way, k]:.3f}" for figure in figures), verdict, m.furthest[way][k]])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _fails(m: Measured) -> str:
    """Tell what the rules of nuzuh do worse than, conflict by conflict."""
    lines = []
    for (way, label), (other, figures) in product(
        enumerate(WAYS), [("Flee's rules", m.flee3), ("no simulation at all", m.split)]
    ):
        for name, ours, theirs in zip(NAMES, m.nuzuh[way], figures[way], strict=True):
            if ours >= theirs:
                lines.append(f"- {name}, capacities {label}: {ours:.3f}, worse than {other}, {theirs:.3f}.")
    return "\n".join(lines)


def _ranges() -> str:
    rows = ["| parameter | tried | chosen |", "| --- | --- | --- |"]
    for name, values in GRID.items():
        tried = "; ".join(str(value).strip("()") for value in values)
        chosen = ", ".join(f"{getattr(SETTING, each):g}" for each in name.split(", "))
        rows.append(f"| `{name}` | {tried} | {chosen} |")
    return "\n".join(rows)


def page(m: Measured) -> str:
    """``docs/forecast/given-totals.md``."""
    return TEXT.format(
        given=_table(m, 0),
        blanked=_table(m, 1),
        fails=_fails(m),
        won=m.won,
        all=len(NAMES),
        held_out=(m.held_out < m.flee3).sum(axis=1),
        like=[sum(part) for part in zip(*m.like_counts, strict=True)],
        wrong=[50 * m.nuzuh[1].min(), 50 * m.nuzuh[1].max()],
        tried=len(grid()),
        ranges=_ranges(),
    )
