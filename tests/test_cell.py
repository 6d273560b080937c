"""Cells are safe to open anywhere, and come back as they were."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from busplan.cell import divided, guarded, joined, unguarded

TEXT = st.text(st.sampled_from("=+-@＝＋－＠'\"\t\r\n \u00a0[],;aå1.") | st.characters(), max_size=12)
# As it is put in the catalogue of attacks.
DANGEROUS = re.compile(r"(?:\A|[\r\n])[\s\u00a0]*[=+\-@＝＋－＠]|\A[\t\r]")


@given(TEXT)
@example("'=1+1")
@example("''=1")
@example("-1,5\n=1")
@example("[stops]")
def test_a_guarded_cell_comes_back_as_it_was(text):
    assert unguarded(guarded(text)) == text


@given(TEXT)
def test_no_cell_can_be_taken_for_a_formula_but_a_number_stays_one(text):
    cell = guarded(text)
    assert not DANGEROUS.search(cell) or re.fullmatch(r"-[0-9]+([.,][0-9]+)?", cell)


@pytest.mark.parametrize("text", ["Hol torg", "-1.793926", "-1,79", "'t Hof", "a=b", "1-2", "[Ny] Hol", ""])
def test_what_is_harmless_is_left_alone(text):
    assert guarded(text) == unguarded(text) == text


@given(st.lists(TEXT.map(str.strip).filter(bool), max_size=4))
@example(["Nes, Akershus", 'Gate "x"', '"'])
def test_a_list_in_one_cell_comes_back_as_it_was(items):
    assert divided(joined(items)) == items


def test_a_list_is_divided_however_it_is_written():
    assert divided("2026-09-28; 26/10,25/1 ;") == ["2026-09-28", "26/10", "25/1"]
