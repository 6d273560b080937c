"""What `busplan plan` answers to staff, of files and of what is in force."""

import json

import pytest
from small import ROOT

SAMPLE = (ROOT / "schedule.yaml", ROOT / "data" / "stops.csv")
DEPOT = ("--depots", "59.95,11.05")


def test_the_sample_can_be_driven_and_york_cannot(busplan, tmp_path):
    done = busplan("plan", "check", *SAMPLE)
    assert (done.exit_code, "Alt lar seg kjøre: 59" in done.stdout) == (0, True), done.stdout
    winter = busplan("plan", "check", *SAMPLE, "--factor", "2", "--leg-minutes", "5", "--json")
    told = json.loads(winter.stdout)
    assert winter.exit_code == 1
    assert len(told["shorts"]) > 10
    assert told["shifts"]


def test_what_is_in_force_is_asked_about_when_no_file_is_named(busplan, files):
    assert busplan("publish", *files).exit_code == 0
    done = busplan("plan", "check")
    assert "luftlinje × 1,3" in done.stdout
    assert "BUSPLAN_DEPOTS" in done.stdout


def test_a_new_stop_is_offered_days_in_the_readers_language(busplan, tmp_path, monkeypatch):
    monkeypatch.setenv("BUSPLAN_LANGUAGE", "nn")
    new = tmp_path / "nye.csv"
    new.write_text("id,name,municipality,lat,lon\nkloefta,Kløfta,Ullensaker,60.0740,11.1410\n")
    done = busplan("plan", "fit", "kloefta", *SAMPLE, "--add", new, "--every", "3", *DEPOT)
    first = done.stdout.splitlines()[1]
    assert first.startswith("1. ")
    assert "meir kvar gong" in first
    assert busplan("plan", "fit", "ingen", *SAMPLE).stderr.startswith("Ingen stopp har id-en «ingen»")


def test_a_rota_is_planned_written_and_read_by_check(busplan, tmp_path):
    wishes = tmp_path / "onsker.csv"
    wishes.write_text("stop,lock\nhvitsten,time\n")
    rota = ("plan", "rota", *SAMPLE, *DEPOT, "--wishes", wishes, "--iterations", "200", "--change", "some")
    done = busplan(*rota, "--out", tmp_path / "plan")
    assert done.exit_code == 0, done.output
    assert "Noen endringer: I uken:" in done.stdout
    assert "«Hjemmebesøk" in done.stdout
    assert (
        busplan("check", tmp_path / "plan" / "schedule.yaml", tmp_path / "plan" / "stops.csv").exit_code == 0
    )
    driven = busplan("plan", "check", tmp_path / "plan", *DEPOT, "--day", "2026-12-14")
    assert driven.exit_code == 0, driven.stdout
    compared = busplan("plan", "compare", SAMPLE[0], tmp_path / "plan", "--json", *DEPOT)
    assert compared.exit_code == 1  # the schedule alone has no stops
    folder = tmp_path / "i-dag"
    folder.mkdir()
    for file in SAMPLE:
        (folder / file.name).write_bytes(file.read_bytes())
    told = json.loads(busplan("plan", "compare", folder, tmp_path / "plan", "--json", *DEPOT).stdout)
    assert told["lost"] == []
    assert told["after"]["km"] <= told["before"]["km"]


def test_the_order_of_a_day_is_told_with_who_gets_a_new_time(busplan):
    done = busplan("plan", "order", "2026-11-24", *SAMPLE)
    assert done.exit_code == 0, done.output
    assert "Beste rekkefølge: 37,6 km i stedet for 41,5 km." in done.stdout
    none = busplan("plan", "order", "2026-11-28", *SAMPLE)
    assert (none.exit_code, "--bus" in none.stderr) == (1, True)


def test_who_is_within_reach_is_counted_before_and_after(busplan, files, tmp_path):
    people = tmp_path / "folk.csv"
    # At Hol, and nowhere near.
    people.write_text("x,y,people\n11.47,60.12,30\n10.0,59.3,70\n")
    done = busplan("plan", "reach", people, *files, "--km", "1", "--day", "2026-11-24")
    assert done.stdout == "30 av 100 mennesker bor innen rekkevidde av et stopp.\n"
    after = busplan(
        "plan", "reach", people, *files, "--walk", "10", "--after", SAMPLE[0], "--after", SAMPLE[1]
    )
    assert "mister det" in after.stdout
    assert busplan("plan", "reach", people, *files).exit_code == 2


@pytest.mark.parametrize("form", ["gpx", "geojson"])
def test_each_day_is_a_file(form, busplan, files, tmp_path):
    done = busplan("plan", "export", *files, "--format", form, "--out", tmp_path / "ut")
    assert done.exit_code == 0
    assert sorted(file.suffix for file in (tmp_path / "ut").iterdir()) == [f".{form}"] * 2


def test_wishes_that_make_no_sense_are_all_told_before_anything_is_solved(busplan, tmp_path):
    wishes = tmp_path / "onsker.csv"
    wishes.write_text("stop,every_weeks,from,to\nhvitsten,,10:00,10:05\nborte,,,\nson,5,,\n")
    done = busplan("plan", "rota", *SAMPLE, "--wishes", wishes, "--weeks", "6")
    assert done.exit_code == 1
    lines = done.stderr.splitlines()
    assert len(lines) == 3
    assert all(any(f"«{id}»" in line for line in lines) for id in ("hvitsten", "borte", "son"))
