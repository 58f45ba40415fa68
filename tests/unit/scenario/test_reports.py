"""Published counts: what was known when."""

import datetime as dt

from nuzuh.scenario.reports import Report, Reports

START = dt.date(2031, 3, 1)


def people(reports: Reports) -> list[tuple[int, float]]:
    return [(report.day, report.people) for report in reports.series()["Eyre"]]


def by(day: int, *rows: Report) -> Reports:
    return Reports(START, "Home", tuple(rows)).by(START + dt.timedelta(days=day))


def test_a_count_is_known_from_its_publication_on() -> None:
    late = Report(5, "Eyre", 70, False, 9)
    assert not by(8, late).rows
    assert by(9, late).rows == (late,)
    assert by(5, Report(5, "Eyre", 70, False)).rows


def test_the_last_word_on_a_day_is_taken_from_its_publication_on() -> None:
    rows = Report(5, "Eyre", 70, False), Report(5, "Eyre", 50, False, 9), Report(7, "Eyre", 80, False)
    assert people(by(8, *rows)) == [(5, 70), (7, 80)]
    assert people(by(9, *rows)) == [(5, 50), (7, 80)]
    assert people(Reports(START, "Home", rows)) == [(5, 50), (7, 80)]
