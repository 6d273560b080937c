"""Files in; what changes is told, and nothing is published that would surprise."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from small import SCHEDULE_YAML, STOPS_CSV, rows
from workbooks import as_excel

from busplan import publishing, settings
from busplan.cli.publish import put_in_force
from busplan.store import Store
from busplan.store.acts import Acts


@pytest.mark.parametrize("bad", [b"", b"\x89PNG\r\n\x1a\n", b"routes: [", b"\x00\x01\x02" * 50, b"just text"])
def test_a_bad_file_changes_nothing(busplan, files, tmp_path, bad):
    assert busplan("publish", *files).exit_code == 0
    before = (tmp_path / "busplan.db").read_bytes()
    files[1].write_bytes(bad)
    done = busplan("publish", *files)
    assert done.exit_code == 1
    assert re.match(rf"{re.escape(str(files[1]))}:\d+: error: [a-z_]+: ", done.stderr.splitlines()[1])
    assert "Traceback" not in done.stderr
    assert (tmp_path / "busplan.db").read_bytes() == before


def test_files_that_are_missing_are_both_told(busplan, tmp_path):
    done = busplan("publish", tmp_path / "a.csv", tmp_path / "b.yaml")
    assert done.exit_code == 1
    assert done.stderr.count("error: file_not_there") == 2
    assert not (tmp_path / "busplan.db").exists()


def test_a_workbook_is_checked_listed_and_published(busplan, tmp_path):
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(as_excel(rows()))
    assert busplan("check", plan, "--now", "2026-10-01T09:00").stdout == ""
    listed = busplan("visits", plan, "--format", "csv").stdout
    assert listed.splitlines()[1] == "2026-11-26,14:00,14:30,aas,Ås,Ås,aas,Bussen,scheduled"
    assert "Published as number 1: 3 stops, 2 routes" in busplan("publish", plan).stderr
    assert busplan("visits", "--format", "csv").stdout == listed


def test_a_part_of_a_timetable_is_not_published(busplan, files):
    done = busplan("publish", files[0])
    assert done.exit_code == 1
    assert "error: missing_table: Det mangler en tabell: «routes»." in done.stderr


def test_publishing_twice_is_no_change(busplan, files):
    assert "Published as number 1: 3 stops, 2 routes" in busplan("publish", *files).stderr
    again = busplan("publish", *files)
    assert (again.exit_code, "No changes" in again.stderr) == (0, True)


def test_what_changes_is_told_in_one_line(busplan, files):
    busplan("publish", *files)
    files[0].write_text(STOPS_CSV + "bo,Bø,Nes,,60.1500,11.5000,,,\n")
    files[1].write_text(SCHEDULE_YAML.replace("from: 12:30, to: 13:00", "from: 12:45, to: 13:00"))
    told = busplan("publish", *files).stderr.splitlines()
    assert told[-1] == "From 2026-11-22 on: 1 stop added, 1 visit moved."
    files[1].write_text(files[1].read_text() + "# Det samme.")
    assert busplan("publish", *files).stderr.splitlines()[-1] == "From 2026-11-22 on: nothing changes."


def test_what_would_surprise_residents_is_not_published_without_a_yes(busplan, files, tmp_path):
    busplan("publish", *files)
    before = (tmp_path / "busplan.db").read_bytes()
    files[0].write_text(STOPS_CSV.replace("aas,", "ny,").replace("Ås,Ås", "Ny,Ås").replace("59.66", "59.50"))
    files[1].write_text(SCHEDULE_YAML.replace("stop: aas", "stop: ny"))
    refused = busplan("publish", *files)
    assert refused.exit_code == 1
    assert f"{files[0]}:1: error: stop_in_use_removed: Stoppet «aas» (Ås)" in refused.stderr
    assert f"{files[1]}:1: error: many_visits_gone: 2 av 4 besøk" in refused.stderr
    assert (tmp_path / "busplan.db").read_bytes() == before
    half = busplan("publish", *files, "--accept", "stop_in_use_removed")
    assert half.exit_code == 1
    codes = ("--accept", "stop_in_use_removed", "--accept", "many_visits_gone")
    done = busplan("publish", *files, *codes)
    assert done.exit_code == 0
    assert "warning: stop_in_use_removed" in done.stderr
    assert "1 stop added, 1 stop gone, 2 visits added, 2 visits dropped." in done.stderr
    assert busplan("publish", *files, "--accept", "invalid_time").exit_code == 2


def test_the_next_season_is_published_beside_the_present_one(busplan, files, following):
    busplan("publish", *files)
    nexts = [files[0].with_name(source.name) for source in following]
    for file, source in zip(nexts, following, strict=True):
        file.write_bytes(source.content)
    told = busplan("publish", *nexts).stderr
    assert "Next season from 2027-01-04; until then number 1 stays in force." in told
    assert "From 2026-11-22 on: 1 stop added, 1 stop given up later, 24 visits added." in told
    assert "timetable_ends_soon" not in told
    listed = busplan("visits", "--stop", "hol", "--format", "json").stdout
    assert [one["date"] for one in json.loads(listed)][:3] == ["2026-12-08", "2027-01-05", "2027-01-19"]
    files[1].write_text(SCHEDULE_YAML.replace("14:30", "14:45"))
    assert "From 2027-01-04 on number 2 stays in force." in busplan("publish", *files).stderr


def test_what_cannot_be_read_any_more_can_be_published_over(busplan, files, tmp_path):
    store = Store(f"sqlite:///{tmp_path / 'busplan.db'}")
    store.prepare()
    unreadable = [("stops.csv", b""), ("schedule.yaml", b"version: 9")]
    store.add(unreadable, "digest", "kari", datetime(2026, 1, 1, tzinfo=UTC))
    done = busplan("publish", *files)
    assert done.exit_code == 0
    assert "there is nothing to compare with" in done.stderr


def test_a_database_that_cannot_be_written_is_one_plain_line(busplan, files, tmp_path):
    (tmp_path / "file").write_text("")
    done = busplan("publish", *files, "--database", f"sqlite:///{tmp_path / 'file' / 'b.db'}")
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("busplan: ")
    assert "Traceback" not in done.stderr


def test_it_is_in_the_log_who_published_and_what_was_accepted(busplan, files, tmp_path):
    assert busplan("publish", *files, "--accept", "stop_in_use_removed").exit_code == 0
    [act] = Acts(Store(f"sqlite:///{tmp_path / 'busplan.db'}")).newest(2)
    assert (act.what, act.facts) == ("published", {"publication": 1, "accepted": ["stop_in_use_removed"]})
    assert act.by


def test_what_another_has_published_meanwhile_is_not_written_over(
    busplan, files, stops, schedule, tmp_path, capsys
):
    busplan("publish", *files)
    store = Store(f"sqlite:///{tmp_path / 'busplan.db'}")
    found = {
        hour: publishing.check(
            stops,
            replace(schedule, content=schedule.content.replace(b"10:30", hour)),
            against=publishing.in_force(store),
        )
        for hour in (b"10:35", b"10:40")
    }
    put_in_force(found[b"10:35"], store, settings.Settings())
    with pytest.raises(SystemExit):
        put_in_force(found[b"10:40"], store, settings.Settings())
    assert "Nothing has changed. Run this again" in capsys.readouterr().err
    assert publishing.standing(store).number == 2
