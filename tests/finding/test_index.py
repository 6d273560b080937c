import string
import time
from itertools import product

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from busplan.finding import Index
from busplan.finding.fold import words
from busplan.timetable import Stop


def stop(id, name, municipality="Nes", **more):
    return Stop(id, name, municipality, None, **more)


NAMES = {
    "bo": "Bø",
    "aas": "Ås",
    "raholt": "Råholt",
    "bjork": "Bjørkelangen videregående skole",
    "nes": "Nes skole",
    "karasjok": "Kárášjohka gáhtta",
    "guov": "Guovdageaidnu",
    "sater": "Sæterbråten",
}
INDEX = Index(
    [
        *(stop(id, name) for id, name in NAMES.items()),
        stop("hol", "Hol torg", "Nordre Follo", address="Storgata 5, 1430 Ås", note="Ved biblioteket"),
        stop("lang", "Langhus", "Nordre Follo"),
    ]
)


def found(query):
    return [stop.id for stop in INDEX.find(query).stops]


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("bo", "bo"),
        ("boe", "bo"),
        ("BØ", "bo"),
        ("as", "aas"),
        ("aas", "aas"),
        ("raholt", "raholt"),
        ("raaholt", "raholt"),
        ("Rå", "raholt"),
        ("raah", "raholt"),
        ("bjørk", "bjork"),
        ("skole nes", "nes"),
        ("nesskole", "nes"),
        ("skole videregaaende bjo", "bjork"),
        ("karasjohka", "karasjok"),
        ("Kárášjohká", "karasjok"),
        ("saeter", "sater"),
        ("sater", "sater"),
        ("storgata 5", "hol"),
        ("biblioteket", "hol"),
        ("holtorg", "hol"),
        ("rå holt", "raholt"),
        ("hol follo", "hol"),
    ],
)
def test_a_stop_is_found_by_what_people_type(query, id):
    assert found(query)[0] == id
    assert not INDEX.find(query).loosely


@pytest.mark.parametrize(
    ("query", "id"),
    [
        ("rahotl", "raholt"),
        ("råhlt", "raholt"),
        ("bjorkelangn skoel", "bjork"),
        ("bjrokelengen", "bjork"),
        ("seterbråten", "sater"),
        ("langen", "bjork"),
        ("hol trog", "hol"),
    ],
)
def test_a_slip_of_the_pen_is_forgiven(query, id):
    assert id in found(query)
    assert INDEX.find(query).loosely


@pytest.mark.parametrize("query", ["", " ", "?!", "hvl", "zzzz", "raohtlx", "bo xyz"])
def test_what_is_too_far_off_is_not_found(query):
    assert not INDEX.find(query)


def test_a_municipality_is_found_apart_from_its_stops():
    assert INDEX.find("nordre follo").municipalities == ("Nordre Follo",)
    assert INDEX.find("follo nodre").municipalities == ("Nordre Follo",)
    nes = INDEX.find("Nes kommune")
    assert nes.municipalities == ("Nes",)
    found = INDEX.find("nes")
    assert (found.municipalities, [stop.id for stop in found.stops]) == (("Nes",), ["nes"])


def test_the_whole_name_comes_before_its_beginning_and_the_name_before_the_rest():
    index = Index(
        [stop("c", "Hol", address="Ås 1"), stop("b", "Åsgård"), stop("a", "Ås skole"), stop("d", "Ås")]
    )
    assert [stop.id for stop in index.find("ås").stops] == ["d", "a", "b", "c"]


def test_what_was_perhaps_meant():
    assert "Råholt" in INDEX.alike("rohalt")
    assert "Guovdageaidnu" in INDEX.alike("kouvdageidno")
    assert INDEX.alike("") == []


def spellings(name):
    """As it may be typed where the keyboard lacks the letters."""
    ways = {"å": ("å", "a", "aa", "a\u030a"), "ø": ("ø", "o", "oe", "ö"), "æ": ("æ", "a", "ae", "ä")}
    sami = dict(zip("čđŋšŧžá", "cdnstza", strict=True))
    ways |= {letter: (letter, plain) for letter, plain in sami.items()}
    few = [ways.get(letter, (letter,)) for letter in name[:8]]
    return ("".join(letters) + name[8:] for letters in product(*few))


NAME = st.text(string.ascii_letters[:26] + "æøåčđŋšŧžá  -.", min_size=1, max_size=14)


@given(st.lists(NAME, min_size=1, max_size=12, unique=True))
def test_every_stop_is_found_by_its_own_name_in_every_spelling(names):
    index = Index(stop(str(number), name) for number, name in enumerate(names))
    for number, name in enumerate(names):
        for spelt in spellings(name) if words(name) else ():
            for query in (spelt, spelt.upper()):
                found = index.find(query)
                assert str(number) in [stop.id for stop in found.stops], query
                assert not found.loosely


@given(NAME, st.integers(1, 14))
def test_a_name_is_found_while_it_is_typed(name, letters):
    typed = name[:letters]
    assume(any(len(word) > 1 for word in words(typed)[-1:]))
    assert Index([stop("one", name)]).find(typed).stops


@given(st.text(max_size=300), st.text(max_size=300))
def test_any_text_is_answered(name, query):
    index = Index([stop("one", name or "x")])
    index.find(query)
    index.alike(query)


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_words_of_a_beginning_begin_the_words(start, rest):
    """So that a suggestion does not go away while its name is typed."""
    whole, typed = words(start + "x" + rest), words(start + "x")
    assume(typed and whole)
    assert whole[: len(typed) - 1] == typed[:-1]
    assert whole[len(typed) - 1].startswith(typed[-1])


@pytest.mark.parametrize(
    "query", ["a" * 10_000 + "!", "aaaa " * 2000, "å" * 10_000, "\u030a" * 10_000, "a\n" * 5000]
)
def test_no_query_takes_long(query):
    names = [
        f"{first}{second} {third}" for first in "abcdefghij" for second in "oeiau" for third in range(200)
    ]
    index = Index(stop(str(number), name) for number, name in enumerate(names))
    taken = []
    for _ in range(3):
        begun = time.process_time()
        index.find(query)
        index.alike(query)
        taken.append(time.process_time() - begun)
    assert min(taken) < 0.05
