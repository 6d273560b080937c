"""The days there is something to say of: from the first visit to a while after the last."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, timedelta

from busplan.web.desk import Scene, desk

DAY = timedelta(days=1)
# Pages of empty days after the last visit, so that who looks ahead is told; then there are none.
AFTER = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Span:
    """All days with a visit, in order."""

    days: tuple[date, ...]

    def holds(self, first: date, last: date) -> bool:
        """Whether some day from first to last, both included, has a page."""
        return bool(self.days) and last >= self.days[0] and first <= self.days[-1] + AFTER

    def before(self, day: date) -> date | None:
        """The nearest day with a visit before that day."""
        at = bisect_left(self.days, day)
        return self.days[at - 1] if at else None

    def after(self, day: date) -> date | None:
        at = bisect_right(self.days, day)
        return self.days[at] if at < len(self.days) else None


def span(scene: Scene) -> Span:
    """Worked out once for what is in force and the day."""
    publication, today = scene.publication, scene.today
    key = ("span", publication.digest, publication.changed_at.isoformat(), today.isoformat())
    return desk().once(
        key, lambda: Span(tuple(scene.timetable.days(date.min, scene.timetable.horizon(today))))
    )


def week_of(day: date) -> str:
    """`2026-W53`"""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"
