"""What a day of the bus may be: where it begins, how long it is, what a drive takes, and what the rules say.

Times are minutes after midnight. A stop is work and not rest: only time that is neither drive nor visit is.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Literal

from busplan.settings import Settings
from busplan.takes import DEPOT, SHIFT
from busplan.timetable import Point

Rule = Literal[
    "eu_drive_before_break",
    "eu_drive_day",
    "eu_drive_week",
    "eu_drive_fortnight",
    "eu_daily_rest",
    "eu_weekly_rest",
    "work_before_break",
    "work_break",
    "work_day",
    "work_week",
]


@dataclass(frozen=True, slots=True)
class Rules:
    """Figures of EU 561/2006 and arbeidsmiljøloven chapter 10, in minutes. They warn, and stop nothing.

    Whether they hold for this bus, and for whom, is not said here: they are looked at as if one driver
    drove the bus all week.
    """

    drive_before_break: float = 270
    drive_break: float = 45
    drive_day: float = 540
    drive_week: float = 3360
    drive_fortnight: float = 5400
    daily_rest: float = 660
    weekly_rest: float = 2700
    work_before_break: float = 330
    work_break: float = 30
    work_break_from: float = 480  # a day of so many has breaks of `work_break` together
    work_day: float = 540
    work_week: float = 2400


@dataclass(frozen=True, slots=True)
class Limits:
    """A drive takes `factor` times as long as the roads say, and `per_leg` minutes besides.

    `depots` are by the name of the bus; that of "" is of every other. Where a bus has none, its day begins at
    its first stop and ends at its last. No limit is None.
    """

    depots: Mapping[str, Point] = field(default_factory=dict)
    begins: float | None = None
    ends: float | None = None
    longest: float | None = None
    factor: float = 1.0
    per_leg: float = 0.0
    break_after: float = 330  # a planned day of more has a break of `break_minutes`
    break_minutes: float = 30
    rules: Rules = Rules()

    def drive(self, minutes: float) -> float:
        """What is set aside for a drive of so many minutes by the roads; nothing where there is none."""
        return minutes * self.factor + self.per_leg if minutes else 0.0

    def depot(self, vehicle: str) -> Point | None:
        return self.depots.get(vehicle, self.depots.get(""))


def limits_of(said: Settings) -> Limits:
    """As the service has set them."""
    shift = SHIFT.fullmatch(said.shift)
    hours = [float(part) for part in shift.groups()] if shift else []
    begins, ends = (hours[0] * 60 + hours[1], hours[2] * 60 + hours[3]) if shift else (None, None)
    names = [each.name for each in fields(Rules)]
    return Limits(
        depots=dict(depots_of(said.depots)),
        begins=begins,
        ends=ends,
        longest=float(said.longest_day) or None,
        factor=float(said.drive_factor),
        per_leg=float(said.leg_minutes),
        break_after=float(said.break_after),
        break_minutes=float(said.break_minutes),
        rules=Rules(**{name: float(getattr(said, f"rule_{name}")) for name in names}),
    )


def depots_of(text: str) -> Iterator[tuple[str, Point]]:
    """`59.95,11.05`, or `NAME=59.95,11.05; NAME=…`; that without a name is of all others."""
    for part in text.split(";") if text else ():
        if found := DEPOT.fullmatch(part):
            name, latitude, longitude = found.groups()
            yield name or "", Point(float(latitude), float(longitude))
