"""The tree of a schedule in, a whole timetable out; the stops are known already."""

from dataclasses import replace

from busplan.reading import values
from busplan.reading.calendars import (
    close_red_days,
    doubt_red_days,
    doubt_school_breaks,
    read_red_days,
)
from busplan.reading.closures import read_closure
from busplan.reading.draft import Draft
from busplan.reading.fields import Fields
from busplan.reading.libraries import read_libraries
from busplan.reading.notices import read_notice, with_notices
from busplan.reading.report import Fault
from busplan.reading.routes import read_route
from busplan.reading.seasons import read_seasons
from busplan.timetable import Credit, Service, Timetable

VERSION = "1"


def timetable_of(fields: Fields, draft: Draft) -> Timetable | None:
    """None after reporting why there is none, or when the stops have told why already."""
    fields.knows("stops")
    fields.get("version", version)
    read_service(fields, draft)
    if draft.whole or fields.node("seasons"):
        read_seasons(fields, draft)
    elif fields.node("routes"):
        # Its cells can be looked at all the same; without any days there are no visits.
        draft.report.note("missing_table", table="seasons")
    close_red_days(draft)
    for route in fields.branches("routes", required=draft.whole):
        read_route(route, draft)
    for closure in fields.branches("closures"):
        read_closure(closure, draft)
    for notice in fields.branches("notices"):
        read_notice(notice, draft)
    libraries = read_libraries(fields)
    fields.no_others()
    if draft.report.failed or draft.known.unread:
        return None
    if draft.known.none_given:
        draft.known.stops = list(draft.known.made_up.values())
    timetable = Timetable(
        service=draft.service,
        stops=tuple(draft.known.stops),
        seasons=tuple(draft.seasons.values()),
        routes=tuple(draft.routes),
        closures=tuple(draft.closures),
        libraries=libraries,
    )
    doubt_red_days(timetable, draft)
    doubt_school_breaks(timetable, draft)
    return with_notices(timetable, draft)


def version(value: str, doubt: values.Doubt) -> str:
    if value != VERSION:
        raise Fault("unsupported_version", reads=VERSION)
    return value


def read_service(fields: Fields, draft: Draft) -> None:
    timezone = fields.get("timezone", values.timezone)
    language = fields.get("language", values.language)
    url = fields.get("info_url", values.url) or ""
    service = fields.branch_of("service")
    if service is None:
        draft.service = replace(
            draft.service,
            timezone=timezone or draft.service.timezone,
            language=language or draft.service.language,
            url=url,
        )
        read_red_days(fields, draft.service.timezone, draft)
        return
    draft.service = Service(
        name=service.need("name", values.text) or draft.service.name,
        id=service.get("id", values.key) or draft.service.id,
        short_name=service.get("short_name", values.text) or "",
        owner=service.get("owner", values.text) or "",
        timezone=service.get("timezone", values.timezone) or timezone or draft.service.timezone,
        language=service.get("language", values.language) or language or draft.service.language,
        url=service.get("info_url", values.url) or url,
        sample=service.get("sample", values.yes_or_no) or False,
        loan_visits=service.get("loan_visits", values.number) or 0,
        credits=tuple(credit_of(credit) for credit in service.branches("credits")),
    )
    read_red_days(service, draft.service.timezone, draft)
    service.no_others()


def credit_of(fields: Fields) -> Credit:
    credit = Credit(fields.need("text", values.text) or "", fields.get("url", values.url) or "")
    fields.no_others()
    return credit
