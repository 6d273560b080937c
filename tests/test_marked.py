"""A file that staff handed in comes back with what is wrong beside each row, and can be mended and handed in."""

import csv
import io
import re
from datetime import time
from zipfile import ZipFile

import pytest
from small import SCHEDULE_YAML, STOPS_CSV, TABLES_CSV
from workbooks import as_excel

from busplan import publishing
from busplan.reading import Source, as_written, read
from busplan.timetable import BadTimetable, Severity
from busplan.words import problem as words

HAZARD = re.compile(r"^[\s\u00a0]*[=+\-@\t\r＝＋－＠]")


def say(problem):
    return words.message(problem, "nb")


def handed_back(*sources, at=0):
    with pytest.raises(BadTimetable) as bad:
        read(*sources)
    return publishing.marked(sources[at], bad.value.problems, say, "Feil"), bad.value.problems


def rows(copy):
    """As they are read again."""
    written = as_written.as_written(Source(copy.name, copy.content))
    return [cells for _, lines in written.tables for _, cells in lines]


def test_a_csv_file_gets_a_column_with_what_is_wrong():
    bad = Source("stops.csv", STOPS_CSV.replace("60.1200", "sixty").encode())
    copy, problems = handed_back(bad, Source("schedule.yaml", SCHEDULE_YAML.encode()))
    told = {problem.line: say(problem) for problem in problems if problem.file == "stops.csv"}
    found = list(csv.reader(io.StringIO(copy.content.decode("utf-8-sig")), delimiter=";"))
    assert found[0][-1] == "Feil"
    assert found[1][:2] == ["hol", "Hol torg"]
    assert found[1][-1] == told[2]
    assert [row[-1] for row in found[2:]] == ["", "", ""]
    assert (copy.name, copy.mimetype) == ("stops-feil.csv", "text/csv; charset=utf-8")


def test_tables_under_one_another_keep_their_titles_and_can_be_mended_there():
    bad = Source("plan.csv", TABLES_CSV.replace("09:00;10:30", "09:00;08:30").encode())
    copy, _ = handed_back(bad)
    text = copy.content.decode("utf-8-sig")
    assert "[Ruteplan]" in text
    assert "09:00;08:30;" in text
    mended = text.replace("09:00;08:30", "09:00;10:30").encode()
    assert len(read(Source(copy.name, mended)).timetable.routes) == 2


def test_a_workbook_comes_back_as_one_with_the_fault_in_its_sheet():
    sheets = {
        "Stoppesteder": [["id", "navn", "kommune", "lat", "lon"], ["hol", "Hol torg", "Nes", 60.12, 11.47]],
        "Ruteplan": [["rute", "stoppested", "fra kl.", "til kl."], ["a", "hul", time(9), time(10)]],
        "Ruter": [["rute", "ukedag", "antall uker", "første dag"], ["a", "tirsdag", 2, "2026-08-25"]],
        "Sesonger": [["id", "fra", "til"], ["host", "2026-08-17", "2026-12-18"]],
    }
    copy, _ = handed_back(Source("plan.xlsx", as_excel(sheets)))
    written = as_written.as_written(Source(copy.name, copy.content))
    by_title = {title: [cells for _, cells in lines] for title, lines in written.tables}
    assert by_title["Stoppesteder"][1][:5] == ["hol", "Hol torg", "Nes", "60.12", "11.47"]
    assert by_title["Ruteplan"][1][:4] == ["a", "hul", "09:00", "10:00"]
    assert "hul" in by_title["Ruteplan"][1][4]
    with ZipFile(io.BytesIO(copy.content)) as parts:
        notes = parts.read("xl/comments1.xml").decode()
    assert 'ref="B2"' in notes
    assert "hul" in notes


def test_rows_of_a_workbook_keep_their_numbers():
    stops = [["id", "navn", "kommune", "lat", "lon"], [], ["hol", "Hol torg", "Nes", "nord", 11.47]]
    copy, problems = handed_back(Source("plan.xlsx", as_excel({"Stoppesteder": stops})))
    [[_, lines]] = as_written.as_written(Source(copy.name, copy.content)).tables
    [told] = [line for line, cells in lines if "nord" in cells]
    assert told == 3
    assert any(problem.line == told for problem in problems)


def test_a_schedule_gets_remarks_above_its_lines_and_reads_the_same():
    bad = Source("plan.yaml", SCHEDULE_YAML.replace("from: 09:00", "from: 19:00").encode())
    copy, _ = handed_back(Source("stops.csv", STOPS_CSV.encode()), bad, at=1)
    lines = copy.content.decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "from: 19:00" in line)
    assert lines[at - 1].lstrip().startswith("# Feil: ")
    mended = Source(copy.name, copy.content.replace(b"from: 19:00", b"from: 09:00"))
    assert read(Source("stops.csv", STOPS_CSV.encode()), mended).timetable.routes


@pytest.mark.parametrize("cell", ['=HYPERLINK("http://evil")', "+1", "-1+2", "@x", "\t=1", " =1", "＝1"])
def test_nothing_in_a_marked_copy_is_taken_for_a_formula(cell):
    quoted = '"' + cell.replace('"', '""') + '"'
    bad = STOPS_CSV.replace("Ved torget", quoted).replace("60.1200", "sixty")
    copy, _ = handed_back(Source("stops.csv", bad.encode()))
    text = copy.content.decode("utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text), delimiter=";") for cell in row]
    assert not any(HAZARD.match(cell) for cell in cells)


def test_a_picture_or_what_has_no_fault_is_not_marked():
    assert publishing.marked(Source("a.png", b"\x89PNG\0"), (), say, "Feil") is None
    assert publishing.marked(Source("stops.csv", STOPS_CSV.encode()), (), say, "Feil") is None


def test_only_errors_and_warnings_of_the_file_itself_are_in_it():
    bad = Source("stops.csv", STOPS_CSV.replace("60.1200", "sixty").encode())
    copy, problems = handed_back(bad, Source("plan.yaml", SCHEDULE_YAML.replace("09:00", "19:00").encode()))
    others = [say(each) for each in problems if each.file == "plan.yaml" and each.severity is Severity.ERROR]
    assert others
    assert not any(sentence in copy.content.decode() for sentence in others)
