"""Every calendar of a database, as subscribers would get it."""

from busplan.web import create_app

NOW = "2026-11-22T09:00"


def calendars(url: object) -> dict[str, tuple[int, str, str, bytes]]:
    """Status, ETag, time and content of each, by address."""
    app = create_app(database=str(url), now=NOW)
    client = app.test_client()
    publication = app.extensions["busplan"].shelf.in_force()
    addresses = ["/calendar.ics"]
    addresses += [f"/stops/{stop.id}.ics" for stop in publication.timetable.stops]
    addresses += [f"/stops/{id}.ics" for id in publication.former]
    addresses += [f"/routes/{route.id}.ics" for route in publication.timetable.routes]
    found = {address: sent(client.get(address)) for address in addresses}
    app.extensions["busplan"].shelf.store.engine.dispose()
    return found


def sent(answer: object) -> tuple[int, str, str, bytes]:
    return answer.status_code, answer.headers["ETag"], answer.headers["Last-Modified"], answer.data
