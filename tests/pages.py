"""Every sort of page that residents may meet in the sample, by name."""

PAGES = {
    "front": "/",
    "stop": "/stops/raholt",
    "moved": "/stops/maura",
    "school": "/stops/hvam-vgs",
    "search": "/search?q=raholt",
    "nothing-found": "/search?q=xyzzy",
    "calendars": "/calendars",
    "missing": "/stops/mauro",
    "today": "/today",
    "day": "/days/2026-12-02",
    "closed": "/days/2026-12-25",
    "week": "/weeks/2026-W49",
    "route": "/routes/tirsdag-1",
    "municipality": "/municipalities/nes",
    "timetable": "/timetable",
    "timetable-nes": "/timetable/nes",
    "changes": "/changes",
    "about": "/about",
    "privacy": "/privacy",
    "embedding": "/embed?what=stops/raholt",
    "embed-stop": "/embed/stops/raholt",
    "embed-next": "/embed/next",
    "embed-gone": "/embed/stops/mauro",
    "offline": "/offline",
}
LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}
