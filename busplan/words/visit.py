"""A visit in, the sentences a person reads about it out."""

from datetime import date, datetime

from babel.numbers import format_decimal

from busplan.timetable import Audience, Closure, Status, Stop, Visit
from busplan.words.moment import day, distance, hours

SAMPLE = "Eksempeldata: stedene er virkelige, ruteplanen er oppdiktet."
NO_MORE = "Ingen flere besøk i denne ruteplanen."
STATUS = {
    Status.SCHEDULED: "Kjører som planlagt",
    Status.CANCELLED: "Innstilt",
    Status.MOVED: "Flyttet",
    Status.DELAYED: "Forsinket",
    Status.PERHAPS_CANCELLED: "Kan bli innstilt",
    Status.OTHER_VEHICLE: "Annet kjøretøy",
    Status.EXTRA: "Ekstra besøk",
}
# Beside the word, for the eye.
SIGN = {
    Status.CANCELLED: "✕",
    Status.MOVED: "→",
    Status.DELAYED: "…",
    Status.PERHAPS_CANCELLED: "?",
    Status.OTHER_VEHICLE: "⇄",
    Status.EXTRA: "+",
}
# These need to be said where only a sentence is read; the others say it themselves.
SAID_FIRST = frozenset({Status.CANCELLED, Status.PERHAPS_CANCELLED, Status.DELAYED, Status.EXTRA})
AUDIENCE = {
    Audience.EVERYONE: "Åpent for alle",
    Audience.CHILDREN_FIRST: "Åpent for alle, men barna først",
    Audience.SCHOOL: "Bare for skolen",
    Audience.CLOSED: "Ikke åpent for alle",
}


def when(visit: Visit, now: datetime) -> str:
    """`torsdag 3. desember kl. 14.00–14.30`"""
    return f"{day(visit.slot.day, now.date())} {hours(visit.slot)}"


def how_far(visit: Visit, now: datetime) -> str:
    """`om 11 dager`, or that the bus is there. `now` in the zone of the service."""
    slot, today = visit.slot, now.date()
    if slot.day == today and visit.takes_place and slot.start <= now.time() < slot.end:
        return f"bussen er her nå, til kl. {slot.end:%H.%M}"
    return distance(slot.day, today)


def news(visit: Visit, today: date) -> str:
    """What has become of the visit, with its reason; empty when it goes as planned."""
    if visit.status is Status.SCHEDULED:
        return ""
    told = f"{STATUS[visit.status]}. " if visit.status in SAID_FIRST else ""
    return (told + details(visit, today)).strip()


def details(visit: Visit, today: date) -> str:
    """The news of a visit whose status stands beside them already."""
    parts = [
        moved(visit, today) if visit.planned != visit.slot or visit.place else "",
        sentence(f"Kommer med {visit.vehicle}") if visit.replaced else "",
        sentence(visit.reason),
        sentence(visit.text),
    ]
    return " ".join(part for part in parts if part)


def moved(visit: Visit, today: date) -> str:
    """From when, and to where. The new time stands beside it already."""
    planned, slot = visit.planned, visit.slot
    parts = []
    if visit.status is Status.DELAYED:
        parts.append(f"Skulle kommet {hours(planned)}.")
    elif planned.day != slot.day:
        parts.append(f"Flyttet fra {day(planned.day, today)} {hours(planned)}.")
    elif planned != slot:
        parts.append(f"Flyttet fra {hours(planned)}.")
    if visit.place:
        named = "Sted" if visit.status is Status.EXTRA else "Nytt sted"
        parts.append(f"{named}: {sentence(visit.place)}")
    return " ".join(parts)


def due(visit: Visit, back: Visit, today: date) -> str:
    """When books borrowed at the visit are brought back."""
    lent = day(visit.slot.day, today)
    return f"Det du låner {lent}, tar du med tilbake {day(back.slot.day, today)}."


def closed(closure: Closure, today: date) -> str:
    """Why the bus stands still, and until when."""
    if closure.last == today:
        return sentence(closure.reason)
    until = f"Til og med {day(closure.last, today)}." if closure.last else "Inntil videre."
    return f"{sentence(closure.reason)} {until}".strip()


def sentence(text: str) -> str:
    """With a full stop, unless it ends in something of the kind."""
    return text if not text or text[-1] in ".!?…" else text + "."


def kilometres(distance: float) -> str:
    """`3,4 km`"""
    return f"{format_decimal(distance, format='0.0', locale='nb')} km"


def where(stop: Stop) -> str:
    """Address and municipality, as one line."""
    return ", ".join(part for part in (stop.address, stop.municipality) if part)
