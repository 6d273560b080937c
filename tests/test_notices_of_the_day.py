"""What staff say of the day: at once in force, told to calendars, undone as if it had never been."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from busplan import publishing
from busplan.publishing import Shelf, notices
from busplan.store import Notices
from busplan.store.acts import Acts
from busplan.timetable import (
    Cancelled,
    Delayed,
    Extra,
    Moved,
    Notice,
    OtherVehicle,
    Scope,
    Status,
)

NOW = datetime(2026, 11, 17, 7, tzinfo=UTC)
TUESDAY = date(2026, 11, 17)


def visits(store, day=TUESDAY):
    return publishing.in_force(store).timetable.visits(day, day)


def cancelled(**scope):
    return Notice(TUESDAY, TUESDAY, Scope(**scope), Cancelled(), "Uvær")


def test_a_notice_is_in_force_at_once_and_reads_no_file(published, monkeypatch):
    shelf = Shelf(published)
    before = shelf.in_force()
    monkeypatch.setattr("busplan.reading.read", lambda *_: pytest.fail("no file is read"))
    Notices(published).say([cancelled(stops=frozenset({"skole"}))], "ola", NOW)
    after = shelf.in_force()
    assert after.digest != before.digest
    assert after.changed_at > before.changed_at
    assert (after.id, after.published_at) == (before.id, before.published_at)
    [visit] = after.timetable.visits(TUESDAY, TUESDAY, "skole")
    assert (visit.status, visit.reason) == (Status.CANCELLED, "Uvær")


def test_calendars_are_told_once_and_only_of_what_changed(published):
    key = ("skole", TUESDAY, 1)
    before = publishing.in_force(published).told
    moment = notices.say(published, [cancelled(stops=frozenset({"skole"}))], "ola", NOW)
    after = publishing.in_force(published).told
    assert {id for id in after if after[id] != before.get(id)} == {key}
    assert after[key].sequence == 1
    assert published.told()[0] == moment


def test_undone_it_is_as_it_was_and_calendars_are_told_so(published):
    moment = notices.say(published, [cancelled(stops=frozenset({"skole"}))], "ola", NOW)
    assert notices.withdraw(published, moment, "ola", NOW)
    found = publishing.in_force(published)
    [visit] = found.timetable.visits(TUESDAY, TUESDAY, "skole")
    assert visit.status is Status.SCHEDULED
    assert found.told[visit.key].sequence == 2
    assert notices.withdraw(published, moment, "ola", NOW) is None


def test_a_new_delay_is_told_instead_of_the_old_which_stands_again_without_it(published):
    def late(minutes):
        found = [visit for visit in visits(published) if visit.stop.id == "skole"]
        return notices.say(published, notices.of_each(found, Delayed(minutes)), "ola", NOW)

    def start():
        return next(visit.slot.start for visit in visits(published) if visit.stop.id == "skole")

    late(15)
    assert start() == time(9, 15)
    moment = late(30)
    assert start() == time(9, 30)
    notices.withdraw(published, moment, "ola", NOW)
    assert start() == time(9, 15)


def test_what_is_said_twice_is_said_once(published):
    """As by a double click; but what has been taken back may be said again."""
    moment = notices.say(published, [cancelled()], "ola", NOW)
    assert notices.say(published, [cancelled()], "ola", NOW) is None
    assert notices.say(published, [], "ola", NOW) is None
    assert len(Notices(published).standing()) == 1
    notices.withdraw(published, moment, "ola", NOW)
    assert notices.say(published, [cancelled()], "ola", NOW)
    assert len(Notices(published).standing()) == 1


def test_the_rest_of_the_day_begins_where_the_bus_is(published):
    today = visits(published)
    rest = notices.from_here(today, ("hjem", TUESDAY, 1))
    assert [visit.stop.id for visit in rest] == ["hjem"]
    assert [visit.stop.id for visit in notices.from_here(today, ("skole", TUESDAY, 1))] == ["skole", "hjem"]
    assert notices.from_here(today, ("nowhere", TUESDAY, 1)) == []


def test_a_notice_outlives_a_new_publication(published, stops, schedule):
    notices.say(published, [cancelled(stops=frozenset({"skole"}))], "ola", NOW)
    later = replace(schedule, content=schedule.content.replace(b"10:30", b"10:35"))
    publishing.publish(published, publishing.check(stops, later), "kari", NOW)
    [visit] = [visit for visit in visits(published) if visit.stop.id == "skole"]
    assert (visit.status, visit.slot.end) == (Status.CANCELLED, time(10, 35))


def test_it_is_known_who_said_it(published):
    moment = notices.say(published, [cancelled()], "ola", NOW)
    notices.withdraw(published, moment, "kari", NOW)
    withdrawn, said = Acts(published).newest(2)
    facts = {"moment": moment, "count": 1}
    assert (said.by, said.what, said.facts) == ("ola", "notices_said", facts)
    assert (withdrawn.by, withdrawn.what, withdrawn.facts) == ("kari", "notices_withdrawn", facts)


def test_two_extra_visits_keep_their_names_when_one_is_taken_back(published):
    def extra(hour):
        return Notice(TUESDAY, TUESDAY, Scope(stops=frozenset({"aas"})), Extra(time(hour), time(hour + 1)))

    first = notices.say(published, [extra(8)], "ola", NOW)
    notices.say(published, [extra(18)], "ola", NOW)
    _, late = visits_at_aas = [visit for visit in visits(published) if visit.stop.id == "aas"]
    assert len({visit.key for visit in visits_at_aas}) == 2
    notices.withdraw(published, first, "ola", NOW)
    assert [visit.key for visit in visits(published) if visit.stop.id == "aas"] == [late.key]


def test_who_is_hit_is_known_before_anything_is_said(published):
    timetable = publishing.in_force(published).timetable
    whole = Notice(TUESDAY, None, Scope(routes=frozenset({"tirsdag"})), Cancelled())
    found = notices.hits(timetable, [whole], NOW)
    assert {hit.after.stop.id for hit in found} == {"skole", "hjem", "hol"}
    assert all(hit.after.status is Status.CANCELLED for hit in found)
    assert {hit.before.planned.day for hit in found} == {TUESDAY, date(2026, 12, 8)}
    extra = Notice(TUESDAY, TUESDAY, Scope(stops=frozenset({"hol"})), Extra(time(18), time(19)))
    [hit] = notices.hits(timetable, [extra], NOW)
    assert hit.before is None


def test_a_visit_that_is_over_is_not_hit(published):
    timetable = publishing.in_force(published).timetable
    noon = NOW.replace(hour=11)
    found = notices.hits(timetable, [cancelled(routes=frozenset({"tirsdag"}))], noon)
    assert {hit.before.stop.id for hit in found} == {"hol"}


def test_what_would_run_past_midnight_is_refused_and_breaks_nothing_later(published):
    timetable = publishing.in_force(published).timetable
    late = Notice(TUESDAY, TUESDAY, Scope(stops=frozenset({"skole"})), Delayed(900))
    with pytest.raises(notices.PastMidnight):
        notices.hits(timetable, [late], NOW)
    notices.say(published, [late], "ola", NOW)
    # With a delay in force, as late is as wrong as it was.
    with pytest.raises(notices.PastMidnight):
        notices.hits(publishing.in_force(published).timetable, [late], NOW)
    assert {visit.status for visit in visits(published)} == {Status.SCHEDULED}


def test_a_notice_of_a_stop_there_is_no_longer_says_nothing(published, following):
    notices.say(published, [cancelled(stops=frozenset({"aas"}))], "ola", NOW)
    publishing.publish(published, publishing.check(*following), "kari", NOW)
    found = publishing.in_force(published)
    assert "skole" in {visit.stop.id for visit in found.timetable.visits(TUESDAY, TUESDAY)}
    [said] = Notices(published).standing()
    assert not publishing.matches(said.notice, found.timetable, TUESDAY)


@pytest.mark.parametrize(
    "change",
    [
        Cancelled(),
        Moved(date(2026, 11, 18), time(10), time(11), "Biblioteket"),
        Delayed(15),
        OtherVehicle("Bil"),
        Extra(time(18), time(19), "Torget"),
    ],
)
def test_a_notice_comes_back_as_it_was_said(published, change):
    scope = Scope(stops=frozenset({"hol"}), routes=frozenset({"tirsdag"}))
    notice = Notice(
        TUESDAY, TUESDAY, scope, change, "Uvær", "Glatt", time(8), time(12), others=(("nn", "Glatt"),)
    )
    Notices(published).say([notice], "ola", NOW)
    [said] = Notices(published).standing()
    if isinstance(change, Extra):
        assert said.notice.change.number == said.id
        said = replace(said, notice=replace(said.notice, change=replace(said.notice.change, number=0)))
    assert said.notice == notice
    assert said.by == "ola"


def test_notices_of_an_older_moment_are_known_still(published):
    first = Notices(published).say([cancelled(stops=frozenset({"hol"}))], "ola", NOW)
    [said] = Notices(published).standing()
    Notices(published).withdraw(first, "ola", NOW)
    assert [each.id for each in Notices(published).standing(first)] == [said.id]
    assert Notices(published).standing() == []
    assert Notices(published).withdraw(first, "ola", NOW) is None
