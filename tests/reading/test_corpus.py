"""A corpus of bad and odd files, each with what must come of it: kept beside the repository, not in it."""

import csv
from datetime import date

import pytest
from small import SHARED

from busplan.checking import check
from busplan.reading import Source, read
from busplan.timetable import BadTimetable

BAD = SHARED / "data" / "bad"
# Told on another line: the second id is on line 14.
OTHERWISE = {
    "yaml-duplicate-route-id.yaml": ("duplicate_id", 14),
}
# Told only against what is in force: the two files that are as they should be.
AGAINST = {"csv-stop-removed-with-subscribers.csv", "csv-stop-moved-5km.csv"}
TODAY = date(2026, 11, 22)


def index():
    if not BAD.is_dir():
        return []
    with (BAD / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows():
    if not index():
        return [pytest.param(None, id="none")]
    return [pytest.param(row, id=row["file"]) for row in index()]


def beside(name):
    """What makes a whole timetable with it."""
    if name == "zip-ok-with-macosx-litter.zip":
        return []
    if name == "xlsx-times-as-datetime-1899.xlsx":
        # It tells of calls each Monday. A whole year of them would meet 17 May, which is another matter.
        return [Source("autumn.csv", b"id,from,to\nhost,2026-08-17,2027-04-30\n")]
    return [
        Source.from_file(BAD / ("csv-ok-baseline.csv" if name.endswith(".yaml") else "yaml-ok-baseline.yaml"))
    ]


def came_of(name):
    source = Source.from_file(BAD / name)
    in_force = ("csv-ok-baseline.csv", "yaml-ok-baseline.yaml")
    against = read(*(Source.from_file(BAD / good) for good in in_force)).timetable
    try:
        checked = check(source, *beside(name), today=TODAY, against=against if name in AGAINST else None)
        problems, outcome = checked.doubts, "accepted"
    except BadTimetable as bad:
        problems, outcome = bad.problems, "rejected"
    if outcome == "accepted" and any(problem.severity == "warning" for problem in problems):
        outcome = "accepted-with-warning"
    return outcome, [(problem.code, problem.line) for problem in problems if problem.file == source.name]


@pytest.mark.may_skip
@pytest.mark.parametrize("row", rows())
def test_what_must_come_of_it_does(row):
    if row is None:
        pytest.skip("the corpus is not beside this clone")
    outcome, told = came_of(row["file"])
    wanted = row["expected_outcome"]
    assert outcome == ("rejected" if wanted.startswith("rejected") else wanted), told
    if row["notice_code"] == "ok":
        return
    code, line = OTHERWISE.get(row["file"], (row["notice_code"], int(row["line"] or 0)))
    assert code in [found for found, _ in told]
    assert not line or (code, line) in told
