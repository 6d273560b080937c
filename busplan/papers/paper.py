"""What can be printed: plain values, in the words of one language."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Time:
    """`kl. 14.00–14.30`, and what has become of the visit. `off` strikes the hours; the news say why."""

    hours: str
    news: str = ""
    off: bool = False


@dataclass(frozen=True, slots=True)
class Day:
    """`tirsdag 8.` with its visits."""

    name: str
    times: tuple[Time, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """`desember 2026` with its days."""

    name: str
    days: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Visits at the same hours on the same weekday: `tirsdager kl. 14.00–14.30`, and the dates."""

    when: str
    dates: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One stop on a sheet of many. `news` are the visits that do not follow the rest, each a sentence."""

    name: str
    where: str
    note: str = ""
    groups: tuple[Group, ...] = ()
    news: tuple[str, ...] = ()
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What stands on every paper.

    `address` is where the code leads, and `caption` says so. `made` (aware) is told by the file as the time
    it was made, so that the same paper is the same bytes. `empty` stands where there is nothing to list.
    """

    language: str
    title: str
    service: str
    heading: str
    where: str
    address: str
    caption: str
    holds: str
    made: datetime
    contact: str = ""
    sample: str = ""
    empty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster(Paper):
    """One stop: for the wall, and, smaller, for a refrigerator's door."""

    note: str = ""
    whom: str = ""
    visits: str
    months: tuple[Month, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet(Paper):
    """Many stops, of a municipality or a route: to be folded in three."""

    page: str
    entries: tuple[Entry, ...] = ()
