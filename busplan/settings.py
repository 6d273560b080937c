"""Every setting: its name, its default and what it means. The environment's BUSPLAN_* come between
the defaults here and what a caller says."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from urllib.parse import urlsplit

from platformdirs import user_data_path

from busplan.clock import Clock

PREFIX = "BUSPLAN_"
FIRST_YEAR, LAST_YEAR = 2000, 2099
DEEPEST_ZOOM = 22
MOST_PROXIES = ("0", "1", "2", "3", "4", "5")
FACTORS = ("off", "publisher", "everyone")
LEAST_OF_KEY, LEAST_SIGNS = 32, 10
# What examples and frameworks come with.
WELL_KNOWN = re.compile(r"change.?me|change.?this|secret|insecure|example|password|0123456789|abcdefgh", re.I)
LANGUAGES = ("nb", "nn", "en")
ROADS = ("off", "valhalla", "osrm", "ors")
NUMBER = re.compile(r"[0-9]{1,3}(\.[0-9]{1,3})?", re.ASCII)
# As it stands in a header of HTTP.
KEY = re.compile(r"[!-~]{0,500}", re.ASCII)
LONGEST_VERSION = 100
# Metres, tonnes and km/h.
SIZES = {
    "vehicle_height": (1, 5),
    "vehicle_width": (1, 4),
    "vehicle_length": (3, 30),
    "vehicle_weight": (1, 60),
    "vehicle_axle_load": (0.5, 20),
    "vehicle_top_speed": (20, 130),
}
WHOLE = re.compile(r"[0-9]{1,5}", re.ASCII)
LEAST_FACTOR, MOST_FACTOR = 0.5, 3
MINUTES = (
    "longest_day",
    "leg_minutes",
    "break_after",
    "break_minutes",
    "rule_drive_before_break",
    "rule_drive_break",
    "rule_drive_day",
    "rule_drive_week",
    "rule_drive_fortnight",
    "rule_daily_rest",
    "rule_weekly_rest",
    "rule_work_before_break",
    "rule_work_break",
    "rule_work_break_from",
    "rule_work_day",
    "rule_work_week",
)
SHIFT = re.compile(r"([01]?[0-9]|2[0-3]):([0-5][0-9]) *- *([01]?[0-9]|2[0-3]):([0-5][0-9])", re.ASCII)
# The name of a bus, if any, and degrees that are on Earth.
DEPOT = re.compile(
    r" *(?:([^=;]{1,100}?) *= *)?(-?[0-8]?[0-9](?:\.[0-9]{1,9})?)"
    r" *, *(-?(?:1[0-7][0-9]|[0-9]{1,2})(?:\.[0-9]{1,9})?) *",
    re.ASCII,
)
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(\.[\w-]+)+", re.ASCII)
# A source as a Content-Security-Policy has it, and nothing that could end it and begin another.
SITE = re.compile(
    r"(?:https?://)?(?:\*\.)?[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*(?::(?:[0-9]{1,5}|\*))?", re.ASCII
)


class BadSetting(ValueError):
    """A setting with a value it cannot have. Carries its name, its value and what is allowed."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"{PREFIX}{name.upper()}={value!r}: give {allowed}")


def setting(default: str, meaning: str, secret: bool = False) -> str:
    """A field of Settings that documents itself. Typed as the str it becomes. A secret is not shown."""
    made: str = field(default=default, repr=not secret, metadata={"meaning": meaning})
    return made


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one app, checked when made. Raises BadSetting."""

    database: str = setting(
        "",
        "Where the publications are kept, as an SQLAlchemy URL (sqlite:///FILE or postgresql+psycopg://…). "
        "Empty means the file busplan.db in the user's data folder.",
    )
    now: str = setting("", "What to take as now, such as 2026-12-24T08:00. Empty means the real clock.")
    language: str = setting("nb", "Language of messages about problems: nb, nn or en.")
    languages: str = setting(
        "nb nn en",
        "The languages of the site, in the order they are shown. Addresses without one are in the "
        "language of the service, as its timetable says.",
    )
    catalogues: str = setting(
        "", "A folder with catalogues of more languages (se.po, sv.po …), or better ones of these."
    )
    colour: str = setting(
        "", "The service's own colour on light ground, such as #0b5c5c. One that cannot be read is refused."
    )
    colour_dark: str = setting("", "The same on dark ground, for those who have their screen dark.")
    logo: str = setting("", "The path of a picture (svg, png or webp) to show instead of our bus.")
    base_url: str = setting(
        "",
        "The address residents use, such as https://bussen.example.no. "
        "Empty means the address of the request.",
    )
    contact: str = setting(
        "", "Where residents may write: an e-mail address, or the address of a form. Empty means nowhere."
    )
    accessibility_statement: str = setting(
        "",
        "The address of the service's accessibility statement (tilgjengelighetserklæring), linked from every "
        "page. Empty means no link.",
    )
    tiles: str = setting(
        "kartverket",
        "The map's background: kartverket, openstreetmap, none, or an address with {z}, {x} and {y}. "
        "Put proxy: before it to fetch the tiles through this server.",
    )
    tile_attribution: str = setting(
        "", "Whom to thank for the tiles, instead of their provider: for an address of your own choice."
    )
    tile_zoom: str = setting(
        "",
        "How far out and in the map goes, such as 3-18. Empty means what the provider of the tiles has.",
    )
    addresses: str = setting(
        "",
        "Where to look up what people search for that is no stop: kartverket, or the address of a service "
        "that answers as Kartverket's does. Empty means nowhere.",
    )
    embed_from: str = setting(
        "*",
        "The sites that may show the small pages under /embed in a frame, such as "
        "https://*.kommune.no https://skole.example.no. * means all, and none means nobody else.",
    )

    secret_key: str = setting(
        "",
        "What signs the forms of the staff's desk: at least 32 signs that nobody can guess, such as "
        "`openssl rand -hex 32` gives. Several, apart by spaces, are all taken, and the first signs. Empty "
        "means one that is made at the first start, in the file secret_key beside the database.",
    )
    proxies: str = setting(
        "0",
        "How many proxies of yours stand before the server, such as 1 for an nginx. Only what they add to "
        "X-Forwarded-For and X-Forwarded-Proto is believed.",
    )
    second_factor: str = setting(
        "off",
        "Who must have a code from their telephone besides the password: off (whoever wants to), publisher "
        "(utgiver and administrator) or everyone.",
    )
    oidc_issuer: str = setting(
        "",
        "Where staff may sign in with an account they have already (OpenID Connect), such as "
        "https://login.microsoftonline.com/TENANT/v2.0. Needs the extra oidc, and base_url. Empty means "
        "nowhere.",
    )
    oidc_client_id: str = setting("", "What this site is called there.")
    oidc_client_secret: str = setting("", "What this site proves with that it is it.")
    oidc_name: str = setting(
        "", "What staff call that account, such as Feide. Empty means the issuer's host."
    )

    roads: str = setting(
        "off",
        "What tells how far it is by road and how long it takes: off (the straight line and a factor), "
        "valhalla, osrm or ors (openrouteservice).",
    )
    roads_address: str = setting(
        "",
        "Where it answers, such as http://127.0.0.1:8002. Empty means where each listens by itself: Valhalla "
        "and OSRM on this machine, openrouteservice at api.openrouteservice.org.",
    )
    roads_key: str = setting("", "The key to openrouteservice. It is sent to no other.", secret=True)
    roads_version: str = setting(
        "",
        "What to call the road data, such as 2026-11, where the engine does not say it or not as you would. "
        "With another name all is asked anew.",
    )
    vehicle_kind: str = setting("truck", "Whose signs and limits the bus follows: truck or bus.")
    vehicle_height: str = setting("3.6", "Its height in metres.")
    vehicle_width: str = setting("2.5", "Its width in metres.")
    vehicle_length: str = setting("9.5", "Its length in metres.")
    vehicle_weight: str = setting("14", "Its weight in tonnes, laden.")
    vehicle_axle_load: str = setting("9", "The weight on its heaviest axle in tonnes.")
    vehicle_top_speed: str = setting("80", "How fast it goes at most, in km/h.")

    depots: str = setting(
        "",
        "Where the buses stand at night, as latitude and longitude: 59.95,11.05 for all, or one for each, "
        "such as Bibliotekbussen=59.95,11.05; Buss 2=59.67,10.79. Empty means that nobody knows: a day then "
        "begins at its first stop and ends at its last.",
    )
    shift: str = setting(
        "",
        "When a bus may be out, depot to depot, such as 07:30-19:00. Empty means as it is today.",
    )
    longest_day: str = setting(
        "0", "How many minutes a bus may be out in a day. 0 means as long as it is today, or a day of work."
    )
    drive_factor: str = setting(
        "1", "How many times what the roads say a drive takes, such as 1.15 for the winter."
    )
    leg_minutes: str = setting(
        "0", "Minutes set aside for each drive besides: to park, open the doors and close them."
    )
    break_after: str = setting("330", "A planned day of more minutes than these has a break in it.")
    break_minutes: str = setting("30", "How long that break is, in minutes. 0 means that none is planned.")
    rule_drive_before_break: str = setting(
        "270", "EU 561/2006 article 7: minutes driven without a break. Beyond it there is a warning. 0: none."
    )
    rule_drive_break: str = setting("45", "EU 561/2006 article 7: how long that break is, in minutes.")
    rule_drive_day: str = setting("540", "EU 561/2006 article 6: minutes driven in a day. 0: no warning.")
    rule_drive_week: str = setting("3360", "EU 561/2006 article 6: minutes driven in a week. 0: no warning.")
    rule_drive_fortnight: str = setting(
        "5400", "EU 561/2006 article 6: minutes driven in two weeks that meet. 0: no warning."
    )
    rule_daily_rest: str = setting(
        "660", "EU 561/2006 article 8: minutes from the end of a day to the next. 0: no warning."
    )
    rule_weekly_rest: str = setting(
        "2700", "EU 561/2006 article 8: the longest rest of a week, in minutes. 0: no warning."
    )
    rule_work_before_break: str = setting(
        "330", "Arbeidsmiljøloven § 10-9: minutes of a day without any break. 0: no warning."
    )
    rule_work_break: str = setting(
        "30", "Arbeidsmiljøloven § 10-9: minutes of break in a day of rule_work_break_from. 0: no warning."
    )
    rule_work_break_from: str = setting("480", "Of how many minutes such a day is.")
    rule_work_day: str = setting(
        "540", "Arbeidsmiljøloven § 10-4: minutes of work in a day, breaks not counted. 0: no warning."
    )
    rule_work_week: str = setting(
        "2400", "Arbeidsmiljøloven § 10-4: minutes of work in a week. 0: no warning."
    )

    queue: str = setting(
        "",
        "What tells workers that a plan waits: a Redis, such as redis://127.0.0.1:6379/0. Empty means a file "
        "beside the database.",
        secret=True,
    )
    worker: str = setting(
        "on",
        "Whether `busplan serve` starts a worker for plans, where the extra planner is installed: on or off. "
        "With off, run `busplan work` yourself.",
    )

    people: str = setting(
        "",
        "A CSV file of where people live (SSB's grid as it is, or columns x, y and people): plans then tell "
        "how many live within a kilometre of a stop. Empty means that it is not told.",
    )

    def __post_init__(self) -> None:
        if self.language not in LANGUAGES:
            raise BadSetting("language", self.language, "nb, nn or en")
        if self.base_url and not is_web_address(self.base_url):
            raise BadSetting("base_url", self.base_url, "an address that begins with https://")
        if self.addresses not in ("", "kartverket") and not is_web_address(self.addresses):
            raise BadSetting(
                "addresses", self.addresses, "kartverket, or an address that begins with https://"
            )
        if self.tile_zoom and not is_range(self.tile_zoom, DEEPEST_ZOOM):
            raise BadSetting("tile_zoom", self.tile_zoom, "two numbers such as 3-18")
        statement = self.accessibility_statement
        if statement and not is_web_address(statement):
            raise BadSetting("accessibility_statement", statement, "an address that begins with https://")
        if self.contact and not (is_web_address(self.contact) or EMAIL.fullmatch(self.contact)):
            raise BadSetting("contact", self.contact, "an e-mail address, or one that begins with https://")
        if self.embed_from not in ("*", "none") and not all(map(SITE.fullmatch, self.embed_from.split())):
            raise BadSetting(
                "embed_from", self.embed_from, "*, none, or addresses such as https://*.kommune.no"
            )
        self._door()
        self._elsewhere()
        self._moment()
        self._roads()
        self._planning()
        self._work()

    def _door(self) -> None:
        if not all(map(is_strong, self.secret_key.split())):
            raise BadSetting("secret_key", "…", "at least 32 signs that nobody can guess")
        if self.proxies not in MOST_PROXIES:
            raise BadSetting("proxies", self.proxies, "a number from 0 to 5")
        if self.second_factor not in FACTORS:
            raise BadSetting("second_factor", self.second_factor, "off, publisher or everyone")

    def _elsewhere(self) -> None:
        """All of it or none."""
        if not self.oidc_issuer:
            return
        if not is_web_address(self.oidc_issuer):
            raise BadSetting("oidc_issuer", self.oidc_issuer, "an address that begins with https://")
        for name in ("oidc_client_id", "oidc_client_secret", "base_url"):
            if not getattr(self, name):
                raise BadSetting(name, "", "what BUSPLAN_OIDC_ISSUER needs as well")

    def _roads(self) -> None:
        if self.roads not in ROADS:
            raise BadSetting("roads", self.roads, "off, valhalla, osrm or ors")
        if self.roads_address and not is_web_address(self.roads_address):
            raise BadSetting("roads_address", self.roads_address, "an address that begins with http(s)://")
        if not KEY.fullmatch(self.roads_key):
            raise BadSetting("roads_key", "…", "the key as openrouteservice has given it")
        if len(self.roads_version) > LONGEST_VERSION:
            raise BadSetting("roads_version", self.roads_version, f"at most {LONGEST_VERSION} signs")
        if self.vehicle_kind not in ("truck", "bus"):
            raise BadSetting("vehicle_kind", self.vehicle_kind, "truck or bus")
        for name, (least, most) in SIZES.items():
            value = getattr(self, name)
            if not (NUMBER.fullmatch(value) and least <= float(value) <= most):
                raise BadSetting(name, value, f"a number from {least} to {most}, such as 3.6")

    def _planning(self) -> None:
        for name in MINUTES:
            if not WHOLE.fullmatch(getattr(self, name)):
                raise BadSetting(name, getattr(self, name), "whole minutes, such as 30")
        factor = self.drive_factor
        if not (NUMBER.fullmatch(factor) and LEAST_FACTOR <= float(factor) <= MOST_FACTOR):
            raise BadSetting("drive_factor", factor, "a number from 0.5 to 3, such as 1.15")
        if self.shift and not SHIFT.fullmatch(self.shift):
            raise BadSetting("shift", self.shift, "two times such as 07:30-19:00")
        if not all(map(DEPOT.fullmatch, self.depots.split(";") if self.depots else ())):
            raise BadSetting("depots", self.depots, "59.95,11.05 or NAME=59.95,11.05; NAME=59.67,10.79")

    def _work(self) -> None:
        if self.queue and urlsplit(self.queue).scheme not in ("redis", "rediss", "unix"):
            raise BadSetting("queue", "…", "the address of a Redis, such as redis://127.0.0.1:6379/0")
        if self.worker not in ("on", "off"):
            raise BadSetting("worker", self.worker, "on or off")

    def _moment(self) -> datetime | None:
        try:
            moment = datetime.fromisoformat(self.now) if self.now else None
        except ValueError:
            moment = None
        if self.now and not (moment and FIRST_YEAR <= moment.year <= LAST_YEAR):
            raise BadSetting("now", self.now, "a time such as 2026-12-24T08:00")
        return moment

    @property
    def clock(self) -> Clock:
        return Clock(self._moment())

    @property
    def oidc_called(self) -> str:
        """What staff call the account they have elsewhere; empty where none is taken."""
        return self.oidc_issuer and (self.oidc_name or str(urlsplit(self.oidc_issuer).hostname))

    @property
    def frames(self) -> str:
        """Who may frame the embeds, as a policy says it. We may ourselves, to show what they look like."""
        if self.embed_from == "*":
            return "*"
        named = [] if self.embed_from == "none" else self.embed_from.split()
        return " ".join(["'self'", *named])

    @property
    def database_url(self) -> str:
        return self.database or f"sqlite:///{default_database()}"


def is_strong(key: str) -> bool:
    """Long enough, and of as many different signs as chance would give it."""
    return len(key.encode()) >= LEAST_OF_KEY and len(set(key)) >= LEAST_SIGNS and not WELL_KNOWN.search(key)


def is_range(text: str, most: int) -> bool:
    """Two whole numbers, the smaller first."""
    found = re.fullmatch(r"(\d{1,2})-(\d{1,2})", text, re.ASCII)
    return found is not None and int(found[1]) <= int(found[2]) <= most


def is_web_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def default_database() -> str:
    """The file used when no database is named."""
    return str(user_data_path("busplan", appauthor=False) / "busplan.db")


def load(environ: Mapping[str, str], **given: str | None) -> Settings:
    """Defaults, then the environment, then what is given. Raises BadSetting, TypeError on unknown names."""
    from_environment = {
        setting.name: environ[PREFIX + setting.name.upper()]
        for setting in fields(Settings)
        if environ.get(PREFIX + setting.name.upper())
    }
    said = {name: value for name, value in given.items() if value is not None}
    return Settings(**{**from_environment, **said})
