"""An app in, every calendar that people have the address of out: all of them can be made, or it is told."""

from flask import Flask

from busplan.web.desk import Desk


class CannotBeMade(ValueError):
    """A calendar. Carries nothing: the log tells why."""


def calendars(app: Flask) -> dict[str, bytes]:
    """By address; none when nothing is in force. Raises CannotBeMade, StoreUnavailable, BadTimetable."""
    desk: Desk = app.extensions["busplan"]
    publication = desk.shelf.in_force()
    if publication is None:
        return {}
    stops = [*(stop.id for stop in publication.timetable.stops), *publication.former]
    routes = [route.id for route in publication.timetable.routes]
    addresses = (
        "/calendar.ics",
        *(f"/stops/{id}.ics" for id in stops),
        *(f"/routes/{id}.ics" for id in routes),
    )
    return {address: made(app, address) for address in addresses}


def made(app: Flask, address: str) -> bytes:
    answer = app.test_client().get(address, follow_redirects=True)
    if answer.status_code != 200 or not answer.data.rstrip().endswith(b"END:VCALENDAR"):
        raise CannotBeMade(f"{address} cannot be made")
    content: bytes = answer.data
    return content
