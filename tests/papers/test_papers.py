"""What comes out of the press, read again by three readers that are not ours."""

import io
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pypdf
import pypdfium2
import pytest
import zxingcpp
from small import ROOT

from busplan import papers
from busplan.papers import Day, Entry, Group, Month, Poster, Sheet, Time

MILLIMETRE = 72 / 25.4
A4, A5, A4_LYING = (210, 297), (148, 210), (297, 210)
MONTHS = ["jan.", "feb.", "mars", "april", "mai", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "des."]
HOSTILE = [
    '#let x = "y"',
    "*bold* _it_ $x^2$",
    r"\ \u{41} #[x]",
    "${alert(1)} {{7*7}}",
    "</script><b>",
    "= A // b /* c */",
    "@ref <label> `raw`",
    "~ -- --- ... 'a' \"b\"",
]
SHOWN = "bussen.example.no/stops/hol"
COMMON = {
    "language": "nb",
    "service": "Bibliotekbussen",
    "address": f"https://{SHOWN}",
    "caption": "Skann koden, eller gå til",
    "holds": "Gjelder til og med 18. desember 2026.",
    "made": datetime(2026, 11, 24, 12, 30, tzinfo=UTC),
    "contact": "63 00 00 00",
}


def months(days, hours=("kl. 14.00–14.30",)):
    found = {}
    for day in days:
        name = f"{MONTHS[day.month - 1]} {day.year}"
        found.setdefault(name, []).append(Day(f"tirsdag {day.day}.", tuple(map(Time, hours))))
    return tuple(Month(name, tuple(days)) for name, days in found.items())


def every(days, number):
    return [date(2026, 8, 25) + timedelta(days=days * nth) for nth in range(number)]


def poster(**given):
    said = {
        "title": "Hol torg: plakat",
        "heading": "Hol torg",
        "where": "2150 Årnes, Nes",
        "note": "Ved torget",
        "whom": "Åpent for alle.",
        "visits": "Bussen kommer",
        "empty": "Ingen flere besøk",
        "months": months(every(21, 6)),
    }
    return Poster(**COMMON | said | given)


def sheet(**given):
    group = Group("Tirsdag kl. 14.00–14.30", ("25. aug.", "15. sep.", "6. okt."))
    said = {
        "title": "Nes: alle stopp",
        "heading": "Nes",
        "where": "Alle stopp i kommunen",
        "page": "Side",
        "empty": "Ingen stopp",
        "entries": (
            Entry("Hol torg", "2150 Årnes", "Ved torget", (group,), ("Torsdag 3. desember: Innstilt.",)),
            Entry("Ås", "", empty="Ingen flere besøk"),
        ),
    }
    return Sheet(**COMMON | said | given)


def opened(made):
    return pypdf.PdfReader(io.BytesIO(made))


def text_of(made):
    """What a person can read and copy."""
    with pypdfium2.PdfDocument(made) as pages:
        return " ".join(" ".join(page.get_textpage().get_text_bounded() for page in pages).split())


def tags_of(made):
    """The elements of the structure in the order in which they are read out."""

    def below(node):
        node = node.get_object()
        for each in node if isinstance(node, list) else [node]:
            each = each.get_object()
            if isinstance(each, dict) and "/S" in each:
                yield each["/S"], each.get("/Alt", "")
            if isinstance(each, dict) and "/K" in each:
                yield from below(each["/K"])

    return list(below(opened(made).trailer["/Root"]["/StructTreeRoot"]["/K"]))


def codes_on(made):
    """What the camera of a phone finds on the first page."""
    with pypdfium2.PdfDocument(made) as pages:
        seen = pages[0].render(scale=2, grayscale=True)
        grey = memoryview(seen.buffer).cast("B", (seen.height, seen.stride))
        return [found.text for found in zxingcpp.read_barcodes(grey)]


ALL = pytest.mark.parametrize(
    ("made", "size"),
    [
        (lambda: papers.poster(poster()), A4),
        (lambda: papers.slip(poster()), A5),
        (lambda: papers.sheet(sheet()), A4_LYING),
    ],
    ids=["poster", "slip", "sheet"],
)


@ALL
def test_the_paper_is_of_its_size(made, size):
    [page] = opened(made()).pages
    wide, tall = (length * MILLIMETRE for length in size)
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((wide, tall), abs=0.1)


@ALL
def test_the_file_tells_its_language_its_title_and_that_it_is_tagged(made, size):
    pdf = opened(made())
    root = pdf.trailer["/Root"]
    assert root["/Lang"] == "nb"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "pdfuaid:part" in root["/Metadata"].get_data().decode()
    assert pdf.metadata.title in ("Hol torg: plakat", "Nes: alle stopp")
    assert pdf.metadata.author == "Bibliotekbussen"
    assert pdf.metadata.creation_date == COMMON["made"]


@ALL
def test_the_code_leads_to_the_page(made, size):
    made = made()
    assert codes_on(made) == [COMMON["address"]]
    assert SHOWN in text_of(made)


@ALL
def test_all_letters_come_from_fonts_in_the_file(made, size):
    described = [font["/DescendantFonts"][0].get_object()["/FontDescriptor"] for font in fonts_of(made())]
    assert described
    assert all(each.get_object().keys() & {"/FontFile2", "/FontFile3"} for each in described)


def fonts_of(made):
    return [font.get_object() for page in opened(made).pages for font in page["/Resources"]["/Font"].values()]


def test_a_poster_is_read_from_the_name_to_the_address():
    told = text_of(papers.poster(poster(sample="Eksempeldata")))
    parts = [
        "Bibliotekbussen", "Hol torg", "2150 Årnes, Nes", "Ved torget", "Bussen kommer", "aug. 2026",
        "tirsdag 25. kl. 14.00–14.30", "sep. 2026", "tirsdag 15. kl. 14.00–14.30", "des. 2026", "tirsdag 8.",
        "Åpent for alle.", "Skann koden", SHOWN, "63 00 00 00", "Gjelder til", "Eksempeldata",
    ]  # fmt: skip
    places = [told.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_the_structure_has_a_heading_for_each_month_and_an_item_for_each_day():
    tags = tags_of(papers.poster(poster()))
    kinds = [kind for kind, _ in tags]
    assert [kind for kind in kinds if re.fullmatch(r"/H\d", kind)] == ["/H1", "/H2"] + ["/H3"] * 5
    assert kinds.count("/LI") == 6
    figures = [said for kind, said in tags if kind == "/Figure"]
    assert figures == ["Bibliotekbussen", f"Skann koden, eller gå til {SHOWN}"]


def test_a_cancelled_visit_is_struck_out_and_said_in_words():
    off = Time("kl. 14.00–14.30", "Innstilt. Bussen er på verksted.", off=True)
    month = Month("desember 2026", (Day("torsdag 3.", (off, Time("kl. 16.00–16.30"))),))
    made = papers.poster(poster(months=(month,)))
    assert "torsdag 3. kl. 14.00–14.30 Innstilt. Bussen er på verksted. kl. 16.00–16.30" in text_of(made)


@pytest.mark.parametrize("number", [1, 2, 7, 20])
@pytest.mark.parametrize("of", [papers.poster, papers.slip])
def test_the_visits_of_a_season_have_room_on_one_page(of, number):
    made = of(poster(months=months(every(14, number))))
    assert len(opened(made).pages) == 1
    assert text_of(made).count("kl. 14.00–14.30") == number


@pytest.mark.parametrize("of", [papers.poster, papers.slip])
def test_a_hundred_and_twenty_visits_are_all_there_on_more_pages(of):
    made = of(poster(months=months(every(2, 120), ("kl. 09.00–09.45", "kl. 12.15–13.00"))))
    told = text_of(made)
    assert told.count("kl. 09.00–09.45") == told.count("kl. 12.15–13.00") == 120
    assert 1 < len(opened(made).pages) < 8
    assert families(made) == {"FiraSans"}
    assert codes_on(made) == [COMMON["address"]]


def test_without_visits_the_poster_says_so():
    assert "Ingen flere besøk" in text_of(papers.poster(poster(months=())))


@pytest.mark.parametrize(
    "name",
    [
        "Å",
        "Kommunesenteret ved den gamle jernbanestasjonen og samfunnshuset på Finnskogen (bak butikken)",
        "Guovdageainnu suohkana girjebusse Čáhppesnjárga",
    ],
)
@pytest.mark.parametrize("of", [papers.poster, papers.slip])
def test_a_name_of_any_length_has_room(of, name):
    made = of(poster(heading=name))
    assert name in text_of(made)
    assert inside(made)


def inside(made):
    """Whether all letters stand on the paper, with the margin free."""
    with pypdfium2.PdfDocument(made) as pages:
        for page in pages:
            text = page.get_textpage()
            for each in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(each)
                if text.get_text_range(each, 1).strip() and not (left > 20 and right < page.get_width() - 20):
                    return False
    return True


@pytest.mark.parametrize(("press", "paper"), [(papers.slip, poster), (papers.sheet, sheet)])
def test_an_address_of_any_length_has_room_and_stays_clear_of_its_code(press, paper):
    address = "bibliotekbussen.fylkeskommunen.example.no/en/stops/" + "trettenstoppet" * 4
    made = press(paper(address=f"https://{address}"))
    assert codes_on(made) == [f"https://{address}"]
    assert address in re.sub(r"[\s\u200b\ufffe\u0002]", "", text_of(made))
    assert inside(made)


def test_a_word_wider_than_the_paper_is_broken():
    made = papers.slip(poster(heading="Llanfair" * 12))
    assert inside(made)
    assert re.sub(r"\W", "", text_of(made)).startswith("Bibliotekbussen" + "Llanfair" * 12)


@pytest.mark.parametrize("letters", ["æøåÆØÅ", "čđŋšŧžáïČĐŊŠŦŽÁ", "ǥǩʒǯ", "éüöäñ§€–…→«»"])
def test_every_letter_of_the_country_is_in_the_font_of_the_rest(letters):
    """A letter that is not there would come from another font, or as an empty box."""
    plain, with_letters = (papers.poster(poster(where=where)) for where in ("Aa", f"Aa {letters}"))
    assert letters in text_of(with_letters)
    assert families(with_letters) == families(plain) == {"FiraSans"}


def families(made):
    return {font["/BaseFont"].partition("+")[2].partition("-")[0] for font in fonts_of(made)}


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_said_is_shown_as_it_is_written(text):
    time = Time(text, text)
    made = poster(
        title=text, service=text, heading=text, where=text, note=text, whom=text, visits=text, caption=text,
        contact=text, holds=text, sample=text, months=(Month(text, (Day(text, (time,)),)),),
    )  # fmt: skip
    for of in (papers.poster, papers.slip):
        printed = of(made)
        assert text_of(printed).replace(" ", "").count(text.replace(" ", "")) == 14, text_of(printed)
        assert opened(printed).metadata.title == text
    entry = Entry(text, text, text, (Group(text, (text,)),), (text,), text)
    printed = papers.sheet(sheet(heading=text, where=text, entries=(entry,)))
    assert text_of(printed).replace(" ", "").count(text.replace(" ", "")) == 9, text_of(printed)


def test_letters_from_right_to_left_are_all_there():
    made = papers.poster(poster(heading="שלום مرحبا"))
    assert set("שלום") <= set(text_of(made))
    assert "Libertinus" in " ".join(families(made))


def test_a_sheet_tells_every_stop_with_its_dates_and_what_differs():
    told = text_of(papers.sheet(sheet()))
    parts = [
        "Bibliotekbussen", "Nes", "Alle stopp i kommunen", SHOWN, "Hol torg", "2150 Årnes", "Ved torget",
        "Tirsdag kl. 14.00–14.30 25. aug. · 15. sep. · 6. okt.", "Torsdag 3. desember: Innstilt.", "Ås",
        "Ingen flere besøk",
    ]  # fmt: skip
    places = [told.find(part) for part in parts]
    assert -1 not in places
    assert places == sorted(places)


def test_a_sheet_folds_between_its_columns():
    one = sheet().entries[0]
    made = papers.sheet(sheet(entries=tuple(replace(one, name=f"Stopp {nth}") for nth in range(60))))
    assert text_of(made).count("Tirsdag kl. 14.00–14.30") == 60
    with pypdfium2.PdfDocument(made) as pages:
        assert len(pages) > 1
        for page in pages:
            text = page.get_textpage()
            boxes = [text.get_charbox(each) for each in range(text.count_chars())]
            for fold in (page.get_width() / 3, page.get_width() * 2 / 3):
                assert not any(left < fold < right for left, _, right, _ in boxes)


def test_the_smallest_type_is_nine_points():
    one = sheet().entries[0]
    made = papers.sheet(sheet(entries=(one,) * 60, sample="Eksempeldata"))
    off = Month("juli 2027", (Day("torsdag 1.", (Time("kl. 14.00–14.30", "Innstilt.", off=True),)),))
    crowded = poster(months=(*months(every(2, 120)), off), sample="Eksempeldata")
    for each in (made, papers.poster(crowded), papers.slip(crowded)):
        assert min(sizes_in(each)) >= 9


def sizes_in(made):
    sizes = set()

    def seen(text, _, matrix, font, size):
        if text.strip():
            sizes.add(size)

    for page in opened(made).pages:
        page.extract_text(visitor_text=seen)
    return sizes


@ALL
def test_the_same_paper_is_the_same_bytes_in_another_process(made, size, request, tmp_path):
    name = request.node.callspec.id
    of, value = ("sheet", "sheet") if name == "sheet" else (name, "poster")
    script = (
        f"import sys; sys.path[:0] = [{str(ROOT / 'tests')!r}, {str(ROOT / 'tests' / 'papers')!r}]\n"
        f"import test_papers as t; sys.stdout.buffer.write(t.papers.{of}(t.{value}()))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=True)
    assert done.stdout == made()


def test_nothing_is_loaded_before_something_is_printed():
    script = "import sys, busplan.papers; print({'typst', 'fontpkg_fira_sans', 'flask'} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_who_waits_too_long_is_told(monkeypatch):
    monkeypatch.setattr(papers.press, "SECONDS_IN_LINE", 0.01)
    with papers.press.press, pytest.raises(papers.PressBusy):
        papers.poster(poster())
    assert papers.poster(poster())


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="no pdftotext (Debian's package poppler-utils)")
def test_pdftotext_reads_it_too(tmp_path):
    file = tmp_path / "poster.pdf"
    file.write_bytes(papers.poster(poster()))
    done = subprocess.run(["pdftotext", "-layout", file, "-"], capture_output=True, text=True, check=True)
    assert re.search(r"Hol torg\n.*tirsdag 25\. +kl\. 14\.00–14\.30", done.stdout, flags=re.DOTALL)
