"""Archives that are broken, or made to harm whoever opens them."""

import stat
import struct
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import SCHEDULE_YAML, SHARED, STOPS_CSV
from workbooks import by_hand, parts, rows_xml, zipped

from busplan.reading import Source, read
from busplan.timetable import BadTimetable

STOPS = rows_xml([row.split(",") for row in STOPS_CSV.splitlines()])
BOOK = by_hand({"stops": STOPS})
FILES = {"stops.csv": STOPS_CSV.encode(), "schedule.yaml": SCHEDULE_YAML.encode()}
MOST_SECONDS, MOST_MEGABYTES = 1, 200


def told(content, name="plan.xlsx"):
    try:
        return [problem.code for problem in read(Source(name, content)).doubts]
    except BadTimetable as bad:
        return [problem.code for problem in bad.problems]


def changed(**changes):
    """The workbook with some parts changed or added."""
    return zipped(
        {**parts({"stops": STOPS}), **{name.replace("__", "/"): part for name, part in changes.items()}}
    )


def one(name, content=b"x", **of_info):
    """An archive of one member, with whatever its header is made to say."""
    info = ZipInfo(name)
    for field, value in of_info.items():
        setattr(info, field, value)
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr(info, content)
    return written.getvalue()


def sheet(rows):
    return by_hand({"stops": rows})


HEADER = '<row r="1"><c r="A1" t="inlineStr"><is><t>id</t></is></c></row>'
FAR = '<c r="XFD1048576"><v>1</v></c>'
ENTITY = '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
MANY = {f"{n}.csv": b"x" for n in range(20_000)}
HOSTILE = {
    "not a workbook but a letter": (zipped({"[Content_Types].xml": "", "word/document.xml": ""}), "archive_broken"),
    "an OpenDocument sheet": (zipped({"mimetype": "x", "content.xml": "<x/>"}), "wrong_file_type"),
    "a binary workbook": (changed(**{"xl__workbook.bin": b"x"}), "wrong_file_type"),
    "a bomb in the strings": (by_hand({"stops": STOPS}, strings="<si><t>" + "A" * 60_000_000 + "</t></si>"), "archive_too_large"),
    "a bomb in a ZIP": (zipped({"stops.csv": b"0" * 60_000_000}), "archive_too_large"),
    "a bomb of ZIPs": (zipped({f"{n}.zip": zipped({"0.csv": b"0" * 20_000_000}) for n in range(3)}), "archive_too_large"),
    "20,000 members": (zipped(MANY), "archive_too_large"),
    "a ZIP in a ZIP": (zipped({"inner.zip": zipped(FILES)}), "archive_in_archive"),
    "a path upwards": (zipped({"../../stops.csv": b"x"}), "archive_path_not_allowed"),
    "a path upwards in Windows": (zipped({"..\\stops.csv": b"x"}), "archive_path_not_allowed"),
    "a path from the root": (zipped({"/etc/stops.csv": b"x"}), "archive_path_not_allowed"),
    "a path from a drive": (zipped({"C:\\stops.csv": b"x"}), "archive_path_not_allowed"),
    "a link": (one("stops.csv", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16), "archive_path_not_allowed"),
    "a method that cannot be bounded": (zipped({"stops.csv": b"0" * 1000}, ZIP_BZIP2), "archive_broken"),
    "another such method": (zipped({"stops.csv": b"0" * 1000}, ZIP_LZMA), "archive_broken"),
    "an entity": (changed(**{"xl__worksheets__sheet1.xml": ENTITY + "<worksheet/>"}), "archive_has_doctype"),
    "an entity in two bytes a letter": (changed(**{"docProps__app.xml": ENTITY.encode("utf-16")}), "archive_has_doctype"),
    "an entity in letters of its own": (
        changed(**{"xl__workbook.xml": f"<?xml version='1.0' encoding='cp037'?>{ENTITY}<workbook/>".encode("cp037")}),
        "archive_broken",
    ),
    "macros": (changed(**{"xl__vbaProject.bin": b"x"}), "archive_has_macros"),
    "macros as of old": (changed(**{"xl__macrosheets__sheet1.xml": b"<x/>"}), "archive_has_macros"),
    "a corner far away": (sheet(HEADER + f'<row r="1048576">{FAR}</row>'), "too_many_rows"),
    "a corner beyond all": (sheet(HEADER + '<row><c r="A99999999999"><v>1</v></c></row>'), "too_many_rows"),
    "a column beyond all": (sheet(HEADER + '<row><c r="ZZZZZZZ2"><v>1</v></c></row>'), "too_many_columns"),
    "a cell of another row": (sheet('<row r="1"><c r="A2"><v>1</v></c></row>'), "archive_broken"),
    "a column far away": (sheet(HEADER + '<row r="2"><c r="XFD2"><v>1</v></c></row>'), "too_many_columns"),
    "a cell that is nowhere": (sheet('<row r="1"><c r="1A"><v>1</v></c></row>'), "archive_broken"),
    "a string that is not there": (sheet('<row r="1"><c r="A1" t="s"><v>7</v></c></row>'), "archive_broken"),
    "a number that is none": (sheet('<row r="1"><c r="A1"><v>1__0</v></c></row>'), "archive_broken"),
    "XML that is cut off": (changed(**{"xl__worksheets__sheet1.xml": "<worksheet><sheetData><row>"}), "archive_broken"),
    "one part in many sheets": (
        changed(**{"xl__workbook.xml": "<workbook>" + '<sheet name="a" id="r1"/>' * 100 + "</workbook>"}),
        "archive_broken",
    ),
    "links to themselves alone": (changed(**{"_rels__.rels": "<Relationships/>"}), "not_a_timetable"),
    "no parts": (zipped({"[Content_Types].xml": "<Types/>"}), "archive_broken"),
    "nothing": (zipped({}), "empty_file"),
    "nothing but litter": (zipped({"__MACOSX/._a.csv": b"x", ".DS_Store": b"x", "~$plan.xlsx": b"x"}), "empty_file"),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_what_harms_is_told_by_its_name(what):
    content, code = HOSTILE[what]
    assert told(content) == [code]


def test_rows_and_columns_that_hold_nothing_take_no_room():
    """As programs write them that colour whole columns."""
    empty = STOPS + '<row r="1048576"><c r="XFD1048576" s="1"/><c r="A1048576"><v></v></c></row>'
    assert told(sheet(empty.replace("<row>", '<row r="1">', 1))) == []


def test_a_size_that_lies_is_not_believed():
    """The dimension of a sheet, and how many strings it says there are."""
    lies = {
        "xl/worksheets/sheet1.xml": parts({"stops": STOPS})["xl/worksheets/sheet1.xml"].replace(
            "<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'
        ),
        "xl/sharedStrings.xml": '<sst count="1" uniqueCount="1000000000000"/>',
    }
    assert told(changed(**{name.replace("/", "__"): part for name, part in lies.items()})) == []


def test_links_to_other_workbooks_are_told():
    assert told(changed(**{"xl__externalLinks__externalLink1.xml": "<x/>"})) == [
        "workbook_has_external_links"
    ]


def test_a_password_is_told():
    locked = bytearray(one("stops.csv"))
    for at, flags in ((locked.find(b"PK\x03\x04"), 6), (locked.find(b"PK\x01\x02"), 8)):
        locked[at + flags] |= 1
    assert told(bytes(locked), "plan.zip") == ["wrong_file_type"]
    assert told(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)) == ["wrong_file_type"]


def test_a_wrong_checksum_is_told():
    broken = bytearray(zipped(FILES))
    central = broken.find(b"PK\x01\x02")
    broken[central + 16] ^= 0xFF
    broken[14] ^= 0xFF
    assert told(bytes(broken), "plan.zip") == ["archive_broken"]


def test_a_member_gives_no_more_than_it_has_declared():
    bomb = bytearray(zipped({"stops.csv": b"0" * 60_000_000}))
    for at, size in ((0, 22), (bomb.find(b"PK\x01\x02"), 24)):
        struct.pack_into("<I", bomb, at + size, 100)
    assert told(bytes(bomb), "plan.zip") == ["archive_broken"]


def test_two_members_of_one_name_are_told():
    written = BytesIO()
    with ZipFile(written, "w") as archive:
        archive.writestr("stops.csv", b"x")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("stops.csv", b"y")
    assert told(written.getvalue(), "plan.zip") == ["archive_broken"]


def test_a_file_that_is_cut_short_anywhere_is_told():
    for archive in (BOOK, zipped(FILES, ZIP_STORED)):
        for length in range(4, len(archive), 97):
            assert told(archive[:length]) == ["archive_broken"], length


def test_the_files_of_a_zip_are_read_as_if_they_were_given(stops, schedule):
    litter = {"__MACOSX/._stops.csv": b"x", ".DS_Store": b"x", "plan/.DS_Store": b"x", "Thumbs.db": b"x"}
    inside = {f"plan\\{name}": content for name, content in FILES.items()}
    assert read(Source("plan.zip", zipped({**litter, **inside}))).timetable == read(stops, schedule).timetable


def test_a_fault_in_a_zip_is_told_with_the_file_it_is_in():
    wrong = {**FILES, "stops.csv": FILES["stops.csv"].replace(b"60.12", b"160.12")}
    with pytest.raises(BadTimetable) as refused:
        read(Source("plan.zip", zipped(wrong)))
    assert [(problem.file, problem.line) for problem in refused.value.problems] == [("plan.zip/stops.csv", 2)]


PROGRAM = """
import sys, time
from busplan.reading import Source, read
from busplan.timetable import BadTimetable
for path in sys.argv[1:]:
    source = Source(path, open(path, "rb").read())
    begun = time.process_time()
    try:
        read(source)
    except BadTimetable:
        pass
    print(time.process_time() - begun)
[most] = [line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")]
print(int(most) / 1024)
"""


def cost_little(files):
    """Each less than a second, and all of them less memory than a small machine has."""
    command = [sys.executable, "-c", PROGRAM, *map(str, files)]
    *seconds, megabytes = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert len(seconds) == len(files)
    assert max(map(float, seconds)) < MOST_SECONDS, dict(zip(files, seconds, strict=True))
    assert float(megabytes) < MOST_MEGABYTES


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_no_archive_costs_much(tmp_path):
    files = [tmp_path / f"{number}.xlsx" for number in range(len(HOSTILE))]
    for file, (content, _) in zip(files, HOSTILE.values(), strict=True):
        file.write_bytes(content)
    cost_little(files)


@pytest.mark.may_skip
@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_no_workbook_of_the_corpus_costs_much():
    files = [file for form in ("*.xlsx", "*.zip") for file in (SHARED / "data" / "bad").glob(form)]
    if not files:
        pytest.skip("the corpus is not beside this clone")
    cost_little(files)


@settings(deadline=None)
@given(st.binary(max_size=300), st.sampled_from([b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08", BOOK[:200]]))
def test_any_bytes_behind_the_head_of_a_zip_are_refused_but_never_crash(junk, head):
    with suppress(BadTimetable):
        read(Source("plan.xlsx", head + junk))


@settings(deadline=None, max_examples=300)
@given(st.data())
def test_any_bytes_changed_in_a_workbook_are_read_or_refused_but_never_crash(data):
    """In the archive, and in the parts it holds."""
    stored = zipped(parts({"stops": STOPS}), ZIP_STORED)
    at = data.draw(st.integers(0, len(stored) - 1))
    with suppress(BadTimetable):
        read(Source("plan.xlsx", stored[:at] + data.draw(st.binary(max_size=4)) + stored[at + 1 :]))
    whole = parts({"stops": STOPS}, strings="<si><t>hol</t></si>")
    name = data.draw(st.sampled_from(sorted(whole)))
    at = data.draw(st.integers(0, len(whole[name]) - 1))
    whole[name] = whole[name][:at] + data.draw(st.text(max_size=4)) + whole[name][at + 1 :]
    with suppress(BadTimetable):
        read(Source("plan.xlsx", zipped(whole)))
