"""What a closure or a notice is about: everything, or some municipalities, routes, stops or kinds."""

from dataclasses import dataclass, replace

from busplan.timetable.stop import Kind, Stop


@dataclass(frozen=True, slots=True)
class Scope:
    """Empty means everything. Several narrowings must all hold."""

    municipalities: frozenset[str] = frozenset()
    routes: frozenset[str] = frozenset()
    stops: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset()

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
        )


EVERYTHING = Scope()
