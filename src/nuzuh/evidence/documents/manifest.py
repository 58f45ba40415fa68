"""A manifest: a CSV file that says when each report was published."""

import csv
import datetime as dt
from pathlib import Path

from nuzuh.evidence.documents.dates import stated
from nuzuh.evidence.documents.document import UnreadableError
from nuzuh.evidence.documents.text import decode
from nuzuh.scenario.problems import Problem


def read_manifest(path: Path) -> tuple[dict[str, dt.date], list[Problem]]:
    """Days of publication by the name of the file, and what is wrong with the manifest."""
    try:
        rows = list(csv.DictReader(decode(path.read_bytes()).lstrip("\ufeff").splitlines(keepends=True)))
    except OSError as error:
        return {}, [Problem(str(path), f"cannot be read: {error.strerror or error}", mend="check the path")]
    except UnreadableError as error:
        return {}, [error.problem(str(path))]
    except csv.Error as error:
        return {}, [Problem(str(path), f"is no CSV: {error}", mend="save it as CSV, in UTF-8")]
    dates: dict[str, dt.date] = {}
    problems: list[Problem] = []
    if rows and not {"file", "published"} <= rows[0].keys():
        mend = "name them in its first line"
        return {}, [Problem(path.name, "needs the columns 'file' and 'published'", 1, mend=mend)]
    for number, row in enumerate(rows, start=2):
        try:
            dates[Path(row["file"] or "").name] = stated(row["published"] or "")
        except UnreadableError as error:
            problems.append(error.problem(path.name, number))
    return dates, problems
