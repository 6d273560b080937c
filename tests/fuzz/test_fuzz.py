"""A few seconds of what `python tests/fuzz` does for as long as one likes, and all it has ever found."""

import random
from pathlib import Path

import pytest
from fuzz.invariants import hold
from fuzz.slips import slipped
from hypothesis import given, settings
from hypothesis import strategies as st
from small import ROOT, SCHEDULE_YAML, STOPS_CSV

FOUND = sorted((ROOT / "tests" / "data" / "found").glob("*.*"))
BEGINNINGS = {"stops.csv": STOPS_CSV, "schedule.yaml": SCHEDULE_YAML}
short = settings(deadline=None, max_examples=60)


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_once_broke_a_reader_does_so_no_more(file: Path):
    name = {".csv": "stops.csv", ".yaml": "schedule.yaml", ".xlsx": "stops.xlsx"}[file.suffix]
    hold(name, file.read_bytes())


@pytest.mark.parametrize("name", BEGINNINGS)
@short
@given(seed=st.integers(0, 2**32))
def test_slips_are_read_or_refused_in_words(name, seed):
    hold(name, slipped(BEGINNINGS[name], random.Random(seed)).encode("utf-8", "replace"))


@pytest.mark.parametrize("name", BEGINNINGS)
@short
@given(junk=st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(name, junk):
    hold(name, junk)
