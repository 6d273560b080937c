import re
import sys
from datetime import date, time

import pytest
from small import ROOT

from busplan.timetable import Slot
from busplan.words.language import UnknownLanguage
from busplan.words.speech import spoken

sys.path.insert(0, str(ROOT / "docs"))
import catalogues

TODAY = date(2026, 11, 22)
DAY, HOURS = date(2026, 12, 3), Slot(date(2026, 12, 3), time(14), time(14, 30))
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w*\}")


@pytest.fixture(params=["nn", "en"])
def catalogue(request):
    return catalogues.known(catalogues.FOLDER / f"{request.param}.po")


def test_every_sentence_is_translated_and_none_is_left_over(catalogue):
    said = {each.id for each in catalogues.said() if each.id}
    known = {each.id: each for each in catalogue if each.id}
    assert known.keys() == said, "run docs/catalogues.py, and translate what it adds"
    assert [id for id, each in known.items() if not each.string or each.fuzzy] == []


def test_a_translation_has_the_same_facts(catalogue):
    for each in catalogue:
        ids = each.id if isinstance(each.id, tuple) else (each.id,)
        strings = each.string if isinstance(each.string, tuple) else (each.string,)
        for id, string in zip(ids, strings, strict=True) if each.id else ():
            assert sorted(PLACEHOLDER.findall(id)) == sorted(PLACEHOLDER.findall(string)), id


def test_translations_are_written_as_the_program_writes_them(catalogue):
    file = catalogues.FOLDER / f"{catalogue.locale}.po"
    assert catalogues.written(catalogues.updated(catalogue, catalogues.said())) == file.read_bytes()


@pytest.mark.parametrize(
    ("code", "day", "hours", "far"),
    [
        ("nb", "torsdag 3. desember", "kl. 14.00–14.30", "om 11 dager"),
        ("nn", "torsdag 3. desember", "kl. 14.00–14.30", "om 11 dagar"),
        ("en", "Thursday 3 December", "14:00–14:30", "in 11 days"),
    ],
)
def test_days_and_hours_are_told_as_people_of_that_language_do(code, day, hours, far):
    words = spoken(code)
    assert (words.day(DAY, TODAY), words.hours(HOURS), words.distance(DAY, TODAY)) == (day, hours, far)


def test_numbers_have_the_sign_of_their_language():
    assert [spoken(code).kilometres(3.4) for code in ("nb", "nn", "en")] == ["3,4 km", "3,4 km", "3.4 km"]


def test_somebody_may_add_a_language_and_need_not_finish_it(tmp_path):
    (tmp_path / "sv.po").write_text('msgid "i dag"\nmsgstr "idag"\n', encoding="utf-8")
    words = spoken("sv", (tmp_path,))
    assert words.distance(TODAY, TODAY) == "idag"
    assert words.day(DAY, TODAY) == "torsdag 3. december"
    assert words.no_more == spoken().no_more
    assert words.name == "Svenska"


@pytest.mark.parametrize("code", ["sv", "../nn", "xx-", ""])
def test_a_language_without_a_catalogue_is_none(code):
    with pytest.raises(UnknownLanguage):
        spoken(code)
