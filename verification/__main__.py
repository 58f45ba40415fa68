"""Run all checks and print their verdicts; exit code 1 if one fails, or fails to refuse what is wrong."""

import sys

from rich.console import Console
from rich.table import Table

from verification import engines, flee, theory
from verification.verdicts import FALSE_ALARM

#: A folder fails if fewer than so many of our own runs are as far off; there are seven.
FOLDER_ALARM = 0.005


def main() -> int:
    """Judge."""
    console = Console()
    table = Table(
        "check", "p-value", "verdict", "made wrong", "p-value then", "refused", title="Against theory and the reference"
    )
    failed = False
    for check in (*theory.CHECKS, *engines.CHECKS):
        right, wrong = check.p_value(False), check.p_value(True)
        passes, refuses = right > FALSE_ALARM, wrong < FALSE_ALARM
        failed |= not (passes and refuses)
        table.add_row(
            check.name,
            f"{right:.3g}",
            "agrees" if passes else "FAILS",
            check.wrong,
            f"{wrong:.3g}",
            "yes" if refuses else "NO",
        )
    console.print(table)
    console.print(f"False alarms: one in {1 / FALSE_ALARM:,.0f} a check.")
    if not flee.REFERENCE.is_dir():
        console.print(f"Flee's own results are not at {flee.REFERENCE}: not compared.")
        return int(failed)
    table = Table(
        "folder",
        "Flee's runs",
        "ours",
        "Flee's",
        "difference",
        "p-value",
        "verdict",
        title="Averaged relative difference",
    )
    for name in flee.HASTEN:
        c = flee.compare(name)
        passes = c.close and c.p_value > FOLDER_ALARM
        failed |= not passes
        table.add_row(
            name, str(c.runs), f"{c.ours:.4f}", f"{c.theirs:.4f}", f"{c.ours - c.theirs:+.4f}", f"{c.p_value:.3f}",
            "agrees" if passes else "FAILS",
        )  # fmt: skip
    console.print(table)
    wrong_one = flee.compare("mali2012", wrong=True)
    refused = wrong_one.p_value <= FOLDER_ALARM
    console.print(f"mali2012 with chances to leave cut by a fifth: p-value {wrong_one.p_value:.3f}, refused: {refused}")
    return int(failed or not refused)


if __name__ == "__main__":
    sys.exit(main())
