"""What a closure or a notice is about: everything, or some municipalities, routes, stops or kinds."""

from dataclasses import dataclass

from busplan.timetable.stop import Kind, Stop


@dataclass(frozen=True, slots=True)
class Scope:
    """Empty means everything. Several narrowings must all hold."""

    municipalities: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()

    def covers(self, route_id: str, stop: Stop) -> bool:
        return (
            (not self.routes or route_id in self.routes)
            and (not self.stops or stop.id in self.stops)
            and (not self.municipalities or stop.municipality in self.municipalities)
            and (not self.kinds or stop.kind in self.kinds)
        )


EVERYTHING = Scope()
