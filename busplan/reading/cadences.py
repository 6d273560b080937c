"""How often a route or a call is driven: named cells in, a cadence out."""

from collections.abc import Callable
from datetime import date, timedelta

from busplan.reading import frequency, values
from busplan.reading.fields import Fields
from busplan.reading.report import Report
from busplan.reading.rrules import Rule, days_within, read_rule
from busplan.reading.tree import Branch, Leaf, Node, Twig
from busplan.timetable import (
    Cadence,
    EveryWeeks,
    ListedWeeks,
    MonthlyWeekdays,
    OnDates,
    ParityWeeks,
    Season,
    Week53,
)

# What a cadence may be written as; the first two need no weekday, and the last is one of the others in words.
FORMS = ("dates", "rrule", "weeks", "monthly", "every_weeks", "how_often")
PARITIES = {"odd": True, "even": False}
POLICIES = {
    **{policy.value: policy for policy in Week53},
    **dict.fromkeys(("ukenummer", "vekenummer"), Week53.PARITY),
    **dict.fromkeys(("annenhver uke", "annakvar veke"), Week53.INTERVAL),
    **dict.fromkeys(("ingen",), Week53.SKIP),
}

ANY = Season("", date(values.FIRST_YEAR, 1, 1), date(values.LAST_YEAR, 12, 31))
A_LONG_YEAR = Season("", date(2026, 1, 1), date(2026, 12, 31))  # with a week 53
AROUND_NEW_YEAR = timedelta(days=31)


def says_when(fields: Fields) -> bool:
    """Whether a call has a cadence of its own."""
    return any(fields.node(name) for name in (*FORMS, "weekday", "anchor"))


def cadence_of(fields: Fields, season: Season | None, report: Report) -> Cadence | None:
    """None after reporting what is amiss. Every week where only the weekday is told."""
    fields.knows(*FORMS, "weekday", "anchor", "week53")
    forms = [name for name in FORMS if fields.node(name)]
    for other in forms[1:]:
        report.error("two_rules", fields.place_of(other), field=other, other=forms[0])
    if not forms or not is_spoken(fields, forms[0]):
        return rule_of(fields, forms[0] if forms else "every_weeks", season, report)
    spelt = spelt_out(fields, forms[0])
    return rule_of(*spelt, season, report) if spelt else None


def is_spoken(fields: Fields, name: str) -> bool:
    """`partallsuker` or `hver 3. uke`, and not `34`, which under weeks is a number."""
    node = only(fields.node(name))
    in_words = isinstance(node, Leaf) and not values.WEEK.fullmatch(node.text.strip())
    return name == "how_often" or (name == "weeks" and in_words)


def only(node: Node | None) -> Node | None:
    """What stands alone in a list as if it stood alone."""
    return node.items[0] if isinstance(node, Twig) and len(node.items) == 1 else node


def spelt_out(fields: Fields, spoken: str) -> tuple[Fields, str] | None:
    """What is said in words as the cells of a rule, and its form; None after reporting what is amiss."""
    node = only(fields.node(spoken))
    said = fields.value(node, lambda value, doubt: frequency.rule_of(value), spoken) if node else None
    if said is None:
        return None
    place = fields.place_of(spoken)
    cells = {name: node for name, node in fields.branch.fields.items() if name != spoken}
    for name, texts in said.items():
        leaves = tuple(Leaf(text, place) for text in texts)
        if name != "weekday":
            cells[name] = leaves[0] if len(leaves) == 1 else Twig(leaves, place)
        elif not fields.node("weekday"):
            cells[name] = leaves[0]
        elif fields.get("weekday", values.weekday) not in (None, values.WEEKDAYS[texts[0]]):
            fields.report.error("two_rules", place, field=spoken, other="weekday")
            return None
    branch = Branch(cells, fields.branch.place, fields.branch.keys)
    return Fields(branch, fields.report), next(name for name in said if name != "weekday")


def rule_of(fields: Fields, form: str, season: Season | None, report: Report) -> Cadence | None:
    policy = fields.get("week53", values.choice(POLICIES))
    if form == "dates":
        return on_dates(fields, season or ANY, report)
    if season is None:
        # Its own fault has been told; what can be read without it still is.
        season, policy = A_LONG_YEAR, policy or Week53.PARITY
    if form == "rrule":
        return fields.get("rrule", recurrence(season, fields.get("anchor", values.day)))
    weekday = fields.need("weekday", values.weekday)
    if weekday is None:
        return None
    if form == "weeks":
        return in_weeks(fields, weekday, season, policy, report)
    if form == "monthly":
        which = fields.many("monthly", values.which_of_month)
        return MonthlyWeekdays(weekday, frozenset(which)) if which else None
    return every_weeks(fields, weekday, season, report)


def every_weeks(fields: Fields, weekday: int, season: Season, report: Report) -> Cadence | None:
    anchor = fields.get("anchor", values.day)
    weeks = fields.get("every_weeks", frequency.every_weeks) or 1
    if anchor is None:
        if weeks > 1 and not fields.node("anchor"):
            report.error("missing_required_field", fields.place, field="anchor")
        anchor = season.first + timedelta(days=(weekday - season.first.weekday()) % 7)
    elif anchor.weekday() != weekday:
        near = anchor + timedelta(days=(weekday - anchor.weekday() + 3) % 7 - 3)
        report.error("anchor_is_not_that_weekday", fields.place_of("anchor"), str(anchor), near=str(near))
        return None
    return EveryWeeks(anchor, weeks)


def in_weeks(
    fields: Fields, weekday: int, season: Season, policy: Week53 | None, report: Report
) -> Cadence | None:
    """Odd or even weeks, or weeks by number."""
    told = fields.many("weeks", values.text)
    if len(told) == 1 and told[0] in PARITIES:
        since = fields.get("anchor", values.day) or season.first
        cadence = ParityWeeks(weekday, PARITIES[told[0]], since, policy or Week53.PARITY)
        if policy is None:
            warn_of_week_53(cadence, season, fields, report)
        return cadence
    weeks = fields.many("weeks", values.week)
    if len(weeks) < len(told):
        return None
    numbers = {day.isocalendar().week for day in days_of(season)}
    for week in weeks:
        if week not in numbers:
            report.error("no_such_week", fields.place_of("weeks"), str(week))
    return ListedWeeks(weekday, frozenset(weeks)) if weeks else None


def days_of(season: Season) -> list[date]:
    """One day of each week of the season, and its last."""
    length = (season.last - season.first).days
    return [*(season.first + timedelta(days=ahead) for ahead in range(0, length, 7)), season.last]


def warn_of_week_53(cadence: ParityWeeks, season: Season, fields: Fields, report: Report) -> None:
    """Two odd weeks meet after a week 53: the one who wrote "odd weeks" should see both ways to mean it."""
    for year in range(season.first.year, season.last.year + 1):
        in_week_53 = date(year, 12, 31)
        if in_week_53.isocalendar().week != 53 or not season.first <= in_week_53 <= season.last:
            continue
        around = in_week_53 - AROUND_NEW_YEAR / 2, in_week_53 + AROUND_NEW_YEAR
        by_interval = ParityWeeks(cadence.weekday, cadence.odd, cadence.since, Week53.INTERVAL)
        parity, interval = (", ".join(map(str, rule.dates(*around))) for rule in (cadence, by_interval))
        report.warning(
            "week_53_breaks_odd_even",
            fields.place_of("weeks"),
            parity=parity,
            interval=interval,
            year=str(year),
        )


def on_dates(fields: Fields, season: Season, report: Report) -> Cadence | None:
    days = fields.many("dates", values.day_in(season))
    bounds = {"first": str(season.first), "last": str(season.last)}
    for day in days:
        if not season.first <= day <= season.last:
            report.error("date_outside_season", fields.place_of("dates"), str(day), **bounds)
    return OnDates(tuple(days)) if days else None


OF_MONTH = frozenset({1, 2, 3, 4, 5, -1})


def of_months(rule: Rule) -> MonthlyWeekdays | None:
    """The same without days: the first and third Tuesdays of months, say."""
    which = frozenset(which for which, _ in rule.weekdays)
    weekdays = sorted({weekday for _, weekday in rule.weekdays})
    if not rule.monthly or len(weekdays) != 1 or not which <= OF_MONTH:
        return None
    return MonthlyWeekdays(weekdays[0], which)


def recurrence(season: Season, anchor: date | None) -> Callable[[str, values.Doubt], Cadence]:
    """An RRULE of weekly or monthly kind (RFC 5545, 3.3.10), until its season ends or its UNTIL.

    Counted from the anchor, else from the season's first day.
    """
    begins = anchor or season.first

    def read(value: str, doubt: values.Doubt) -> Cadence:
        rule = value.upper().removeprefix("RRULE:").strip("; ")
        parts = dict(part.partition("=")[::2] for part in rule.split(";"))
        told = read_rule(parts, begins)
        if not told.monthly and parts.keys() <= {"FREQ", "INTERVAL"}:
            return EveryWeeks(begins, told.interval)
        # What goes on for ever need not be worked out.
        if parts.keys() == {"FREQ", "BYDAY"} and begins <= season.first and (forever := of_months(told)):
            return forever
        return OnDates(days_within(told, begins, season.first, season.last), rule, begins)

    return read
