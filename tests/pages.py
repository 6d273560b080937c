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
}
LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}
