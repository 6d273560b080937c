"""What holds of any file at all, however broken."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from time import process_time

import icalendar
from small import SCHEDULE_YAML, STOPS_CSV

from busplan.feeds import Calendar, Entry, calendar, place
from busplan.reading import Source, read
from busplan.timetable import BadTimetable, Problem, Stop, Timetable, Visit, with_due
from busplan.words import problem as problems
from busplan.words.speech import spoken

LONGEST = 50_000  # bytes
SECONDS = 2
MOST_PROBLEMS = 500
LONGEST_LINE = 2_000
LONGEST_ICALENDAR = 75  # bytes of a line, by RFC 5545
MOST_VISITS, MOST_STOPS = 20, 2
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
words = spoken()
YEAR = timedelta(days=365)
BESIDE = {
    "stops.csv": Source("schedule.yaml", SCHEDULE_YAML.encode()),
    "stops.xlsx": Source("schedule.yaml", SCHEDULE_YAML.encode()),
    "schedule.yaml": Source("stops.csv", STOPS_CSV.encode()),
}


def hold(name: str, content: bytes) -> None:
    """Read alone, and beside the file that goes with it. Raises AssertionError, or what the reader raised."""
    source = Source(name, content)
    for sources in ((source,), (source, BESIDE[name])):
        timetable, told = soon_came_of(sources)
        assert (timetable, told) == came_of(sources), "read twice, it is two things"
        are_told(told)
        if timetable:
            can_be_shown(timetable)


def soon_came_of(sources: Iterable[Source]) -> tuple[Timetable | None, tuple[Problem, ...]]:
    """A machine may be busy, but not twice just then."""
    tries = []
    for _ in range(2):
        begun = process_time()
        answer = came_of(sources)
        tries.append(process_time() - begun)
        if tries[-1] < SECONDS:
            return answer
    raise AssertionError(f"took {min(tries):.1f} s")


def came_of(sources: Iterable[Source]) -> tuple[Timetable | None, tuple[Problem, ...]]:
    timetable = None
    try:
        found = read(*sources)
        timetable, told = found.timetable, found.doubts
    except BadTimetable as bad:
        told = bad.problems
    refused = any(problem.severity == "error" for problem in told)
    assert refused == (timetable is None), "refused without a reason, or taken with an error"
    return timetable, told


def are_told(told: tuple[Problem, ...]) -> None:
    """All of them fit on a few screens, and each is one line that says what to do."""
    assert len(told) <= MOST_PROBLEMS
    for problem in told:
        assert len(problem.value) <= 80
        for language in ("nb", "nn", "en"):
            line = problems.line(problem, language)
            assert line.isprintable(), line
            assert len(line) <= LONGEST_LINE, line
            assert problems.message(problem, language).strip()
            assert problems.hint(problem, language).strip()


def can_be_shown(timetable: Timetable) -> None:
    """What was taken has visits, and they can be told and subscribed to."""
    public = timetable.public()
    first = min((season.first for season in public.seasons), default=NOW.date())
    visits = public.visits(first, min(public.horizon(first), first + YEAR))
    for visit in visits[:MOST_VISITS]:
        can_be_said(visit, public)
    for stop in public.stops[:MOST_STOPS]:
        can_be_subscribed_to(stop, [visit for visit in visits if visit.stop == stop][:MOST_VISITS], public)


def can_be_said(visit: Visit, timetable: Timetable) -> None:
    now = NOW.astimezone(timetable.service.zone)
    assert words.when(visit, now).isprintable()
    assert words.how_far(visit, now).isprintable()
    assert words.news(visit, now.date()).isprintable()
    assert words.where(visit.stop).isprintable()
    for closure in timetable.closed_on(visit.slot.day):
        assert words.until(closure, now.date()).isprintable()


def can_be_subscribed_to(stop: Stop, visits: list[Visit], timetable: Timetable) -> None:
    """The feed holds these visits and nothing else, as a reader of calendars that is not ours has it."""
    service = timetable.service
    entries = [
        Entry(
            visit,
            place(visit, words.summary(visit, service), words.location(visit), words.about(stop, service)),
            words.news_and_due(visit, back),
            NOW,
        )
        for visit, back in with_due(visits, service.loan_visits)
    ]
    name = words.calendar_name(stop, service)
    content = calendar(Calendar(stop.id, name, "", entries, changed_at=NOW), service)
    assert all(len(line) <= LONGEST_ICALENDAR for line in content.split(b"\r\n"))
    read_back = icalendar.Calendar.from_ical(content)
    assert [each.name for each in read_back.walk()].count("VEVENT") == len(entries)
    assert [str(each["summary"]) for each in read_back.walk("VEVENT")] == [
        each.place.summary for each in entries
    ]
    assert not read_back.walk("VALARM")
