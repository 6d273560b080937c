"""Stops in, an index out that finds them by what people type."""

from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest

from rapidfuzz import fuzz, process

from busplan.finding.fold import joined, words
from busplan.finding.texts import Texts
from busplan.timetable import Stop

LONGEST_QUERY, MOST_WORDS = 200, 8
ALMOST = 55  # of 100
OWN_FIELDS = 3
# People write it, and no list does.
SAID_BESIDE = frozenset({"kommune"})


@dataclass(frozen=True, slots=True)
class Found:
    """The stops by how well they fit, and the municipalities that were named.

    A stop that only lies in such a municipality is not among the stops. `loosely`: nothing fits
    exactly, and these are spelt almost so.
    """

    stops: tuple[Stop, ...] = ()
    municipalities: tuple[str, ...] = ()
    loosely: bool = False

    def __bool__(self) -> bool:
        return bool(self.stops or self.municipalities)


class Index:
    """Made once of all the stops; a query takes milliseconds, of fifty thousand too."""

    def __init__(self, stops: Iterable[Stop]) -> None:
        # Of stops that fit alike, the one with the shortest name is most of what was asked.
        self.stops = sorted(stops, key=lambda stop: (len(stop.name), stop.name, stop.id))
        self.municipalities = sorted({stop.municipality for stop in self.stops})
        self.by_stop = Texts((s.name, s.address, s.note, s.municipality) for s in self.stops)
        self.by_municipality = Texts((name,) for name in self.municipalities)
        names = (*(stop.name for stop in self.stops), *self.municipalities)
        self.names = {joined(words(name)): name for name in names}

    def find(self, query: str, most: int = 30) -> Found:
        asked = words_of(query)
        return self._found(asked, most, loosely=False) or self._found(asked, most, loosely=True)

    def _found(self, asked: list[str], most: int, loosely: bool) -> Found:
        municipalities = self.by_municipality.find(
            [word for word in asked if word not in SAID_BESIDE] or asked, loosely
        )
        stops = self.by_stop.find(asked, loosely, OWN_FIELDS if municipalities else None)
        return Found(
            tuple(self.stops[number] for number in best(stops, most)),
            tuple(self.municipalities[number] for number in best(municipalities, most)),
            loosely,
        )

    def alike(self, query: str, most: int = 5) -> list[str]:
        """Names of stops and municipalities, spelt most like it: for when nothing was found."""
        near = process.extract(
            joined(words_of(query)), list(self.names), scorer=fuzz.ratio, limit=most, score_cutoff=ALMOST
        )
        return [self.names[name] for name, *_ in near]


def words_of(query: str) -> list[str]:
    return words(query[:LONGEST_QUERY])[:MOST_WORDS]


def best(found: dict[int, int], most: int) -> list[int]:
    return nsmallest(most, found, key=lambda number: (found[number], number))


def folded(stop: Stop) -> str:
    """The words it is found by while they are typed, with its whole name as one word first."""
    of_name = words(stop.name)
    others = words(f"{stop.address} {stop.municipality}")
    return " ".join(dict.fromkeys((joined(of_name), *of_name, *others)))
