"""A visit in, the words of its calendar event out."""

from datetime import date

from busplan.timetable import Service, Status, Stop, Visit
from busplan.words.moment import date_of, day, hours
from busplan.words.visit import AUDIENCE, SAMPLE, STATUS, due, news, where

EVERYWHERE = "alle stopp"
NOT_PLANNED = "Besøket er ikke lenger med i ruteplanen."
MOST_NAMES = 3
MARK = {
    Status.CANCELLED: "INNSTILT",
    Status.MOVED: "FLYTTET",
    Status.DELAYED: "FORSINKET",
    Status.PERHAPS_CANCELLED: "KAN BLI INNSTILT",
    Status.EXTRA: "EKSTRA",
}


def calendar_name(of: str, service: Service) -> str:
    """Of a stop, a municipality, a route …"""
    return f"{service.called}: {of}"


def several(names: list[str]) -> str:
    """`Maura, Råholt og 3 til`"""
    shown = names[:MOST_NAMES]
    more = len(names) - len(shown)
    if more:
        return f"{', '.join(shown)} og {more} til"
    return " og ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)


def calendar_description(service: Service) -> str:
    return with_sample([f"Besøk av {service.name}."], service, " ")


def changes_name(of: str, service: Service) -> str:
    return f"{service.called}: endringer, {of}"


def headline(visit: Visit, today: date) -> str:
    """`Innstilt: Hol torg, tirsdag 8. desember kl. 12.30–13.00`"""
    said = STATUS[visit.status] if visit.status is not Status.SCHEDULED else "Endret"
    return f"{said}: {visit.stop.name}, {day(visit.slot.day, today)} {hours(visit.slot)}"


def extended(until: date) -> str:
    return f"Ny ruteplan er publisert. Den gjelder til og med {date_of(until)}."


def ends(service: Service) -> str:
    return f"{service.called}: ruteplanen er slutt"


NEXT_UNKNOWN = (
    "Den neste ruteplanen er ikke publisert ennå. Når den er det, kommer besøkene i denne kalenderen."
)


def given_up(stop: Stop, service: Service) -> str:
    return f"{service.called}: stopper ikke lenger ved {stop.name}"


def instead(stops: list[Stop]) -> str:
    """Where to go when a stop is no more."""
    return f"De nærmeste stoppene er {several([stop.name for stop in stops])}." if stops else ""


def summary(visit: Visit, service: Service) -> str:
    told = f"{service.called}: {visit.stop.name}"
    return f"{MARK[visit.status]}: {told}" if visit.status in MARK else told


def location(visit: Visit) -> str:
    """Where it is now: the new place of a moved visit, else the stop's."""
    stop = visit.stop
    return visit.place or ", ".join(part for part in (stop.name, where(stop)) if part)


def description(visit: Visit, service: Service, back: Visit | None = None, planned: bool = True) -> str:
    """News first, then when books are due, who may come and how to find it."""
    today = visit.slot.day
    lines = [
        news(visit, today) if planned or visit.takes_place else NOT_PLANNED,
        due(visit, back, today) if back else "",
        f"{AUDIENCE[visit.stop.audience]}.",
        visit.stop.note,
    ]
    return with_sample([line for line in lines if line], service, "\n")


def with_sample(lines: list[str], service: Service, separator: str) -> str:
    return separator.join([*lines, SAMPLE] if service.sample else lines)
