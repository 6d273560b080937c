"""What a closure or a notice is about: everything, or some municipalities, routes, stops or kinds."""

from dataclasses import dataclass, replace

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

    def concerns(self, stops: frozenset[str]) -> bool:
        """Whether it says anything of these stops, or of none by name."""
        return (not self.stops or bool(self.stops & stops)) and self.kinds != {Kind.HOME}

    def among(self, stops: frozenset[str]) -> "Scope":
        """The same, naming only these stops."""
        return replace(self, stops=self.stops & stops)

    def covers(self, route_id: str, stop: Stop) -> bool:
        return (
            (not self.routes or route_id in self.routes)
            and (not self.stops or stop.id in self.stops)
            and (not self.municipalities or stop.municipality in self.municipalities)
            and (not self.kinds or stop.kind in self.kinds)
            and (not self.school_days or stop.school_days)
        )


EVERYTHING = Scope()
