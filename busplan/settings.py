"""Every setting: its name, its default and what it means. The environment's BUSPLAN_* come between
the defaults here and what a caller says."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from urllib.parse import urlsplit

from platformdirs import user_data_path

from busplan import takes
from busplan.clock import Clock
from busplan.takes import ANYTHING, WEB_ADDRESS, WHOLE_MINUTES, Takes

PREFIX = "BUSPLAN_"


class BadSetting(ValueError):
    """A setting with a value it cannot have. Carries its name, its value and what is allowed."""

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"{PREFIX}{name.upper()}={value!r}: give {allowed}")


def setting(default: str, meaning: str, takes: Takes = ANYTHING, secret: bool = False) -> str:
    """A field of Settings that tells and checks itself, typed as the str it becomes. No secret is shown."""
    made: str = field(default=default, repr=not secret, metadata={"meaning": meaning, "takes": takes})
    return made


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of one app, checked when made. Raises BadSetting."""

    database: str = setting(
        "",
        "Where the publications are kept, as an SQLAlchemy URL (sqlite:///FILE or postgresql+psycopg://…). "
        "Empty means the file busplan.db in the user's data folder.",
    )
    now: str = setting(
        "",
        "What to take as now, such as 2026-12-24T08:00. Empty means the real clock.",
        takes.or_nothing(Takes(takes.moment, "a time such as 2026-12-24T08:00")),
    )
    language: str = setting(
        "nb", "Language of messages about problems: nb, nn or en.", takes.one_of("nb", "nn", "en")
    )
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
        WEB_ADDRESS,
    )
    contact: str = setting(
        "",
        "Where residents may write: an e-mail address, or the address of a form. Empty means nowhere.",
        takes.or_nothing(
            Takes(
                lambda value: takes.EMAIL.fullmatch(value) or takes.is_web_address(value),
                "an e-mail address, or one that begins with https://",
            )
        ),
    )
    accessibility_statement: str = setting(
        "",
        "The address of the service's accessibility statement (tilgjengelighetserklæring), linked from every "
        "page. Empty means no link.",
        WEB_ADDRESS,
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
        takes.or_nothing(Takes(takes.is_zoom, "two numbers such as 3-18")),
    )
    addresses: str = setting(
        "",
        "Where to look up what people search for that is no stop: kartverket, or the address of a service "
        "that answers as Kartverket's does. Empty means nowhere.",
        takes.or_nothing(
            Takes(
                lambda value: value == "kartverket" or takes.is_web_address(value),
                "kartverket, or an address that begins with https://",
            )
        ),
    )
    embed_from: str = setting(
        "*",
        "The sites that may show the small pages under /embed in a frame, such as "
        "https://*.kommune.no https://skole.example.no. * means all, and none means nobody else.",
        Takes(
            lambda value: value in ("*", "none") or all(map(takes.SITE.fullmatch, value.split())),
            "*, none, or addresses such as https://*.kommune.no",
        ),
    )

    secret_key: str = setting(
        "",
        "What signs the forms of the staff's desk: at least 32 signs that nobody can guess, such as "
        "`openssl rand -hex 32` gives. Several, apart by spaces, are all taken, and the first signs. Empty "
        "means one that is made at the first start, in the file secret_key beside the database.",
        Takes(
            lambda value: all(map(takes.is_strong, value.split())), "at least 32 signs that nobody can guess"
        ),
        secret=True,
    )
    proxies: str = setting(
        "0",
        "How many proxies of yours stand before the server, such as 1 for an nginx. Only what they add to "
        "X-Forwarded-For and X-Forwarded-Proto is believed.",
        takes.shaped("[0-5]", "a number from 0 to 5"),
    )
    second_factor: str = setting(
        "off",
        "Who must have a code from their telephone besides the password: off (whoever wants to), publisher "
        "(utgiver and administrator) or everyone.",
        takes.one_of("off", "publisher", "everyone"),
    )
    oidc_issuer: str = setting(
        "",
        "Where staff may sign in with an account they have already (OpenID Connect), such as "
        "https://login.microsoftonline.com/TENANT/v2.0. Needs the extra oidc, and base_url. Empty means "
        "nowhere.",
        WEB_ADDRESS,
    )
    oidc_client_id: str = setting("", "What this site is called there.")
    oidc_client_secret: str = setting("", "What this site proves with that it is it.", secret=True)
    oidc_name: str = setting(
        "", "What staff call that account, such as Feide. Empty means the issuer's host."
    )

    roads: str = setting(
        "off",
        "What tells how far it is by road and how long it takes: off (the straight line and a factor), "
        "valhalla, osrm or ors (openrouteservice).",
        takes.one_of("off", "valhalla", "osrm", "ors"),
    )
    roads_address: str = setting(
        "",
        "Where it answers, such as http://127.0.0.1:8002. Empty means where each listens by itself: Valhalla "
        "and OSRM on this machine, openrouteservice at api.openrouteservice.org.",
        takes.or_nothing(Takes(takes.is_web_address, "an address that begins with http(s)://")),
    )
    roads_key: str = setting(
        "",
        "The key to openrouteservice. It is sent to no other.",
        takes.shaped("[!-~]{0,500}", "the key as openrouteservice has given it"),
        secret=True,
    )
    roads_version: str = setting(
        "",
        "What to call the road data, such as 2026-11, where the engine does not say it or not as you would. "
        "With another name all is asked anew.",
        takes.shaped("(?s:.{0,100})", "at most 100 signs"),
    )
    vehicle_kind: str = setting(
        "truck", "Whose signs and limits the bus follows: truck or bus.", takes.one_of("truck", "bus")
    )
    vehicle_height: str = setting("3.6", "Its height in metres.", takes.number(1, 5, "3.6"))
    vehicle_width: str = setting("2.5", "Its width in metres.", takes.number(1, 4, "2.5"))
    vehicle_length: str = setting("9.5", "Its length in metres.", takes.number(3, 30, "9.5"))
    vehicle_weight: str = setting("14", "Its weight in tonnes, laden.", takes.number(1, 60, "14"))
    vehicle_axle_load: str = setting(
        "9", "The weight on its heaviest axle in tonnes.", takes.number(0.5, 20, "9")
    )
    vehicle_top_speed: str = setting("80", "How fast it goes at most, in km/h.", takes.number(20, 130, "80"))

    depots: str = setting(
        "",
        "Where the buses stand at night, as latitude and longitude: 59.95,11.05 for all, or one for each, "
        "such as Bibliotekbussen=59.95,11.05; Buss 2=59.67,10.79. Empty means that nobody knows: a day then "
        "begins at its first stop and ends at its last.",
        takes.or_nothing(
            takes.several(takes.DEPOT, ";", "59.95,11.05 or NAME=59.95,11.05; NAME=59.67,10.79")
        ),
    )
    shift: str = setting(
        "",
        "When a bus may be out, depot to depot, such as 07:30-19:00. Empty means as it is today.",
        takes.or_nothing(Takes(takes.SHIFT.fullmatch, "two times such as 07:30-19:00")),
    )
    longest_day: str = setting(
        "0",
        "How many minutes a bus may be out in a day. 0 means as long as it is today, or a day of work.",
        WHOLE_MINUTES,
    )
    drive_factor: str = setting(
        "1",
        "How many times what the roads say a drive takes, such as 1.15 for the winter.",
        takes.number(0.5, 3, "1.15"),
    )
    leg_minutes: str = setting(
        "0",
        "Minutes set aside for each drive besides: to park, open the doors and close them.",
        WHOLE_MINUTES,
    )
    break_after: str = setting(
        "330", "A planned day of more minutes than these has a break in it.", WHOLE_MINUTES
    )
    break_minutes: str = setting(
        "30", "How long that break is, in minutes. 0 means that none is planned.", WHOLE_MINUTES
    )
    rule_drive_before_break: str = setting(
        "270",
        "EU 561/2006 article 7: minutes driven without a break. Beyond it there is a warning. 0: none.",
        WHOLE_MINUTES,
    )
    rule_drive_break: str = setting(
        "45", "EU 561/2006 article 7: how long that break is, in minutes.", WHOLE_MINUTES
    )
    rule_drive_day: str = setting(
        "540", "EU 561/2006 article 6: minutes driven in a day. 0: no warning.", WHOLE_MINUTES
    )
    rule_drive_week: str = setting(
        "3360", "EU 561/2006 article 6: minutes driven in a week. 0: no warning.", WHOLE_MINUTES
    )
    rule_drive_fortnight: str = setting(
        "5400", "EU 561/2006 article 6: minutes driven in two weeks that meet. 0: no warning.", WHOLE_MINUTES
    )
    rule_daily_rest: str = setting(
        "660",
        "EU 561/2006 article 8: minutes from the end of a day to the next. 0: no warning.",
        WHOLE_MINUTES,
    )
    rule_weekly_rest: str = setting(
        "2700", "EU 561/2006 article 8: the longest rest of a week, in minutes. 0: no warning.", WHOLE_MINUTES
    )
    rule_work_before_break: str = setting(
        "330", "Arbeidsmiljøloven § 10-9: minutes of a day without any break. 0: no warning.", WHOLE_MINUTES
    )
    rule_work_break: str = setting(
        "30",
        "Arbeidsmiljøloven § 10-9: minutes of break in a day of rule_work_break_from. 0: no warning.",
        WHOLE_MINUTES,
    )
    rule_work_break_from: str = setting("480", "Of how many minutes such a day is.", WHOLE_MINUTES)
    rule_work_day: str = setting(
        "540",
        "Arbeidsmiljøloven § 10-4: minutes of work in a day, breaks not counted. 0: no warning.",
        WHOLE_MINUTES,
    )
    rule_work_week: str = setting(
        "2400", "Arbeidsmiljøloven § 10-4: minutes of work in a week. 0: no warning.", WHOLE_MINUTES
    )

    queue: str = setting(
        "",
        "What tells workers that a plan waits: a Redis, such as redis://127.0.0.1:6379/0. Empty means a file "
        "beside the database.",
        takes.or_nothing(
            takes.shaped(
                "(redis|rediss|unix)://.*", "the address of a Redis, such as redis://127.0.0.1:6379/0"
            )
        ),
        secret=True,
    )
    worker: str = setting(
        "on",
        "Whether `busplan serve` starts a worker for plans, where the extra planner is installed: on or off. "
        "With off, run `busplan work` yourself.",
        takes.one_of("on", "off"),
    )

    people: str = setting(
        "",
        "A CSV file of where people live (SSB's grid as it is, or columns x, y and people): plans then tell "
        "how many live within a kilometre of a stop. Empty means that it is not told.",
    )

    def __post_init__(self) -> None:
        for each in fields(self):
            value, takes = getattr(self, each.name), each.metadata["takes"]
            if not takes.fits(value):
                raise BadSetting(each.name, value if each.repr else "…", takes.allowed)
        for name in ("oidc_client_id", "oidc_client_secret", "base_url"):
            if self.oidc_issuer and not getattr(self, name):
                raise BadSetting(name, "", "what BUSPLAN_OIDC_ISSUER needs as well")

    @property
    def clock(self) -> Clock:
        return Clock(takes.moment(self.now))

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
