"""Every route there is, and what each sort of person is answered: this is the document of who may do what.

A row is `"METHOD rule": (path, answer)`. An answer is one status for everybody, or `at_least(Role.X, status)`:
who is not signed in is led to the door (303), who may not is told so (403), who may gets the status.
A form is sent with a token and nothing in it. `{who}` in a path is the number of an account
of somebody else. All rows share one site.
Add your routes at the end, in a table of their own that ROUTES takes in.
"""

from busplan.access import Role

SORTS = (None, *Role)
SECRET = "x" * 43


def at_least(role, status=200):
    return {each: 303 if each is None else status if each >= role else 403 for each in SORTS}


def everybody(status):
    return dict.fromkeys(SORTS, status)


PUBLIC = {
    "GET /": ("/", 200),
    "GET /.well-known/security.txt": ("/.well-known/security.txt", 200),
    "GET /about": ("/about", 200),
    "GET /assets/<stamp>/<package>/<path:name>": ("/assets/x/busplan/bus.svg", 200),
    "GET /calendar.ics": ("/calendar.ics", 200),
    "GET /calendars": ("/calendars", 200),
    "GET /changes": ("/changes", 200),
    "GET /changes.atom": ("/changes.atom", 200),
    "GET /days/<day>": ("/days/2026-11-26", 200),
    "GET /embed": ("/embed", 200),
    "GET /embed/municipalities/<name>": ("/embed/municipalities/nes", 200),
    "GET /embed/next": ("/embed/next", 200),
    "GET /embed/stops/<stop_id>": ("/embed/stops/hol", 200),
    "GET /favicon.ico": ("/favicon.ico", 200),
    "GET /healthz": ("/healthz", 200),
    "GET /manifest.webmanifest": ("/manifest.webmanifest", 200),
    "GET /map.js": ("/map.js", 200),
    "GET /mine.json": ("/mine.json", 200),
    "GET /municipalities/<name>": ("/municipalities/nes", 200),
    "GET /municipalities/<name>.atom": ("/municipalities/nes.atom", 200),
    "GET /municipalities/<name>.ics": ("/municipalities/nes.ics", 200),
    "GET /municipalities/<name>/sheet.pdf": ("/municipalities/nes/sheet.pdf", 200),
    "GET /my/<stop_ids>.ics": ("/my/hol.ics", 200),
    "GET /oembed": ("/oembed", 404),
    "GET /offline": ("/offline", 200),
    "GET /privacy": ("/privacy", 200),
    "GET /robots.txt": ("/robots.txt", 200),
    "GET /routes.geojson": ("/routes.geojson", 200),
    "GET /routes/<route_id>": ("/routes/tirsdag", 200),
    "GET /routes/<route_id>.ics": ("/routes/tirsdag.ics", 200),
    "GET /routes/<route_id>/sheet.pdf": ("/routes/tirsdag/sheet.pdf", 200),
    "GET /search": ("/search?q=hol", 200),
    "GET /sitemap.xml": ("/sitemap.xml", 200),
    "GET /sitemaps/<int:number>.xml": ("/sitemaps/1.xml", 404),
    "GET /stops.geojson": ("/stops.geojson", 200),
    "GET /stops.json": ("/stops.json", 200),
    "GET /stops/<stop_id>": ("/stops/hol", 200),
    "GET /stops/<stop_id>.atom": ("/stops/hol.atom", 200),
    "GET /stops/<stop_id>.ics": ("/stops/hol.ics", 200),
    "GET /stops/<stop_id>/<day>-<int:nth>.ics": ("/stops/hol/2026-12-08-1.ics", 200),
    "GET /stops/<stop_id>/map.js": ("/stops/hol/map.js", 200),
    "GET /stops/<stop_id>/poster.pdf": ("/stops/hol/poster.pdf", 200),
    "GET /stops/<stop_id>/slip.pdf": ("/stops/hol/slip.pdf", 200),
    "GET /sw.js": ("/sw.js", 200),
    "GET /theme/<stamp>/logo": ("/theme/x/logo", 404),
    "GET /theme/<stamp>/theme.css": ("/theme/x/theme.css", 200),
    "GET /tiles/<int:z>/<int:x>/<int:y>.png": ("/tiles/99/1/1.png", 404),
    "GET /timetable": ("/timetable", 200),
    "GET /timetable/<name>": ("/timetable/nes", 200),
    "GET /today": ("/today", 200),
    "GET /vehicles/<name>.ics": ("/vehicles/bussen.ics", 200),
    "GET /weeks/<week>": ("/weeks/2026-W48", 200),
}
# Who is in already is sent on from the door.
DOOR = {
    "GET /staff/sign-in": ("/staff/sign-in", {**everybody(303), None: 200}),
    "POST /staff/sign-in": ("/staff/sign-in", 401),
    "GET /staff/code": ("/staff/code", 303),
    "POST /staff/code": ("/staff/code", 303),
    "POST /staff/sign-out": ("/staff/sign-out", 303),
    "GET /staff/signed-out": ("/staff/signed-out", 200),
    "GET /staff/elsewhere/": ("/staff/elsewhere/", 404),
    "GET /staff/elsewhere/back": ("/staff/elsewhere/back", 404),
    "GET /staff/link/<secret>": (f"/staff/link/{SECRET}", 404),
    "POST /staff/link/<secret>": (f"/staff/link/{SECRET}", 404),
}
ACCOUNT = {
    "GET /staff/": ("/staff/", at_least(Role.DRIVER)),
    "GET /staff/account/": ("/staff/account/", at_least(Role.DRIVER)),
    "POST /staff/account/password": ("/staff/account/password", at_least(Role.DRIVER, 422)),
    "POST /staff/account/sessions/end-others": (
        "/staff/account/sessions/end-others",
        at_least(Role.DRIVER, 303),
    ),
    "POST /staff/account/sessions/<begins>/end": (
        "/staff/account/sessions/abc/end",
        at_least(Role.DRIVER, 303),
    ),
    "GET /staff/factor/": ("/staff/factor/", at_least(Role.DRIVER)),
    "POST /staff/factor/": ("/staff/factor/", at_least(Role.DRIVER, 422)),
    "POST /staff/factor/off": ("/staff/factor/off", at_least(Role.DRIVER, 303)),
    "GET /staff/tokens/": ("/staff/tokens/", at_least(Role.EDITOR)),
    "POST /staff/tokens/": ("/staff/tokens/", at_least(Role.EDITOR, 400)),
    "POST /staff/tokens/<int:number>/revoke": ("/staff/tokens/1/revoke", at_least(Role.EDITOR, 303)),
}
ADMIN = {
    "GET /staff/audit/": ("/staff/audit/", at_least(Role.ADMIN)),
    "GET /staff/people/": ("/staff/people/", at_least(Role.ADMIN)),
    "POST /staff/people/": ("/staff/people/", at_least(Role.ADMIN, 400)),
    "GET /staff/people/<int:number>/": ("/staff/people/{who}/", at_least(Role.ADMIN)),
    "POST /staff/people/<int:number>/role": ("/staff/people/{who}/role", at_least(Role.ADMIN, 400)),
    "POST /staff/people/<int:number>/off": ("/staff/people/{who}/off", at_least(Role.ADMIN, 303)),
    "POST /staff/people/<int:number>/on": ("/staff/people/{who}/on", at_least(Role.ADMIN, 303)),
    "POST /staff/people/<int:number>/link": ("/staff/people/{who}/link", at_least(Role.ADMIN)),
    "POST /staff/people/<int:number>/end-sessions": (
        "/staff/people/{who}/end-sessions",
        at_least(Role.ADMIN, 303),
    ),
    "POST /staff/people/<int:number>/forget-factor": (
        "/staff/people/{who}/forget-factor",
        at_least(Role.ADMIN, 303),
    ),
}
NOTICES = {
    "GET /staff/today/": ("/staff/today/", at_least(Role.DRIVER)),
    "POST /staff/today/late": ("/staff/today/late", at_least(Role.DRIVER, 404)),
    "POST /staff/today/off": ("/staff/today/off", at_least(Role.DRIVER, 404)),
    "GET /staff/today/worker.js": ("/staff/today/worker.js", at_least(Role.DRIVER)),
    "GET /staff/notices/": ("/staff/notices/", at_least(Role.DRIVER)),
    "GET /staff/notices/new": ("/staff/notices/new", at_least(Role.PUBLISHER)),
    "POST /staff/notices/new": ("/staff/notices/new", at_least(Role.PUBLISHER, 422)),
    "POST /staff/notices/<int:moment>/undo": ("/staff/notices/99/undo", at_least(Role.DRIVER, 303)),
}
# No draft has the number 99.
FILES = {
    "GET /staff/hand-in": ("/staff/hand-in", at_least(Role.EDITOR)),
    "POST /staff/hand-in": ("/staff/hand-in", at_least(Role.EDITOR, 303)),
    "GET /staff/drafts": ("/staff/drafts", at_least(Role.EDITOR)),
    "GET /staff/drafts/<int:number>": ("/staff/drafts/99", at_least(Role.EDITOR, 404)),
    "GET /staff/drafts/<int:number>/files/<int:at>": ("/staff/drafts/99/files/0", at_least(Role.EDITOR, 404)),
    "GET /staff/drafts/<int:number>/map.js": ("/staff/drafts/99/map.js", at_least(Role.EDITOR, 404)),
    "GET /staff/drafts/<int:number>/stops.geojson": (
        "/staff/drafts/99/stops.geojson",
        at_least(Role.EDITOR, 404),
    ),
    "GET /staff/drafts/<int:number>/stops/<stop_id>": (
        "/staff/drafts/99/stops/hol",
        at_least(Role.EDITOR, 404),
    ),
    "POST /staff/drafts/<int:number>/hearing": ("/staff/drafts/99/hearing", at_least(Role.EDITOR, 404)),
    "POST /staff/drafts/<int:number>/hearing/end": (
        "/staff/drafts/99/hearing/end",
        at_least(Role.EDITOR, 404),
    ),
    "POST /staff/drafts/<int:number>/set-aside": ("/staff/drafts/99/set-aside", at_least(Role.EDITOR, 404)),
    "POST /staff/drafts/<int:number>/anew": ("/staff/drafts/99/anew", at_least(Role.EDITOR, 404)),
    "POST /staff/drafts/<int:number>/publish": ("/staff/drafts/99/publish", at_least(Role.PUBLISHER, 404)),
    "POST /staff/drafts/<int:number>/schedule": ("/staff/drafts/99/schedule", at_least(Role.PUBLISHER, 404)),
    "POST /staff/drafts/<int:number>/unschedule": (
        "/staff/drafts/99/unschedule",
        at_least(Role.PUBLISHER, 404),
    ),
    "GET /staff/publications": ("/staff/publications", at_least(Role.EDITOR)),
    "GET /staff/publications/<int:number>": ("/staff/publications/1", at_least(Role.EDITOR)),
    "GET /staff/publications/<int:number>/files/<int:at>": (
        "/staff/publications/1/files/0",
        at_least(Role.EDITOR),
    ),
    "GET /staff/publications/compare": ("/staff/publications/compare?a=1&b=1", at_least(Role.EDITOR)),
    "POST /staff/publications/<int:number>/again": (
        "/staff/publications/99/again",
        at_least(Role.PUBLISHER, 404),
    ),
    "GET /staff/edit": ("/staff/edit", at_least(Role.EDITOR)),
    "GET /staff/edit/stops/new": ("/staff/edit/stops/new", at_least(Role.EDITOR)),
    "GET /staff/edit/stops/new/map.js": ("/staff/edit/stops/new/map.js", at_least(Role.EDITOR)),
    "POST /staff/edit/stops/new": ("/staff/edit/stops/new", at_least(Role.EDITOR, 422)),
    "POST /staff/edit/stops/<stop_id>/remove": ("/staff/edit/stops/nei/remove", at_least(Role.EDITOR, 404)),
    "GET /staff/edit/stops/<stop_id>": ("/staff/edit/stops/hol", at_least(Role.EDITOR)),
    "POST /staff/edit/stops/<stop_id>": ("/staff/edit/stops/hol", at_least(Role.EDITOR, 422)),
    "GET /staff/edit/stops/<stop_id>/map.js": ("/staff/edit/stops/hol/map.js", at_least(Role.EDITOR)),
    "GET /staff/edit/routes/<route_id>": ("/staff/edit/routes/tirsdag", at_least(Role.EDITOR)),
    "POST /staff/edit/routes/<route_id>": ("/staff/edit/routes/tirsdag", at_least(Role.EDITOR, 422)),
}
# A secret in the address or a key lets in; a session makes no difference.
SECRETS = {
    "GET /hearing/<secret>": (f"/hearing/{SECRET}", 404),
    "GET /hearing/<secret>/stops/<stop_id>": (f"/hearing/{SECRET}/stops/hol", 404),
    "POST /hearing/<secret>/comments": (f"/hearing/{SECRET}/comments", 404),
    "POST /api/drafts": ("/api/drafts", 401),
    "POST /api/publications": ("/api/publications", 401),
}
# No plan has the number 99.
PLANS = {
    "GET /staff/plans": ("/staff/plans", at_least(Role.EDITOR)),
    "POST /staff/plans": ("/staff/plans", at_least(Role.EDITOR, 303)),
    "GET /staff/plans/check": ("/staff/plans/check", at_least(Role.EDITOR)),
    "GET /staff/plans/fit": ("/staff/plans/fit", at_least(Role.EDITOR)),
    "POST /staff/plans/fit": ("/staff/plans/fit", at_least(Role.EDITOR, 404)),
    **{
        f"{method} /staff/plans/<int:number>{rest}": (
            f"/staff/plans/99{rest.replace('<int:turn>', '0').replace('<int:at>', '0')}",
            at_least(Role.EDITOR, 404),
        )
        for method, rest in (
            ("GET", ""),
            ("GET", "/wishes"),
            ("POST", "/wishes"),
            ("GET", "/progress.json"),
            ("POST", "/stop"),
            ("POST", "/delete"),
            ("GET", "/map.js"),
            ("GET", "/stops.geojson"),
            ("GET", "/rounds.geojson"),
            ("POST", "/draft"),
            ("GET", "/rounds"),
            ("GET", "/rounds/<int:at>.gpx"),
            ("GET", "/turns/<int:turn>"),
            ("POST", "/move"),
            ("POST", "/undo"),
            ("POST", "/again"),
        )
    },
}
ROUTES = {**PUBLIC, **DOOR, **ACCOUNT, **ADMIN, **NOTICES, **FILES, **PLANS, **SECRETS}
