"""Finding a stop among very many, beside the least that a look at each would take."""

from collections.abc import Iterator
from random import Random

from bench.measure import Figure, Size, best
from busplan.finding import Index, Nearest
from busplan.timetable import Point, Stop

STOPS, PLACED = 50_000, 10_000
PARTS = (
    "ra",
    "hol",
    "bjør",
    "ke",
    "lang",
    "nes",
    "ås",
    "bø",
    "vik",
    "sund",
    "berg",
    "dal",
    "heim",
    "stad",
    "lund",
)
QUERIES = {"a name": "raholt", "a beginning": "bjør", "two words": "nes skole", "a slip": "bjorkelagn"}
MARKS = {"a name": 0.01, "a beginning": 0.02, "two words": 0.03, "a slip": 0.05}


def figures(size: Size) -> Iterator[Figure]:
    number = size.of(STOPS)
    stops = list(stops_of(number))
    [built] = best(min(size.runs, 3), lambda: Index(stops))
    yield Figure(f"an index of {number:,} stops", built)
    index = Index(stops)
    for name, query in QUERIES.items():
        [taken] = best(size.runs, lambda query=query: index.find(query))
        yield Figure(f"  {name}: {query}", taken, MARKS[name])
    nearest, here = Nearest(stops[:PLACED]), Point(60, 11)
    [taken] = best(size.runs * 10, lambda: nearest.find(here, 5))
    yield Figure(f"the nearest five of {min(number, PLACED):,}", taken, 0.001)


def stops_of(number: int) -> Iterator[Stop]:
    """Names made of parts that Norwegian places are made of; the same each time."""
    any = Random(1)  # noqa: S311 - names, not secrets
    for at in range(number):
        name = "".join(any.choices(PARTS, k=any.randint(2, 4))).capitalize()
        kind = any.choice(("", " skole", " torg", " barnehage"))
        yield Stop(
            f"s{at}", name + kind, f"Kommune {at % 40}", Point(any.uniform(58, 71), any.uniform(5, 30))
        )
