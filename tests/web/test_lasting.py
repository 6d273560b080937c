"""What is kept of a page from one hour to the next says the same as a page of which nothing is kept."""

from datetime import date

from busplan.web import create_app

# In these days are visits that are cancelled and moved.
FIRST, LAST = date(2026, 11, 30), date(2026, 12, 3)
PAGES = [
    "/",
    "/nn/",
    "/stops/raholt",
    "/stops/maura",
    "/stops.geojson",
    "/mine.json",
    "/en/municipalities/nes",
]


def site(database, now):
    return create_app(database=database, now=now, tiles="none")


def at(app, now):
    """The clock of a site that goes on running."""
    object.__setattr__(app.extensions["busplan"].settings, "now", now)
    return app.test_client()


def test_at_every_coming_and_going_of_a_bus(sample_database):
    running = site(sample_database, "2026-11-29T09:00")
    timetable = running.extensions["busplan"].shelf.in_force().timetable
    slots = [visit.slot for visit in timetable.visits(FIRST, LAST)]
    moments = sorted(
        {f"{slot.day}T{clock}" for slot in slots for clock in ("00:00:00", slot.start, slot.end)}
    )
    assert len(moments) > 30
    for moment in moments:
        fresh = site(sample_database, moment).test_client()
        for page in PAGES:
            assert at(running, moment).get(page).data == fresh.get(page).data, f"{page} at {moment}"


def test_only_where_the_bus_has_been_the_list_of_stops_is_written_anew(sample_database):
    app = site(sample_database, "2026-12-01T00:00")
    timetable = app.extensions["busplan"].shelf.in_force().timetable
    first, *_ = timetable.visits(date(2026, 12, 1), date(2026, 12, 1))
    app.test_client().get("/")

    def municipalities():
        keys = list(app.extensions["busplan"].parts.made)
        return {key[4][1] for key in keys if key[0] == "public/listed.html"}, len(
            [key for key in keys if key[0] == "public/listed.html"]
        )

    names, written = municipalities()
    at(app, f"2026-12-01T{first.slot.end}").get("/")
    assert municipalities() == (names, written + 1)


def test_a_stop_s_page_is_the_same_whatever_buses_do_elsewhere(sample_database):
    app = site(sample_database, "2026-12-01T00:00")
    today = app.extensions["busplan"].shelf.in_force().timetable.visits(date(2026, 12, 1), date(2026, 12, 1))
    stop = today[-1].stop.id
    before = at(app, "2026-12-01T00:01").get(f"/stops/{stop}").headers
    assert today[0].stop.id != stop
    elsewhere = at(app, f"2026-12-01T{today[0].slot.end}").get(f"/stops/{stop}").headers
    here = at(app, f"2026-12-01T{today[-1].slot.start}").get(f"/stops/{stop}").headers
    assert elsewhere["ETag"] == before["ETag"] != here["ETag"]
    assert elsewhere["Last-Modified"] == before["Last-Modified"] != here["Last-Modified"]
