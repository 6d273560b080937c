"""What a closure or a notice is about: everything, or some municipalities, routes, stops or kinds."""

from dataclasses import dataclass, fields, replace

from busplan.timetable.stop import Kind, Stop


@dataclass(frozen=True, slots=True)
class Scope:
    """Empty means everything. Several narrowings must all hold.

    `school_days` narrows it to stops that are visited on school days only: what is said is of the schools.
    """

    municipalities: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()
    school_days: bool = False

    def within(self, there: "Scope") -> "Scope | None":
        """The same, naming only what is there; None when nothing it named is."""
        left = replace(
            self,
            municipalities=self.municipalities & there.municipalities,
            routes=self.routes & there.routes,
            stops=self.stops & there.stops,
            kinds=self.kinds & there.kinds,
        )
        lost = any(getattr(self, each.name) and not getattr(left, each.name) for each in fields(Scope))
        return None if lost else left

    def covers(self, route_id: str, stop: Stop) -> bool:
        return (
            (not self.routes or route_id in self.routes)
            and (not self.stops or stop.id in self.stops)
            and (not self.municipalities or stop.municipality in self.municipalities)
            and (not self.kinds or stop.kind in self.kinds)
            and (not self.school_days or stop.school_days)
        )


EVERYTHING = Scope()
