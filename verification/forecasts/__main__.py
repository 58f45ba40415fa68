"""Measure all forecasts anew and write the pages that quote them: some four minutes of one core's time."""

import sys

from verification.flee import FOLDERS
from verification.forecasts.measure import measure
from verification.forecasts.pages import write


def main() -> int:
    """Measure and write; exit code 1 where there is nothing to measure."""
    if not FOLDERS.is_dir():
        sys.stderr.write(f"The past conflicts are not at {FOLDERS}: nothing is measured.\n")
        return 1
    measure(lambda told: sys.stderr.write(f"{told}\n") and None)
    write()
    return 0


if __name__ == "__main__":
    sys.exit(main())
