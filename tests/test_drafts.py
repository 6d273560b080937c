"""From files to a draft, and from a draft to what residents see: once, whole, and never over another's work."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, time, timedelta

import pytest
from small import SCHEDULE_YAML
from sqlalchemy import select

from busplan import publishing
from busplan.reading import Source
from busplan.store import Closed, Drafts, Notices, Overtaken, State
from busplan.store.tables import ACTS, MOMENTS
from busplan.timetable import BadTimetable, Cancelled, Extra, Notice, Scope

NOW = datetime(2026, 11, 22, 8, tzinfo=UTC)
TODAY = NOW.date()
LATER = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"15:00", to: 15:30').encode()
OTHER = SCHEDULE_YAML.replace('"14:00", to: 14:30', '"16:00", to: 16:30').encode()
ALWAYS = (date(2026, 1, 1), date(2028, 12, 31))


def made(store, *files, by="ola", message="", accept=()):
    """A draft of files beside what is in force, as the desk makes it."""
    standing = publishing.standing(store)
    found = publishing.look_at(standing, [(each.name, each.content) for each in files], TODAY, accept)
    number = publishing.hand_in(store, found, standing.number, by, NOW, message, accept)
    return Drafts(store).get(number)


@pytest.fixture
def draft(published, stops):
    return made(published, stops, Source("plan.yaml", LATER), message="Ås en time senere")


def hours(store, stop="aas"):
    visits = publishing.in_force(store).timetable.visits(*ALWAYS, stop)
    return {visit.slot.start.hour for visit in visits}


def acts(store):
    with store.reading() as connection:
        return [row.what for row in connection.execute(select(ACTS).order_by(ACTS.c.id))]


def test_a_draft_is_kept_byte_for_byte_and_changes_nothing(published, draft, stops):
    assert (draft.state, draft.base, draft.author, draft.message) == (
        State.DRAFT,
        1,
        "ola",
        "Ås en time senere",
    )
    assert Drafts(published).files(draft.id) == (("stops.csv", stops.content), ("plan.yaml", LATER))
    assert hours(published) == {14}
    assert acts(published) == ["published", "draft_made"]


def test_the_same_files_handed_in_twice_are_one_draft(published, draft, stops):
    again = made(published, stops, Source("plan.yaml", LATER), message="Ås en time senere")
    assert again == draft
    assert made(published, stops, Source("plan.yaml", LATER), by="kari").id != draft.id


def test_files_with_a_fault_make_no_draft(published, stops):
    with pytest.raises(BadTimetable):
        made(published, stops, Source("plan.yaml", LATER.replace(b"aas", b"oos")))
    assert Drafts(published).open() == []


def test_a_draft_that_is_published_is_in_force(published, draft):
    number, is_new = publishing.publish_draft(published, draft, "Per", NOW)
    assert (number, is_new) == (2, True)
    assert hours(published) == {15}
    entry = published.entry(2)
    assert (entry.author, entry.message) == ("Per", "Ås en time senere")
    after = Drafts(published).get(draft.id)
    assert (after.state, after.publication) == (State.PUBLISHED, 2)
    assert acts(published) == ["published", "draft_made", "published"]


def test_a_double_click_publishes_once(published, draft):
    def press(_):
        return publishing.publish_draft(published, draft, "Per", NOW)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(press, range(8)))
    assert {number for number, _ in answers} == {2}
    assert sum(is_new for _, is_new in answers) == 1
    assert [entry.id for entry in published.entries()] == [2, 1]
    assert acts(published) == ["published", "draft_made", "published"]


def test_who_was_slower_is_told_who_was_faster(published, draft, stops):
    other = made(published, stops, Source("plan.yaml", OTHER), by="kari")
    publishing.publish_draft(published, other, "Kari", NOW)
    with pytest.raises(Overtaken) as fault:
        publishing.publish_draft(published, draft, "Per", NOW)
    assert (fault.value.newest.id, fault.value.newest.author) == (2, "Kari")
    assert hours(published) == {16}
    assert Drafts(published).get(draft.id).state is State.DRAFT


def test_of_many_that_publish_upon_the_same_one_does(published, stops):
    def text(hour):
        return SCHEDULE_YAML.replace('"14:00", to: 14:30', f'"{hour}:00", to: {hour}:30').encode()

    drafts = [made(published, stops, Source("plan.yaml", text(hour))) for hour in range(15, 21)]

    def press(draft):
        try:
            return publishing.publish_draft(published, draft, "Per", NOW)
        except Overtaken as fault:
            return fault.newest.id

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(press, drafts))
    assert answers.count(2) == 5
    assert (2, True) in answers


def test_what_is_in_force_already_is_no_new_publication(published, stops, schedule):
    draft = made(published, stops, schedule)
    assert publishing.publish_draft(published, draft, "Per", NOW) == (1, False)
    assert [entry.id for entry in published.entries()] == [1]


def test_a_draft_that_is_set_aside_is_not_published(published, draft):
    Drafts(published).set_aside(draft.id, "Per", NOW)
    with pytest.raises(Closed):
        publishing.publish_draft(published, draft, "Per", NOW)
    assert hours(published) == {14}


def test_it_is_published_at_its_time_and_not_before(published, draft):
    at = NOW + timedelta(hours=3)
    Drafts(published).schedule(draft.id, at, ("many_visits_gone",), "Per", NOW)
    assert publishing.publish_due(published, at - timedelta(seconds=1)) == []
    assert publishing.publish_due(published, at) == [2]
    assert publishing.publish_due(published, at) == []
    assert hours(published) == {15}
    assert Drafts(published).get(draft.id).accepted == {"many_visits_gone"}


def test_of_two_workers_one_publishes_what_is_due(published, draft):
    Drafts(published).schedule(draft.id, NOW, (), "Per", NOW)
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: publishing.publish_due(published, NOW), range(4)))
    assert sorted(answers) == [[], [], [], [2]]


def test_one_that_is_overtaken_meanwhile_stays_and_says_so(published, draft, stops):
    Drafts(published).schedule(draft.id, NOW + timedelta(hours=1), (), "Per", NOW)
    other = made(published, stops, Source("plan.yaml", OTHER))
    publishing.publish_draft(published, other, "Kari", NOW)
    assert publishing.publish_due(published, NOW + timedelta(hours=2)) == []
    assert Drafts(published).get(draft.id).state is State.OVERTAKEN
    assert hours(published) == {16}
    assert "draft_overtaken" in acts(published)


def test_nothing_is_scheduled_upon_what_is_no_longer_the_newest(published, draft, stops):
    publishing.publish_draft(published, made(published, stops, Source("plan.yaml", OTHER)), "Kari", NOW)
    with pytest.raises(Overtaken):
        Drafts(published).schedule(draft.id, NOW, (), "Per", NOW)


def test_a_notice_overtakes_nobody_and_still_stands(published, draft):
    notice = Notice(date(2026, 11, 26), date(2026, 11, 26), Scope(stops=frozenset({"aas"})), Cancelled())
    Notices(published).say([notice], "kari", NOW)
    publishing.publish_draft(published, draft, "Per", NOW)
    visits = publishing.in_force(published).timetable.visits(*ALWAYS, "aas")
    assert [(visit.slot.start.hour, visit.takes_place) for visit in visits] == [(15, False), (15, False)]


def test_a_fault_in_the_middle_leaves_all_as_it_was(published, draft, monkeypatch):
    """The publication is in the table when the act is to be noted."""

    def broken(*_args, **_facts):
        raise RuntimeError("the plug was pulled")

    monkeypatch.setattr("busplan.store.store.note", broken)
    with pytest.raises(RuntimeError):
        publishing.publish_draft(published, draft, "Per", NOW)
    assert hours(published) == {14}
    assert Drafts(published).get(draft.id).state is State.DRAFT
    with published.reading() as connection:
        assert len(connection.execute(select(MOMENTS)).all()) == 1


# Undo


def test_an_earlier_publication_can_be_put_in_force_again(published, draft):
    publishing.publish_draft(published, draft, "Per", NOW)
    assert publishing.publish_again(published, 1, 2, "Per", NOW, "Tilbake") == 3
    assert hours(published) == {14}
    assert published.kept(3).files == published.kept(1).files
    assert published.entries()[0].again == 1
    assert acts(published)[-1] == "published_again"


def test_undo_takes_away_a_season_that_was_published_too_early(published, following):
    """Else the next season would stand: the files of the one before say nothing of it."""
    before = publishing.in_force(published).timetable.visits(*ALWAYS)
    publishing.publish_draft(published, made(published, *following), "Per", NOW)
    both = publishing.in_force(published).timetable.visits(*ALWAYS)
    assert len(both) > len(before)
    publishing.publish_again(published, 1, 2, "Per", NOW)
    assert publishing.in_force(published).timetable.visits(*ALWAYS) == before


def test_what_was_undone_can_be_put_in_force_again(published, following):
    publishing.publish_draft(published, made(published, *following), "Per", NOW)
    both = publishing.in_force(published).timetable.visits(*ALWAYS)
    publishing.publish_again(published, 1, 2, "Per", NOW)
    publishing.publish_again(published, 2, 3, "Per", NOW)
    assert publishing.in_force(published).timetable.visits(*ALWAYS) == both


def test_what_is_published_after_an_undo_stands_on_what_was_put_back(published, following, stops):
    publishing.publish_draft(published, made(published, *following), "Per", NOW)
    publishing.publish_again(published, 1, 2, "Per", NOW)
    publishing.publish_draft(published, made(published, stops, Source("plan.yaml", LATER)), "Per", NOW)
    assert {visit.slot.day.year for visit in publishing.in_force(published).timetable.visits(*ALWAYS)} == {
        2026
    }
    assert hours(published) == {15}


def test_undo_does_not_go_over_what_somebody_published_meanwhile(published, draft, stops):
    publishing.publish_draft(published, draft, "Per", NOW)
    publishing.publish_draft(published, made(published, stops, Source("plan.yaml", OTHER)), "Kari", NOW)
    with pytest.raises(Overtaken):
        publishing.publish_again(published, 1, 2, "Per", NOW)
    assert hours(published) == {16}


def test_calendars_hear_of_an_undo(published, draft):
    told = publishing.in_force(published).told
    publishing.publish_draft(published, draft, "Per", NOW)
    publishing.publish_again(published, 1, 2, "Per", NOW)
    after = publishing.in_force(published).told
    key = ("aas", date(2026, 12, 3), 1)
    assert (after[key].facts, after[key].sequence) == (told[key].facts, 2)


# Hearing


def test_who_has_the_secret_reads_a_draft_until_it_expires(published, draft):
    drafts, until = Drafts(published), NOW + timedelta(days=14)
    drafts.hear(draft.id, "digest", until, "Per", NOW)
    assert drafts.heard("digest", NOW).id == draft.id
    assert drafts.get(draft.id).state is State.HEARING
    assert drafts.heard("digest", until) is None
    assert drafts.heard("another", NOW) is None


def test_a_new_address_ends_the_old_one(published, draft):
    drafts, until = Drafts(published), NOW + timedelta(days=14)
    drafts.hear(draft.id, "old", until, "Per", NOW)
    drafts.hear(draft.id, "new", until, "Per", NOW)
    assert drafts.heard("old", NOW) is None
    assert drafts.heard("new", NOW) is not None


@pytest.mark.parametrize("end", ["publish", "set_aside", "stop"])
def test_a_hearing_ends_when_the_draft_goes_on(published, draft, end):
    drafts = Drafts(published)
    drafts.hear(draft.id, "digest", NOW + timedelta(days=14), "Per", NOW)
    if end == "publish":
        publishing.publish_draft(published, draft, "Per", NOW)
    elif end == "set_aside":
        drafts.set_aside(draft.id, "Per", NOW)
    else:
        drafts.stop_hearing(draft.id, "Per", NOW)
    assert drafts.heard("digest", NOW) is None


def test_what_others_say_is_kept_with_the_draft(published, draft):
    drafts = Drafts(published)
    drafts.comment(draft.id, "Rektor på Nes", "Kan dere komme etter friminuttet?", NOW)
    [comment] = drafts.comments(draft.id)
    assert (comment.name, comment.text) == ("Rektor på Nes", "Kan dere komme etter friminuttet?")
    assert drafts.comment_counts() == {draft.id: 1}


# What changes, and for whom


def looked_at(store, *files, accept=("many_visits_gone", "stop_in_use_removed")):
    standing = publishing.standing(store)
    found = publishing.look_at(standing, [(each.name, each.content) for each in files], TODAY, accept)
    return publishing.preview(standing, found.timetable, TODAY)


def test_a_preview_tells_which_visits_are_moved_and_whose_calendars_change(published, stops):
    found = looked_at(published, stops, Source("plan.yaml", LATER))
    assert len(found.changes.visits_moved) == 2
    assert found.feeds == ("aas",)
    assert [stop.id for stop in found.hit] == ["aas"]
    assert not found.is_empty


def test_a_preview_of_the_same_is_empty(published, stops, schedule):
    found = looked_at(published, stops, schedule)
    assert found.is_empty
    assert found.feeds == ()
    assert all(not week.differ for week in found.weeks)


def test_a_preview_keeps_what_was_said_of_the_day(published, stops, schedule):
    """A notice stands on: a visit it has called off is not shown as coming back, an extra one not as gone."""
    scope = Scope(stops=frozenset({"hol"}))
    day = date(2026, 12, 8)
    extra = Notice(TODAY, TODAY, scope, Extra(time(17), time(18)))
    Notices(published).say([Notice(day, day, scope, Cancelled()), extra], "kari", NOW)
    assert looked_at(published, stops, schedule).is_empty


def test_notices_that_would_hit_nothing_any_longer_are_told(published, stops):
    scope = Scope(stops=frozenset({"aas"}))
    day = date(2026, 12, 3)
    Notices(published).say([Notice(day, day, scope, Cancelled(), text="Verksted")], "kari", NOW)
    without = SCHEDULE_YAML.replace("[2026-11-26, 2026-12-03]", "[2026-11-26]").replace(
        "  - {date: 2026-12-03, stop: aas, what: cancelled, reason: Bussen er på verksted}\n", ""
    )
    found = looked_at(published, stops, Source("plan.yaml", without.encode()))
    assert [said.notice.text for said in found.unmatched] == ["Verksted"]
    assert looked_at(published, stops, Source("plan.yaml", LATER)).unmatched == ()


def test_weeks_are_told_side_by_side(published, stops):
    found = looked_at(published, stops, Source("plan.yaml", LATER))
    week = next(week for week in found.weeks if week.number == 48)
    assert week.before == week.after == 1
    [(was, becomes)] = week.differ
    assert (was.slot.start.hour, becomes.slot.start.hour) == (14, 15)


def test_the_next_season_drops_nothing_of_this_one(published, following):
    found = looked_at(published, *following)
    assert found.changes.visits_dropped == ()
    assert {visit.stop.id for visit in found.changes.visits_added} == {"hol", "bo"}
    assert {stop.id for stop in found.changes.added} == {"bo"}


def test_the_very_first_hand_in_is_all_new(store, stops, schedule):
    found = looked_at(store, stops, schedule)
    assert len(found.changes.added) == 4
    assert found.share_gone == 0


def test_another_address_of_a_stop_is_told(published, stops, schedule):
    other = Source("stops.csv", stops.content.replace("2150 Årnes".encode(), b"Torget 1"))
    found = looked_at(published, other, schedule)
    assert [now.address for _, now in found.restyled] == ["Torget 1"]
    assert found.feeds == ("hol",)


def test_any_two_publications_can_be_compared(published, draft, following):
    publishing.publish_draft(published, draft, "Per", NOW)
    publishing.publish_draft(published, made(published, *following), "Per", NOW)
    parts = publishing.Parts(published)
    found = publishing.compared(parts.timetable(1), parts.timetable(3), TODAY)
    assert len(found.changes.visits_moved) == 2
    assert found.changes.visits_added
    back = publishing.compared(parts.timetable(3), parts.timetable(1), TODAY)
    assert len(back.changes.visits_dropped) == len(found.changes.visits_added)


def test_a_fifth_of_the_visits_gone_needs_a_yes(published, stops):
    few = SCHEDULE_YAML.replace("2026-11-26, 2026-12-03", "2026-11-26").replace(
        "to: 2026-12-18", "to: 2026-12-01"
    )
    few = few.split("notices:")[0]
    files = (stops, Source("plan.yaml", few.encode()))
    with pytest.raises(BadTimetable) as bad:
        looked_at(published, *files, accept=())
    assert "many_visits_gone" in {problem.code for problem in bad.value.problems}
    assert looked_at(published, *files).share_gone > 20
