"""Files of at most 50 kB that ask for as much work as they can: each is answered within two seconds."""

import pytest
from fuzz.invariants import LONGEST, are_told, soon_came_of

from busplan.reading import Source

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SEASON = "seasons: [{id: s, from: 2000-01-01, to: 2002-12-31}]\n"
OPEN = "organisation,mobile,route,stop,day,arrival,departure,frequency,start\n"


def routes(rule, count, stop="hol", **hours):
    call = f"{{stop: {stop}, from: 10:00, to: 11:00}}"
    return "routes:\n" + "".join(f"- {{id: r{n}, {rule}, stops: [{call}]}}\n" for n in range(count))


def one_route(call, count):
    calls = "".join(f"  - {{stop: s{n}, {call(n)}}}\n" for n in range(count))
    return f"routes:\n- id: r\n  weekday: mon\n  stops:\n{calls}"


def minute(n):
    return f"{8 + n // 60:02}:{n % 60:02}"


def one_after_another(n):
    return f"from: '{minute(n)}', to: '{minute(n + 1)}'"


def at_one_hour(n):
    return f"from: 10:00, to: 11:00, weekday: {WEEKDAYS[n % 7]}, weeks: [{n // 7 + 1}]"


EVERY_DAY = "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR,SA,SU"
SCHEDULES = {
    "stops that share an hour": SEASON + one_route(at_one_hour, 300),
    "rules of every day": SEASON + routes(f"rrule: '{EVERY_DAY}'", 450),
    "rules without a day": SEASON + routes("rrule: 'FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=31'", 450),
    "rounds of one stop": SEASON + routes("weekday: mon, weeks: odd, week53: interval", 440),
    "rounds on holidays abroad": "service: {name: a, country: US}\n" + SEASON + routes("weekday: mon", 600),
    "rotas that slip": SEASON
    + "closures:\n"
    + "- {date: 2000-01-01}\n" * 1000
    + routes("weekday: mon, closed_days: slip", 220),
    "closures of a municipality": SEASON
    + "closures:\n"
    + "- {date: 2000-01-01, municipality: a}\n" * 600
    + one_route(one_after_another, 300),
    "notices about everything": SEASON
    + routes("weekday: mon", 250)
    + "notices:\n"
    + "- {route: all, from: 2000-01-01, what: delayed, minutes: 5, reason: x}\n" * 380,
    "notices about one round of many": SEASON
    + routes("weekday: mon", 350)
    + "notices:\n"
    + "- {route: r1, from: 2000-01-01, what: delayed, minutes: 5, reason: x}\n" * 300,
    "seasons of a century": "seasons:\n"
    + "".join(f"- {{id: s{n}, from: 2000-01-01, to: 2099-12-31}}\n" for n in range(300))
    + routes(f"rrule: '{EVERY_DAY}'", 300),
    "keys that are none": "\n".join(f"zwq{n}: a" for n in range(4000)),
    "lines that are none": "a: b\n" * 3000 + "\n".join("x" * 290 + ": y: z" for _ in range(100)),
}
TABLES = {
    "names almost alike": "id,name,municipality,lat,lon\n"
    + "".join(f"s{n},a,nordre-{n % 400:03}-nesodden,60,11\n" for n in range(1300)),
    "open tables of every day": OPEN
    + "".join(
        f'Y,M,R{n},P,Friday,11:00,11:20,"{EVERY_DAY}",2026-0{n % 9 + 1}-0{n % 8 + 1}\n' for n in range(480)
    ),
    "open tables of some days": OPEN
    + "".join(
        f'Y,M,R{n},P{n},Friday,11:00,11:20,"FREQ=MONTHLY;BYDAY=1TH,3TH",2000-09-03\n' for n in range(600)
    ),
    "quotation marks": "id,name\n" + '"' * 40_001,
}


@pytest.mark.parametrize("name", SCHEDULES)
def test_a_heavy_schedule_is_soon_read(name):
    content = SCHEDULES[name].encode()
    assert LONGEST / 3 < len(content) <= LONGEST
    _, told = soon_came_of([Source("schedule.yaml", content)])
    are_told(told)


@pytest.mark.parametrize("name", TABLES)
def test_a_heavy_table_is_soon_read(name):
    content = TABLES[name].encode()
    assert LONGEST / 3 < len(content) <= LONGEST
    _, told = soon_came_of([Source("stops.csv", content)])
    are_told(told)
